package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.complaint.CaseStatus;
import io.huiyin.sla.Clock.Status;
import io.huiyin.story.Story.Told;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** 改善通报: the board office circulates how the improvement goes, beyond the answer to the customer, until it holds. [003] */
@HuiyinTest
class CircularTest {

  @Autowired
  Story story;

  Told complaint;

  @BeforeEach
  void aMajorComplaintThatWasAnswered() {
    story.begins("2026-09-15T10:00");
    complaint = story.aComplaint().with("category", "PRODUCT_QUALITY").with("safetyRisk", true).isRegistered()
        .isAccepted().isContacted();
    complaint.does("board1", "holdSpecialMeeting", "meetingAttendees", "board1,sales1", "meetingHeldAt",
        "2026-09-15T10:00:00+08:00", "meetingMinutes", "售后说明了经过", "meetingDecisions", "先上门取回，再检测",
        "leadUnit", "unit-after-sales", "lead", "UNIT", "investigation", "NOT_NEEDED", "collaborators", "");
    complaint.isPlannedBy("aftersales1", 800, 1).isApprovedBy("super1", "reviewPlan").isApprovedBy("manager1", "approvePlan")
        .isExecutedBy("aftersales1").isTold().waitsAt("confirmResult");
  }

  @Test
  void isSupervisedWhenTheBoardOfficeForgetsIt() {
    story.at("2026-09-20T17:59");
    assertThat(complaint.supervisors("CIRCULAR")).isEmpty();
    story.at("2026-09-20T18:00");
    assertThat(complaint.supervisors("CIRCULAR")).as("nobody supervises himself").containsExactly("general-manager");
    complaint.answersFor("gm1", "superviseOverdue", "CIRCULAR");
    assertThat(complaint.openTasks()).contains("userTask_issueCircular");
  }

  @Test
  void goesOnEveryThirdWorkingDayUntilTheImprovementIsConfirmed() {
    complaint.isConfirmed().isRated(5, 5, 5).isAttributed("unit-after-sales:100")
        .does("aftersales1", "completeDocuments", "documentsOutcome", "WAIVER", "waiverReason", "客户已寄回整机")
        .does("archivist1", "waiveDocuments", "waiverDecision", "APPROVED", "waiverComment", "已核实").isFiled();
    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.FILED);
    story.at("2026-09-18T17:59");
    assertThat(complaint.openTasks()).doesNotContain("userTask_issueCircular");
    story.at("2026-09-18T18:00");
    assertThat(complaint.heldBy("issueCircular")).isEqualTo("board-office");
    assertThat(complaint.due("issueCircular")).isEqualTo(story.instant("2026-09-20T18:00"));
    complaint.refuses("board1", "issueCircular", "improvement", "improvementStatus", "已停产");
    complaint.does("board1", "issueCircular", "improvementStatus", "已停产，召回进行中", "improvement", "ONGOING");
    story.at("2026-09-19T09:00").meanwhile();
    for (var person : new String[] {"manager1", "gm1", "aftersales1"}) {
      assertThat(complaint.mailsTo(person)).as(person).containsOnlyOnce("【改善通报】 改善进行中");
    }
    assertThat(complaint.clock("CIRCULAR").status()).isEqualTo(Status.MET);

    story.at("2026-09-23T18:00");
    complaint.refuses("board2", "issueCircular", "improvementBasis", "improvementStatus", "召回完毕", "improvement", "CONFIRMED");
    complaint.does("board2", "issueCircular", "improvementStatus", "召回完毕", "improvement", "CONFIRMED",
        "improvementBasis", "连续两周无同类故障");
    story.at("2026-09-24T09:00").meanwhile();
    assertThat(complaint.mailsTo("gm1")).containsOnlyOnce("【改善通报】 改善已确认");
    story.at("2026-10-20T18:00");
    assertThat(complaint.openTasks()).doesNotContain("userTask_issueCircular");
    assertThat(complaint.says("REACHED")).contains("到达“改善已确认”");
    complaint.allIsAnsweredFor().isOver();
  }

  @Test
  void endsWhenTheCustomerWithdraws() {
    complaint.happens("crm1", "ComplaintWithdrawn", "reason", "已与公司和解");
    assertThat(complaint.says("REACHED")).contains("到达“停止通报”");
    story.at("2026-09-30T18:00");
    assertThat(complaint.openTasks()).doesNotContain("userTask_issueCircular");
  }

  @Test
  void isOneForACaseHoweverOftenItIsPlannedAnew() {
    complaint.isObjectedTo("还要更换充电器").waitsAt("proposePlan");
    story.at("2026-09-18T18:00");
    assertThat(complaint.openTasks()).containsOnlyOnce("userTask_issueCircular");
  }

  @Test
  void isDailyForASeriousComplaint() {
    complaint.happens("crm1", "ComplaintRegraded", "severity", "SERIOUS", "reason", "媒体报道");
    story.at("2026-09-18T18:00");
    complaint.does("board1", "issueCircular", "improvementStatus", "已停产，召回进行中", "improvement", "ONGOING");
    story.at("2026-09-20T17:59");
    assertThat(complaint.openTasks()).doesNotContain("userTask_issueCircular");
    story.at("2026-09-20T18:00");
    assertThat(complaint.openTasks()).as("2026-09-20 is a make-up working day").contains("userTask_issueCircular");
  }
}
