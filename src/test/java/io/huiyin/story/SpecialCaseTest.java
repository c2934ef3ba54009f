package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.Complexity;
import io.huiyin.complaint.Severity;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Directory;
import io.huiyin.sla.Clock.Status;
import io.huiyin.story.Story.Told;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** 专案: what happens to major and serious complaints, and to extremely complex ones whatever their severity. [003][004] */
@HuiyinTest
class SpecialCaseTest {

  @Autowired
  Story story;
  @Autowired
  CaseAccess access;
  @Autowired
  Directory directory;

  @Test
  void aDangerousApplianceIsDisposedOfAndAnsweredWithinOneWorkingDay() {
    var complaint = aMajorComplaint();
    assertThat(complaint.complaint().ratings().complexity()).isEqualTo(Complexity.GENERAL);

    story.at("2026-09-15T11:00");
    meets(complaint, "investigation", "NEEDED", "collaborators", "unit-quality,unit-legal");
    assertThat(complaint.clock("SPECIAL_MEETING").status()).isEqualTo(Status.MET);
    complaint.waitsAt("investigateOnSite", "collaborate", "collaborate");
    assertThat(complaint.heldBy("investigateOnSite")).isEqualTo("unit-after-sales");

    gives(complaint, "quality1", "线圈短路，属批次缺陷");
    assertThat(complaint.clock("COLLABORATION").status()).as("the lawyers are still at it").isEqualTo(Status.RUNNING);
    complaint.waitsAt("investigateOnSite", "collaborate");
    gives(complaint, "legal1", "符合召回条件");
    assertThat(complaint.clock("COLLABORATION").status()).isEqualTo(Status.MET);
    complaint.waitsAt("investigateOnSite");

    story.at("2026-09-15T14:30");
    complaint.does("aftersales1", "investigateOnSite", "investigators", "aftersales1,quality1", "investigatedOn",
        "2026-09-15", "investigationReport", "现场查看，插头熔化");
    assertThat(complaint.heldBy("proposePlan")).as("customer service leads where quality is in question [004]")
        .isEqualTo("cs-agent");
    complaint.isPlannedBy("agent1", 800, 1).isApprovedBy("super1", "reviewPlan");
    assertThat(complaint.heldBy("approvePlan")).as("the matrix names the manager, however cheap the plan")
        .isEqualTo("cs-manager");
    complaint.isApprovedBy("manager1", "approvePlan");
    assertThat(complaint.heldBy("executePlan")).isEqualTo("unit-after-sales");
    complaint.isExecutedBy("aftersales1").isTold().waitsAt("confirmResult");

    assertThat(complaint.clock("RESOLUTION").status()).isEqualTo(Status.MET);
    assertThat(complaint.clock("SUBSTANTIVE_CONTACT").status()).as("to tell the result is substantive").isEqualTo(Status.MET);
    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.RESULT_TOLD);
    var minutes = submitted(complaint, "userTask_holdSpecialMeeting");
    assertThat(minutes).containsEntry("meetingAttendees", "aftersales1,board1,sales1")
        .containsEntry("meetingMinutes", "售后说明了经过").containsEntry("meetingDecisions", "先上门取回，再检测");
    assertThat(submitted(complaint, "userTask_investigateOnSite")).containsEntry("investigationReport", "现场查看，插头熔化");
  }

  @Test
  void aMeetingThatNeedsNeitherInvestigationNorHelpGoesStraightToThePlan() {
    var complaint = aMajorComplaint();
    meets(complaint, "investigation", "NOT_NEEDED", "lead", "UNIT", "leadUnit", "unit-product");

    complaint.waitsAt("proposePlan");
    assertThat(complaint.heldBy("proposePlan")).as("the board office changed who is responsible and who leads")
        .isEqualTo("unit-product");
    assertThat(complaint.complaint().leadUnit()).isEqualTo("unit-product");
    assertThat(complaint.complaint().ratings().severity()).isEqualTo(Severity.MAJOR);
  }

  @Test
  void aMeetingIsNotRecordedWithUnitsThatCannotWork() {
    var complaint = aMajorComplaint();
    refusesToMeet(complaint, "collaborators", "collaborators", "unit-after-sales");
    refusesToMeet(complaint, "collaborators", "collaborators", "unit-nobody");
    refusesToMeet(complaint, "collaborators", "collaborators", "cs-agent");
    refusesToMeet(complaint, "leadUnit", "leadUnit", "unit-nobody");
    refusesToMeet(complaint, "meetingAttendees", "meetingAttendees", "board1, <b>");
    complaint.refuses("board1", "holdSpecialMeeting", "investigation", meeting(Map.of(), "investigation"));
    complaint.waitsAt("holdSpecialMeeting", "contactSubstantively");
  }

  @Test
  void aPlanThatIsRejectedGoesBackToWhoeverLeads() {
    var complaint = aMajorComplaint();
    meets(complaint, "investigation", "NOT_NEEDED");
    complaint.isPlannedBy("agent1", 800, 1);
    complaint.does("super1", "reviewPlan", "planDecision", "REJECTED", "planComment", "没有说明召回范围");
    complaint.waitsAt("proposePlan");
    assertThat(complaint.heldBy("proposePlan")).isEqualTo("cs-agent");
  }

  @Test
  void aCustomerWhoObjectsGetsANewPlanWithoutASecondMeetingAndNobodyIsToldTwice() {
    var complaint = aMajorComplaint();
    meets(complaint, "investigation", "NOT_NEEDED", "lead", "UNIT");
    complaint.isPlannedBy("aftersales1", 800, 1).isApprovedBy("super1", "reviewPlan").isApprovedBy("manager1", "approvePlan")
        .isExecutedBy("aftersales1").isTold().isObjectedTo("还要更换充电器");
    story.meanwhile();

    complaint.waitsAt("proposePlan");
    assertThat(complaint.heldBy("proposePlan")).as("as the meeting decided").isEqualTo("unit-after-sales");
    assertThat(complaint.mailsTo("gm1")).containsOnlyOnce("【重大投诉】 请立即关注");
    complaint.isPlannedBy("aftersales1", 900, 1).isApprovedBy("super1", "reviewPlan");
    assertThat(complaint.heldBy("approvePlan")).isEqualTo("cs-manager");
  }

  @Test
  void anExtremelyComplexCaseGetsATaskForceWithADecisionLogThatGrows() {
    story.begins("2026-09-15T10:00");
    var complaint = story.aComplaint().with("category", "BILLING").with("groupSize", 10).isRegistered();
    assertThat(complaint.complaint().ratings().complexity()).isEqualTo(Complexity.EXTREME);
    complaint.isAccepted().isContacted().waitsAt("setUpTaskForce", "contactSubstantively");
    assertThat(complaint.heldBy("setUpTaskForce")).contains("general-manager").contains("vice-president");
    complaint.refuses("vp1", "setUpTaskForce", "taskForceLeader", "taskForceLeader", "nobody", "taskForceMembers",
        "finance1,it1", "taskForceDecision", "先停止扣费");
    complaint.refuses("vp1", "setUpTaskForce", "taskForceMembers", "taskForceLeader", "vp1", "taskForceMembers",
        "finance1,nobody", "taskForceDecision", "先停止扣费");

    complaint.does("vp1", "setUpTaskForce", "taskForceLeader", "vp1", "taskForceMembers", "finance1,it1",
        "taskForceDecision", "先停止扣费");
    assertThat(complaint.heldBy("logDecision")).isEqualTo("vp1");
    assertThat(maySee("it1", complaint)).as("a member of the task force").isTrue();
    assertThat(maySee("quality1", complaint)).isFalse();
    complaint.does("vp1", "logDecision", "taskForceDecision", "逐户核对账单", "decisionLog", "OPEN");
    complaint.does("vp1", "logDecision", "taskForceDecision", "统一退费", "decisionLog", "CLOSED");
    complaint.waitsAt("holdSpecialMeeting", "contactSubstantively");
    assertThat(complaint.entries("TASK_COMPLETED").stream().map(entry -> entry.facts().get("submitted"))
        .flatMap(values -> values instanceof Map<?, ?> map && map.containsKey("taskForceDecision")
            ? Stream.of(map.get("taskForceDecision")) : Stream.empty()))
        .as("every decision is in the archive").isEqualTo(List.of("先停止扣费", "逐户核对账单", "统一退费"));

    meets(complaint, "leadUnit", "unit-finance", "lead", "UNIT", "investigation", "NOT_NEEDED");
    complaint.refuses("finance1", "proposePlan", "systemicCause", plan());
    complaint.does("finance1", "proposePlan", plan("systemicCause", "费率变更没有复核"));
    complaint.isApprovedBy("super1", "reviewPlan");
    assertThat(complaint.heldBy("approvePlan")).as("the matrix: the general manager decides").isEqualTo("general-manager");
    complaint.isApprovedBy("gm1", "approvePlan").isExecutedBy("finance1").isTold();
  }

  @Test
  void anOpenDecisionLogEndsWithTheCase() {
    story.begins("2026-09-15T10:00");
    var complaint = story.aComplaint().with("category", "BILLING").with("claimAmount", "500000.01").isRegistered();
    complaint.isAccepted().isContacted().does("gm1", "setUpTaskForce", "taskForceLeader", "gm1", "taskForceMembers",
        "finance1", "taskForceDecision", "先停止扣费");
    meets(complaint, "leadUnit", "unit-finance", "lead", "UNIT", "investigation", "NOT_NEEDED");
    complaint.does("finance1", "proposePlan", plan("systemicCause", "费率变更没有复核"))
        .isApprovedBy("super1", "reviewPlan").isApprovedBy("gm1", "approvePlan")
        .isExecutedBy("finance1").waitsAt("tellResult", "contactSubstantively");
  }

  private boolean maySee(String userId, Told complaint) {
    return access.maySee(directory.person(userId).orElseThrow(), complaint.number.value(), false);
  }

  /** An appliance that smokes; accepted, and the customer was called. */
  private Told aMajorComplaint() {
    story.begins("2026-09-15T10:00");
    var complaint = story.aComplaint().with("category", "PRODUCT_QUALITY").with("safetyRisk", true).isRegistered();
    return complaint.isAccepted().isContacted().waitsAt("holdSpecialMeeting", "contactSubstantively");
  }

  private static void meets(Told complaint, Object... changed) {
    complaint.does("board1", "holdSpecialMeeting", meeting(pairs(changed)));
    if (complaint.openTasks().contains("userTask_contactSubstantively")
        && complaint.openTasks().size() > 1 && complaint.complaint().ratings().severity() == Severity.MAJOR) {
      complaint.does("agent1", "contactSubstantively", "contactChannel", "ONSITE", "contactSummary", "上门核实");
    }
  }

  private static void refusesToMeet(Told complaint, String faulty, Object... changed) {
    complaint.refuses("board1", "holdSpecialMeeting", faulty, meeting(pairs(changed)));
  }

  private static Object[] meeting(Map<String, Object> changed, String... without) {
    var fields = new HashMap<String, Object>(Map.of("meetingAttendees", "board1,sales1,aftersales1",
        "meetingHeldAt", "2026-09-15T10:30:00+08:00", "meetingMinutes", "售后说明了经过",
        "meetingDecisions", "先上门取回，再检测", "leadUnit", "unit-after-sales", "lead", "CUSTOMER_SERVICE",
        "investigation", "NOT_NEEDED", "collaborators", ""));
    fields.putAll(changed);
    Stream.of(without).forEach(fields::remove);
    return fields.entrySet().stream().flatMap(field -> Stream.of(field.getKey(), field.getValue())).toArray();
  }

  private static Map<String, Object> pairs(Object... fieldsAndValues) {
    var fields = new HashMap<String, Object>();
    for (var i = 0; i < fieldsAndValues.length; i += 2) {
      fields.put((String) fieldsAndValues[i], fieldsAndValues[i + 1]);
    }
    return fields;
  }

  private static Object[] plan(Object... more) {
    return Stream.concat(Stream.of("cause", "计费规则错误", "measures", "退费并致歉", "planDueOn", "2026-09-30",
        "planCost", 500, "planDepartments", 1), Stream.of(more)).toArray();
  }

  /** A unit's finding, given by somebody of that unit. */
  private void gives(Told complaint, String userId, String finding) {
    story.as(userId, () -> {
      var task = story.tasks.createTaskQuery().processInstanceBusinessKey(complaint.number.value())
          .taskDefinitionKey("userTask_collaborate").taskCandidateUser(userId).singleResult();
      story.tasks.claim(task.getId(), userId);
      story.tasks.complete(task.getId(), Map.of("finding", finding));
    });
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> submitted(Told complaint, String task) {
    return complaint.entries("TASK_COMPLETED").stream().filter(entry -> task.equals(entry.facts().get("task")))
        .map(entry -> (Map<String, Object>) entry.facts().get("submitted")).reduce((earlier, later) -> later).orElseThrow();
  }
}
