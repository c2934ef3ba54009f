package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.huiyin.HuiyinTest;
import io.huiyin.archive.ArchiveStatus;
import io.huiyin.archive.Entry;
import io.huiyin.complaint.FieldError;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.desk.Copies;
import io.huiyin.flow.desk.Desk;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Directory;
import io.huiyin.identity.Person;
import io.huiyin.sla.Clock.Status;
import io.huiyin.story.Story.Told;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.NoSuchElementException;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** 转办、退回、催办、抄送: what people do with a task beside completing it. [ours] */
@HuiyinTest
class EverydayHandlingTest {

  @Autowired
  Story story;
  @Autowired
  Desk desk;
  @Autowired
  Copies copies;
  @Autowired
  Directory directory;
  @Autowired
  CaseAccess access;
  @Autowired
  TaskService tasks;

  Told complaint;

  @BeforeEach
  void aLateParcelForTheWarehouse() {
    story.begins("2026-09-15T10:00");
    complaint = story.aComplaint().isRegistered()
        .does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "leadUnit", "unit-logistics");
  }

  @Test
  void whoHasATaskHandsItToAColleagueWithAReason() {
    complaint.isAgreedWith("logistics1");
    claims("logistics1", "proposePlan");
    assertThat(maySee("product1")).isFalse();

    handsOver("logistics1", "proposePlan", "person", "product1");
    story.meanwhile();

    assertThat(complaint.heldBy("proposePlan")).isEqualTo("product1");
    assertThat(complaint.says("TASK_HANDED_OVER")).containsExactly("任务“制定处理方案”由马超转给朱琳");
    assertThat(last("TASK_HANDED_OVER").facts()).containsEntry("reason", "这批货归你们管");
    assertThat(last("TASK_HANDED_OVER").actor()).isEqualTo("logistics1");
    assertThat(complaint.mailsTo("product1")).containsExactly("【待办】制定处理方案（）");
    assertThat(maySee("product1")).isTrue();
    assertThat(story.as("product1", () -> tasks.createTaskQuery().taskAssignee("product1").count())).isOne();
    complaint.isPlannedBy("product1", 500, 1).waitsAt("reviewPlan", "firstContact");
  }

  @Test
  void whatTheTaskOpenedForItsFormerHolderCloses() {
    claims("agent1", "writeOpinion");
    handsOver("agent1", "writeOpinion", "person", "product1");
    assertThat(maySee("product1")).isTrue();
    assertThat(seesTask("product1", "writeOpinion")).isTrue();

    handsOver("product1", "writeOpinion", "person", "it1");
    assertThat(maySee("product1")).isFalse();
    assertThat(seesTask("product1", "writeOpinion")).isFalse();
    assertThat(seesTask("it1", "writeOpinion")).isTrue();
  }

  @Test
  void aTaskGoesToAnotherUnitAndWaitsThere() {
    complaint.does("agent1", "writeOpinion", "opinion", "补发并道歉");
    claims("logistics1", "confirmOpinion");
    handsOver("logistics1", "confirmOpinion", "unit", "unit-product");
    story.meanwhile();

    assertThat(complaint.heldBy("confirmOpinion")).isEqualTo("unit-product");
    assertThat(seesTask("logistics1", "confirmOpinion")).isFalse();
    assertThat(maySee("logistics1")).isFalse();
    assertThat(maySee("product1")).isTrue();
    assertThat(complaint.mailsTo("product1")).hasSize(1);
    complaint.does("product1", "confirmOpinion", "unitAnswer", "AGREE").waitsAt("proposePlan", "firstContact");
  }

  @Test
  void whoLeadsThePeopleMovesTheirTasks() {
    claims("agent1", "writeOpinion");
    handsOver("super1", "writeOpinion", "person", "agent2");
    assertThat(complaint.heldBy("writeOpinion")).isEqualTo("agent2");
    handsOver("manager1", "writeOpinion", "person", "agent1");
    complaint.does("agent1", "writeOpinion", "opinion", "补发并道歉");
    handsOver("logistics-head1", "confirmOpinion", "person", "logistics1");
    assertThat(complaint.heldBy("confirmOpinion")).isEqualTo("logistics1");
  }

  @Test
  void aHandOverThatMakesNoSenseIsRefusedAndNothingChanges() {
    claims("agent1", "writeOpinion");
    refused("person", () -> handsOver("agent1", "writeOpinion", "person", "nobody1"));
    refused("person", () -> handsOver("agent1", "writeOpinion", "person", "agent1"));
    refused("person", () -> handsOver("agent1", "writeOpinion", "person", "auditor1"));
    refused("unit", () -> handsOver("agent1", "writeOpinion", "unit", "unit-moon"));
    refused("unit", () -> handsOver("agent1", "writeOpinion", "unit", "board-office"));
    refused("reason", () -> desk.handOver(person("agent1"), id("writeOpinion"), Map.of("person", "agent2")));
    refused("person", () -> desk.handOver(person("agent1"), id("writeOpinion"), Map.of("reason", "x")));
    refused("task", () -> handsOver("agent2", "writeOpinion", "person", "agent2"));
    refused("task", () -> handsOver("logistics-head1", "writeOpinion", "person", "agent2"));
    refused("task", () -> handsOver("agent2", "firstContact", "person", "agent1")); // nobody claimed it
    assertThat(complaint.heldBy("writeOpinion")).isEqualTo("agent1");
    assertThat(complaint.entries("TASK_HANDED_OVER")).isEmpty();
  }

  @Test
  void aHighlySensitiveCaseStaysWithThoseWhoMaySeeIt() {
    complaint = story.aComplaint().with("involvesMinorOrVulnerable", true).isRegistered()
        .does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "leadUnit", "unit-logistics");
    claims("agent1", "firstContact");
    refused("person", () -> handsOver("agent1", "firstContact", "person", "product1"));
    refused("unit", () -> handsOver("agent1", "firstContact", "unit", "unit-product"));
    refused("person", () -> copiesTo("agent1", "person", "product1"));
    refused("unit", () -> copiesTo("super1", "unit", "unit-product"));

    copiesTo("super1", "person", "product1");
    handsOver("agent1", "firstContact", "person", "product1");
    assertThat(complaint.heldBy("firstContact")).isEqualTo("product1");
  }

  @Test
  void theAuthorOfAPlanGetsItsApprovalByNoWay() {
    story.joins("super1", "unit-logistics");
    try {
      complaint.isAgreedWith("logistics1").isPlannedBy("super1", 500, 1);
      refused("person", () -> handsOver("manager1", "reviewPlan", "person", "super1"));
      refused("assignee", () -> claims("super1", "reviewPlan"));
      assertThat(complaint.heldBy("reviewPlan")).isEqualTo("cs-supervisor");
    } finally {
      story.leaves("super1", "unit-logistics");
    }
  }

  @Test
  void aUnitGivesTheOpinionBackToItsAuthor() {
    complaint.isContacted().does("agent1", "writeOpinion", "opinion", "补发并道歉");
    story.after(Duration.ofHours(2));
    claims("logistics1", "confirmOpinion");
    gives("logistics1", "confirmOpinion");
    story.meanwhile();

    complaint.waitsAt("writeOpinion");
    assertThat(complaint.heldBy("writeOpinion")).as("who wrote it gets it again").isEqualTo("agent1");
    assertThat(complaint.says("TASK_RETURNED")).containsExactly("第 1 次退回：“责任单位确认意见”退回到“填写处理意见”");
    assertThat(last("TASK_RETURNED").facts()).containsEntry("reason", "请补充运单号");
    assertThat(complaint.complaint().returns()).isOne();
    assertThat(complaint.clock("UNIT_CONFIRMATION").status()).as("neither met nor missed").isEqualTo(Status.CANCELLED);
    assertThat(complaint.clock("OPINION").status()).isEqualTo(Status.RUNNING);
    assertThat(complaint.clock("OPINION").round()).isEqualTo(2);
    assertThat(complaint.due("writeOpinion")).isEqualTo(complaint.clock("OPINION").dueAt());
    assertThat(complaint.mailsTo("agent1")).contains("【待办】填写处理意见（）");

    complaint.isAgreedWith("logistics1").waitsAt("proposePlan");
    assertThat(complaint.clock("UNIT_CONFIRMATION").status()).isEqualTo(Status.MET);
  }

  @Test
  void everyReturnCountsAndTheCaseStillComesToItsEnd() {
    complaint.isContacted().isAgreedWith("logistics1").isPlannedBy("logistics1", 500, 1)
        .isApprovedBy("super1", "reviewPlan");
    claims("logistics1", "executePlan");
    gives("logistics1", "executePlan");
    complaint.waitsAt("proposePlan").isPlannedBy("logistics1", 20_000, 2).isApprovedBy("super1", "reviewPlan");
    claims("manager1", "approvePlan");
    gives("manager1", "approvePlan");
    complaint.waitsAt("reviewPlan").isApprovedBy("super1", "reviewPlan").isApprovedBy("manager1", "approvePlan");
    assertThat(complaint.complaint().returns()).isEqualTo(2);

    complaint.isExecutedBy("logistics1").isTold().isConfirmed().isRated(5, 5, 5).isAttributed("unit-logistics:100");
    complaint.waitsAt("completeDocuments");
  }

  @Test
  void aMinorMatterComesBackToTheSupervisorWithItsPathOpenAgain() {
    complaint = story.aComplaint().with("category", "OTHER").isRegistered()
        .does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "severity", "MINOR", "ratingChangeReason", "小事");
    claims("agent1", "settleDirectly");
    gives("agent1", "settleDirectly");
    complaint.waitsAt("acceptAndClassify", "firstContact");
    assertThat(complaint.heldBy("acceptAndClassify")).isEqualTo("super1");
  }

  @Test
  void aReturnKeepsABreachAndEndsItsSupervision() {
    complaint.isContacted().does("agent1", "writeOpinion", "opinion", "补发并道歉");
    claims("logistics1", "confirmOpinion");
    story.at("2026-09-17T10:00").meanwhile();
    assertThat(complaint.supervision("UNIT_CONFIRMATION")).isNotEmpty();
    gives("logistics1", "confirmOpinion");
    assertThat(complaint.ledger("UNIT_CONFIRMATION")).containsSubsequence("BREACHED", "CANCELLED");
    assertThat(complaint.heldBy("writeOpinion")).isEqualTo("agent1");
    complaint.isAgreedWith("logistics1");
    assertThat(complaint.clock("UNIT_CONFIRMATION").status()).isEqualTo(Status.MET);
    assertThat(complaint.clock("UNIT_CONFIRMATION").round()).isEqualTo(2);
  }

  @Test
  void aUnitThatIsToPlanReconsidersWhatItHasConfirmed() {
    complaint.isContacted().isAgreedWith("logistics1");
    claims("logistics1", "proposePlan");
    gives("logistics1", "proposePlan");
    complaint.waitsAt("confirmOpinion");
    assertThat(complaint.heldBy("confirmOpinion")).isEqualTo("logistics1");
    assertThat(complaint.complaint().returns()).isOne();
  }

  @Test
  void theArchivistSendsAFileBackToBeCompleted() {
    complaint.isContacted().isAgreedWith("logistics1").isPlannedBy("logistics1", 500, 1)
        .isApprovedBy("super1", "reviewPlan").isExecutedBy("logistics1").isTold().isConfirmed().isRated(5, 5, 5)
        .isAttributed("unit-logistics:100").does("logistics1", "completeDocuments", "documentsOutcome", "WAIVER", "waiverReason", "承运商已停业");
    claims("archivist1", "waiveDocuments");
    gives("archivist1", "waiveDocuments");
    complaint.waitsAt("completeDocuments").hasDocument("agent1", "WAYBILL")
        .does("logistics1", "completeDocuments", "documentsOutcome", "SUPPLEMENTED");
    complaint.refuses("archivist1", "fileArchive", "supplementNeeded", "archiveStatus", "PENDING", "supplementFrom", "lead-unit")
        .does("archivist1", "fileArchive", "archiveStatus", "PENDING", "supplementFrom", "lead-unit", "supplementNeeded",
            "运单看不清，请重新扫描");
    complaint.waitsAt("completeDocuments");
    assertThat(complaint.heldBy("completeDocuments")).isEqualTo("unit-logistics");
    assertThat(complaint.archiveStatus()).isEqualTo(ArchiveStatus.PENDING);
    complaint.does("logistics1", "completeDocuments", "documentsOutcome", "SUPPLEMENTED").isFiled().isOver();
  }

  @Test
  void whatWasToBeExplainedIsACaseAfterAll() {
    complaint = story.aComplaint().isRegistered().does("super1", "acceptAndClassify", "acceptance", "EXPLAINED");
    claims("agent1", "explain");
    gives("agent1", "explain");
    complaint.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "leadUnit", "unit-logistics")
        .waitsAt("writeOpinion", "firstContact");
  }

  @Test
  void aStepWithoutAWayBackAndAReturnWithoutReasonAreRefused() {
    claims("agent1", "writeOpinion");
    refused("task", () -> gives("agent1", "writeOpinion"));
    complaint.does("agent1", "writeOpinion", "opinion", "补发并道歉");
    refused("task", () -> gives("logistics1", "confirmOpinion")); // nobody claimed it
    claims("logistics1", "confirmOpinion");
    refused("task", () -> gives("agent1", "confirmOpinion"));
    refused("reason", () -> desk.giveBack(person("logistics1"), id("confirmOpinion"), Map.of("reason", " ")));
    assertThat(complaint.complaint().returns()).isZero();
    complaint.waitsAt("confirmOpinion", "firstContact");
  }

  @Test
  void everyUrgeCountsAndEachPersonHearsOfItOnceWithinAnHour() {
    claims("agent1", "writeOpinion");
    claims("agent1", "firstContact");
    story.at("2026-09-15T10:50");
    complaint.happens("manager1", "Urged", "reason", "客户在等");
    story.at("2026-09-15T11:10"); // another hour of the clock, but not an hour later
    complaint.happens("super1", "Urged", "reason", "客户又来电");
    story.meanwhile();
    assertThat(complaint.mailsTo("agent1")).containsOnlyOnce("【催办】投诉");
    assertThat(complaint.complaint().urges()).isEqualTo(2);
    assertThat(complaint.says("URGED")).containsExactly("第 1 次催办", "第 2 次催办");

    handsOver("agent1", "writeOpinion", "person", "agent2");
    complaint.happens("super1", "Urged", "reason", "换人了也请快办");
    story.meanwhile();
    assertThat(complaint.mailsTo("agent2")).contains("【催办】投诉");
    assertThat(complaint.mailsTo("agent1")).containsOnlyOnce("【催办】投诉");

    story.at("2026-09-15T11:50");
    complaint.happens("super1", "Urged", "reason", "还没有回复");
    story.meanwhile();
    assertThat(complaint.mailsTo("agent1").stream().filter("【催办】投诉"::equals)).hasSize(2);
    complaint.refusesToHear("super1", "Urged", "reason", "reason", 7);
    assertThat(complaint.complaint().urges()).isEqualTo(4);
  }

  @Test
  void aCopyOpensThatOneCaseUntilItIsTakenBack() {
    var other = story.aComplaint().isRegistered();
    copiesTo("agent1", "person", "product1");
    copiesTo("agent1", "unit", "unit-quality");
    story.meanwhile();
    assertThat(maySee("product1")).isTrue();
    assertThat(maySee("quality1")).isTrue();
    assertThat(access.maySee(person("product1"), other.number.value(), false)).isFalse();
    assertThat(complaint.mailsTo("product1")).containsExactly("【抄送】投诉");
    assertThat(complaint.mailsTo("quality-head1")).containsExactly("【抄送】投诉");
    assertThat(complaint.says("CASE_COPIED")).containsExactly("抄送给朱琳", "抄送给质检部");
    refused("person", () -> copiesTo("agent1", "person", "product1"));
    refused("person", () -> copiesTo("agent1", "person", "agent1"));
    refused("person", () -> copiesTo("agent1", "person", "nobody1"));
    refused("unit", () -> copiesTo("agent1", "unit", "unit-moon"));

    var given = copies.of(complaint.number);
    assertThatThrownBy(() -> copies.takeBack(person("agent2"), complaint.number, given.get(0).id()))
        .isInstanceOf(NoSuchElementException.class);
    copies.takeBack(person("agent1"), complaint.number, given.get(0).id());
    copies.takeBack(person("super1"), complaint.number, given.get(1).id());
    assertThat(maySee("product1")).isFalse();
    assertThat(maySee("quality1")).isFalse();
    assertThat(complaint.says("COPY_TAKEN_BACK")).containsExactly("收回给朱琳的抄送", "收回给质检部的抄送");
    copiesTo("agent1", "person", "product1");
    assertThat(maySee("product1")).as("copied anew").isTrue();
  }

  @Test
  void whoIsCopiedKeepsWhatHisOwnTaskOpens() {
    complaint.does("agent1", "writeOpinion", "opinion", "补发并道歉");
    copiesTo("agent1", "person", "logistics1");
    copies.takeBack(person("agent1"), complaint.number, copies.of(complaint.number).get(0).id());
    assertThat(maySee("logistics1")).isTrue();
  }

  private void claims(String user, String task) {
    var id = id(task);
    story.as(user, () -> tasks.claim(id, user));
  }

  private void handsOver(String by, String task, String field, String to) {
    var id = id(task);
    story.as(by, () -> desk.handOver(person(by), id, Map.of(field, to, "reason", "这批货归你们管")));
  }

  private void gives(String by, String task) {
    var id = id(task);
    story.as(by, () -> desk.giveBack(person(by), id, Map.of("reason", "请补充运单号")));
  }

  private void copiesTo(String by, String field, String to) {
    story.as(by, () -> copies.give(person(by), complaint.complaint(), Map.of(field, to)));
  }

  private void refused(String field, Runnable attempt) {
    assertThatThrownBy(attempt::run).isInstanceOfSatisfying(InvalidInput.class, refused ->
        assertThat(refused.errors()).extracting(FieldError::field).containsExactly(field));
  }

  private boolean maySee(String user) {
    return access.maySee(person(user), complaint.number.value(), complaint.complaint().sensitive());
  }

  private boolean seesTask(String user, String task) {
    var id = id(task);
    return story.as(user, () -> tasks.createTaskQuery().taskId(id).count()) == 1;
  }

  private Person person(String user) {
    return new Person(user, directory.person(user).orElseThrow().name(), "", new HashSet<>(story.groupsOf(user)));
  }

  private String id(String task) {
    return tasks.createTaskQuery().processInstanceBusinessKey(complaint.number.value())
        .taskDefinitionKey(task.startsWith("userTask_") ? task : "userTask_" + task).singleResult().getId();
  }

  private Entry last(String kind) {
    return complaint.entries(kind).stream().reduce((earlier, later) -> later).orElseThrow();
  }
}
