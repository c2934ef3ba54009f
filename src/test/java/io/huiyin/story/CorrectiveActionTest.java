package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.huiyin.HuiyinTest;
import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.CorrectiveAction;
import io.huiyin.complaint.CorrectiveActions;
import io.huiyin.complaint.FieldError;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.sla.Clock.Status;
import io.huiyin.story.Story.Told;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** 纠正/预防措施: from the order to the return visit, and again where it did not help. Tuesday, 14 April. [003] */
@HuiyinTest
class CorrectiveActionTest {

  private static final String MEASURES = "下单页加装地址校验|it1|2026-04-24\n复核分拣流程|logistics1|2026-04-22";

  @Autowired
  Story story;
  @Autowired
  CorrectiveActions actions;

  Told complaint;
  String point;

  @BeforeEach
  void aComplaintWhoseCauseIsToBeRemoved() {
    story.begins("2026-04-14T10:00");
    complaint = accepted("ADDRESS-" + story.now() + System.nanoTime());
    point = complaint.complaint().issuePoint();
    complaint.isRated(5, 5, 5).does("board1", "determineResponsibility", "split", "unit-logistics:60,unit-it:40",
        "responsibilityReason", "地址没有校验", "correctiveDecision", "ORDER", "correctiveUnit", "unit-logistics",
        "correctiveTask", "地址错误屡次发生");
    complaint.waitsAt("writeCorrectiveReport");
  }

  @Test
  void isNotEffectiveAtFirstThenEffectiveVisitedTwiceAndFiled() {
    assertThat(complaint.heldBy("writeCorrectiveReport")).isEqualTo("unit-logistics");
    assertThat(complaint.says("CORRECTIVE_ORDERED")).containsExactly("下达纠正/预防措施，由仓储物流部报告");
    reports(MEASURES);
    assertThat(complaint.heldBy("handOverReport")).isEqualTo("board-office");
    assertThat(complaint.due("handOverReport")).as("the same day").isEqualTo(story.instant("2026-04-14T18:00"));
    complaint.does("board1", "handOverReport", "handOverNote", "请客服跟踪");

    complaint.waitsAt("carryOutMeasure", "carryOutMeasure");
    carriesOut("it1", "2026-04-14");
    complaint.waitsAt("carryOutMeasure");
    carriesOut("logistics1", "2026-04-14");
    assertThat(complaint.heldBy("checkEffect")).isEqualTo("cs-manager");
    complaint.refuses("manager1", "checkEffect", "effectRecord", "effect", "NOT_EFFECTIVE");
    complaint.does("manager1", "checkEffect", "effect", "NOT_EFFECTIVE", "effectRecord", "抽查 20 单仍有 3 单地址错误");

    assertThat(complaint.says("CORRECTIVE_AGAIN")).containsExactly("纠正/预防措施：措施未能奏效，开始第 2 轮");
    assertThat(action().round()).isEqualTo(2);
    assertThat(complaint.clock("CORRECTIVE_REPORT").round()).as("5 working days of its own").isEqualTo(2);
    story.at("2026-04-20T10:00");
    reports("校验收件人电话|it1|2026-05-08");
    complaint.does("board2", "handOverReport").waitsAt("carryOutMeasure");
    carriesOut("it1", "2026-04-20");
    complaint.refuses("manager1", "checkEffect", "returnVisitOn", "effect", "EFFECTIVE", "effectRecord", "抽查无误",
        "returnVisitOn", "2026-04-17");
    complaint.does("manager1", "checkEffect", "effect", "EFFECTIVE", "effectRecord", "抽查无误", "returnVisitOn", "2026-05-20");

    assertThat(complaint.says("CORRECTIVE_VERIFIED")).containsExactly("纠正/预防措施：第 2 轮措施已确认有效");
    assertThat(action().verifiedAt()).isEqualTo(story.now());
    complaint.waitsAt();
    story.at("2026-05-20T08:59");
    complaint.waitsAt();
    story.at("2026-05-20T09:00");
    complaint.waitsAt("returnVisit");
    assertThat(complaint.due("returnVisit")).as("2 working days").isEqualTo(story.instant("2026-05-22T18:00"));
    visits("AGAIN", "2026-06-22");
    story.at("2026-06-22T09:00");
    visits("HOLDS", null);
    assertThat(complaint.contacts()).extracting(contact -> contact.summary()).contains("没有再发生");

    complaint.hasDocument("logistics1", "WAYBILL").does("logistics1", "completeDocuments", "documentsOutcome", "SUPPLEMENTED");
    complaint.isFiled().isOver();
    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.FILED);
    assertThat(complaint.keptUntil()).isEqualTo(LocalDate.of(2029, 6, 22));
    assertThat(actions.running(complaint.number)).isEmpty();
  }

  @Test
  void startsAnewWhenTheFaultComesBack() {
    isEffective("2026-04-30");
    story.at("2026-04-30T09:00");
    visits("RECURRED", null);

    complaint.waitsAt("writeCorrectiveReport");
    assertThat(action().round()).isEqualTo(2);
    assertThat(action().verifiedAt()).as("no longer").isNull();
  }

  @Test
  void isReportedInFull() {
    for (var missing : List.of("problem", "rootCause", "correction", "correctiveAction", "preventiveAction",
        "correctiveMeasures", "verificationMethod")) {
      complaint.refuses("logistics1", "writeCorrectiveReport", missing, report(MEASURES, missing));
    }
    refusesMeasures("下单页加装地址校验");
    refusesMeasures("下单页加装地址校验|nobody1|2026-04-24");
    refusesMeasures("下单页加装地址校验|it1|2026-04-13");
    complaint.waitsAt("writeCorrectiveReport");
  }

  @Test
  void isReportedWithinFiveWorkingDaysAcrossAWeekend() {
    assertThat(complaint.due("writeCorrectiveReport")).isEqualTo(story.instant("2026-04-21T18:00"));
    story.at(complaint.clock("CORRECTIVE_REPORT").warnAt()).meanwhile();
    assertThat(complaint.mailsTo("logistics1")).contains("【预警】 纠正/预防措施报告即将到期");
    story.at("2026-04-21T17:59");
    complaint.waitsAt("writeCorrectiveReport");

    story.at("2026-04-21T18:00").meanwhile();
    assertThat(complaint.supervision("CORRECTIVE_REPORT")).containsExactly("userTask_superviseOverdue");
    assertThat(complaint.mailsTo("manager1")).contains("【督办】 纠正/预防措施报告已超时");
    complaint.does("manager1", "superviseOverdue", "overdueCause", "UNDERSTAFFED", "supervision", "请明天提交");
    reports("复核分拣流程|logistics1|2026-04-24");
    assertThat(complaint.clock("CORRECTIVE_REPORT").status()).isEqualTo(Status.MET_LATE);
    complaint.waitsAt("handOverReport");
  }

  @Test
  void remindsTheOwnerOfAMeasureThatIsNotDone() {
    reports("复核分拣流程|logistics1|2026-04-22");
    complaint.does("board1", "handOverReport");
    assertThat(complaint.heldBy("carryOutMeasure")).as("the owner").isEqualTo("logistics1");
    complaint.refuses("logistics1", "carryOutMeasure", "measureDoneOn", "measureResult", "已复核", "measureDoneOn", "2026-04-15");
    story.at("2026-04-22T23:59").meanwhile();
    assertThat(complaint.says("MEASURE_OVERDUE")).isEmpty();

    story.at("2026-04-23T00:00");
    assertThat(complaint.says("MEASURE_OVERDUE")).hasSize(1);
    story.at("2026-04-23T09:00").meanwhile();
    assertThat(complaint.mailsTo("logistics1")).contains("【催办】投诉");
    assertThat(complaint.mailsTo("manager1")).contains("【催办】投诉");
    carriesOut("logistics1", "2026-04-23");
    complaint.waitsAt("checkEffect");
  }

  @Test
  void isSharedByOtherComplaintsAboutTheSameIssuePoint() {
    var other = accepted(point);
    other.isRated(5, 5, 5).does("board1", "determineResponsibility", "split", "unit-logistics:100",
        "responsibilityReason", "同一原因", "correctiveDecision", "LINK");
    assertThat(other.says("CORRECTIVE_LINKED")).containsExactly("并入 " + complaint.number + " 的纠正/预防措施");
    assertThat(complaint.says("CORRECTIVE_LINKED")).containsExactly("投诉 " + other.number + " 并入本案的纠正/预防措施");
    assertThat(other.openTasks()).as("it does not wait").containsExactly("userTask_completeDocuments");

    isEffective("2026-04-30");
    assertThat(other.says("CORRECTIVE_VERIFIED"))
        .containsExactly("并入 " + complaint.number + " 的纠正/预防措施：第 1 轮措施已确认有效");
    assertThat(actions.latest(other.number)).map(CorrectiveAction::number).contains(complaint.number);
    story.at("2026-04-30T09:00");
    visits("RECURRED", null);
    assertThat(other.says("CORRECTIVE_AGAIN")).hasSize(1);
    complaint.happens("agent1", "ComplaintWithdrawn", "reason", "客户撤诉");
    assertThat(other.says("CORRECTIVE_ENDED")).containsExactly("并入 " + complaint.number + " 的纠正/预防措施：已终止，未确认有效");
    assertThat(actions.running(complaint.number)).isEmpty();
    assertThat(other.verification().intact()).isTrue();
  }

  @Test
  void isNotSharedAcrossIssuePointsNorOrderedTwice() {
    var other = accepted("OTHER-" + point);
    other.refuses("board1", "determineResponsibility", "correctiveDecision", "split", "unit-logistics:100",
        "responsibilityReason", "另一原因", "correctiveDecision", "LINK");

    startedAlone("board1", other.number);
    other.refuses("board1", "determineResponsibility", "correctiveDecision", "split", "unit-logistics:100",
        "responsibilityReason", "另一原因", "correctiveDecision", "ORDER", "correctiveUnit", "unit-it", "correctiveTask", "校验");
    other.isAttributed("unit-logistics:100");
  }

  @Test
  void isStartedOnItsOwnByTheBoardOffice() {
    var filed = story.aComplaint().with("category", "BUSINESS_PROCESS").isRegistered().isSettledAndTold().isConfirmed()
        .isRated(5, 5, 5).isFiled();
    startedAlone("board1", filed.number);

    filed.waitsAt("orderCorrective");
    assertThat(filed.heldBy("orderCorrective")).isEqualTo("board-office");
    filed.refuses("board1", "orderCorrective", "correctiveUnit", "correctiveUnit", "unit-space", "correctiveTask", "手续太多");
    filed.does("board1", "orderCorrective", "correctiveUnit", "unit-operations", "correctiveTask", "手续太多");
    assertThat(filed.heldBy("writeCorrectiveReport")).isEqualTo("unit-operations");
    refusesToStart("board1", filed.number.value());
    refusesToStart("board1", "20200101-CS-0001");
    refusesToStart("crm1", "not a complaint");
    assertThatThrownBy(() -> startedAlone("agent1", complaint.number)).isInstanceOf(AuthorizationException.class);
  }

  @Test
  void aWithdrawalEndsAnActionThatRunsOnItsOwn() {
    var told = story.aComplaint().with("category", "BUSINESS_PROCESS").isRegistered().isSettledAndTold();
    startedAlone("board1", told.number);
    told.happens("agent1", "ComplaintWithdrawn", "reason", "客户称已自行解决");
    told.waitsAt("fileArchive").isFiled().isOver();
  }

  @Test
  void anOrderThatIsNotGivenAndAVisitThatIsNotMadeAreSupervised() {
    var filed = story.aComplaint().with("category", "BUSINESS_PROCESS").isRegistered().isSettledAndTold().isConfirmed()
        .isRated(5, 5, 5).isFiled();
    startedAlone("board1", filed.number);
    story.at(filed.clock("CORRECTIVE_ORDER").dueAt());
    assertThat(filed.supervisors("CORRECTIVE_ORDER")).containsExactly("general-manager");
    filed.answersFor("gm1", "superviseOverdue", "CORRECTIVE_ORDER");

    complaint.allIsAnsweredFor();
    isEffective("2026-04-30");
    story.at("2026-04-30T09:00");
    story.at(complaint.clock("RETURN_VISIT").dueAt());
    assertThat(complaint.supervisors("RETURN_VISIT")).containsExactly("cs-manager");
    complaint.answersFor("manager1", "superviseOverdue", "RETURN_VISIT");
    visits("HOLDS", null);
  }

  @Test
  void theFileIsKeptFromTheConfirmedMeasuresOn() {
    var filed = story.aComplaint().with("category", "BUSINESS_PROCESS").isRegistered().isSettledAndTold().isConfirmed()
        .isRated(5, 5, 5).isFiled();
    assertThat(filed.keptUntil()).isEqualTo(LocalDate.of(2029, 4, 14));
    startedAlone("crm1", filed.number);
    complaint = filed;
    complaint.does("board1", "orderCorrective", "correctiveUnit", "unit-logistics", "correctiveTask", "手续太多");
    story.at("2026-04-20T10:00");
    isEffective("2026-04-30");

    assertThat(filed.keptUntil()).isEqualTo(LocalDate.of(2029, 4, 20));
    assertThat(filed.says("RETENTION_EXTENDED")).containsExactly("纠正/预防措施已确认有效，保管期限延长至 2029-04-20");
  }

  @Test
  void aCaseThatClosedEarlierIsKeptFromTheConfirmedMeasuresOnToo() {
    complaint = story.aComplaint().with("category", "BUSINESS_PROCESS").isRegistered().isSettledAndTold();
    complaint.isObjectedTo("手续费没有退").does("agent1", "settleDirectly", "measures", "核算", "settlement", "已退").isTold();
    complaint.isObjectedTo("只退了一半").does("manager1", "coordinateDispute", "coordination", "REPLAN", "coordinationNote", "再核算")
        .does("agent1", "settleDirectly", "measures", "核算", "settlement", "已退").isTold();
    complaint.isObjectedTo("还要利息").does("board1", "decideObjection", "boardDecision", "FINAL", "boardReason", "无依据");
    startedAlone("board1", complaint.number);
    complaint.does("board1", "orderCorrective", "correctiveUnit", "unit-logistics", "correctiveTask", "手续太多");
    story.at("2026-04-17T10:00");
    isEffective("2026-04-30");

    complaint.isRated(5, 5, 5).isFiled();
    assertThat(complaint.keptUntil()).isEqualTo(LocalDate.of(2029, 4, 17));
    complaint.waitsAt();
  }

  @Test
  void aRegradingLeavesTheDatesOfMeasuresAndVisitsAlone() {
    reports("复核分拣流程|logistics1|2026-04-22");
    complaint.does("board1", "handOverReport");
    complaint.happens("super1", "ComplaintRegraded", "priority", "P0", "severity", "MAJOR", "reason", "媒体关注");
    assertThat(complaint.due("carryOutMeasure")).isEqualTo(story.instant("2026-04-23T00:00"));
    story.at("2026-04-23T00:00");
    assertThat(complaint.says("MEASURE_OVERDUE")).hasSize(1);
    carriesOut("logistics1", "2026-04-23");
    complaint.does("manager1", "checkEffect", "effect", "EFFECTIVE", "effectRecord", "抽查无误", "returnVisitOn", "2026-04-30");
    complaint.happens("super1", "ComplaintRegraded", "priority", "P1", "severity", "GENERAL", "reason", "已平息");
    story.at("2026-04-30T08:59");
    complaint.waitsAt();
    story.at("2026-04-30T09:00");
    complaint.waitsAt("returnVisit");
  }

  private Told accepted(String issuePoint) {
    return story.aComplaint().with("issuePoint", issuePoint).isRegistered().isAccepted().isContacted()
        .isHandledBy("logistics1").waitsAt("collectSurvey", "determineResponsibility");
  }

  private CorrectiveAction action() {
    return actions.running(complaint.number).orElseThrow();
  }

  private void reports(String measures) {
    complaint.does("logistics1", "writeCorrectiveReport", report(measures, ""));
  }

  private void refusesMeasures(String measures) {
    complaint.refuses("logistics1", "writeCorrectiveReport", "correctiveMeasures", report(measures, ""));
  }

  private static Object[] report(String measures, String without) {
    var fields = new ArrayList<Object>();
    Map.of("problem", "地址错误导致误投", "rootCause", "下单页不校验地址", "correction", "已补发", "correctiveAction", "加装校验",
        "preventiveAction", "检查其他下单入口", "correctiveMeasures", measures, "verificationMethod", "抽查 20 单").forEach((name, value) -> {
          if (!name.equals(without)) {
            fields.add(name);
            fields.add(value);
          }
        });
    return fields.toArray();
  }

  private void carriesOut(String owner, String on) {
    var measure = story.tasks.createTaskQuery().processInstanceBusinessKey(complaint.number.value())
        .taskDefinitionKey("userTask_carryOutMeasure").taskAssignee(owner).singleResult();
    story.as(owner, () -> story.tasks.complete(measure.getId(), Map.of("measureResult", "已完成", "measureDoneOn", on)));
  }

  private void isEffective(String returnVisitOn) {
    reports("复核分拣流程|logistics1|2026-04-22");
    complaint.does("board1", "handOverReport");
    carriesOut("logistics1", "2026-04-14");
    complaint.does("manager1", "checkEffect", "effect", "EFFECTIVE", "effectRecord", "抽查无误", "returnVisitOn", returnVisitOn);
  }

  private void visits(String improvement, String nextVisitOn) {
    var said = "RECURRED".equals(improvement) ? "又发生了一次" : "没有再发生";
    if (nextVisitOn == null) {
      complaint.does("agent1", "returnVisit", "contactChannel", "PHONE", "contactSummary", said, "improvement", improvement);
    } else {
      complaint.refuses("agent1", "returnVisit", "returnVisitOn", "contactChannel", "PHONE", "contactSummary", said,
          "improvement", improvement);
      complaint.does("agent1", "returnVisit", "contactChannel", "PHONE", "contactSummary", said, "improvement", improvement,
          "returnVisitOn", nextVisitOn);
    }
  }

  private void startedAlone(String userId, ComplaintNumber number) {
    story.as(userId, () -> {
      story.runtime.startProcessInstanceByKey("corrective-action", number.value());
    });
  }

  private void refusesToStart(String userId, String businessKey) {
    assertThatThrownBy(() -> story.as(userId, () -> {
      story.runtime.startProcessInstanceByKey("corrective-action", businessKey);
    })).isInstanceOfSatisfying(InvalidInput.class, refused ->
        assertThat(refused.errors()).extracting(FieldError::field).containsExactly("businessKey"));
  }
}
