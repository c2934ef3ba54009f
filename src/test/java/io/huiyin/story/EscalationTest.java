package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.Priority;
import io.huiyin.sla.Clock.Status;
import io.huiyin.story.Story.Told;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * 预警、超时、升级. A P1 complaint of Tuesday 10:00: first contact by 14:00, warned at 12:00, the board office at 18:00;
 * result by Thursday 10:00, warned at 22:00 the evening before, the board office at 14:00. [001]
 */
@HuiyinTest
class EscalationTest {

  private static final String BREACH = "【督办】 首次响应已超时";

  @Autowired
  Story story;

  Told complaint;

  @BeforeEach
  void anImportantComplaint() {
    story.begins("2026-09-15T10:00");
    complaint = story.aComplaint().with("memberLevel", "VIP").isRegistered();
    assertThat(complaint.complaint().ratings().priority()).isEqualTo(Priority.P1);
  }

  @Test
  void aWarnedResponseThatComesInTimeIsNoMatterForTheManager() {
    complaint.isAccepted();
    story.at("2026-09-15T11:59");
    assertThat(complaint.slaStatus()).isEqualTo("ON_TRACK");
    story.at("2026-09-15T12:00").meanwhile();
    assertThat(complaint.slaStatus()).isEqualTo("AT_RISK");
    assertThat(complaint.mailsTo("agent1")).containsExactly("【预警】 首次响应即将到期");

    story.at("2026-09-15T13:00");
    complaint.isContacted();
    assertThat(complaint.clock("RESPONSE").status()).isEqualTo(Status.MET);
    assertThat(complaint.ledger("RESPONSE")).containsExactly("STARTED", "ACCEPTED", "WARNED", "STOPPED");
    assertThat(complaint.says("REACHED")).contains("到达“不再盯办”");

    story.at("2026-09-15T18:30");
    complaint.waitsAt("writeOpinion");
    assertThat(complaint.mailsTo("manager1")).isEmpty();
  }

  @Test
  void aMissedResponseGoesToTheManagerOnceAndThenToTheBoardOffice() {
    complaint.isAccepted();
    story.at("2026-09-15T13:59");
    complaint.waitsAt("writeOpinion", "firstContact");
    story.at("2026-09-15T14:00").meanwhile();

    complaint.waitsAt("writeOpinion", "firstContact", "superviseOverdue");
    assertThat(complaint.heldBy("superviseOverdue")).isEqualTo("cs-manager");
    assertThat(complaint.slaStatus()).isEqualTo("BREACHED");
    assertThat(complaint.clock("RESPONSE").breachedAt()).isEqualTo(story.instant("2026-09-15T14:00"));
    assertThat(complaint.mailsTo("manager1")).as("one mail, not one for the task too").containsExactly(BREACH);

    complaint.does("manager1", "superviseOverdue", "overdueCause", "UNDERSTAFFED", "supervision", "请陈静 15 点前致电");
    story.at("2026-09-15T17:59").meanwhile();
    assertThat(complaint.mailsTo("manager1")).as("no storm of mails").containsExactly(BREACH);
    assertThat(complaint.mailsTo("board1")).isEmpty();

    story.at("2026-09-15T18:00").meanwhile();
    complaint.waitsAt("writeOpinion", "firstContact", "decideOverdue");
    assertThat(complaint.heldBy("decideOverdue")).isEqualTo("board-office");
    assertThat(complaint.mailsTo("board1")).contains("【升级】 首次响应超时后仍未解决");

    complaint.does("board1", "decideOverdue", "overdueDecision", "由值班主管接手").isContacted();
    assertThat(complaint.clock("RESPONSE").status()).isEqualTo(Status.MET_LATE);
    assertThat(complaint.ledger("RESPONSE")).containsExactly("STARTED", "ACCEPTED", "WARNED", "BREACHED", "ESCALATED", "STOPPED");
    assertThat(complaint.slaStatus()).as("a breach stays").isEqualTo("BREACHED");
  }

  @Test
  void aResponseWithinTheGracePeriodSparesTheBoardOffice() {
    complaint.isAccepted();
    story.at("2026-09-15T15:00");
    complaint.isContacted();
    assertThat(complaint.clock("RESPONSE").status()).isEqualTo(Status.MET_LATE);
    complaint.waitsAt("writeOpinion", "superviseOverdue");
    assertThat(complaint.says("REACHED")).contains("到达“不再盯办”");

    story.at("2026-09-15T19:00");
    complaint.waitsAt("writeOpinion", "superviseOverdue");
    assertThat(complaint.mailsTo("board1")).isEmpty();
    complaint.answersFor("manager1", "superviseOverdue", "RESPONSE").waitsAt("writeOpinion");
  }

  @Test
  void anUnfinishedCaseIsWarnedOfInTheMorningAndSupervisedWhenLate() {
    complaint.isContacted();
    story.at("2026-09-16T22:00");
    assertThat(complaint.ledger("RESOLUTION")).contains("WARNED");
    assertThat(complaint.mailsTo("super1")).as("nobody is disturbed at night").doesNotContain("【预警】 办结即将到期");
    story.at("2026-09-17T08:00").meanwhile();
    assertThat(complaint.mailsTo("super1")).contains("【预警】 办结即将到期");

    story.at("2026-09-17T10:00").meanwhile();
    assertThat(complaint.supervision("RESOLUTION")).containsExactly("userTask_superviseOverdue");
    assertThat(complaint.mailsTo("manager1")).containsOnlyOnce("【督办】 办结已超时");
  }

  @Test
  void aTimerThatComesBeforeItsMovedDeadlineWaitsOn() {
    complaint.isContacted();
    story.at("2026-09-17T09:00");
    complaint.isExtendedBehindTheTimersBack("RESOLUTION", "PT24H");
    story.at("2026-09-17T10:00");
    assertThat(complaint.supervision("RESOLUTION")).as("not late any more").isEmpty();
    assertThat(complaint.clock("RESOLUTION").breachedAt()).isNull();

    story.at("2026-09-18T10:00");
    assertThat(complaint.supervision("RESOLUTION")).containsExactly("userTask_superviseOverdue");
    assertThat(complaint.clock("RESOLUTION").breachedAt()).isEqualTo(story.instant("2026-09-18T10:00"));

    complaint.isExtendedBehindTheTimersBack("RESOLUTION", "PT2H");
    story.at("2026-09-18T14:00");
    assertThat(complaint.supervision("RESOLUTION")).as("grace moves along").containsExactly("userTask_superviseOverdue");
    story.at("2026-09-18T16:00");
    assertThat(complaint.supervision("RESOLUTION")).containsExactly("userTask_decideOverdue", "userTask_superviseOverdue");
    assertThat(complaint.ledger("RESOLUTION")).contains("ESCALATED");
  }

  @Test
  void aCaseDeclinedAfterTheWarningBreachesNothing() {
    complaint.isContacted();
    story.at("2026-09-17T09:00");
    complaint.does("super1", "acceptAndClassify", "acceptance", "DECLINED", "declineReason", "不属于本公司的订单");
    complaint.isFiled();

    story.at("2026-09-17T10:00").meanwhile();
    assertThat(complaint.supervision("RESOLUTION")).isEmpty();
    assertThat(complaint.clock("RESOLUTION").status()).isEqualTo(Status.CANCELLED);
    assertThat(complaint.ledger("RESOLUTION")).doesNotContain("BREACHED");
    assertThat(complaint.mailsTo("manager1")).doesNotContain("【督办】 办结已超时");
  }

  @Test
  void aCaseDeclinedInTheGracePeriodGoesNoHigher() {
    complaint.isContacted();
    story.at("2026-09-17T12:00");
    complaint.does("super1", "acceptAndClassify", "acceptance", "DECLINED", "declineReason", "不属于本公司的订单");
    complaint.isFiled();

    story.at("2026-09-17T14:00").meanwhile();
    assertThat(complaint.supervision("RESOLUTION")).containsExactly("userTask_superviseOverdue");
    assertThat(complaint.ledger("RESOLUTION")).contains("BREACHED", "CANCELLED").doesNotContain("ESCALATED");
    assertThat(complaint.mailsTo("board1")).doesNotContain("【升级】 办结超时后仍未解决");
    complaint.allIsAnsweredFor().isOver();
    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.DECLINED);
  }

  @Test
  void aTimerThatFiresInTheMomentOfTheStopBreachesNothing() {
    complaint.isAccepted();
    story.at("2026-09-15T12:00");
    complaint.isStoppedBehindTheTimersBack("RESPONSE");

    story.at("2026-09-15T14:00").meanwhile();
    complaint.waitsAt("writeOpinion", "firstContact");
    assertThat(complaint.ledger("RESPONSE")).doesNotContain("BREACHED");
    assertThat(complaint.mailsTo("manager1")).isEmpty();
  }

  @Test
  void aGracePeriodThatEndsInTheMomentOfTheStopGoesNoHigher() {
    complaint.isAccepted();
    story.at("2026-09-15T14:00");
    complaint.isStoppedBehindTheTimersBack("RESPONSE");

    story.at("2026-09-15T18:00").meanwhile();
    complaint.waitsAt("writeOpinion", "firstContact", "superviseOverdue");
    assertThat(complaint.ledger("RESPONSE")).contains("BREACHED").doesNotContain("ESCALATED");
    assertThat(complaint.mailsTo("board1")).isEmpty();
  }

  @Test
  void aResultToldInTheGracePeriodEndsTheSupervision() {
    story.begins("2026-09-15T10:00");
    complaint = story.aComplaint().with("category", "BUSINESS_PROCESS").isRegistered().isAccepted().isContacted();
    complaint.does("agent1", "settleDirectly", "measures", "当场补办手续", "settlement", "已办妥");
    story.at("2026-09-15T18:00").meanwhile();
    complaint.waitsAt("tellResult", "superviseOverdue");

    story.at("2026-09-16T09:00");
    complaint.isTold();
    assertThat(complaint.clock("RESOLUTION").status()).isEqualTo(Status.MET_LATE);
    assertThat(complaint.slaStatus()).isEqualTo("BREACHED");
    complaint.does("manager1", "superviseOverdue", "overdueCause", "UNDERSTAFFED", "supervision", "已补位");
    complaint.waitsAt("confirmResult");
  }

  @Test
  void aWarningGoesToThoseWhoHoldTheTaskThatCarriesTheClock() {
    complaint.isTakenBy("agent2", "firstContact");
    story.at("2026-09-15T12:00").meanwhile();
    assertThat(complaint.mailsTo("agent2")).containsOnlyOnce("【预警】 首次响应即将到期");
    assertThat(complaint.mailsTo("agent1")).as("another agent").isEmpty();
    assertThat(complaint.mailsTo("super1")).as("who accepts the case").doesNotContain("【预警】 首次响应即将到期")
        .contains("【预警】 受理定级即将到期");
  }

  @Test
  void aWarningOfTheWholeCaseGoesToAllWhoWorkOnItButNotToWhoSupervisesIt() {
    story.at("2026-09-15T14:00").meanwhile();
    assertThat(complaint.supervision("RESPONSE")).containsExactly("userTask_superviseOverdue");
    story.at("2026-09-17T08:00").meanwhile();
    assertThat(complaint.mailsTo("agent1")).contains("【预警】 办结即将到期");
    assertThat(complaint.mailsTo("super1")).contains("【预警】 办结即将到期");
    assertThat(complaint.mailsTo("manager1")).doesNotContain("【预警】 办结即将到期");
  }

  @Test
  void aStageThatIsDoneLateLeavesTheManagerHisTaskAndItsNextRoundItsOwnClock() {
    complaint.isAccepted().isContacted().isAgreedWith("logistics1");
    story.at(complaint.clock("PLAN").dueAt());
    complaint.isPlannedBy("logistics1", 500, 1)
        .does("super1", "reviewPlan", "planDecision", "REJECTED", "planComment", "请补充时间安排");
    assertThat(complaint.clock("PLAN").round()).isEqualTo(2);
    assertThat(complaint.supervision("PLAN")).as("of the first round").containsExactly("userTask_superviseOverdue");

    complaint.answersFor("manager1", "superviseOverdue", "PLAN");
    assertThat(complaint.clock("PLAN").isOpen()).as("the plan is still asked for").isTrue();

    complaint.isPlannedBy("logistics1", 500, 1).isApprovedBy("super1", "reviewPlan");
    story.at(complaint.clock("EXECUTION").dueAt());
    assertThat(complaint.supervision("EXECUTION")).containsExactly("userTask_superviseOverdue");
    complaint.isExecutedBy("logistics1");
    assertThat(complaint.clock("EXECUTION").status()).isEqualTo(Status.MET_LATE);
    assertThat(complaint.supervision("EXECUTION")).as("outlives the path").containsExactly("userTask_superviseOverdue");
    complaint.answersFor("manager1", "superviseOverdue", "EXECUTION");
    assertThat(complaint.supervision("EXECUTION")).isEmpty();
  }

  @Test
  void anExtensionAfterTheBreachGivesTheClockAWarningABreachAndAGracePeriodOfItsOwn() {
    complaint.isAccepted().isContacted();
    story.at("2026-09-17T10:00");
    assertThat(complaint.supervision("RESOLUTION")).containsExactly("userTask_superviseOverdue");
    story.at("2026-09-17T11:00");
    extended("PT24H"); // due on Friday 10:00, warned at three quarters of the 72 hours

    story.at("2026-09-17T15:59").meanwhile();
    assertThat(count("WARNED")).isOne();
    story.at("2026-09-17T16:00").meanwhile();
    assertThat(count("WARNED")).isEqualTo(2);
    story.at("2026-09-18T10:00").meanwhile();
    assertThat(count("BREACHED")).isEqualTo(2);
    assertThat(complaint.supervision("RESOLUTION")).as("one open escalation per level").containsExactly("userTask_superviseOverdue");
    assertThat(complaint.mailsTo("manager1")).filteredOn("【督办】 办结已超时"::equals).as("told of each breach").hasSize(2);
    assertThat(count("ESCALATED")).as("the first grace period never ended").isZero();

    complaint.answersFor("manager1", "superviseOverdue", "RESOLUTION");
    story.at("2026-09-18T14:00");
    assertThat(complaint.supervision("RESOLUTION")).containsExactly("userTask_decideOverdue");
    extended("PT48H");
    story.at("2026-09-20T10:00");
    assertThat(complaint.supervision("RESOLUTION")).as("closed, and missed again")
        .containsExactly("userTask_decideOverdue", "userTask_superviseOverdue");
    story.at("2026-09-20T14:00");
    assertThat(count("ESCALATED")).isEqualTo(2);
    assertThat(complaint.supervision("RESOLUTION")).containsExactly("userTask_decideOverdue", "userTask_superviseOverdue");
    complaint.answersFor("board1", "decideOverdue", "RESOLUTION");
    assertThat(complaint.supervision("RESOLUTION")).containsExactly("userTask_superviseOverdue");
  }

  @Test
  void aWarnedClockThatIsExtendedIsWarnedOfOnceMore() {
    warnedOpinionIsExtended();
    var again = complaint.clock("OPINION").warnAt();
    story.at(again.minusSeconds(1));
    assertThat(complaint.ledger("OPINION")).containsExactly("STARTED", "WARNED", "EXTENDED");
    story.at(again);
    assertThat(complaint.ledger("OPINION")).containsExactly("STARTED", "WARNED", "EXTENDED", "WARNED");

    complaint.does("agent1", "writeOpinion", "opinion", "补发并道歉");
    assertThat(watching("OPINION")).isZero();
  }

  @Test
  void aClockThatStopsBeforeItsMovedWarningIsWatchedNoLonger() {
    warnedOpinionIsExtended();
    assertThat(watching("OPINION")).isOne();
    complaint.does("agent1", "writeOpinion", "opinion", "补发并道歉");
    assertThat(watching("OPINION")).isZero();
  }

  private void warnedOpinionIsExtended() {
    complaint.isAccepted().isContacted();
    story.at(complaint.clock("OPINION").warnAt());
    extended("OPINION", "1WD");
    assertThat(complaint.ledger("OPINION")).containsExactly("STARTED", "WARNED", "EXTENDED");
  }

  private long watching(String clock) {
    return story.runtime.createProcessInstanceQuery().processDefinitionKey("sla-escalation")
        .processInstanceBusinessKey(complaint.number.value()).variableValueEquals("clock", clock).count();
  }

  private void extended(String by) {
    extended("RESOLUTION", by);
  }

  private void extended(String clock, String by) {
    complaint.happens("agent1", "ExtensionRequested", "clock", clock, "extendBy", by, "interimMeasures", "先行发放备用件",
        "reason", "配件缺货").does("super1", "approveExtension", "extensionDecision", "APPROVED", "extensionComment", "同意");
  }

  private long count(String change) {
    return complaint.ledger("RESOLUTION").stream().filter(change::equals).count();
  }
}
