package io.huiyin.print;

import io.huiyin.archive.Entry;
import io.huiyin.complaint.Direction;
import io.huiyin.print.CaseRecord.Done;
import io.huiyin.sla.Clock;
import io.huiyin.sla.ClockNames;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The forms of the handling: the plan, the opinion and what became of it, who did what, what was said. [001][003] */
final class HandlingForms {

  /** What the engine does between two steps of people, and who looked at the file, is no step of the handling. */
  private static final Set<String> TRACKED = Set.of("REGISTERED", "MERGED", "TASK_COMPLETED", "TASK_RETURNED",
      "TASK_HANDED_OVER", "CUSTOMER_CONTACT", "CONTACT_RECORDED", "UNIT_OBJECTED", "CUSTOMER_OBJECTED",
      "CUSTOMER_CONFIRMED", "FINAL_ANSWER", "EXTENSION_REQUESTED", "EXTENDED", "EXTENSION_REFUSED", "CLOCK_PAUSED",
      "CLOCK_RESUMED", "SLA_WARNING", "ESCALATED", "REGRADED", "CASE_CONVERTED", "URGED", "SURVEYED", "RESPONSIBILITY_DECIDED", "CORRECTIVE_ORDERED",
      "CORRECTIVE_VERIFIED", "CORRECTIVE_AGAIN", "CLOSED", "REOPENED", "ARCHIVE_FILED");

  private HandlingForms() {
  }

  static String clockName(Clock clock) {
    return ClockNames.of(clock.kind()) + (clock.round() == 1 ? "" : "（第 " + clock.round() + " 轮）");
  }

  /** 投诉处理方案表: the plan as it stands, who approved it, and the versions before it. [001] */
  static Sheet plan(CaseRecord record, Sheet sheet) {
    var plans = record.done("proposePlan");
    var plan = plans.get(plans.size() - 1);
    sheet.section("一、处理方案" + (plans.size() == 1 ? "" : "（第 " + plans.size() + " 版）"))
        .text("原因分析", plan.get("cause"));
    if (plan.get("systemicCause") != null) {
      sheet.text("系统性原因", plan.get("systemicCause"));
    }
    sheet.text("处理措施", plan.get("measures"))
        .line("完成期限", plan.get("planDueOn"), "预计费用(元)", money(plan.get("planCost")),
            "涉及部门数", plan.get("planDepartments"), "超出现行政策", CaseRecord.yes("true".equals(plan.get("planBeyondPolicy"))))
        .text("所需资源", plan.get("resources"))
        .line("责任单位", record.unit(record.complaint().leadUnit()), "制定人", plan.signature())
        .section("二、审批");
    var approvals = record.done("reviewPlan", "approvePlan").stream().filter(one -> one.after(plan)).toList();
    approvals.forEach(one -> approval(record, sheet, one));
    if (approvals.isEmpty()) {
      sheet.line("审批结论", "待审批");
    }
    record.last("executePlan").ifPresent(done -> sheet.section("三、执行")
        .text("执行情况", done.get("executionResult"))
        .line("完成日期", done.get("executedOn"), "执行人", done.signature()));
    if (plans.size() > 1) {
      var earlier = new ArrayList<List<String>>();
      for (var i = 0; i < plans.size() - 1; i++) {
        earlier.add(List.of("第 " + (i + 1) + " 版", plans.get(i).signature(), shown(plans.get(i).get("cause")),
            shown(plans.get(i).get("measures"))));
      }
      sheet.table(List.of("以前的版本", "制定", "原因分析", "处理措施"), List.of(13, 27, 28, 32), earlier);
    }
    return sheet;
  }

  private static void approval(CaseRecord record, Sheet sheet, Done approval) {
    sheet.boxes("审批结论", record.labels().options("approve-plan", "planDecision"), approval.get("planDecision"))
        .line("审批意见", approval.get("planComment"), "审批人", approval.signature());
  }

  /** 客户投诉处理记录表: the proposed opinion, the unit's word on it, the review, and how the case ended. [003] */
  static Sheet handling(CaseRecord record, Sheet sheet) {
    var complaint = record.complaint();
    sheet.section("一、投诉概况")
        .line("客户姓名", record.person().customerName(), "投诉类别", complaint.category().label(),
            "产品或服务", complaint.product(), "问题点", complaint.issuePoint(),
            "优先级", complaint.ratings().priority().name() + " " + complaint.ratings().priority().label(),
            "严重程度", complaint.ratings().severity().label())
        .text("投诉内容", record.person().description())
        .text("客户诉求", record.person().demand());
    var opinions = record.done("writeOpinion", "confirmOpinion", "reviewObjection");
    if (!opinions.isEmpty()) {
      sheet.section("二、处理意见与责任单位确认");
      opinions.forEach(one -> opinion(record, sheet, one));
    }
    sheet.section("三、处理结果");
    record.last("settleDirectly").ifPresent(done -> sheet.text("采取的措施", done.get("measures"))
        .text("处理结果", done.get("settlement")).line("处理人", done.signature()));
    record.last("explain").ifPresent(done -> sheet.text("解释答复", done.get("explanation"))
        .line("答复人", done.signature()));
    record.last("executePlan").ifPresent(done -> sheet.text("执行情况", done.get("executionResult"))
        .line("完成日期", done.get("executedOn"), "执行人", done.signature()));
    record.last("tellResult").ifPresent(done -> sheet.text("告知客户内容", done.get("resultTold"))
        .line("告知人", done.signature()));
    sheet.line("当前状态", complaint.status().label(), "办结时间", record.minute(complaint.closedAt()));
    var extensions = record.of("EXTENDED", "EXTENSION_REFUSED");
    if (!extensions.isEmpty()) {
      sheet.text("延期情况", extensions.stream().map(entry -> record.minute(entry.at()) + " " + entry.summary())
          .collect(Collectors.joining("\n")));
    }
    record.split().ifPresent(split -> {
      sheet.section("四、责任认定").text("责任划分", split.shares().stream()
          .map(share -> record.unit(share.unit()) + " " + share.percent() + "%").collect(Collectors.joining("，")));
      record.last("determineResponsibility").ifPresent(done ->
          sheet.text("认定理由", done.get("responsibilityReason")).line("认定人（董事办）", done.signature()));
    });
    return sheet;
  }

  private static void opinion(CaseRecord record, Sheet sheet, Done step) {
    if (step.get("opinion") != null) {
      sheet.text("客服处理意见", step.get("opinion")).line("提出人", step.signature());
    } else if (step.get("unitAnswer") != null) {
      sheet.boxes("责任单位确认", record.labels().options("confirm-opinion", "unitAnswer"), step.get("unitAnswer"));
      var words = step.get("unitObjection") != null ? step.get("unitObjection") : step.get("unitNote");
      sheet.line(step.get("unitObjection") != null ? "异议与依据" : "补充说明", words, "确认人", step.signature());
    } else {
      sheet.boxes("异议评审结论", record.labels().options("review-objection", "reviewDecision"), step.get("reviewDecision"))
          .line("评审理由", step.get("reviewReason"), "评审人", step.signature());
    }
  }

  /** 客户投诉处理追踪表: every time limit and every step, in order. [003] */
  static Sheet tracking(CaseRecord record, Sheet sheet) {
    var complaint = record.complaint();
    sheet.line("客户姓名", record.person().customerName(), "投诉类别", complaint.category().label(),
        "责任单位", record.unit(complaint.leadUnit()), "当前状态", complaint.status().label(),
        "登记时间", record.minute(complaint.registeredAt()), "办结时间", record.minute(complaint.closedAt()));
    sheet.table(List.of("时限", "期限", "完成时间", "结果"), List.of(28, 24, 24, 24), record.clocks().stream()
        .filter(clock -> clock.status() != Clock.Status.CANCELLED)
        .map(clock -> List.of(clockName(clock), record.minute(clock.dueAt()), shown(record.minute(clock.stoppedAt())),
            clock.status().label() + (clock.breachedAt() != null && clock.isOpen() ? "，已超时" : ""))).toList());
    return sheet.table(List.of("序号", "时间", "办理人", "处理情况"), List.of(8, 22, 16, 54),
        record.entries().stream().filter(entry -> TRACKED.contains(entry.kind()))
            .map(entry -> step(record, entry)).toList());
  }

  private static List<String> step(CaseRecord record, Entry entry) {
    return List.of(String.valueOf(entry.sequence()), record.minute(entry.at()), record.name(entry.actor()), entry.summary());
  }

  /** 客户沟通记录表: every contact with the customer. [001] */
  static Sheet contacts(CaseRecord record, Sheet sheet) {
    sheet.line("客户姓名", record.person().customerName(), "联系电话", record.person().customerPhone(),
        "优先级", record.complaint().ratings().priority().name(), "沟通次数", String.valueOf(record.contacts().size()));
    return sheet.table(List.of("序号", "时间", "方式", "沟通内容", "记录人"), List.of(7, 20, 17, 42, 14),
        record.contacts().stream().map(contact -> List.of(
            String.valueOf(record.contacts().indexOf(contact) + 1), record.minute(contact.at()),
            contact.channel().label() + "\n" + (contact.direction() == Direction.OUTBOUND ? "我方联系客户" : "客户来电来访"),
            contact.summary() == null ? "" : contact.summary(), record.name(contact.recordedBy()))).toList());
  }

  static String money(String amount) {
    return amount == null ? null : new BigDecimal(amount).setScale(2, RoundingMode.HALF_UP).toPlainString();
  }

  private static String shown(String text) {
    return text == null ? "" : text;
  }
}
