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
    story.at("2026-09-15T11:59");
    assertThat(complaint.slaStatus()).isEqualTo("ON_TRACK");
    story.at("2026-09-15T12:00").meanwhile();
    assertThat(complaint.slaStatus()).isEqualTo("AT_RISK");
    assertThat(complaint.mailsTo("agent1")).containsExactly("【预警】 首次响应即将到期");

    story.at("2026-09-15T13:00");
    complaint.isContacted();
    assertThat(complaint.clock("RESPONSE").status()).isEqualTo(Status.MET);
    assertThat(complaint.ledger("RESPONSE")).containsExactly("STARTED", "WARNED", "STOPPED");
    assertThat(complaint.says("REACHED")).contains("到达“按期完成”", "到达“督办完毕”");

    story.at("2026-09-15T18:30");
    complaint.waitsAt("acceptAndClassify");
    assertThat(complaint.mailsTo("manager1")).isEmpty();
  }

  @Test
  void aMissedResponseGoesToTheManagerOnceAndThenToTheBoardOffice() {
    story.at("2026-09-15T13:59");
    complaint.waitsAt("acceptAndClassify", "firstContact");
    story.at("2026-09-15T14:00").meanwhile();

    complaint.waitsAt("acceptAndClassify", "firstContact", "superviseOverdue");
    assertThat(complaint.heldBy("superviseOverdue")).isEqualTo("cs-manager");
    assertThat(complaint.slaStatus()).isEqualTo("BREACHED");
    assertThat(complaint.clock("RESPONSE").breachedAt()).isEqualTo(story.instant("2026-09-15T14:00"));
    assertThat(complaint.mailsTo("manager1")).as("one mail, not one for the task too").containsExactly(BREACH);

    complaint.does("manager1", "superviseOverdue", "overdueCause", "UNDERSTAFFED", "supervision", "请陈静 15 点前致电");
    story.at("2026-09-15T17:59").meanwhile();
    assertThat(complaint.mailsTo("manager1")).as("no storm of mails").containsExactly(BREACH);
    assertThat(complaint.mailsTo("board1")).isEmpty();

    story.at("2026-09-15T18:00").meanwhile();
    complaint.waitsAt("acceptAndClassify", "firstContact", "decideOverdue");
    assertThat(complaint.heldBy("decideOverdue")).isEqualTo("board-office");
    assertThat(complaint.mailsTo("board1")).contains("【升级】 首次响应超时后仍未解决");

    complaint.does("board1", "decideOverdue", "overdueDecision", "由值班主管接手").isContacted();
    assertThat(complaint.clock("RESPONSE").status()).isEqualTo(Status.MET_LATE);
    assertThat(complaint.ledger("RESPONSE")).containsExactly("STARTED", "WARNED", "BREACHED", "ESCALATED", "STOPPED");
    assertThat(complaint.slaStatus()).as("a breach stays").isEqualTo("BREACHED");
  }

  @Test
  void aResponseWithinTheGracePeriodSparesTheBoardOffice() {
    story.at("2026-09-15T15:00");
    complaint.isContacted();
    assertThat(complaint.clock("RESPONSE").status()).isEqualTo(Status.MET_LATE);
    complaint.waitsAt("acceptAndClassify", "superviseOverdue");
    assertThat(complaint.says("REACHED")).contains("到达“宽限期内完成”");

    story.at("2026-09-15T19:00");
    complaint.waitsAt("acceptAndClassify", "superviseOverdue");
    assertThat(complaint.mailsTo("board1")).isEmpty();
    complaint.does("manager1", "superviseOverdue", "overdueCause", "OTHER", "supervision", "已提醒")
        .waitsAt("acceptAndClassify");
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
    complaint.isFiled().isOver();

    story.at("2026-09-17T10:00").meanwhile();
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
    complaint.waitsAt("superviseOverdue");
    assertThat(complaint.ledger("RESOLUTION")).contains("BREACHED", "CANCELLED").doesNotContain("ESCALATED");
    assertThat(complaint.mailsTo("board1")).doesNotContain("【升级】 办结超时后仍未解决");
    complaint.does("manager1", "superviseOverdue", "overdueCause", "OTHER", "supervision", "受理判断过迟，已谈话").isOver();
    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.DECLINED);
  }

  @Test
  void aTimerThatFiresInTheMomentOfTheStopBreachesNothing() {
    story.at("2026-09-15T12:00");
    complaint.isStoppedBehindTheTimersBack("RESPONSE");

    story.at("2026-09-15T14:00").meanwhile();
    complaint.waitsAt("acceptAndClassify", "firstContact");
    assertThat(complaint.ledger("RESPONSE")).doesNotContain("BREACHED");
    assertThat(complaint.mailsTo("manager1")).isEmpty();
  }

  @Test
  void aGracePeriodThatEndsInTheMomentOfTheStopGoesNoHigher() {
    story.at("2026-09-15T14:00");
    complaint.isStoppedBehindTheTimersBack("RESPONSE");

    story.at("2026-09-15T18:00").meanwhile();
    complaint.waitsAt("acceptAndClassify", "firstContact", "superviseOverdue");
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
}
