package io.huiyin.identity;

import java.util.Set;
import java.util.function.Predicate;

/**
 * What people and programs do to a case, and whose work it is by role; every message to a case is among them, under its
 * own name. Whether it is this person's with this case says {@link CaseAccess#mayWork}. [000: roles]
 */
public enum CaseAction {

  /** The units, too: they carry plans out and investigate on the customer's spot. */
  CONTACT("登记沟通记录", Group.SERVICE.or(Group.UNIT).or(Group.PROGRAM)),
  WITHDRAWAL("登记撤诉", Group.SERVICE.or(Group.PROGRAM)),
  REOPENING("重新办理", Group.SERVICE.or(Group.PROGRAM)),
  PAUSE("暂停计时", Group.SERVICE.or(Group.PROGRAM)),
  RESUMPTION("恢复计时", Group.SERVICE.or(Group.PROGRAM)),
  REGRADING("重新定级", Set.of("cs-supervisor", "cs-manager", "board-office")::contains),
  URGE("催办", Group.WORKING.or(Group.PROGRAM)),
  EXTENSION("申请延期", Group.WORKING.or(Group.PROGRAM)),
  EVIDENCE("添加证据材料", Group.WORKING.or(Group.PROGRAM)),
  ERASURE("登记个人信息删除请求", Group.SERVICE.or("archivist"::equals)),
  /** What is done with a task beside completing it: hand over, give back, copy. */
  HANDLING("转办、退回或抄送", Group.WORKING),
  /** The customer's name, phone and e-mail in full, on screen and paper: who talks to the customer, who keeps or audits the file. */
  UNMASK("查看或打印客户的完整联系方式", Group.SERVICE.or(Group.UNIT).or(Set.of("archivist", "auditor")::contains));

  private final String label;
  private final Predicate<String> group;

  CaseAction(String label, Predicate<String> group) {
    this.label = label;
    this.group = group;
  }

  /** What a person reads. */
  public String label() {
    return label;
  }

  /** Whether it is work of who is in this group. */
  public boolean isOf(String id) {
    return group.test(id);
  }

  /** Why a person who sees the case may not do it, and what helps: one Chinese sentence. */
  public String refusal(Person person) {
    return person.groups().stream().anyMatch(this::isOf)
        ? "您可以查看本案，但本案不由您办理，不能" + label + "；请联系承办人，或请客服主管把任务转给您"
        : "您的岗位不能" + label + "；请联系本案的承办人或客服主管";
  }

  private static final class Group {

    static final Predicate<String> SERVICE = Set.of("cs-agent", "cs-supervisor", "cs-manager")::contains;
    static final Predicate<String> PROGRAM = "integrator"::equals;
    static final Predicate<String> UNIT = id -> id.startsWith("unit-");
    static final Predicate<String> WORKING = Person::worksOnCases;
  }
}
