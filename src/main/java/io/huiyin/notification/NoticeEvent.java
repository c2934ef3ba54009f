package io.huiyin.notification;

import java.util.HashSet;
import java.util.Set;

/**
 * What can be said, to which audience, and which facts its text takes. The text stands in
 * {@code notices/<name>.txt}: first line the subject, then an empty line, then the body. A line whose optional fact
 * is missing is left out.
 *
 * <p>A fact that is an ISO-8601 instant with offset is written as local date and time. No text for staff takes a
 * fact about the customer's person.
 */
public enum NoticeEvent {
  /** The complaint has arrived; {@code due} = when we call back at the latest. [001] */
  ACKNOWLEDGED("已受理回执", Audience.CUSTOMER, Set.of(), Set.of("due")),
  /** Not accepted. */
  DECLINED("不予受理告知", Audience.CUSTOMER, Set.of("reason"), Set.of()),
  /** A misunderstanding or an operating question, explained. [003] */
  EXPLAINED("解释答复", Audience.CUSTOMER, Set.of("explanation"), Set.of()),
  /** The result in writing; {@code link} = where the customer confirms or objects. [001] */
  RESULT_TOLD("处理结果告知", Audience.CUSTOMER, Set.of("result"), Set.of("link")),
  /** The customer withdrew. */
  WITHDRAWN("撤诉确认", Audience.CUSTOMER, Set.of(), Set.of()),
  /** A closed case is taken up again; {@code due} = when we call at the latest. [000] */
  REOPENED("重新办理告知", Audience.CUSTOMER, Set.of(), Set.of("due")),
  /** Within 3 working days after confirmation. [001] */
  SURVEY_INVITATION("满意度调查邀请", Audience.CUSTOMER, Set.of(), Set.of("link", "due")),
  SURVEY_REMINDER("满意度调查提醒", Audience.CUSTOMER, Set.of(), Set.of("link", "due")),

  /** A task waits for a person or for one of a group. */
  TASK_ASSIGNED("待办任务", Audience.STAFF, Set.of("task"), Set.of("due", "priority", "by")),
  /** {@code clock} = the name of the time limit, {@code holder} = who has the case. */
  SLA_WARNING("时限预警", Audience.STAFF, Set.of("clock", "due"), Set.of("task", "holder", "priority", "explanation")),
  /** First escalation (督办), to the group that the table {@code sla-policy} names. */
  SLA_BREACHED("超时督办", Audience.STAFF, Set.of("clock", "due"), Set.of("task", "holder", "priority", "explanation")),
  /** Second escalation, likewise. */
  SLA_ESCALATED("超时升级", Audience.STAFF, Set.of("clock", "due"),
      Set.of("task", "holder", "priority", "reason", "explanation")),
  /** At once to customer-service manager, general manager and board office. [003] */
  MAJOR_CASE("重大投诉通报", Audience.STAFF, Set.of("severity"), Set.of("priority", "category", "unit", "due", "reason")),
  /** How the improvement of a special case goes; {@code explanation} = what the board office writes. [003] */
  IMPROVEMENT_CIRCULAR("改善通报", Audience.STAFF, Set.of("decision", "explanation"),
      Set.of("severity", "priority", "category", "unit")),
  /** Somebody presses for the case (催办). */
  URGED("催办", Audience.STAFF, Set.of(), Set.of("task", "due", "by", "reason")),
  /** Required documents are not in the archive. [000] */
  DOCUMENTS_MISSING("档案材料待补", Audience.STAFF, Set.of("documents"), Set.of("due")),
  /** An archive in 需跟进 still waits for something; {@code reason} = what the archivist writes. [000] */
  FOLLOW_UP_DUE("档案待跟进", Audience.STAFF, Set.of(), Set.of("by", "reason")),
  /** {@code decision} = 同意 or 不同意, {@code due} = the deadline that holds now. [003] */
  EXTENSION_DECIDED("延期审批结果", Audience.STAFF, Set.of("decision", "clock"), Set.of("due", "by", "reason")),
  /** Copied (抄送) to the lead unit's head and the supervisor. [001] */
  CASE_COPIED("投诉抄送", Audience.STAFF, Set.of(), Set.of("unit", "category", "priority", "due", "by")),
  /** To customer service and the units concerned; {@code split} = the units with their shares. [003] */
  RESPONSIBILITY_DECIDED("责任认定结果", Audience.STAFF, Set.of("split"), Set.of("category", "priority")),

  /** To the borrower of an archive; {@code due} = until when. [000] */
  LOAN_DECIDED("借阅审批结果", Audience.STAFF, Set.of("decision"), Set.of("due", "by", "reason")),
  /** To the borrower, when reading is ended before its time. [000] */
  LOAN_REVOKED("借阅收回", Audience.STAFF, Set.of("by", "reason"), Set.of()),
  /** To the borrower of paper, before and after it is due; {@code explanation} says which. [000] */
  LOAN_DUE("借阅归还提醒", Audience.STAFF, Set.of("due", "explanation"), Set.of()),
  /** {@code holder} = who had borrowed it. */
  PAPER_LOST("纸质案卷丢失", Audience.STAFF, Set.of("holder", "by"), Set.of());

  enum Audience { STAFF, CUSTOMER }

  /** Placeholders that every text may use without the caller giving them. */
  static final Set<String> ALWAYS = Set.of("number", "name", "sender", "contact", "app");

  private final String label;
  private final Audience audience;
  private final Set<String> required;
  private final Set<String> optional;

  NoticeEvent(String label, Audience audience, Set<String> required, Set<String> optional) {
    this.label = label;
    this.audience = audience;
    this.required = required;
    this.optional = optional;
  }

  /** What a person reads. */
  public String label() {
    return label;
  }

  /** Facts that {@link Notices#announce} demands. */
  public Set<String> required() {
    return required;
  }

  /** Facts that the text uses when they are given. */
  public Set<String> optional() {
    return optional;
  }

  Audience audience() {
    return audience;
  }

  Set<String> placeholders() {
    var all = new HashSet<>(ALWAYS);
    all.addAll(required);
    all.addAll(optional);
    return all;
  }

  /** @throws IllegalArgumentException if there is no such event; it lists those that exist */
  static NoticeEvent named(String name) {
    try {
      return valueOf(name);
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new IllegalArgumentException("没有名为 " + name + " 的通知，可用的有 " + Set.of(values()));
    }
  }
}
