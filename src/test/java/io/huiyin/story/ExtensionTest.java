package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.sla.Clock.Status;
import io.huiyin.sla.LedgerEntry.Change;
import io.huiyin.story.Story.Told;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** 延期: who cannot keep a deadline sends interim measures in writing and asks; somebody else decides. [003] */
@HuiyinTest
class ExtensionTest {

  @Autowired
  Story story;

  Told complaint;

  @BeforeEach
  void aCaseInWork() {
    story.begins("2026-09-15T10:00");
    complaint = story.aComplaint().isRegistered().isAccepted().isContacted().waitsAt("writeOpinion");
  }

  @Test
  void anApprovedExtensionMovesTheDeadlineAndThoseConcernedHearOfIt() {
    asksFor("agent2", "RESOLUTION", "2WD");
    assertThat(complaint.heldBy("approveExtension")).isEqualTo("cs-supervisor");
    assertThat(complaint.due("approveExtension")).isEqualTo(complaint.clock("EXTENSION_DECISION").dueAt())
        .isEqualTo(story.instant("2026-09-16T18:00"));
    assertThat(complaint.says("EXTENSION_REQUESTED")).containsExactly("申请将办结时限延长 2 个工作日");
    complaint.refuses("super1", "approveExtension", "extensionComment", "extensionDecision", "APPROVED");
    approved();
    story.meanwhile();

    assertThat(complaint.clock("RESOLUTION").dueAt()).isEqualTo(story.instant("2026-09-28T18:00"));
    assertThat(story.clocks.ledger(complaint.number)).filteredOn(entry -> entry.change() == Change.EXTENDED)
        .singleElement().satisfies(entry -> {
          assertThat(entry.dueBefore()).isEqualTo(story.instant("2026-09-23T18:00"));
          assertThat(entry.dueAfter()).isEqualTo(story.instant("2026-09-28T18:00"));
          assertThat(entry.actor()).isEqualTo("super1");
        });
    assertThat(complaint.says("EXTENDED")).containsExactly("办结时限延长 2 个工作日，新期限 2026-09-28 18:00");
    assertThat(complaint.mailsTo("agent1")).as("holds the case").containsOnlyOnce("【延期审批】投诉 ：同意");
    assertThat(complaint.mailsTo("agent2")).as("asked for it").containsOnlyOnce("【延期审批】投诉 ：同意");
    assertThat(complaint.clock("EXTENSION_DECISION").status()).isEqualTo(Status.MET);
    complaint.waitsAt("writeOpinion");
  }

  @Test
  void theOldInstantFiresNothingAndTheNewOneDoes() {
    assertThat(complaint.due("writeOpinion")).isEqualTo(story.instant("2026-09-16T18:00"));
    asksFor("agent1", "OPINION", "1WD");
    approved();
    var warn = complaint.clock("OPINION").warnAt();
    assertThat(complaint.due("writeOpinion")).isEqualTo(story.instant("2026-09-17T18:00"));

    story.at("2026-09-16T18:01");
    assertThat(complaint.ledger("OPINION")).as("neither a warning nor a breach").containsExactly("STARTED", "EXTENDED");
    story.at(warn);
    assertThat(complaint.ledger("OPINION")).containsExactly("STARTED", "EXTENDED", "WARNED");
    story.at("2026-09-17T17:59");
    assertThat(complaint.supervision("OPINION")).isEmpty();
    story.at("2026-09-17T18:00");
    assertThat(complaint.supervision("OPINION")).containsExactly("userTask_superviseOverdue");
  }

  @Test
  void anExtensionMovesWhoeverWatchesTheDeadlineToo() {
    story.begins("2026-09-15T10:00");
    complaint = story.aComplaint().with("memberLevel", "VIP").isRegistered().isAccepted().isContacted();
    story.at("2026-09-17T09:00"); // warned, and due at 10:00
    asksFor("agent1", "RESOLUTION", "PT24H");
    approved();
    story.at("2026-09-18T09:59");
    assertThat(complaint.supervision("RESOLUTION")).isEmpty();
    story.at("2026-09-18T10:00");
    assertThat(complaint.supervision("RESOLUTION")).containsExactly("userTask_superviseOverdue");

    asksFor("agent1", "RESOLUTION", "PT24H");
    approved();
    story.at("2026-09-19T13:59");
    assertThat(complaint.supervision("RESOLUTION")).as("the board office waits too").containsExactly("userTask_superviseOverdue");
    story.at("2026-09-19T14:00");
    assertThat(complaint.supervision("RESOLUTION")).contains("userTask_decideOverdue");
    assertThat(complaint.slaStatus()).as("the missed deadline stays missed").isEqualTo("BREACHED");
    assertThat(complaint.clock("RESOLUTION").breachedAt()).isEqualTo(story.instant("2026-09-18T10:00"));
  }

  @Test
  void aRefusedExtensionLeavesTheDeadlineAndThoseConcernedHearWhy() {
    var before = complaint.clock("RESOLUTION").dueAt();
    asksFor("agent2", "RESOLUTION", "PT24H");
    refused("检测可以加急");
    story.meanwhile();

    assertThat(complaint.clock("RESOLUTION").dueAt()).isEqualTo(before);
    assertThat(complaint.ledger("RESOLUTION")).doesNotContain("EXTENDED");
    assertThat(complaint.says("REACHED")).contains("到达“未同意”");
    assertThat(complaint.says("EXTENSION_REFUSED")).containsExactly("办结时限的延期申请未获同意，原期限不变");
    assertThat(complaint.mailsTo("agent1")).contains("【延期审批】投诉 ：不同意");
    assertThat(complaint.mailsTo("agent2")).contains("【延期审批】投诉 ：不同意");
    complaint.waitsAt("writeOpinion");
    asksFor("agent2", "RESOLUTION", "PT24H");
    assertThat(complaint.openTasks()).as("asking again is allowed").contains("userTask_approveExtension");
  }

  @Test
  void withoutInterimMeasuresInWritingThereIsNoExtension() {
    complaint.refusesToHear("agent1", "ExtensionRequested", "interimMeasures", "extendBy", "1WD", "reason", "等待检测");
    complaint.refusesToHear("agent1", "ExtensionRequested", "interimMeasures", "extendBy", "1WD", "reason", "等待检测",
        "interimMeasures", "  ");
    complaint.waitsAt("writeOpinion");
    assertThat(complaint.entries("EXTENSION_REQUESTED")).isEmpty();
  }

  @Test
  void measuresThatAreOnRecordHoldForTheNextRequestToo() {
    asksFor("agent1", "RESOLUTION", "1WD");
    approved();
    complaint.happens("agent1", "ExtensionRequested", "clock", "OPINION", "extendBy", "1WD", "reason", "检测还没有结束");

    assertThat(complaint.openTasks()).contains("userTask_approveExtension");
    assertThat(complaint.entries("EXTENSION_REQUESTED").get(1).facts()).containsEntry("interimMeasures", "先借出备用机");
  }

  @Test
  void aDeadlineIsExtendedNoMoreOftenThanTheTableAllows() {
    asksFor("agent1", "RESOLUTION", "1WD");
    approved();
    asksFor("agent1", "RESOLUTION", "1WD");
    approved();
    refusesToExtend("clock", "RESOLUTION", "1WD");

    asksFor("agent1", "OPINION", "1WD");
    assertThat(complaint.openTasks()).as("another deadline counts for itself").contains("userTask_approveExtension");
  }

  @Test
  void aDeadlineIsExtendedNoLongerThanTheTableAllowsHoweverItIsWritten() {
    refusesToExtend("extendBy", "RESOLUTION", "4WD");
    refusesToExtend("extendBy", "RESOLUTION", "25BH");
    refusesToExtend("extendBy", "RESOLUTION", "PT900H");
    refusesToExtend("extendBy", "RESOLUTION", "0WD");
    refusesToExtend("extendBy", "RESOLUTION", "PT0H");
    refusesToExtend("extendBy", "RESOLUTION", "soon");
    complaint.refusesToHear("agent1", "ExtensionRequested", "extendBy", "reason", "等待检测", "interimMeasures", "先借出备用机");
    complaint.refusesToHear("agent1", "ExtensionRequested", "reason", "extendBy", "3WD", "interimMeasures", "先借出备用机");
    complaint.waitsAt("writeOpinion");

    asksFor("agent1", "RESOLUTION", "3WD");
    assertThat(complaint.openTasks()).contains("userTask_approveExtension");
  }

  @Test
  void aDeadlineThatIsNotRunningOrServesTheCustomerIsNotExtended() {
    refusesToExtend("clock", "EXECUTION", "1WD");
    refusesToExtend("clock", "RESPONSE", "1WD");
    refusesToExtend("clock", "NONSENSE", "1WD");
    var uncontacted = story.aComplaint().isRegistered();
    uncontacted.refusesToHear("agent1", "ExtensionRequested", "clock", "clock", "RESPONSE", "extendBy", "1BH",
        "reason", "忙", "interimMeasures", "稍后联系");

    asksFor("agent1", "RESOLUTION", "1WD");
    refusesToExtend("clock", "EXTENSION_DECISION", "1BH");
  }

  @Test
  void oneDeadlineHasOneRequestAtATimeAndEachRequestItsOwnDecision() {
    asksFor("agent1", "RESOLUTION", "1WD");
    refusesToExtend("clock", "RESOLUTION", "2WD");
    asksFor("agent1", "OPINION", "1WD");
    assertThat(complaint.openTasks()).filteredOn("userTask_approveExtension"::equals).hasSize(2);

    story.at("2026-09-15T11:00");
    decides("OPINION", "APPROVED");
    assertThat(complaint.clock("OPINION").extensions()).hasSize(1);
    assertThat(complaint.clock("RESOLUTION").extensions()).isEmpty();
    assertThat(complaint.clock("EXTENSION_DECISION").isOpen()).as("the other one still waits").isTrue();
    assertThat(complaint.due("approveExtension")).isEqualTo(complaint.clock("EXTENSION_DECISION").dueAt());

    decides("RESOLUTION", "REFUSED");
    assertThat(complaint.clock("EXTENSION_DECISION").isOpen()).isFalse();
    complaint.waitsAt("writeOpinion");
  }

  @Test
  void ofTheSameRequestSentTwiceAtOnceOneIsTaken() {
    asksFor("agent1", "OPINION", "1WD");
    var sent = Stream.generate(() -> CompletableFuture.runAsync(() -> asksFor("agent1", "RESOLUTION", "1WD"))
        .handle((done, refused) -> refused == null ? "taken" : refused.getCause().getClass().getSimpleName())).limit(3).toList();

    assertThat(sent.stream().map(CompletableFuture::join)).as("the others hear why, not of a clash")
        .containsExactlyInAnyOrder("taken", "InvalidInput", "InvalidInput");
    assertThat(complaint.entries("EXTENSION_REQUESTED")).hasSize(2);
  }

  @Test
  void nobodyApprovesTheOwnRequest() {
    asksFor("super1", "RESOLUTION", "1WD");
    complaint.refuses("super1", "approveExtension", "extensionDecision", "extensionDecision", "APPROVED", "extensionComment", "同意");
    story.joins("manager1", "cs-supervisor");
    try {
      complaint.does("manager1", "approveExtension", "extensionDecision", "APPROVED", "extensionComment", "同意");
    } finally {
      story.leaves("manager1", "cs-supervisor");
    }
    assertThat(complaint.ledger("RESOLUTION")).contains("EXTENDED");
  }

  @Test
  void theExtensionOfAMajorCaseIsTheBoardOfficesToDecide() {
    decidedBy("board-office", story.aComplaint().with("safetyRisk", true).isRegistered().isAccepted());
  }

  @Test
  void theExtensionOfAnExtremelyComplexCaseIsTheBoardOfficesToDecide() {
    decidedBy("board-office", story.aComplaint().with("groupSize", 12).isRegistered().isAccepted());
  }

  @Test
  void theExtensionOfAMinorCaseIsTheSupervisorsToDecide() {
    decidedBy("cs-supervisor", story.aComplaint().with("category", "BUSINESS_PROCESS").isRegistered().isAccepted());
  }

  @Test
  void aRequestWhoseStageIsDoneMeanwhileNeedsNoDecision() {
    asksFor("agent1", "OPINION", "1WD");
    complaint.does("agent1", "writeOpinion", "opinion", "补发并道歉");

    complaint.waitsAt("confirmOpinion");
    assertThat(complaint.says("EXTENSION_DROPPED")).containsExactly("处理意见时限已停止，延期申请不再需要审批");
    assertThat(complaint.clock("EXTENSION_DECISION").isOpen()).isFalse();
  }

  @Test
  void aRequestIsVoidOnceTheCaseIsGradedAnewAndTheApplicantHearsIt() {
    asksFor("agent2", "RESOLUTION", "1WD");
    complaint.happens("super1", "ComplaintRegraded", "severity", "GENERAL", "reason", "核对定级");
    assertThat(complaint.openTasks()).as("nothing has changed").contains("userTask_approveExtension");
    complaint.happens("super1", "ComplaintRegraded", "severity", "MAJOR", "reason", "媒体已报道");
    story.meanwhile();

    complaint.waitsAt("holdSpecialMeeting");
    assertThat(complaint.says("EXTENSION_DROPPED")).containsExactly("案件已重新定级，办结时限随之重算，原延期申请作废");
    assertThat(complaint.mailsTo("agent2")).contains("【延期审批】投诉 ：已作废");
    asksFor("agent2", "RESOLUTION", "1WD");
    assertThat(complaint.heldBy("approveExtension")).as("by the new rules").isEqualTo("board-office");
  }

  @Test
  void aRequestMadeBeforeAcceptanceIsVoidIfTheSupervisorGradesTheCaseOtherwise() {
    story.begins("2026-09-15T10:00");
    complaint = story.aComplaint().isRegistered();
    asksFor("agent1", "RESOLUTION", "1WD");
    complaint.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "severity", "MAJOR", "ratingChangeReason", "媒体已报道");

    assertThat(complaint.entries("EXTENSION_DROPPED")).hasSize(1);
    assertThat(complaint.openTasks()).doesNotContain("userTask_approveExtension");
  }

  @Test
  void aRequestThatNobodyDecidesDoesNotKeepTheCaseOpen() {
    story.begins("2026-09-15T10:00");
    complaint = story.aComplaint().with("category", "BUSINESS_PROCESS").isRegistered();
    asksFor("agent1", "RESOLUTION", "1WD");
    asksFor("agent1", "ACCEPTANCE", "1BH");
    complaint.isSettledAndTold().isConfirmed().isRated(5, 5, 5).isFiled().isOver();
    assertThat(complaint.entries("EXTENSION_DROPPED")).hasSize(2);
    assertThat(story.clocks.of(complaint.number)).noneMatch(clock -> clock.isOpen());
  }

  @Test
  void aRequestEndsWithACaseThatIsDeclined() {
    story.begins("2026-09-15T10:00");
    complaint = story.aComplaint().isRegistered();
    asksFor("agent1", "RESOLUTION", "1WD");
    asksFor("agent1", "ACCEPTANCE", "1BH");
    complaint.does("super1", "acceptAndClassify", "acceptance", "DECLINED", "declineReason", "与本公司无关");
    complaint.waitsAt("fileArchive").isFiled().isOver();
    assertThat(story.clocks.of(complaint.number)).noneMatch(clock -> clock.isOpen());
  }

  @Test
  void aRequestEndsWithACaseThatIsWithdrawn() {
    asksFor("agent1", "RESOLUTION", "1WD");
    complaint.happens("agent1", "ComplaintWithdrawn", "reason", "客户称已自行解决");

    complaint.waitsAt("fileArchive").isFiled().isOver();
    assertThat(complaint.says("TASK_CANCELLED")).contains("任务“审批延期”不再需要");
    assertThat(complaint.clock("EXTENSION_DECISION").isOpen()).isFalse();
  }

  private void asksFor(String userId, String clock, String by) {
    complaint.happens(userId, "ExtensionRequested", "clock", clock, "extendBy", by, "reason", "等待检测",
        "interimMeasures", "先借出备用机");
  }

  private void refusesToExtend(String faultyField, String clock, String by) {
    complaint.refusesToHear("agent1", "ExtensionRequested", faultyField, "clock", clock, "extendBy", by,
        "reason", "等待检测", "interimMeasures", "先借出备用机");
  }

  private void approved() {
    complaint.does("super1", "approveExtension", "extensionDecision", "APPROVED", "extensionComment", "同意");
  }

  private void refused(String why) {
    complaint.does("super1", "approveExtension", "extensionDecision", "REFUSED", "extensionComment", why);
  }

  /** Where several requests wait: the supervisor decides on that of one clock. */
  private void decides(String clock, String decision) {
    var task = story.tasks.createTaskQuery().processInstanceBusinessKey(complaint.number.value())
        .taskDefinitionKey("userTask_approveExtension").processVariableValueEquals("clock", clock).singleResult();
    story.as("super1", () -> story.tasks.complete(task.getId(),
        Map.of("extensionDecision", decision, "extensionComment", "见方案")));
  }

  private void decidedBy(String group, Told other) {
    complaint = other;
    asksFor("agent1", "RESOLUTION", "1WD");
    assertThat(complaint.heldBy("approveExtension")).isEqualTo(group);
  }
}
