package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.huiyin.HuiyinTest;
import io.huiyin.archive.ArchiveStatus;
import io.huiyin.archive.Destruction;
import io.huiyin.archive.Disposal;
import io.huiyin.archive.Disposal.Decision;
import io.huiyin.archive.Disposal.Item;
import io.huiyin.archive.Disposal.Outcome;
import io.huiyin.archive.FollowUps;
import io.huiyin.archive.LegalHolds;
import io.huiyin.archive.LoanFlow;
import io.huiyin.archive.NamedReaders;
import io.huiyin.archive.NewEntry;
import io.huiyin.complaint.Channel;
import io.huiyin.complaint.Contact;
import io.huiyin.complaint.Direction;
import io.huiyin.complaint.FieldError;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.desk.Absences;
import io.huiyin.flow.desk.ArchiveEnd;
import io.huiyin.identity.Directory;
import io.huiyin.identity.Person;
import io.huiyin.story.Story.Told;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** 鉴定销毁: what is past its term goes by the word of two people, or stays, and leaves a certificate. [000; norm] */
@HuiyinTest
class DisposalTest {

  @Autowired
  Story story;
  @Autowired
  Disposal disposal;
  @Autowired
  Destruction destruction;
  @Autowired
  LegalHolds holds;
  @Autowired
  NamedReaders readers;
  @Autowired
  FollowUps followUps;
  @Autowired
  LoanFlow lending;
  @Autowired
  Directory directory;
  @Autowired
  Absences absences;
  @Autowired
  ArchiveEnd end;
  @Autowired
  TaskService tasks;
  @Autowired
  RuntimeService runtime;
  @Autowired
  JdbcClient jdbc;

  Told complaint;

  @BeforeEach
  void aFiledArchiveWhoseTermIsOver() {
    // what other stories left behind is no concern of these
    jdbc.sql("update disposal_item set outcome = 'STOPPED', outcome_at = now() where outcome is null").update();
    jdbc.sql("update archive set retention_until = date '2999-12-31' where retention_until < date '2030-01-01'").update();
    complaint = filed("2024-03-04T10:00");
    story.begins("2027-03-05T09:00");
  }

  @Test
  void oneAppraisesAnotherApprovesAndTheArchiveIsDestroyed() {
    assertThat(complaint.keptUntil()).isEqualTo(LocalDate.of(2027, 3, 4));
    var entries = complaint.file().size();
    var list = appraisal();
    assertThat(numbers(list)).containsExactly(complaint.number.value());

    refuses("archivist1", "appraiseDisposal", "list", Map.of());
    mark(list, Decision.DESTROY, null, null);
    does("archivist1", "appraiseDisposal", Map.of());
    does("board1", "approveDisposal", Map.of("disposalDecision", "APPROVED", "disposalComment", "同意"));
    story.meanwhile();

    assertThat(item(list).outcome()).isEqualTo(Outcome.DESTROYED);
    var certificate = destruction.certificate(complaint.number).orElseThrow();
    assertThat(certificate.appraisedBy()).isEqualTo("archivist1");
    assertThat(certificate.approvedBy()).isEqualTo("board1");
    assertThat(certificate.list()).isEqualTo(list);
    assertThat(certificate.legalBasis()).isNotBlank();
    assertThat(certificate.counts()).containsKeys("客户信息和投诉内容", "联系方式的检索值", "档案记录的详情", "流程引擎的历史");
    assertThat(certificate.filesRemain()).isFalse();
    assertThat(complaint.entries("PAYLOADS_DESTROYED")).singleElement().satisfies(entry -> {
      assertThat(entry.hash()).isEqualTo(certificate.head());
      assertThat(entry.sequence()).isEqualTo(certificate.entries());
      assertThat(entry.actor()).isEqualTo("board1");
    });
    assertThat(complaint.file()).as("the record of what happened stays").hasSizeGreaterThan(entries);
    assertThat(complaint.file().subList(0, entries)).allMatch(entry -> entry.facts().isEmpty());
    complaint.isOver();
    assertThat(complaint.complaint().category()).as("statistics keep their facts").isNotNull();
    assertThat(complaint.complaint().closedAt()).isNotNull();
    assertThat(story.complaints.personalData(complaint.number).customerName()).isNull();
  }

  @Test
  void aDestroyedArchiveTakesNothingMore() {
    var reader = readers.name(complaint.number, directory.person("legal1").orElseThrow(), "诉讼准备", "board1");
    destroyed();
    assertRefused("number", () -> readers.name(complaint.number, directory.person("quality1").orElseThrow(), "王女士来电", "board1"));
    assertRefused("number", () -> readers.remove(complaint.number, reader.id(), "王女士要求", "board1"));
    assertRefused("number", () -> story.inTransaction(() -> {
      story.complaints.addContact(complaint.number, new Contact(story.now(), Direction.INBOUND, Channel.PHONE, "王女士来电", "agent1"));
      story.archives.append(complaint.number, List.of(new NewEntry("CONTACT_RECORDED", "登记沟通记录", "agent1", "WEBAPP",
          story.now(), Map.of("summary", "王女士来电"))));
      return null;
    }));
    assertThat(readers.of(complaint.number)).extracting(NamedReaders.Reader::id).containsExactly(reader.id());
    assertThat(complaint.contacts()).isEmpty();
    assertRefused("file", () -> story.evidence.add(complaint.number, new ByteArrayInputStream("x".getBytes(
        StandardCharsets.UTF_8)), "凭据.txt", "WAYBILL", null, false, "agent1"));
    assertRefused("number", () -> holds.place(complaint.number, "诉讼", "board1"));
    assertRefused("businessKey", () -> story.as("super1", () ->
        runtime.startProcessInstanceByMessage("ComplaintReopened", complaint.number.value(), Map.of("reason", "又坏了"))));
    assertRefused("businessKey", () -> story.as("board1", () ->
        runtime.startProcessInstanceByKey("corrective-action", complaint.number.value())));
    assertRefused("businessKey", () -> story.as("agent1", () -> end.askErasure(complaint.number)));
    assertRefused("number", () -> borrows("gm1"));
    assertThat(story.as("archivist1", end::appraise)).as("nothing to appraise any more").isEmpty();
    assertThatThrownBy(() -> jdbc.sql("update destruction_certificate set appraised_by = 'x'").update())
        .rootCause().hasMessageContaining("permission denied");
    assertThatThrownBy(() -> jdbc.sql("delete from destruction_certificate").update())
        .rootCause().hasMessageContaining("permission denied");
  }

  /** What the flow notes by itself stands there still, and says nothing of anybody. */
  @Test
  void aDestroyedArchiveTakesNoFactsOfTheFlowEither() {
    destroyed();
    story.inTransaction(() -> {
      story.archives.trace(complaint.number, List.of(new NewEntry("STEP_DONE", "步骤完成", "system", "SYSTEM", story.now(),
          Map.of("note", "王女士来电"))));
      return null;
    });
    var file = complaint.file();
    assertThat(file.get(file.size() - 1)).satisfies(entry -> {
      assertThat(entry.summary()).isEqualTo("步骤完成");
      assertThat(entry.facts()).isEmpty();
    });
    assertThat(jdbc.sql("select sequence from archive_payload where number = ?").param(complaint.number.value())
        .query(Integer.class).list()).as("of what was destroyed, in figures")
        .containsExactly(complaint.entries("PAYLOADS_DESTROYED").get(0).sequence());
    complaint.isOver();
  }

  /** Who comes while it is destroyed waits, and then finds that it is. */
  @Test
  void aReopeningThatWaitsForTheDestructionIsRefused() {
    var pool = Executors.newSingleThreadExecutor();
    try {
      var waiting = story.inTransaction(() -> {
        assertThat(destruction.destroy(complaint.number, new Destruction.Order("archivist1", "board1", null, 1L))).isEmpty();
        var reopening = pool.submit(() -> story.as("agent1", () -> runtime.startProcessInstanceByMessage("ComplaintReopened",
            complaint.number.value(), Map.of("reason", "又坏了"))));
        await().until(() -> reopening.isDone() || jdbc.sql("select exists (select 1 from pg_locks where not granted)")
            .query(Boolean.class).single());
        return reopening;
      });
      assertThatThrownBy(waiting::get).cause().isInstanceOfSatisfying(InvalidInput.class, refused ->
          assertThat(refused.errors()).extracting(FieldError::field).containsExactly("businessKey"));
    } finally {
      pool.shutdownNow();
    }
    complaint.isOver();
    assertThat(complaint.archiveStatus()).isEqualTo(ArchiveStatus.CLOSED);
  }

  /** The customer's request may overtake the appraisal. */
  @Test
  void whatWasDestroyedMeanwhileIsNotKeptLonger() {
    var until = LocalDate.of(2029, 12, 31);
    var list = appraisal();
    mark(list, Decision.EXTEND, until, "质量追溯");
    story.inTransaction(() -> destruction.destroy(complaint.number, new Destruction.Order("archivist1", "board1", null, 1L)));
    assertThat(item(list).reason()).as("destroyed, too").isNull();
    assertRefused("decision", () -> disposal.mark(list, List.of(complaint.number.value()), Decision.EXTEND, until, "王女士来电", "archivist1"));
    assertThat(item(list).reason()).isNull();
    does("archivist1", "appraiseDisposal", Map.of());
    does("board1", "approveDisposal", Map.of("disposalDecision", "APPROVED", "disposalComment", "同意"));
    assertThat(item(list).outcome()).isEqualTo(Outcome.STOPPED);
    assertThat(item(list).outcomeReason()).isEqualTo("档案已按客户要求销毁");
  }

  @Test
  void anArchiveThatIsStillNeededIsKeptLonger() {
    var list = appraisal();
    assertRefused("reason", () -> disposal.mark(list, null, Decision.EXTEND, LocalDate.of(2029, 12, 31), " ", "archivist1"));
    assertRefused("extendUntil", () -> disposal.mark(list, null, Decision.EXTEND, LocalDate.of(2027, 3, 5), "质量追溯", "archivist1"));
    assertRefused("decision", () -> disposal.mark(list, null, null, null, null, "archivist1"));
    mark(list, Decision.EXTEND, LocalDate.of(2029, 12, 31), "同批产品仍在质量追溯");
    does("archivist1", "appraiseDisposal", Map.of());
    does("board1", "approveDisposal", Map.of("disposalDecision", "APPROVED", "disposalComment", "同意"));
    story.meanwhile();

    assertThat(item(list).outcome()).isEqualTo(Outcome.EXTENDED);
    assertThat(complaint.keptUntil()).isEqualTo(LocalDate.of(2029, 12, 31));
    assertThat(complaint.says("RETENTION_EXTENDED")).containsExactly("鉴定后延长保管，保管期限延长至 2029-12-31");
    assertThat(destruction.certificate(complaint.number)).isEmpty();
    assertThat(story.complaints.personalData(complaint.number).customerName()).isNotNull();
  }

  @Test
  void theApproverSendsTheListBack() {
    var list = appraisal();
    mark(list, Decision.DESTROY, null, null);
    does("archivist1", "appraiseDisposal", Map.of());
    assertRefused("list", () -> disposal.mark(list, List.of(complaint.number.value()), Decision.EXTEND,
        LocalDate.of(2029, 1, 1), "改主意了", "archivist1"));
    does("board1", "approveDisposal", Map.of("disposalDecision", "RETURNED", "disposalComment", "还在打官司，请再核对"));

    assertThat(disposal.get(list).comment()).isEqualTo("还在打官司，请再核对");
    disposal.mark(list, List.of(complaint.number.value()), Decision.EXTEND, LocalDate.of(2029, 1, 1), "诉讼中", "archivist1");
    does("archivist1", "appraiseDisposal", Map.of());
    assertThat(disposal.get(list).extend()).isOne();
  }

  @Test
  void nobodyApprovesWhatHeAppraised() {
    story.joins("board1", "archivist");
    try {
      var list = appraisal();
      disposal.mark(list, null, Decision.DESTROY, null, null, "board1");
      does("archivist1", "appraiseDisposal", Map.of());
      refuses("board1", "approveDisposal", "assignee", Map.of("disposalDecision", "APPROVED", "disposalComment", "同意"));
      does("board2", "approveDisposal", Map.of("disposalDecision", "APPROVED", "disposalComment", "同意"));
      story.meanwhile();
      assertThat(destruction.certificate(complaint.number)).isPresent();
    } finally {
      story.leaves("board1", "archivist");
    }
    assertThatThrownBy(() -> new Destruction.Order("board1", "board1", 1L, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Destruction.Order("archivist1", "board1", null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Whoever had a hand in it in any round, whoever does that person's tasks, and in whose place it was done. */
  @Test
  void nobodyApprovesInAnAppraisersPlaceOrWhatWasAppraisedInTheOwn() {
    story.joins("board1", "archivist");
    story.joins("archivist1", "board-office");
    try {
      var list = appraisal();
      disposal.mark(list, null, Decision.DESTROY, null, null, "board1");
      does("archivist1", "appraiseDisposal", Map.of());
      does("board2", "approveDisposal", Map.of("disposalDecision", "RETURNED", "disposalComment", "请再核对"));
      disposal.mark(list, List.of(complaint.number.value()), Decision.DESTROY, null, null, "archivist1");
      does("archivist1", "appraiseDisposal", Map.of());
      mayNotApprove("archivist1", "submitted it");
      mayNotApprove("board1", "appraised it in the round before");

      var absence = isAway("archivist1", "board2");
      mayNotApprove("board2", "does the appraiser's tasks");
      story.as("archivist1", () -> absences.end(person("archivist1"), absence));
      var other = isAway("board2", "archivist1");
      mayNotApprove("archivist1", "appraised it, whoever he stands in for");
      story.as("board2", () -> absences.end(person("board2"), other));
      does("board2", "approveDisposal", Map.of("disposalDecision", "APPROVED", "disposalComment", "同意"));
    } finally {
      jdbc.sql("update stand_in set ended_at = now() where ended_at is null").update();
      story.leaves("board1", "archivist");
      story.leaves("archivist1", "board-office");
    }
  }

  @Test
  void inWhosePlaceAStandInAppraisedDoesNotApprove() {
    story.joins("archivist1", "board-office");
    try {
      var list = appraisal();
      mark(list, Decision.EXTEND, LocalDate.of(2029, 12, 31), "质量追溯");
      jdbc.sql("update disposal_list set appraisers = '{}' where id = ?").param(list).update(); // as if another had marked
      var absence = isAway("archivist1", "agent1");
      story.meanwhile();
      does("agent1", "appraiseDisposal", Map.of());
      story.as("archivist1", () -> absences.end(person("archivist1"), absence));
      mayNotApprove("archivist1", "it was done in that person's place");
      does("board1", "approveDisposal", Map.of("disposalDecision", "APPROVED", "disposalComment", "同意"));
    } finally {
      jdbc.sql("update stand_in set ended_at = now() where ended_at is null").update();
      story.leaves("archivist1", "board-office");
    }
  }

  /** A list belongs to no single case and has no clock: the model itself tells the next one up, once for each step. */
  @Test
  void aListThatLiesTooLongIsToldToTheNextOneUp() {
    var list = appraisal();
    assertThat(open("appraiseDisposal").getDueDate()).as("20 working days").isEqualTo(Date.from(story.instant("2027-04-02T18:00")));
    story.at("2027-04-02T17:59");
    assertThat(tasks.createTaskQuery().taskDefinitionKey("userTask_urgeAppraisal").count()).isZero();
    story.at("2027-04-02T18:00");
    assertThat(group("urgeAppraisal")).isEqualTo("general-manager");
    assertThat(open("appraiseDisposal")).as("goes on waiting").isNotNull();
    refuses("gm1", "urgeAppraisal", "overdueCause", Map.of());
    does("gm1", "urgeAppraisal", Map.of("overdueCause", "UNDERSTAFFED"));

    mark(list, Decision.DESTROY, null, null);
    does("archivist1", "appraiseDisposal", Map.of());
    assertThat(open("approveDisposal").getDueDate()).as("5 working days").isEqualTo(Date.from(story.instant("2027-04-09T18:00")));
    story.at("2027-04-09T18:00");
    assertThat(group("urgeApproval")).isEqualTo("general-manager");
    does("board1", "approveDisposal", Map.of("disposalDecision", "RETURNED", "disposalComment", "请再核对"));
    does("gm1", "urgeApproval", Map.of("overdueCause", "OTHER"));
    assertThat(open("appraiseDisposal").getDueDate()).as("counted anew").isAfter(Date.from(story.instant("2027-04-09T18:00")));
  }

  @Test
  void whatIsNotOverIsNotOnTheList() {
    var held = complaint;
    var hold = holds.place(held.number, "（2027）沪01民初12号", "board1");
    var young = filed("2026-09-15T10:00");
    story.begins("2024-03-04T10:00");
    var open = story.aComplaint().isRegistered().isAccepted();
    story.begins("2024-03-04T11:00");
    var followedUp = story.aComplaint().isRegistered();
    followedUp.does("super1", "acceptAndClassify", "acceptance", "DECLINED", "declineReason", "与本公司无关");
    followedUp.does("archivist1", "fileArchive", "archiveStatus", "FOLLOW_UP");
    story.begins("2027-03-05T09:00");

    assertThat(story.as("archivist1", end::appraise)).isEmpty();
    for (var one : List.of(held, young, open, followedUp)) {
      assertThat(destruction.objection(one.number)).as(one.number.value()).isPresent();
    }
    assertThat(followedUp.archiveStatus()).isEqualTo(ArchiveStatus.FOLLOW_UP);

    assertRefused("reason", () -> holds.lift(held.number, hold, "", "board1"));
    holds.lift(held.number, hold, "判决已生效并履行", "board1");
    assertThat(numbers(appraisal())).containsExactly(held.number.value());
  }

  /** Several holds, each with its own reason; one that is lifted leaves the others on. */
  @Test
  void aHoldThatComesBetweenApprovalAndDestructionSavesTheArchive() {
    var list = appraisal();
    mark(list, Decision.DESTROY, null, null);
    does("archivist1", "appraiseDisposal", Map.of());
    does("board1", "approveDisposal", Map.of("disposalDecision", "APPROVED", "disposalComment", "同意"));
    var court = holds.place(complaint.number, "法院来函", "board2");
    var regulator = holds.place(complaint.number, "市场监管局调查", "archivist1");
    holds.lift(complaint.number, court, "撤诉", "board2");
    story.meanwhile();

    assertThat(item(list).outcome()).isEqualTo(Outcome.STOPPED);
    assertThat(item(list).outcomeReason()).isEqualTo("档案处于法律冻结中");
    assertThat(complaint.says("DESTRUCTION_STOPPED")).containsExactly("未销毁：档案处于法律冻结中");
    assertThat(destruction.certificate(complaint.number)).isEmpty();
    assertThat(story.complaints.personalData(complaint.number).customerName()).isNotNull();
    assertThat(holds.of(complaint.number)).extracting(LegalHolds.Hold::reason).containsExactly("法院来函", "市场监管局调查");
    assertThat(complaint.entries("LEGAL_HOLD_PLACED")).hasSize(2);
    assertThat(complaint.entries("LEGAL_HOLD_LIFTED").get(0).facts()).containsEntry("reason", "撤诉");
    assertRefused("hold", () -> holds.lift(complaint.number, court, "再次解除", "board2"));
    assertRefused("reason", () -> holds.place(complaint.number, null, "board2"));

    holds.lift(complaint.number, regulator, "调查结束", "archivist1");
    assertThat(numbers(appraisal())).as("on the next list again").containsExactly(complaint.number.value());
  }

  /** From the request to the end of the loan, on the list and between approval and destruction. */
  @Test
  void anArchiveThatSomebodyBorrowsStays() {
    borrows("gm1");
    assertThat(story.as("archivist1", end::appraise)).as("asked for").isEmpty();
    assertThat(destruction.objection(complaint.number)).hasValue("档案还有借阅没有结束");
    complaint.does("archivist1", "approveLoan", "loanDecision", "APPROVED");
    assertThat(story.as("archivist1", end::appraise)).as("lent").isEmpty();
    complaint.does("archivist1", "handOutPaper").does("archivist1", "confirmReturn", "returnOutcome", "RETURNED").isOver();

    var list = appraisal();
    mark(list, Decision.DESTROY, null, null);
    does("archivist1", "appraiseDisposal", Map.of());
    does("board1", "approveDisposal", Map.of("disposalDecision", "APPROVED", "disposalComment", "同意"));
    borrows("gm1");
    story.meanwhile();
    assertThat(item(list).outcome()).isEqualTo(Outcome.STOPPED);
    assertThat(item(list).outcomeReason()).isEqualTo("档案还有借阅没有结束");
    assertThat(story.complaints.personalData(complaint.number).customerName()).isNotNull();

    complaint.does("archivist1", "approveLoan", "loanDecision", "REFUSED", "loanOpinion", "保管期限已满").isOver();
    assertThat(numbers(appraisal())).as("on the next list again").containsExactly(complaint.number.value());
  }

  @Test
  void aCaseThatIsTakenUpAgainIsNotDestroyed() {
    var list = appraisal();
    mark(list, Decision.DESTROY, null, null);
    does("archivist1", "appraiseDisposal", Map.of());
    does("board1", "approveDisposal", Map.of("disposalDecision", "APPROVED", "disposalComment", "同意"));
    story.as("agent1", () -> runtime.startProcessInstanceByMessage("ComplaintReopened", complaint.number.value(),
        Map.of("reason", "故障再次出现")));
    story.meanwhile();

    assertThat(item(list).outcome()).isEqualTo(Outcome.STOPPED);
    assertThat(item(list).outcomeReason()).contains("个流程在办理");
    assertThat(complaint.openTasks()).contains("userTask_acceptAndClassify");
  }

  /** What breaks off at its very last statement has changed nothing, and is taken up again. */
  @Test
  void aDestructionThatBreaksOffIsDoneLaterOrNotAtAll() {
    jdbc.sql("create function break_off() returns trigger language plpgsql as 'begin raise exception ''broken off''; end'")
        .update();
    jdbc.sql("create trigger break_off before insert on destruction_certificate execute function break_off()").update();
    var entries = complaint.file();
    try {
      var list = appraisal();
      mark(list, Decision.DESTROY, null, null);
      does("archivist1", "appraiseDisposal", Map.of());
      does("board1", "approveDisposal", Map.of("disposalDecision", "APPROVED", "disposalComment", "同意"));
      story.meanwhile();
      assertThat(complaint.file().subList(0, entries.size())).as("as before").isEqualTo(entries);
      assertThat(complaint.entries("PAYLOADS_DESTROYED")).isEmpty();
      assertThat(story.complaints.personalData(complaint.number).customerName()).isNotNull();
      assertThat(item(list).outcome()).isNull();
      assertThat(complaint.verification().intact()).isTrue();
    } finally {
      jdbc.sql("drop trigger break_off on destruction_certificate").update();
      jdbc.sql("drop function break_off()").update();
    }
    story.after(Duration.ofMinutes(1)); // the job's first retry
    assertThat(destruction.certificate(complaint.number)).isPresent();
    assertThat(complaint.entries("PAYLOADS_DESTROYED")).hasSize(1);
    complaint.isOver();
  }

  /** Two archivists press at once: one gets the list, for the other nothing is left. */
  @Test
  void ofTwoAppraisalsAtOnceTheSecondFindsNothing() throws Exception {
    var other = Executors.newSingleThreadExecutor();
    try {
      var second = story.inTransaction(() -> {
        assertThat(disposal.collect("archivist1")).hasSize(1);
        var asked = other.submit(() -> story.as("archivist1", end::appraise));
        await().until(() -> asked.isDone() || jdbc.sql("select exists (select 1 from pg_locks where not granted)")
            .query(Boolean.class).single());
        return asked;
      });
      assertThat(second.get()).isEmpty();
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void everyYearInJanuaryTheAppraisalBeginsByItself() {
    story.begins("2028-01-05T08:59");
    story.management.createJobQuery().processDefinitionKey("archive-disposal").timers().list()
        .forEach(job -> story.management.recalculateJobDuedate(job.getId(), false));
    story.at("2028-01-05T09:00");
    assertThat(tasks.createTaskQuery().taskDefinitionKey("userTask_appraiseDisposal").list()).hasSize(1);
    assertThat(numbers(disposal.lists(Set.of("archivist")).get(0).id())).contains(complaint.number.value());
  }

  /** The one place of the term: at filing, and at once after each thing that it counts from. */
  @Test
  void theTermCountsAnewAfterClosingSupplementAndConfirmedCorrection() {
    assertThat(complaint.keptUntil()).isEqualTo(LocalDate.of(2027, 3, 4));
    story.begins("2026-05-06T10:00");
    complaint.hasDocument("archivist1", "WAYBILL");
    assertThat(complaint.keptUntil()).as("last supplement").isEqualTo(LocalDate.of(2029, 5, 6));
    assertThat(complaint.says("RETENTION_EXTENDED")).containsExactly("补充了材料，保管期限延长至 2029-05-06");
    assertThat(complaint.entries("RETENTION_EXTENDED").get(0).actor()).isEqualTo("archivist1");

    story.begins("2026-06-08T10:00");
    story.as("agent1", () -> runtime.startProcessInstanceByMessage("ComplaintReopened", complaint.number.value(),
        Map.of("reason", "故障再次出现")));
    complaint.does("super1", "acceptAndClassify", "acceptance", "DECLINED", "declineReason", "与本公司无关").isFiled().isOver();
    assertThat(complaint.keptUntil()).as("closed again").isEqualTo(LocalDate.of(2029, 6, 8));
  }

  @Test
  void theReasonsInTheClocksLedgerAreTheOnlyThingThatDestructionMayEmpty() {
    story.inTransaction(() -> jdbc.sql("select set_config('huiyin.destroying', ?, true)").param(complaint.number.value())
        .query(String.class).single());
    for (var change : List.of("reason = null, actor = 'x'", "due_after = now()", "reason = '\\x00'", "explanation = ''")) {
      assertThatThrownBy(() -> story.inTransaction(() -> {
        jdbc.sql("select set_config('huiyin.destroying', ?, true)").param(complaint.number.value()).query(String.class).single();
        return jdbc.sql("update sla_ledger set " + change + " where complaint = ?").param(complaint.number.value()).update();
      })).as(change).hasMessageContaining("append-only");
    }
    assertThatThrownBy(() -> story.inTransaction(() -> {
      jdbc.sql("select set_config('huiyin.destroying', ?, true)").param(complaint.number.value()).query(String.class).single();
      return jdbc.sql("delete from sla_ledger where complaint = ?").param(complaint.number.value()).update();
    })).hasMessageContaining("append-only");
    assertThatThrownBy(() -> jdbc.sql("update sla_ledger set reason = null where complaint = ?")
        .param(complaint.number.value()).update()).as("without a destruction").hasMessageContaining("append-only");
    assertThatThrownBy(() -> story.inTransaction(() -> {
      jdbc.sql("select set_config('huiyin.destroying', 'another', true)").query(String.class).single();
      return jdbc.sql("update sla_ledger set reason = null where complaint = ?").param(complaint.number.value()).update();
    })).as("for another case").hasMessageContaining("append-only");
  }

  /** Evidence that is another case's too stays for that case. */
  @Test
  void evidenceThatAnotherCaseSharesStays() {
    var sharing = filed("2026-09-15T10:00");
    var shared = "两案共用的运单 " + complaint.number;
    story.begins("2024-03-04T11:00");
    complaint = filed("2024-03-04T12:00");
    for (var one : List.of(complaint, sharing)) {
      story.evidence.add(one.number, new ByteArrayInputStream(shared.getBytes(StandardCharsets.UTF_8)), "运单.txt",
          "WAYBILL", null, false, "agent1");
      followUps.decide(one.number, FollowUps.Decision.DONE, "运单已核对", "archivist1");
    }
    story.begins("2027-04-05T09:00");
    destroyed();
    assertThat(story.evidence.list(complaint.number)).isEmpty();
    assertThat(story.evidence.verify(sharing.number)).isEmpty();
    assertThat(story.evidence.verify(complaint.number)).isEmpty();
    complaint.isOver();
  }

  private Told filed(String at) {
    story.begins(at);
    var one = story.aComplaint().isRegistered();
    one.does("super1", "acceptAndClassify", "acceptance", "DECLINED", "declineReason", "与本公司无关").does("archivist1",
        "fileArchive", "archiveStatus", "CLOSED", "onPaper", true, "room", "二楼", "cabinet", "A-3", "box", "12", "position", "左二",
        "keyHolder", "梁雪").isOver();
    story.meanwhile();
    return one;
  }

  private void borrows(String user) {
    story.as(user, () -> lending.request(directory.person(user).orElseThrow(), complaint.number.value(),
        new HashMap<>(Map.of("purpose", "质量复盘", "days", 7, "medium", "PAPER"))));
  }

  private void destroyed() {
    var list = appraisal();
    mark(list, Decision.DESTROY, null, null);
    does("archivist1", "appraiseDisposal", Map.of());
    does("board1", "approveDisposal", Map.of("disposalDecision", "APPROVED", "disposalComment", "同意"));
    story.meanwhile();
    assertThat(destruction.certificate(complaint.number)).isPresent();
  }

  private long appraisal() {
    return story.as("archivist1", end::appraise).orElseThrow();
  }

  private void mark(long list, Decision decision, LocalDate until, String reason) {
    assertThat(disposal.mark(list, null, decision, until, reason, "archivist1")).isPositive();
  }

  private List<String> numbers(long list) {
    return disposal.items(list, null, 0, 100).stream().map(item -> item.number().value()).toList();
  }

  private Item item(long list) {
    return disposal.items(list, null, 0, 100).stream().filter(item -> item.number().equals(complaint.number)).findFirst()
        .orElseThrow();
  }

  private Task open(String task) {
    return tasks.createTaskQuery().taskDefinitionKey("userTask_" + task).singleResult();
  }

  private String group(String task) {
    return tasks.getIdentityLinksForTask(open(task).getId()).get(0).getGroupId();
  }

  private Person person(String user) {
    return directory.person(user).orElseThrow();
  }

  private void mayNotApprove(String user, String why) {
    assertThatThrownBy(() -> does(user, "approveDisposal", Map.of("disposalDecision", "APPROVED", "disposalComment", "同意")))
        .as(why).isInstanceOf(InvalidInput.class);
    assertThat(open("approveDisposal").getAssignee()).as(why).isNull();
  }

  private long isAway(String absent, String standIn) {
    return story.as(absent, () -> absences.set(person(absent), new HashMap<>(Map.of("standIn", standIn,
        "from", "2027-03-05", "until", "2027-03-31")))).id();
  }

  private void does(String userId, String task, Map<String, Object> fields) {
    story.as(userId, () -> {
      var open = open(task);
      tasks.claim(open.getId(), userId);
      tasks.complete(open.getId(), fields);
    });
  }

  private void refuses(String userId, String task, String field, Map<String, Object> fields) {
    assertRefused(field, () -> story.as(userId, () -> tasks.complete(
        tasks.createTaskQuery().taskDefinitionKey("userTask_" + task).singleResult().getId(), fields)));
  }

  private static void assertRefused(String field, ThrowingCallable attempt) {
    assertThatThrownBy(attempt).isInstanceOfSatisfying(InvalidInput.class,
        refused -> assertThat(refused.errors()).extracting(FieldError::field).containsExactly(field));
  }
}
