package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.GroupComplaints;
import io.huiyin.sla.Clock.Status;
import io.huiyin.story.Story.Told;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** 群体投诉: several customers' cases wait for the leading one; each customer is answered and confirmed on their own. */
@HuiyinTest
class GroupComplaintTest {

  @Autowired
  Story story;
  @Autowired
  GroupComplaints groups;

  Told leading;
  Told merged;

  @BeforeEach
  void twoCustomersOfOneMatter() {
    story.begins("2026-09-15T10:00");
    leading = story.aComplaint().isRegistered().isAccepted().isContacted();
    merged = story.aComplaint().isRegistered();
  }

  @Test
  void theMergedCaseWaitsForTheResultAndThenAnswersItsOwnCustomer() {
    isMerged(merged);
    merged.waitsAt("firstContact");
    assertThat(merged.says("MERGED")).containsExactly("并入牵头投诉 " + leading.number + "，等待其处理结果");
    assertThat(merged.clock("RESPONSE").status()).as("this customer is called, too").isEqualTo(Status.RUNNING);
    merged.isContacted();
    assertThat(merged.openTasks()).isEmpty();

    isWorkedOn(leading).isTold();
    story.meanwhile();
    merged.waitsAt("tellResult");
    assertThat(merged.complaint().leadUnit()).isEqualTo("unit-logistics");
    assertThat(merged.says("LEADING_CASE_SETTLED"))
        .containsExactly("牵头投诉 " + leading.number + " 已告知处理结果，本案据此答复客户");
    assertThat(merged.clock("RESOLUTION").status()).as("this customer does not know yet").isEqualTo(Status.RUNNING);

    merged.isTold().isObjectedTo("没有按承诺道歉");
    assertThat(merged.complaint().round()).isEqualTo(2);
    assertThat(merged.heldBy("writeOpinion")).as("on its own from here").isEqualTo("cs-agent");
    assertThat(leading.waitsAt("confirmResult").complaint().round()).isEqualTo(1);
    leading.isConfirmed();
  }

  @Test
  void theMergedCaseGoesOnToItsOwnEnd() {
    isMerged(merged).isContacted();
    isWorkedOn(leading).isTold();
    story.meanwhile();
    merged.isTold().isConfirmed();
    story.meanwhile();
    assertThat(merged.complaint().status()).isEqualTo(CaseStatus.CONFIRMED);
    assertThat(leading.complaint().status()).isEqualTo(CaseStatus.RESULT_TOLD);
  }

  @Test
  void aLeadingCaseWithoutAResultSendsTheOthersBack() {
    isMerged(merged).isContacted();
    leading.happens("agent1", "ComplaintWithdrawn", "reason", "客户称已自行解决");
    story.meanwhile();

    merged.waitsAt("acceptAndClassify");
    assertThat(merged.says("LEADING_CASE_LOST"))
        .containsExactly("牵头投诉 " + leading.number + " 没有处理结果（已撤诉），本案退回受理定级");
    assertThat(merged.clock("ACCEPTANCE").round()).isEqualTo(2);
    merged.isAccepted().waitsAt("writeOpinion");
  }

  @Test
  void aLeadingCaseThatIsNotAcceptedSendsThemBackToo() {
    var declined = story.aComplaint().isRegistered();
    merged.does("super1", "acceptAndClassify", "acceptance", "MERGED", "leadingCase", declined.number.value());
    declined.does("super1", "acceptAndClassify", "acceptance", "DECLINED", "declineReason", "与本公司无关");
    story.meanwhile();

    merged.waitsAt("acceptAndClassify", "firstContact");
    isMerged(merged);
    assertThat(groups.of(merged.number).orElseThrow().leading()).isEqualTo(leading.number);
  }

  @Test
  void whoCutsTheWaitingShortGetsTheCaseBack() {
    isMerged(merged).isContacted().happens("crm1", "LeadingCaseSettled");
    story.meanwhile();

    merged.waitsAt("acceptAndClassify");
    assertThat(groups.waitingFor(leading.number)).isEmpty();
  }

  @Test
  void aMergedCaseThatIsWithdrawnWaitsNoLonger() {
    isMerged(merged);
    merged.happens("agent1", "ComplaintWithdrawn", "reason", "客户称已自行解决").waitsAt("fileArchive");

    assertThat(groups.waitingFor(leading.number)).isEmpty();
    isWorkedOn(leading).isTold();
    story.meanwhile();
    merged.waitsAt("fileArchive");
  }

  @Test
  void onlyARunningCaseThatLeadsCanBeNamed() {
    refuses(merged, "20200101-CS-0001");
    refuses(merged, "牵头那件");
    refuses(merged, merged.number.value());
    merged.refuses("super1", "acceptAndClassify", "leadingCase", "acceptance", "MERGED");

    isMerged(merged);
    var third = story.aComplaint().isRegistered();
    refuses(third, merged.number.value());
    var unaccepted = story.aComplaint().isRegistered();
    third.does("super1", "acceptAndClassify", "acceptance", "MERGED", "leadingCase", unaccepted.number.value());
    refuses(unaccepted, leading.number.value());

    isWorkedOn(leading).isTold();
    refuses(story.aComplaint().isRegistered(), leading.number.value());
  }

  private Told isMerged(Told complaint) {
    return complaint.does("super1", "acceptAndClassify", "acceptance", "MERGED", "leadingCase",
        leading.number.value());
  }

  private static void refuses(Told complaint, String leadingCase) {
    complaint.refuses("super1", "acceptAndClassify", "leadingCase", "acceptance", "MERGED", "leadingCase", leadingCase);
  }

  private static Told isWorkedOn(Told complaint) {
    return complaint.isAgreedWith("logistics1").isPlannedBy("logistics1", 500, 1)
        .isApprovedBy("super1", "reviewPlan").isExecutedBy("logistics1");
  }
}
