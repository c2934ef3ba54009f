package io.huiyin.print;

import io.huiyin.archive.Entry;
import io.huiyin.print.Sheet.Option;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** The forms of the end: the customer's word, the customer's scores, and what the company does about the cause. [001][003] */
final class OutcomeForms {

  private static final List<Option> SCORES = IntStream.rangeClosed(1, 5)
      .mapToObj(score -> new Option(String.valueOf(score), score + " 分")).toList();

  private OutcomeForms() {
  }

  /** 客户结果确认表: what the customer was told and what the customer said to it. [001] */
  static Sheet confirmation(CaseRecord record, Sheet sheet) {
    var complaint = record.complaint();
    sheet.line("客户姓名", record.person().customerName(), "联系电话", record.person().customerPhone(),
        "投诉类别", complaint.category().label(), "产品或服务", complaint.product());
    sheet.section("一、处理结果");
    record.last("tellResult").ifPresent(told -> sheet.text("告知客户内容", told.get("resultTold"))
        .text("后续安排", told.get("followUps"))
        .line("告知方式", told.channel("contactChannel"), "告知人", told.signature()));
    sheet.section("二、客户确认");
    record.done("confirmResult").forEach(answer -> {
      sheet.boxes("客户的答复", record.labels().options("confirm-result", "customerAnswer"), answer.get("customerAnswer"))
          .boxes("确认方式", record.labels().options("confirm-result", "confirmationForm"), answer.get("confirmationForm"));
      if (answer.get("objectionPoint") != null) {
        sheet.text("客户的异议", answer.get("objectionPoint"));
      }
      sheet.line("备注", answer.get("confirmationNote"), "记录人", answer.signature());
    });
    record.of("CUSTOMER_CONFIRMED", "FINAL_ANSWER").forEach(entry ->
        sheet.line("结论", entry.summary(), "时间", record.minute(entry.at())));
    record.last("decideObjection").ifPresent(decision -> sheet.section("三、董事办裁定")
        .boxes("决定", record.labels().options("decide-objection", "boardDecision"), decision.get("boardDecision"))
        .text("理由", decision.get("boardReason")).line("裁定人", decision.signature()));
    return sheet.toSign("客户", "客服代表");
  }

  /** 客户投诉满意度调查表: the three scores, the suggestion, and the supervisor's call after a low one. [001] */
  static Sheet survey(CaseRecord record, Sheet sheet) {
    var complaint = record.complaint();
    var survey = CaseRecord.last(record.of("SURVEYED").stream()).orElseThrow();
    sheet.line("客户姓名", record.person().customerName(), "会员等级", complaint.memberLevel(),
            "投诉类别", complaint.category().label(), "办结时间", record.minute(complaint.closedAt()))
        .section("一、客户评价（5 分为非常满意，1 分为非常不满意）")
        .boxes("处理效率", SCORES, fact(survey, "efficiency"))
        .boxes("服务态度", SCORES, fact(survey, "attitude"))
        .boxes("解决方案", SCORES, fact(survey, "solution"));
    var collected = record.last("collectSurvey");
    var suggestion = fact(survey, "suggestion") != null ? fact(survey, "suggestion")
        : collected.map(done -> done.get("suggestion")).orElse(null);
    sheet.text("客户的建议", suggestion)
        .line("评价时间", record.minute(survey.at()), "记录人", record.name(survey.actor()));
    record.last("callBack").ifPresent(call -> sheet.section("二、低分回访（客服主管）")
        .text("不满意的原因", call.get("callBackCause"))
        .text("改进建议", call.get("callBackSuggestion"))
        .line("回访人", call.signature()));
    return sheet;
  }

  private static String fact(Entry entry, String name) {
    return Objects.toString(entry.facts().get(name), null);
  }

  /** 纠正/预防措施报告: the unit's report, the measures with owner and date, and whether they helped. [003][norm] */
  static Sheet corrective(CaseRecord record, Sheet sheet) {
    var action = record.action().orElseThrow();
    var reports = record.done("writeCorrectiveReport");
    var report = reports.get(reports.size() - 1);
    sheet.line("责任单位", record.unit(action.unit()), "问题点", action.issuePoint(),
            "报告次数", "第 " + reports.size() + " 次", "报告人", report.signature())
        .section("一、问题与原因")
        .text("问题", report.get("problem"))
        .text("根本原因", report.get("rootCause"))
        .section("二、措施")
        .text("已做的纠正", report.get("correction"))
        .text("纠正措施", report.get("correctiveAction"))
        .text("预防措施", report.get("preventiveAction"))
        .text("验证办法", report.get("verificationMethod"))
        .table(List.of("轮次", "措施", "负责人", "计划完成", "实际完成"), List.of(9, 43, 16, 16, 16),
            record.measures().stream().map(one -> List.of("第 " + one.round() + " 轮",
                Objects.requireNonNullElse(one.measure().content(), ""), record.name(one.measure().owner()),
                one.measure().dueOn().toString(), one.doneOn() == null ? "未完成" : one.doneOn().toString())).toList());
    sheet.section("三、转交与效果确认");
    record.last("handOverReport").ifPresent(done -> sheet.line("董事办转交", done.signature(), "转交意见", done.get("handOverNote")));
    record.done("checkEffect").forEach(check -> sheet
        .boxes("效果确认", record.labels().options("check-effect", "effect"), check.get("effect"))
        .text("经过和依据", check.get("effectRecord"))
        .line("确认人(经理)", check.signature(), "约定回访日期", check.get("returnVisitOn")));
    record.done("returnVisit").forEach(visit -> sheet
        .line("回访结果", visit.choice("return-visit", "improvement"), "回访人", visit.signature()));
    if (record.last("checkEffect").isEmpty()) {
      sheet.line("效果确认", "待确认");
    }
    return sheet;
  }
}
