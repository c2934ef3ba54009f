package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.complaint.CaseStatus;
import io.huiyin.sla.Clock.Status;
import io.huiyin.story.Story.Told;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** 一般投诉立项: opinion, the unit's word on it, plan, approval, execution. [001][003] */
@HuiyinTest
class CaseProjectTest {

  @Autowired
  Story story;

  Told complaint;

  @BeforeEach
  void anAcceptedComplaintAboutLogistics() {
    story.begins("2026-09-15T10:00");
    complaint = story.aComplaint().isRegistered().isAccepted().isContacted().waitsAt("writeOpinion");
  }

  @Test
  void anAgreedOpinionBecomesAPlanThatIsApprovedExecutedAndTold() {
    story.meanwhile();
    assertThat(complaint.mailsTo("logistics-head1")).as("the unit's head gets a copy").containsExactly("【抄送】投诉");

    complaint.does("agent1", "writeOpinion", "opinion", "补发并道歉");
    assertThat(complaint.heldBy("confirmOpinion")).isEqualTo("unit-logistics");
    complaint.does("logistics1", "confirmOpinion", "unitAnswer", "AGREE");
    complaint.isPlannedBy("logistics1", 500, 1);
    assertThat(complaint.heldBy("reviewPlan")).isEqualTo("cs-supervisor");
    complaint.isApprovedBy("super1", "reviewPlan").waitsAt("executePlan");
    complaint.isExecutedBy("logistics1").waitsAt("tellResult").isTold();
    story.meanwhile();

    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.RESULT_TOLD);
    for (var stage : new String[] {"OPINION", "UNIT_CONFIRMATION", "PLAN", "PLAN_REVIEW", "EXECUTION", "RESOLUTION"}) {
      assertThat(complaint.clock(stage).status()).as(stage).isEqualTo(Status.MET);
    }
    assertThat(complaint.mailsTo("customer")).contains("投诉 的处理结果");
    complaint.waitsAt("confirmResult");
  }

  @Test
  void theUnitHasTwoWorkingDaysFromTheFinalOpinionToExecuteHoweverOftenItPlans() {
    story.at("2026-09-15T16:00");
    complaint.isAgreedWith("logistics1");
    assertThat(complaint.clock("EXECUTION").dueAt()).isEqualTo(story.instant("2026-09-17T18:00"));

    story.at("2026-09-16T10:00");
    complaint.isPlannedBy("logistics1", 500, 1)
        .does("super1", "reviewPlan", "planDecision", "REJECTED", "planComment", "没有写复核办法")
        .isPlannedBy("logistics1", 500, 1).isApprovedBy("super1", "reviewPlan");
    assertThat(complaint.clock("EXECUTION").round()).isEqualTo(1);
    assertThat(complaint.due("executePlan")).isEqualTo(story.instant("2026-09-17T18:00"));
  }

  @Test
  void aPlanThatTheSupervisorRejectsGoesBackToTheUnit() {
    complaint.isAgreedWith("logistics1").isPlannedBy("logistics1", 500, 1);
    complaint.refuses("super1", "reviewPlan", "planComment", "planDecision", "REJECTED");
    complaint.does("super1", "reviewPlan", "planDecision", "REJECTED", "planComment", "没有写复核办法");

    complaint.waitsAt("proposePlan");
    assertThat(complaint.says("REACHED")).contains("到达“方案退回”");
    complaint.isPlannedBy("logistics1", 500, 1).isApprovedBy("super1", "reviewPlan").waitsAt("executePlan");
  }

  @Test
  void aCostlyPlanNeedsTheManager() {
    complaint.isAgreedWith("logistics1").isPlannedBy("logistics1", 20_000, 1).isApprovedBy("super1", "reviewPlan");
    assertThat(complaint.heldBy("approvePlan")).isEqualTo("cs-manager");
    story.meanwhile();
    assertThat(complaint.mailsTo("manager1")).containsExactly("【待办】上级审批方案（）");

    complaint.isApprovedBy("manager1", "approvePlan").waitsAt("executePlan");
  }

  @Test
  void aPlanThatTheManagerRejectsGoesBackToTheUnit() {
    complaint.isAgreedWith("logistics1").isPlannedBy("logistics1", 500, 2).isApprovedBy("super1", "reviewPlan");
    complaint.does("manager1", "approvePlan", "planDecision", "REJECTED", "planComment", "两个部门的分工不清");

    complaint.waitsAt("proposePlan");
    assertThat(complaint.clock("PLAN").round()).isEqualTo(2);
  }

  @Test
  void aPlanBeyondPolicyNeedsTheVicePresident() {
    complaint.isAgreedWith("logistics1").does("logistics1", "proposePlan", "cause", "分拣错误", "measures", "全额退款并赠券",
        "planDueOn", "2026-09-30", "planCost", 800.0, "planDepartments", 1, "planBeyondPolicy", true);
    complaint.isApprovedBy("super1", "reviewPlan");
    assertThat(complaint.heldBy("approvePlan")).isEqualTo("vice-president");

    complaint.isApprovedBy("vp1", "approvePlan").waitsAt("executePlan");
  }

  @Test
  void nobodyApprovesTheOwnPlan() {
    story.joins("super1", "unit-logistics");
    try {
      complaint.isAgreedWith("logistics1").isPlannedBy("super1", 500, 1);
      complaint.refuses("super1", "reviewPlan", "assignee", "planDecision", "APPROVED");
      complaint.waitsAt("reviewPlan");
    } finally {
      story.leaves("super1", "unit-logistics");
    }
    story.joins("manager1", "cs-supervisor");
    try {
      complaint.isApprovedBy("manager1", "reviewPlan").waitsAt("executePlan");
    } finally {
      story.leaves("manager1", "cs-supervisor");
    }
  }

  @Test
  void everyStageIsWarnedOfBeforeItIsLateAndThenDoneInTime() {
    warned("OPINION", "处理意见", "agent1");
    complaint.does("agent1", "writeOpinion", "opinion", "补发并道歉");
    done("OPINION");

    warned("UNIT_CONFIRMATION", "单位确认", "logistics1");
    complaint.does("logistics1", "confirmOpinion", "unitAnswer", "AGREE");
    done("UNIT_CONFIRMATION");

    warned("PLAN", "方案制定", "logistics1");
    complaint.isPlannedBy("logistics1", 500, 1);
    done("PLAN");

    complaint.isApprovedBy("super1", "reviewPlan");
    warned("EXECUTION", "方案执行", "logistics1");
    complaint.isExecutedBy("logistics1");
    done("EXECUTION");
  }

  private void warned(String stage, String name, String holder) {
    story.at(complaint.clock(stage).warnAt()).meanwhile();
    assertThat(complaint.ledger(stage)).contains("WARNED");
    assertThat(complaint.mailsTo(holder)).contains("【预警】 " + name + "即将到期");
  }

  private void done(String stage) {
    assertThat(complaint.clock(stage).status()).isEqualTo(Status.MET);
    assertThat(complaint.ledger(stage)).doesNotContain("BREACHED");
  }
}
