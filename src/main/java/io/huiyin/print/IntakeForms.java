package io.huiyin.print;

import static io.huiyin.print.CaseRecord.yes;

import io.huiyin.archive.Entry;
import io.huiyin.complaint.Category;
import io.huiyin.complaint.Channel;
import io.huiyin.print.Sheet.Option;
import io.huiyin.print.Sheet.Tick;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The forms of the first hours: what the customer said, and who takes it on. [000][001][003] */
final class IntakeForms {

  private static final String CLASSIFY = "accept-and-classify";

  private IntakeForms() {
  }

  /** 客户投诉登记表: the record of the first contact on the one template. [000][001] */
  static Sheet registration(CaseRecord record, Sheet sheet) {
    var complaint = record.complaint();
    sheet.section("一、客户信息")
        .line("客户姓名", record.person().customerName(), "会员等级", complaint.memberLevel(),
            "联系电话", record.person().customerPhone(), "电子邮箱", record.person().customerEmail())
        .section("二、投诉内容")
        .boxes("来访渠道", channels(), complaint.channel().name())
        .line("事情发生时间", record.minute(record.circumstances().occurredAt()),
            "事情发生地点", record.person().occurredPlace(),
            "产品或服务", complaint.product(), "订单号", record.person().orderNumber(),
            "涉及人数", String.valueOf(complaint.groupSize()), "索赔金额(元)", amount(record),
            "外部编号", complaint.externalReference())
        .text("问题描述", record.person().description())
        .text("客户诉求", record.person().demand())
        .text("已采取的措施", record.person().measuresTaken())
        .section("三、初步核实")
        .ticks("紧急情形", List.of(new Tick("涉及人身安全", complaint.safetyRisk()),
            new Tick("造成重大财产损失", record.circumstances().majorPropertyLoss()),
            new Tick("产品或服务无法正常使用", record.circumstances().basicUseLost()),
            new Tick("可能引起媒体或监管关注", record.circumstances().mediaRisk())))
        .line("高度敏感", yes(complaint.sensitive()), "重复投诉", yes(complaint.repeat()));
    record.last("acceptAndClassify").ifPresent(decision -> sheet
        .boxes("受理结论", record.labels().options(CLASSIFY, "acceptance"), decision.get("acceptance"))
        .line("受理人", decision.signature(), "不受理理由", decision.get("declineReason")));
    return sheet.section("四、登记")
        .line("联系结束时间", record.minute(record.circumstances().contactEndedAt()),
            "登记时间", record.minute(complaint.registeredAt()) + (complaint.lateRecord() ? "（迟录）" : ""),
            "登记人", record.name(complaint.registeredBy()), "当前状态", complaint.status().label());
  }

  /** 客户投诉单: what the customer complains about and asks for, for the customer to sign. [003] */
  static Sheet slip(CaseRecord record, Sheet sheet) {
    var complaint = record.complaint();
    return sheet
        .line("客户姓名", record.person().customerName(), "联系电话", record.person().customerPhone(),
            "投诉日期", record.minute(complaint.registeredAt()), "来访渠道", complaint.channel().label(),
            "产品或服务", complaint.product(), "订单号", record.person().orderNumber())
        .boxes("投诉类别", categories(), complaint.category().name())
        .text("不良现象与经过", record.person().description())
        .text("客户诉求", record.person().demand())
        .text("客户提供的材料", record.evidence().isEmpty() ? null
            : record.evidence().size() + " 份，清单见案卷")
        .line("受理部门", "客户服务中心", "受理人", record.name(complaint.registeredBy()),
            "答复时限", record.clocks().stream().filter(clock -> clock.kind().equals("RESOLUTION")).findFirst()
                .map(clock -> record.minute(clock.dueAt())).orElse(null))
        .toSign("客户", "受理人")
        .remark("请客户核对以上内容，确认无误后签字。");
  }

  /** 投诉任务分配记录表: how it was rated, who is to do what until when, and who was told. [001] */
  static Sheet assignment(CaseRecord record, Sheet sheet) {
    var complaint = record.complaint();
    var decision = record.last("acceptAndClassify").orElseThrow();
    sheet.section("一、分类与定级")
        .line("投诉类别", complaint.category().label(), "问题点", complaint.issuePoint())
        .boxes("优先级", record.labels().options(CLASSIFY, "priority"), complaint.ratings().priority().name())
        .boxes("严重程度", record.labels().options(CLASSIFY, "severity"), complaint.ratings().severity().name())
        .boxes("复杂度", record.labels().options(CLASSIFY, "complexity"), complaint.ratings().complexity().name())
        .line("档案紧急程度", complaint.ratings().urgencyLabel(), "定级改动理由", decision.get("ratingChangeReason"))
        .section("二、分配")
        .line("责任单位", record.unit(complaint.leadUnit()), "抄送", copies(record),
            "分配人", decision.by(), "分配时间", record.minute(decision.at()))
        .section("三、时限与任务");
    sheet.table(List.of("时限", "开始", "期限", "状态"), List.of(22, 26, 26, 26),
        record.clocks().stream().filter(clock -> List.of("RESPONSE", "RESOLUTION").contains(clock.kind()))
            .map(clock -> List.of(HandlingForms.clockName(clock), record.minute(clock.startedAt()),
                record.minute(clock.dueAt()), clock.status().label())).toList());
    return sheet.table(List.of("时间", "分配情况", "办理期限"), List.of(22, 56, 22),
        record.of("TASK_ASSIGNED", "TASK_HANDED_OVER", "TASK_STOOD_IN", "CASE_COPIED").stream()
            .map(entry -> List.of(record.minute(entry.at()), entry.summary(), due(record, entry))).toList());
  }

  private static String due(CaseRecord record, Entry entry) {
    return entry.facts().get("due") instanceof String due ? record.minute(Instant.parse(due)) : "";
  }

  private static String copies(CaseRecord record) {
    var heads = record.complaint().leadUnit() == null ? Stream.<String>empty()
        : Stream.of(record.unit(record.complaint().leadUnit()) + "负责人", "客服主管");
    return Stream.concat(heads, record.readers().stream().map(reader -> reader.startsWith("user:")
            ? record.name(reader.substring("user:".length())) : record.unit(reader.substring("group:".length()))))
        .distinct().collect(Collectors.joining("、"));
  }

  private static List<Option> channels() {
    return Stream.of(Channel.values()).map(one -> new Option(one.name(), one.label())).toList();
  }

  private static List<Option> categories() {
    return Stream.of(Category.values()).map(one -> new Option(one.name(), one.label())).toList();
  }

  private static String amount(CaseRecord record) {
    return Optional.ofNullable(record.complaint().claimAmount()).map(BigDecimal::toPlainString).orElse(null);
  }
}
