package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.Responsibilities;
import io.huiyin.complaint.ResponsibilitySplit;
import io.huiyin.sla.Clock.Status;
import io.huiyin.story.Story.Told;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** 结案跟进: what follows the customer's acceptance, above all who answers for the fault. [003] */
@HuiyinTest
class FollowUpTest {

  @Autowired
  Story story;
  @Autowired
  Responsibilities responsibilities;

  Told complaint;

  @BeforeEach
  void aCustomerWhoAcceptedTheResult() {
    story.begins("2026-04-14T10:00");
    complaint = story.aComplaint().isRegistered().isAccepted().isContacted().isHandledBy("logistics1");
    complaint.waitsAt("collectSurvey", "determineResponsibility");
  }

  @Test
  void theResponsibilityIsSplitAndEverybodyConcernedIsTold() {
    assertThat(complaint.heldBy("determineResponsibility")).isEqualTo("board-office");
    assertThat(complaint.due("determineResponsibility")).as("2 working days").isEqualTo(story.instant("2026-04-16T18:00"));

    complaint.isAttributed("unit-product:10,unit-logistics:60,unit-it:30");
    story.meanwhile();

    assertThat(responsibilities.split(complaint.number)).map(ResponsibilitySplit::code)
        .contains("unit-logistics:60,unit-it:30,unit-product:10");
    assertThat(complaint.says("RESPONSIBILITY_DECIDED")).containsExactly("责任认定：产品部 10%，仓储物流部 60%，信息技术部 30%");
    for (var person : new String[] {"super1", "manager1", "logistics1", "it1", "product1"}) {
      assertThat(complaint.mailsTo(person)).as(person).contains("【责任认定】投诉");
    }
    assertThat(complaint.mailsTo("finance1")).isEmpty();
    assertThat(complaint.clock("RESPONSIBILITY").status()).isEqualTo(Status.MET);

    complaint.waitsAt("collectSurvey").isRated(5, 5, 5).hasDocument("logistics1", "WAYBILL")
        .does("logistics1", "completeDocuments", "documentsOutcome", "SUPPLEMENTED").isFiled().isOver();
    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.FILED);
  }

  @Test
  void aSplitThatIsNotOneHundredPerCentIsRefused() {
    refusesSplit("unit-logistics:60,unit-it:30");
    refusesSplit("unit-logistics:60,unit-it:50");
  }

  @Test
  void anUnknownOrDoubledUnitIsRefused() {
    refusesSplit("unit-logistics:60,unit-space:40");
    refusesSplit("unit-logistics:60,unit-logistics:40");
    refusesSplit("cs-manager:100");
    assertThat(responsibilities.split(complaint.number)).isEmpty();
  }

  @Test
  void aSmallMatterNeedsNoResponsibility() {
    var small = story.aComplaint().with("category", "BUSINESS_PROCESS").isRegistered().isSettledAndTold().isConfirmed();

    small.waitsAt("collectSurvey").isRated(5, 5, 5).waitsAt("fileArchive");
  }

  @Test
  void anExtremelyComplexCaseMustBeCorrected() {
    var extreme = story.aComplaint().with("category", "BUSINESS_PROCESS").isRegistered();
    extreme.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "complexity", "EXTREME", "leadUnit",
        "unit-operations", "ratingChangeReason", "涉及三个合作方").isContacted();
    extreme.does("gm1", "setUpTaskForce", "taskForceLeader", "gm1", "taskForceMembers", "ops1", "taskForceDecision", "先停办")
        .isMetAbout("unit-operations")
        .does("ops1", "proposePlan", "cause", "流程有漏洞", "measures", "补办", "planDueOn", "2026-04-20", "planCost", 500.0,
            "planDepartments", 1, "systemicCause", "三方没有约定由谁核对")
        .isApprovedBy("super1", "reviewPlan").isApprovedBy("gm1", "approvePlan").isExecutedBy("ops1").isTold().isConfirmed();
    extreme.waitsAt("collectSurvey", "determineResponsibility");

    extreme.refuses("board1", "determineResponsibility", "correctiveDecision", "split", "unit-operations:100",
        "responsibilityReason", "流程有漏洞", "correctiveDecision", "NONE");
    extreme.refuses("board1", "determineResponsibility", "correctiveDecision", "split", "unit-operations:100",
        "responsibilityReason", "流程有漏洞", "correctiveDecision", "LINK");
    extreme.refuses("board1", "determineResponsibility", "correctiveUnit", "split", "unit-operations:100",
        "responsibilityReason", "流程有漏洞", "correctiveDecision", "ORDER", "correctiveTask", "堵住漏洞");
    extreme.refuses("board1", "determineResponsibility", "correctiveUnit", "split", "unit-operations:100",
        "responsibilityReason", "流程有漏洞", "correctiveDecision", "ORDER", "correctiveUnit", "unit-space", "correctiveTask", "堵住漏洞");

    extreme.does("board1", "determineResponsibility", "split", "unit-operations:100", "responsibilityReason", "流程有漏洞",
        "correctiveDecision", "ORDER", "correctiveUnit", "unit-operations", "correctiveTask", "堵住漏洞");
    extreme.waitsAt("collectSurvey", "writeCorrectiveReport");
  }

  @Test
  void aFaultThatPiledUpToSeriousMustBeCorrected() {
    var point = "PILE-" + complaint.number;
    for (var i = 0; i < 4; i++) {
      story.aComplaint().with("issuePoint", point).isRegistered();
    }
    var fifth = story.aComplaint().with("issuePoint", point).isRegistered();
    fifth.isAccepted().isContacted().isMetAbout("unit-logistics")
        .does("logistics1", "proposePlan", "cause", "分拣错误", "measures", "补发", "planDueOn", "2026-04-20", "planCost", 500.0,
            "planDepartments", 1, "systemicCause", "分拣没有复核")
        .isApprovedBy("super1", "reviewPlan").isApprovedBy("vp1", "approvePlan").isExecutedBy("logistics1").isTold()
        .isConfirmed();
    assertThat(fifth.complaint().ratings().severity().name()).isEqualTo("SERIOUS");

    fifth.refuses("board1", "determineResponsibility", "correctiveDecision", "split", "unit-logistics:100",
        "responsibilityReason", "屡次发生", "correctiveDecision", "NONE");
  }

  @Test
  void aResponsibilityThatIsNotDeterminedIsSupervised() {
    story.at(complaint.clock("RESPONSIBILITY").warnAt()).meanwhile();
    assertThat(complaint.mailsTo("board1")).contains("【预警】 责任认定即将到期");
    story.at("2026-04-16T18:00").meanwhile();
    assertThat(complaint.supervision("RESPONSIBILITY")).containsExactly("userTask_superviseOverdue");

    complaint.does("gm1", "superviseOverdue", "overdueCause", "UNDERSTAFFED", "supervision", "请董事办尽快认定");
    complaint.isAttributed("unit-logistics:100");
    assertThat(complaint.clock("RESPONSIBILITY").status()).isEqualTo(Status.MET_LATE);
    complaint.waitsAt("collectSurvey");
  }

  private void refusesSplit(String split) {
    complaint.refuses("board1", "determineResponsibility", "split", "split", split, "responsibilityReason", "依记录认定",
        "correctiveDecision", "NONE");
    complaint.waitsAt("collectSurvey", "determineResponsibility");
  }
}
