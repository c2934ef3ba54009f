package io.huiyin.flow.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.huiyin.HuiyinTest;
import io.huiyin.archive.ArchivePackage;
import io.huiyin.archive.ArchiveQuery;
import io.huiyin.archive.ArchiveSearch;
import io.huiyin.archive.Destruction;
import io.huiyin.archive.Disposal;
import io.huiyin.archive.Disposal.Decision;
import io.huiyin.archive.Disposal.Outcome;
import io.huiyin.archive.EvidenceStore;
import io.huiyin.archive.Loans;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.FieldError;
import io.huiyin.complaint.FieldReader;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.desk.ArchiveEnd;
import io.huiyin.flow.desk.Copies;
import io.huiyin.flow.workbench.ConfidentialityController.View;
import io.huiyin.flow.workbench.DisposalController.Marks;
import io.huiyin.identity.Directory;
import io.huiyin.print.PrintedCaseForms;
import io.huiyin.story.Story;
import io.huiyin.story.Story.Told;
import java.io.ByteArrayInputStream;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.server.ResponseStatusException;

/** 高度敏感 and 限制处理 at the archive desk: who closes and opens, who keeps what is closed, and what is refused. [000][PIPL 47] */
@HuiyinTest
class ConfidentialityTest {

  @Autowired
  Story story;
  @Autowired
  ConfidentialityController desk;
  @Autowired
  DisposalController disposal;
  @Autowired
  Disposal lists;
  @Autowired
  ArchiveEnd end;
  @Autowired
  Destruction destruction;
  @Autowired
  PanelController panels;
  @Autowired
  EvidenceController downloads;
  @Autowired
  Copies copies;
  @Autowired
  LoanController loanDesk;
  @Autowired
  PaperController papers;
  @Autowired
  Loans loans;
  @Autowired
  EvidenceStore evidence;
  @Autowired
  ArchiveSearch search;
  @Autowired
  ArchivePackage packages;
  @Autowired
  PrintedCaseForms forms;
  @Autowired
  Directory directory;
  @Autowired
  TaskService tasks;
  @Autowired
  JdbcClient jdbc;

  Told complaint;
  String number;

  @BeforeEach
  void anArchiveWhoseTermIsOver() {
    jdbc.sql("update disposal_item set outcome = 'STOPPED', outcome_at = now() where outcome is null").update();
    jdbc.sql("update archive set retention_until = date '2999-12-31' where retention_until < date '2030-01-01'").update();
    story.begins("2024-03-04T10:00");
    complaint = story.aComplaint().isRegistered().hasDocument("agent1", "OTHER").does("super1", "acceptAndClassify",
        "acceptance", "DECLINED", "declineReason", "与本公司无关").isFiled().isOver();
    number = complaint.number.value();
    story.begins("2027-03-05T09:00");
  }

  @Test
  void theDeskMarksAndOnlyTheBoardOfficeTakesItOff() {
    assertThat(view("super1")).isEqualTo(new View(false, false, "档案管理员", true, false, false));
    assertThat(view("board1")).isEqualTo(new View(false, false, "档案管理员", true, false, false));
    refused(404, "manager1", () -> desk.view(number));
    refused(403, "archivist1", () -> desk.mark(number, marked(true)));
    refused(404, "gm1", () -> desk.mark(number, marked(true)));
    var file = jdbc.sql("select id from archive_evidence where number = ?").param(number)
        .query(UUID.class).single();
    as("archivist1", () -> panels.caseFile(number));

    run("super1", () -> desk.mark(number, marked(true)));
    refused(404, "archivist1", () -> panels.caseFile(number));
    refused(404, "archivist1", () -> downloads.download(number, file));
    as("super1", () -> panels.caseFile(number));
    assertThat(view("super1")).isEqualTo(new View(true, false, "董事办", false, false, false));
    refused(403, "super1", () -> desk.mark(number, marked(false)));
    assertThat(view("board1")).isEqualTo(new View(true, false, "董事办", false, true, false));
    invalid("sensitive", "board1", () -> desk.mark(number, marked(true)));
    run("board1", () -> desk.mark(number, marked(false)));
    as("archivist1", () -> panels.caseFile(number));
    invalid("number", "board1", () -> desk.lift(number, Map.of("reason", "x")));
    invalid("reason", "board1", () -> desk.lift(number, Map.of()));
    refused(404, "board1", () -> desk.mark("20240304-CS-9999", marked(true)));
  }

  /** Not on the word of the archivist, who may not see it any more. */
  @Test
  void whatWasAskedForBeforeTheMarkIsNotLent() {
    as("gm1", () -> loanDesk.request(number, new HashMap<>(Map.of("purpose", "质量复盘", "days", 1, "medium", "ELECTRONIC"))));
    run("board1", () -> desk.mark(number, marked(true)));
    complaint.refuses("archivist1", "approveLoan", "loanDecision", "loanDecision", "APPROVED");
    complaint.does("archivist1", "approveLoan", "loanDecision", "REFUSED", "loanOpinion", "请重新申请").isOver();
  }

  /** The supervisor accepts what was marked meanwhile: the form's old tick does not take the mark off. */
  @Test
  void acceptingTakesNoMarkOff() {
    var running = story.aComplaint().isRegistered();
    run("super1", () -> desk.mark(running.number.value(), marked(true)));
    running.isTakenBy("super1", "acceptAndClassify");
    running.refuses("super1", "acceptAndClassify", "sensitive", "acceptance", "ACCEPTED", "sensitive", false,
        "ratingChangeReason", "不敏感");
    running.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "sensitive", true);
    assertThat(running.complaint().sensitive()).isTrue();
  }

  @Test
  void whatIsMarkedLeavesTheArchivistsListAndIsAppraisedByTheBoardOffice() {
    var list = story.as("archivist1", end::appraise).orElseThrow();
    assertThat(numbers(list)).containsExactly(number);
    run("board1", () -> desk.mark(number, marked(true)));
    assertThat(numbers(list)).isEmpty();
    assertThat(as("archivist1", () -> disposal.mark(list, new Marks(List.of(number), "DESTROY", null, null))).marked()).isZero();

    assertThat(story.as("archivist1", end::appraise)).as("nothing of the archivist's").isEmpty();
    var closed = lists.lists(Set.of("board-office")).get(0).id();
    assertThat(numbers(closed)).containsExactly(number);
    for (var user : List.of("archivist1", "auditor1")) {
      assertThat(as(user, () -> disposal.lists()).getBody()).extracting(DisposalController.ListView::id).doesNotContain(closed);
      assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> as(user, () -> disposal.items(closed, 0)));
      assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> as(user, () -> disposal.print(closed, null)));
    }
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() ->
        as("archivist1", () -> disposal.mark(closed, new Marks(null, "DESTROY", null, null))));
    refused(403, "board1", () -> disposal.mark(list, new Marks(null, "DESTROY", null, null)));
    assertThat(as("board1", () -> disposal.items(closed, 0)).getBody().mayAppraise()).isTrue();

    as("board1", () -> disposal.mark(closed, new Marks(null, "DESTROY", null, null)));
    does("board1", "appraiseDisposal", "board-office", Map.of());
    invalid("assignee", "board1", () -> does("board1", "approveDisposal", "board-office",
        Map.of("disposalDecision", "APPROVED", "disposalComment", "同意")));
    does("board2", "approveDisposal", "board-office", Map.of("disposalDecision", "APPROVED", "disposalComment", "同意"));
    story.meanwhile();
    assertThat(destruction.certificate(complaint.number)).hasValueSatisfying(certificate -> {
      assertThat(certificate.appraisedBy()).isEqualTo("board1");
      assertThat(certificate.approvedBy()).isEqualTo("board2");
    });
    invalid("number", "board1", () -> desk.mark(number, marked(false)));
  }

  @Test
  void whatIsMarkedAfterTheApprovalIsNotDestroyedOnTheArchivistsWord() {
    var list = story.as("archivist1", end::appraise).orElseThrow();
    lists.mark(list, null, Decision.DESTROY, null, null, "archivist1");
    does("archivist1", "appraiseDisposal", "archivist", Map.of());
    does("board1", "approveDisposal", "board-office", Map.of("disposalDecision", "APPROVED", "disposalComment", "同意"));
    run("board1", () -> desk.mark(number, marked(true)));
    story.meanwhile();
    assertThat(lists.items(list, null, 0, 10)).singleElement().satisfies(item -> {
      assertThat(item.outcome()).isEqualTo(Outcome.STOPPED);
      assertThat(item.outcomeReason()).contains("须重新鉴定");
    });
    assertThat(destruction.certificate(complaint.number)).isEmpty();
  }

  /** 停止除存储和采取必要的安全保护措施之外的处理. [PIPL 47] */
  @Test
  void aRestrictedArchiveIsStoredAndNothingElse() {
    complaint.isKeptUntil(LocalDate.parse("2029-01-01"));
    run("agent1", () -> end.askErasure(complaint.number));
    complaint.does("agent1", "verifyIdentity", "identityCheck", "CALL_BACK", "identityOutcome", "RECOGNISED",
        "identityNote", "本人要求删除");
    assertThat(complaint.heldBy("decideErasure")).isEqualTo("archivist");
    complaint.does("archivist1", "decideErasure", "erasureDecision", "RESTRICT", "restrictedTo", "agent1,archivist1",
        "erasureReason", "法定保存期限未届满");
    complaint.isTakenBy("agent2", "tellErasure");
    as("agent2", () -> panels.caseFile(number)); // whose number to call
    complaint.does("agent2", "tellErasure", "contactChannel", "PHONE", "erasureTold", "已告知处理结果和理由").isOver();
    assertThat(complaint.complaint().sensitive()).as("a state of its own").isFalse();
    assertThat(complaint.complaint().restricted()).isTrue();

    for (var user : List.of("super1", "manager1", "auditor1", "board1", "agent2")) {
      refused(404, user, () -> panels.caseFile(number));
    }
    as("agent1", () -> panels.caseFile(number));
    for (var user : List.of("agent1", "archivist1", "auditor1")) {
      assertThat(found(user)).as(user).isZero();
    }
    invalid("file", "agent1", () -> evidence.add(complaint.number, new ByteArrayInputStream(new byte[] {120}), "x.txt", "OTHER",
        null, false, "agent1"));
    refused(403, "agent1", () -> panels.contact(number, Map.of("direction", "OUTBOUND", "channel", "PHONE", "summary", "x")));
    invalid("person", "agent1", () -> copies.give(directory.person("agent1").orElseThrow(), complaint.complaint(),
        Map.of("person", "agent2")));
    invalid("number", "archivist1", () -> packages.of(complaint.number, "archivist1"));
    invalid("form", "agent1", () -> forms.print(directory.person("agent1").orElseThrow(), complaint.number, "registration", false));
    invalid("number", "gm1", () -> loanDesk.request(number, new HashMap<>(Map.of("purpose", "质量复盘", "days", 1, "medium", "ELECTRONIC"))));
    invalid("businessKey", "agent1", () -> complaint.reopens("agent1"));

    assertThat(view("board1")).isEqualTo(new View(false, true, "董事办", true, false, true));
    refused(403, "agent1", () -> desk.lift(number, Map.of("reason", "客户同意")));
    run("board1", () -> desk.lift(number, Map.of("reason", "客户再次来诉，同意继续处理")));
    assertThat(complaint.entries("RESTRICTION_LIFTED")).singleElement().satisfies(entry ->
        assertThat(entry.facts()).containsEntry("reason", "客户再次来诉，同意继续处理"));
    assertThat(found("auditor1")).isOne();
    complaint.reopens("agent1");
    assertThat(complaint.openTasks()).contains("userTask_acceptAndClassify");
  }

  @Test
  void thePaperIsWhereTheCoverSaysAndLostPaperIsFoundAgain() {
    var place = Map.<String, Object>of("room", "二楼", "cabinet", "A-3", "box", "12", "position", "5", "keyHolder", "梁雪", "reason", "整理库房");
    refused(403, "agent1", () -> papers.move(number, place));
    refused(404, "board1", () -> papers.move(number, place));
    invalid("reason", "archivist1", () -> papers.move(number, without(place, "reason")));
    invalid("keyHolder", "archivist1", () -> papers.move(number, without(place, "keyHolder")));
    run("archivist1", () -> papers.move(number, place));
    invalid("room", "archivist1", () -> papers.move(number, place));
    assertThat(loans.location(complaint.number)).hasValueSatisfying(words -> assertThat(words).contains("盒 12", "梁雪"));

    as("gm1", () -> loanDesk.request(number, new HashMap<>(Map.of("purpose", "质量复盘", "days", 3, "medium", "PAPER"))));
    complaint.does("archivist1", "approveLoan", "loanDecision", "APPROVED").does("archivist1", "handOutPaper")
        .does("archivist1", "confirmReturn", "returnOutcome", "LOST", "returnNote", "借阅人称已遗失").isOver();
    invalid("medium", "vp1", () -> loanDesk.request(number, new HashMap<>(Map.of("purpose", "x", "days", 3, "medium", "PAPER"))));
    run("archivist1", () -> papers.move(number, place));
    assertThat(complaint.entries("PAPER_FOUND")).hasSize(1);
    as("vp1", () -> loanDesk.request(number, new HashMap<>(Map.of("purpose", "x", "days", 3, "medium", "PAPER"))));

    var elsewhere = new HashMap<>(place);
    elsewhere.put("keyHolder", "李强");
    run("board1", () -> desk.mark(number, marked(true)));
    refused(404, "archivist1", () -> papers.move(number, elsewhere));
    run("board1", () -> papers.move(number, elsewhere));
    assertThat(complaint.entries("PAPER_MOVED")).hasSize(2).last().satisfies(entry -> {
      assertThat(entry.facts()).extractingByKey("from").asString().contains("梁雪");
      assertThat(entry.facts()).extractingByKey("to").asString().contains("李强");
    });
    assertThat(complaint.verification().intact()).isTrue();
  }

  private static Map<String, Object> without(Map<String, Object> body, String name) {
    var rest = new HashMap<>(body);
    rest.remove(name);
    return rest;
  }

  private static Map<String, Object> marked(boolean sensitive) {
    return Map.of("sensitive", sensitive, "reason", "涉及未成年人");
  }

  private View view(String user) {
    return as(user, () -> desk.view(number)).getBody();
  }

  private long found(String user) {
    return search.find(directory.person(user).orElseThrow(),
        ArchiveQuery.from(new FieldReader(Map.of("number", number), story.now())), 0, 10).total();
  }

  private List<String> numbers(long list) {
    return lists.items(list, null, 0, 100).stream().map(Disposal.Item::number).map(ComplaintNumber::value).toList();
  }

  /** Takes the one task that waits for this group, and completes it. */
  private void does(String user, String task, String group, Map<String, Object> fields) {
    story.as(user, () -> {
      var open = tasks.createTaskQuery().taskDefinitionKey("userTask_" + task).taskCandidateGroup(group)
          .includeAssignedTasks().orderByTaskCreateTime().desc().list().get(0);
      if (open.getAssignee() == null) {
        tasks.claim(open.getId(), user);
      }
      tasks.complete(open.getId(), fields);
    });
  }

  private <T> T as(String user, Supplier<T> call) {
    return story.as(user, call);
  }

  private void run(String user, Runnable call) {
    story.as(user, call);
  }

  private void invalid(String field, String user, Runnable call) {
    assertThatExceptionOfType(InvalidInput.class).isThrownBy(() -> story.as(user, call))
        .satisfies(refusal -> assertThat(refusal.errors()).extracting(FieldError::field).contains(field));
  }

  private void refused(int status, String user, Runnable call) {
    assertThatExceptionOfType(ResponseStatusException.class).as(user).isThrownBy(() -> story.as(user, call))
        .satisfies(refusal -> assertThat(refusal.getStatusCode().value()).isEqualTo(status));
  }
}
