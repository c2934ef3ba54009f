package io.huiyin.archive;

import java.util.List;
import java.util.Random;

/** Complaints as people write them, some 200 characters each; a few phrases are frequent and most are rare. */
final class ComplaintTexts {

  private static final List<String> PRODUCTS = List.of("空气净化器", "扫地机器人", "电热水壶", "儿童书包", "行李箱", "羽绒服", "蓝牙耳机",
      "洗衣机", "燃气灶", "净水器", "床垫", "运动鞋", "显示器", "奶粉", "面膜", "年度会员", "宽带套餐", "保温杯", "电动车", "智能门锁",
      "投影仪", "跑步机", "婴儿车", "打印机", "电饭煲", "太阳镜", "按摩椅", "吸尘器", "手写板", "渔具套装");
  private static final List<String> BEGINNINGS = List.of("本人于上月在贵公司官网购买了一台%s，", "我在直播间下单的%s，", "上周收到的%s，",
      "给父母买的%s用了不到一个月，", "公司批量采购的%s到货后，", "经朋友推荐办理了%s，", "线下门店付款取走的%s，", "活动期间抢购的%s，");
  private static final List<String> PROBLEMS = List.of("物流一直停在中转站没有更新，", "包裹外箱严重破损，里面的配件也少了一个，", "客服电话排队半小时没有人接，",
      "服务态度非常恶劣，说话夹枪带棒，", "收到的货与页面描述完全不符，", "使用三天就出现异响并且自动关机，", "系统重复扣款两次，", "安装师傅临时加价，还不肯开收据，",
      "退款申请提交十天仍然显示处理中，", "快递员未经同意放在驿站，导致被雨淋湿，", "质量有明显瑕疵，接缝处开裂，", "发票抬头开错，要求重开被拒绝，",
      "承诺的赠品一直没有寄来，", "售后网点以缺少配件为由拖延维修，", "会员权益无故被取消，", "账单里多出一笔不明费用，", "合同约定的交付日期已过两周，",
      "分拣错误寄到了别的城市，", "显示已签收但本人从未收到，", "孩子使用后皮肤出现红疹，", "界面总是提示网络异常无法登录，", "换货后仍然是同样的故障，");
  private static final List<String> RARE = List.of("阀门渗漏腐蚀了橱柜，", "涡轮叶片断裂飞出，", "釉面含铅检测超标，", "磁吸底座遇热变形，", "蒸汽灼伤了手背，",
      "滑轨卡死夹伤手指，", "榫卯松动整架坍塌，", "荧光剂残留刺鼻，", "电容鼓包冒烟，", "齿轮崩齿卡住窗帘，", "陶瓷内胆脱釉，", "缝线处露出断针，");
  private static final List<String> CONTACTS = List.of("期间多次联系在线客服，每次都说会升级处理，", "打了四次热线，得到的答复前后不一致，", "店长先答应后又反悔，",
      "对方让我自己去找厂家，", "工单被反复关闭，", "至今没有任何人主动回电，", "对方要求我提供早已提交过的照片，", "经办人已经离职，新的同事说查不到记录，");
  private static final List<String> EFFECTS = List.of("严重影响了正常使用。", "耽误了老人出院后的护理。", "误了出差的时间。", "已经影响一家人的休息。", "给我们造成了经济损失。",
      "作为老客户感到非常失望。", "孩子开学没有东西可用。");
  private static final List<String> DEMANDS = List.of("要求尽快退款并赔礼道歉。", "希望当天给出书面答复。", "请安排上门取件并全额退货。", "要求更换新机并延长保修。", "要求赔偿误工费和交通费。",
      "希望核实后处罚责任人。", "请说明扣费依据并退还多收的费用。", "否则将向监管部门反映。", "要求补寄缺少的配件。");

  private final Random random;

  ComplaintTexts(long seed) {
    random = new Random(seed);
  }

  String next() {
    var text = new StringBuilder(pick(BEGINNINGS).formatted(pick(PRODUCTS)));
    for (var i = 0; i < 3; i++) {
      text.append(pick(PROBLEMS));
    }
    if (random.nextInt(12) == 0) {
      text.append(pick(RARE));
    }
    for (var i = 0; i < 3; i++) {
      text.append(pick(CONTACTS));
    }
    text.append("订单尾号").append(1000 + random.nextInt(9000)).append("，").append(pick(EFFECTS));
    while (text.length() < 185) {
      text.append(pick(DEMANDS));
    }
    return text.toString();
  }

  String product() {
    return pick(PRODUCTS);
  }

  /** The n-th is chosen about 1/n times as often as the first. */
  private String pick(List<String> phrases) {
    return phrases.get((int) (Math.pow(phrases.size() + 1, random.nextDouble()) - 1));
  }
}
