package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.complaint.Complexity;
import io.huiyin.complaint.Severity;
import io.huiyin.sla.Clock.Status;
import io.huiyin.story.Story.Told;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** 复杂投诉: the golden window, those who work together, who decides, and the cause behind the cause. [004] */
@HuiyinTest
class ComplexCaseTest {

  @Autowired
  Story story;

  @ParameterizedTest
  @CsvSource({"groupSize, 9, GENERAL", "groupSize, 10, EXTREME", "claimAmount, 500000.00, MAJOR",
      "claimAmount, 500000.01, EXTREME"})
  void aGroupOfTenOrAClaimAboveHalfAMillionGoesToManagement(String field, String value, Complexity complexity) {
    story.begins("2026-09-15T10:00");
    var complaint = story.aComplaint().with(field, value).isRegistered().isAccepted();
    story.meanwhile();

    assertThat(complaint.complaint().ratings().complexity()).isEqualTo(complexity);
    assertThat(complaint.openTasks().contains("userTask_setUpTaskForce")).isEqualTo(complexity == Complexity.EXTREME);
    assertThat(complaint.mailsTo("gm1").stream().anyMatch(mail -> mail.contains("请立即关注")))
        .isEqualTo(complexity == Complexity.EXTREME);
  }

  @Test
  void anExtremeCaseGoesToManagementWhateverItsSeverity() {
    for (var severity : new String[] {"MINOR", "GENERAL"}) {
      story.begins("2026-09-15T10:00");
      var complaint = story.aComplaint().with("groupSize", 10).isRegistered();
      complaint.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "severity", severity,
          "ratingChangeReason", "影响不大，但人数多");
      story.meanwhile();
      assertThat(complaint.complaint().ratings().severity()).isEqualTo(Severity.valueOf(severity));
      for (var person : new String[] {"manager1", "gm1", "board1"}) {
        assertThat(complaint.mailsTo(person)).as(person).anyMatch(mail -> mail.contains("请立即关注"));
      }
    }
  }

  @Test
  void theGoldenWindowIsAClockOfItsOwnFromRegistration() {
    var complaint = aContractDispute();
    assertThat(complaint.clock("SUBSTANTIVE_CONTACT").startedAt()).isEqualTo(story.instant("2026-09-15T10:00"));
    assertThat(complaint.clock("SUBSTANTIVE_CONTACT").dueAt()).isEqualTo(story.instant("2026-09-17T10:00"));
    assertThat(complaint.due("contactSubstantively")).isEqualTo(story.instant("2026-09-17T10:00"));

    story.at("2026-09-16T22:00");
    assertThat(complaint.ledger("SUBSTANTIVE_CONTACT")).contains("WARNED");
    story.at("2026-09-17T10:00").meanwhile();
    assertThat(complaint.supervision("SUBSTANTIVE_CONTACT")).containsExactly("userTask_superviseOverdue");
    complaint.does("agent1", "contactSubstantively", "contactChannel", "ONSITE", "contactSummary", "当面核对合同条款");
    assertThat(complaint.clock("SUBSTANTIVE_CONTACT").status()).isEqualTo(Status.MET_LATE);
    assertThat(complaint.ledger("SUBSTANTIVE_CONTACT")).contains("BREACHED");
    assertThat(complaint.says("TASK_CANCELLED")).isEmpty();
  }

  @Test
  void aSupervisionOfTheGoldenWindowEndsWithIt() {
    var complaint = aContractDispute();
    story.at("2026-09-17T09:00");
    complaint.does("agent1", "contactSubstantively", "contactChannel", "ONSITE", "contactSummary", "当面核对合同条款");
    story.at("2026-09-17T12:00");
    assertThat(complaint.supervision("SUBSTANTIVE_CONTACT")).isEmpty();
    assertThat(complaint.clock("SUBSTANTIVE_CONTACT").status()).isEqualTo(Status.MET);
  }

  @Test
  void onlyAnOutwardContactMarkedSubstantiveCloses() {
    var complaint = aContractDispute();
    complaint.happens("crm1", "CustomerContacted", "direction", "OUTBOUND", "channel", "PHONE", "summary", "说明进度");
    assertThat(complaint.openTasks()).contains("userTask_contactSubstantively");
    complaint.refusesToHear("crm1", "CustomerContacted", "substantive", "direction", "INBOUND", "channel", "PHONE",
        "summary", "客户来电", "substantive", true);
    complaint.refusesToHear("crm1", "CustomerContacted", "substantive", "direction", "OUTBOUND", "channel", "PHONE",
        "summary", "核对条款", "substantive", "perhaps");
    assertThat(complaint.openTasks()).contains("userTask_contactSubstantively");

    story.at("2026-09-15T15:00");
    complaint.happens("crm1", "CustomerContacted", "direction", "OUTBOUND", "channel", "PHONE", "summary", "核对条款",
        "substantive", true);
    assertThat(complaint.openTasks()).doesNotContain("userTask_contactSubstantively");
    assertThat(complaint.clock("SUBSTANTIVE_CONTACT").status()).isEqualTo(Status.MET);
    assertThat(complaint.says("CUSTOMER_CONTACT")).contains("联系客户(电话)，实质性沟通");
  }

  @Test
  void aFirstContactMayBeSubstantiveAtOnce() {
    story.begins("2026-09-15T10:00");
    var complaint = story.aComplaint().with("category", "CONTRACT_DISPUTE").isRegistered();
    complaint.does("agent1", "firstContact", "contactChannel", "PHONE", "contactSummary", "逐条核对合同", "substantive", true);
    complaint.waitsAt("acceptAndClassify");
    assertThat(complaint.clock("SUBSTANTIVE_CONTACT").status()).isEqualTo(Status.MET);
  }

  @Test
  void aCaseThatBecomesComplexLaterHasItsWindowFromRegistration() {
    story.begins("2026-09-15T10:00");
    var complaint = story.aComplaint().isRegistered().isAccepted().isContacted().waitsAt("writeOpinion");
    story.at("2026-09-15T16:00");
    complaint.happens("crm1", "ComplaintRegraded", "complexity", "GENERAL", "reason", "涉及两家承运商");
    complaint.waitsAt("writeOpinion", "contactSubstantively");
    assertThat(complaint.clock("SUBSTANTIVE_CONTACT").dueAt()).isEqualTo(story.instant("2026-09-17T10:00"));
  }

  @Test
  void aCaseThatTurnsOutSimpleHasNoWindowAndGetsItBackWhenItTurnsComplexAgain() {
    story.begins("2026-09-15T10:00");
    var complaint = story.aComplaint().with("category", "CONTRACT_DISPUTE").isRegistered();
    complaint.waitsAt("acceptAndClassify", "firstContact", "contactSubstantively");
    complaint.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "complexity", "NONE",
        "ratingChangeReason", "只问合同盖章日期");
    complaint.waitsAt("firstContact", "writeOpinion");
    assertThat(complaint.clock("SUBSTANTIVE_CONTACT").status()).isEqualTo(Status.CANCELLED);
    assertThat(complaint.ledger("SUBSTANTIVE_CONTACT")).containsExactly("STARTED", "ACCEPTED", "CANCELLED");

    complaint.happens("crm1", "ComplaintRegraded", "complexity", "MAJOR", "reason", "还涉及赔偿");
    complaint.waitsAt("firstContact", "writeOpinion", "contactSubstantively");
    assertThat(complaint.clock("SUBSTANTIVE_CONTACT").dueAt()).isEqualTo(story.instant("2026-09-17T10:00"));
  }

  @Test
  void aSecondRoundHasCustomerContactOfItsOwnButNoSecondWindow() {
    story.begins("2026-09-15T10:00");
    var complaint = story.aComplaint().with("category", "CONTRACT_DISPUTE").isRegistered();
    complaint.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "severity", "MINOR", "ratingChangeReason",
        "只问盖章日期").isContacted().waitsAt("settleDirectly", "contactSubstantively");
    assertThat(contactProcesses(complaint)).isOne();
    complaint.does("agent1", "settleDirectly", "measures", "当场答复", "settlement", "已答复").isTold();
    assertThat(complaint.clock("SUBSTANTIVE_CONTACT").status()).as("to tell the result is substantive").isEqualTo(Status.MET);
    assertThat(contactProcesses(complaint)).as("nobody reports on what was told").isZero();

    complaint.isObjectedTo("日期不对").waitsAt("settleDirectly");
    assertThat(contactProcesses(complaint)).isOne();
    assertThat(complaint.clock("SUBSTANTIVE_CONTACT").round()).isOne();
    story.at("2026-09-16T08:00");
    assertThat(complaint.openTasks()).contains("userTask_reportProgress");
  }

  private long contactProcesses(Told complaint) {
    return story.runtime.createProcessInstanceQuery().processDefinitionKey("customer-contact")
        .processInstanceBusinessKey(complaint.number.value()).count();
  }

  @Test
  void theSupervisorConfirmsWhoHelpsAndEachFindingReachesThePlan() {
    var complaint = aContractDispute();
    complaint.does("agent1", "writeOpinion", "opinion", "按补充协议履行").does("legal1", "confirmOpinion", "unitAnswer", "AGREE");
    assertThat(complaint.heldBy("assignCollaborators")).isEqualTo("cs-supervisor");
    complaint.refuses("super1", "assignCollaborators", "collaborators", "collaborators", "unit-legal");
    complaint.refuses("super1", "assignCollaborators", "collaborators", "collaborators", "unit-nobody");
    complaint.does("super1", "assignCollaborators", "collaborators", "unit-sales", "collaborationRequest", "签约时如何承诺");
    complaint.waitsAt("collaborate", "contactSubstantively");
    assertThat(complaint.heldBy("collaborate")).isEqualTo("unit-sales");
    complaint.does("sales1", "collaborate", "finding", "口头承诺过延保");

    complaint.waitsAt("proposePlan", "contactSubstantively");
    complaint.isPlannedBy("legal1", 100, 1).isApprovedBy("super1", "reviewPlan");
    assertThat(complaint.heldBy("approvePlan")).as("the matrix: the manager decides, however cheap").isEqualTo("cs-manager");
    complaint.isApprovedBy("manager1", "approvePlan").waitsAt("executePlan", "contactSubstantively");
  }

  @Test
  void theSupervisorMayDoWithoutHelp() {
    var complaint = aContractDispute();
    complaint.does("agent1", "writeOpinion", "opinion", "按补充协议履行").does("legal1", "confirmOpinion", "unitAnswer", "AGREE")
        .does("super1", "assignCollaborators", "collaborators", "").waitsAt("proposePlan", "contactSubstantively");
  }

  @Test
  void aComplexMajorPlanSaysWhatInTheProcessIsToBlame() {
    story.begins("2026-09-15T10:00");
    var complaint = story.aComplaint().with("claimAmount", "500000").isRegistered().isAccepted().isContacted();
    assertThat(complaint.complaint().ratings().complexity()).isEqualTo(Complexity.MAJOR);
    complaint.isAgreedWith("logistics1").does("super1", "assignCollaborators", "collaborators", "");
    complaint.refuses("logistics1", "proposePlan", "systemicCause", "cause", "分拣错误", "measures", "补发", "planDueOn",
        "2026-09-30", "planCost", 100, "planDepartments", 1);
    complaint.does("logistics1", "proposePlan", "cause", "分拣错误", "measures", "补发", "planDueOn",
        "2026-09-30", "planCost", 100, "planDepartments", 1, "systemicCause", "贵重件没有专人交接");
    complaint.isApprovedBy("super1", "reviewPlan");
    assertThat(complaint.heldBy("approvePlan")).isEqualTo("vice-president");
  }

  /** A dispute about a contract is complex by itself. */
  private Told aContractDispute() {
    story.begins("2026-09-15T10:00");
    var complaint = story.aComplaint().with("category", "CONTRACT_DISPUTE").isRegistered().isAccepted().isContacted();
    assertThat(complaint.complaint().ratings().complexity()).isEqualTo(Complexity.GENERAL);
    return complaint.waitsAt("writeOpinion", "contactSubstantively");
  }
}
