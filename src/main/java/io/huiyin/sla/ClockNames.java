package io.huiyin.sla;

import java.util.Map;

/** What a person reads for a clock. A kind that a process owner adds shows by its code until it gets a name here. */
public final class ClockNames {

  private static final Map<String, String> NAMES = Map.ofEntries(
      Map.entry("RESPONSE", "首次响应"), Map.entry("RESOLUTION", "办结"), Map.entry("ACCEPTANCE", "受理定级"),
      Map.entry("OPINION", "处理意见"), Map.entry("UNIT_CONFIRMATION", "单位确认"),
      Map.entry("OBJECTION_REVIEW", "异议评审"), Map.entry("PLAN", "方案制定"), Map.entry("PLAN_REVIEW", "方案审核"),
      Map.entry("PLAN_APPROVAL", "方案审批"), Map.entry("EXECUTION", "方案执行"), Map.entry("PROGRESS", "进展通报"),
      Map.entry("RESULT_NOTICE", "告知结果"), Map.entry("CUSTOMER_CONFIRMATION", "客户确认"),
      Map.entry("COORDINATION", "异议协调"), Map.entry("BOARD_DECISION", "董事办裁定"),
      Map.entry("EXTENSION_DECISION", "延期审批"), Map.entry("SURVEY_ANSWER", "满意度评价"),
      Map.entry("CALLBACK", "回访"), Map.entry("SUPPLEMENT", "材料补齐"), Map.entry("FILING", "归档"),
      Map.entry("ARCHIVE_FINDINGS", "检测问题处理"),
      Map.entry("RESPONSIBILITY", "责任认定"), Map.entry("CORRECTIVE_ORDER", "措施下达"),
      Map.entry("CORRECTIVE_REPORT", "纠正/预防措施报告"), Map.entry("CORRECTIVE_HANDOVER", "报告转交"),
      Map.entry("EFFECT_CHECK", "效果确认"), Map.entry("RETURN_VISIT", "措施回访"),
      Map.entry("SUBSTANTIVE_CONTACT", "实质沟通"), Map.entry("TASK_FORCE", "成立专项小组"),
      Map.entry("SPECIAL_MEETING", "专题会议"), Map.entry("INVESTIGATION", "现场调查"),
      Map.entry("COLLABORATION_SETUP", "确定协办单位"), Map.entry("COLLABORATION", "协办"),
      Map.entry("CIRCULAR", "改善通报"), Map.entry("LOAN_DECISION", "借阅审批"),
      Map.entry("LOAN_EXTENSION", "续借审批"),
      Map.entry("LOAN_HANDOUT", "纸质借出"), Map.entry("LOAN_RETURN", "借阅归还"),
      Map.entry("ERASURE", "个人信息删除请求"));

  private ClockNames() {
  }

  public static String of(String kind) {
    return NAMES.getOrDefault(kind, kind);
  }
}
