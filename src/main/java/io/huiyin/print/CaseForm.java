package io.huiyin.print;

import io.huiyin.archive.Archives;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** The forms that a case can print, in the order of the handling. [000][001][003] */
public enum CaseForm {
  REGISTRATION("registration", "客户投诉登记表", "", record -> true, IntakeForms::registration),
  SLIP("slip", "客户投诉单", "", record -> true, IntakeForms::slip),
  ASSIGNMENT("assignment", "投诉任务分配记录表", "还没有受理定级", record -> record.last("acceptAndClassify").isPresent(),
      IntakeForms::assignment),
  PLAN("plan", "投诉处理方案表", "还没有制定处理方案", record -> record.last("proposePlan").isPresent(),
      HandlingForms::plan),
  HANDLING("handling", "客户投诉处理记录表", "还没有处理意见或处理结果", record -> record.last("writeOpinion", "settleDirectly",
      "explain", "executePlan", "tellResult").isPresent(), HandlingForms::handling),
  TRACKING("tracking", "客户投诉处理追踪表", "", record -> true, HandlingForms::tracking),
  CONTACTS("contacts", "客户沟通记录表", "还没有与客户沟通的记录", record -> !record.contacts().isEmpty(),
      HandlingForms::contacts),
  CONFIRMATION("confirmation", "客户结果确认表", "还没有告知客户结果", record -> record.last("tellResult").isPresent(),
      OutcomeForms::confirmation),
  SURVEY("survey", "客户投诉满意度调查表", "客户还没有评价", record -> !record.of("SURVEYED").isEmpty(),
      OutcomeForms::survey),
  CORRECTIVE("corrective", "纠正/预防措施报告", "本案没有纠正/预防措施报告", record -> record.action().isPresent()
      && record.last("writeCorrectiveReport").isPresent(), OutcomeForms::corrective);

  private final String code;
  private final String title;
  private final String whyNot;
  private final Predicate<CaseRecord> hasContent;
  private final BiFunction<CaseRecord, Sheet, Sheet> content;

  CaseForm(String code, String title, String whyNot, Predicate<CaseRecord> hasContent,
      BiFunction<CaseRecord, Sheet, Sheet> content) {
    this.code = code;
    this.title = title;
    this.whyNot = whyNot;
    this.hasContent = hasContent;
    this.content = content;
  }

  /** The form of that code, as it stands in addresses. */
  public static Optional<CaseForm> of(String code) {
    return Arrays.stream(values()).filter(form -> form.code.equals(code)).findFirst();
  }

  public String code() {
    return code;
  }

  /** What a person reads. */
  public String title() {
    return title;
  }

  /** Why the case does not have it; empty if it has. */
  Optional<String> missing(CaseRecord record) {
    if (!record.of(Archives.PAYLOADS_DESTROYED).isEmpty()) {
      return Optional.of("档案已按期销毁，没有可以打印的内容");
    }
    return hasContent.test(record) ? Optional.empty() : Optional.of(whyNot);
  }

  Sheet sheet(CaseRecord record) {
    return content.apply(record, new Sheet(title, "投诉编号：" + record.complaint().number(),
        "登记时间：" + record.minute(record.complaint().registeredAt())));
  }

  /** Of the serial in this list and the title, for a file. */
  String fileName(CaseRecord record) {
    return "%s-%02d-%s.pdf".formatted(record.complaint().number(), ordinal() + 1, title.replace("/", ""));
  }
}
