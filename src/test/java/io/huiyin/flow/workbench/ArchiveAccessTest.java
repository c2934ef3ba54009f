package io.huiyin.flow.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.huiyin.HuiyinTest;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.workbench.AccessLogController.Line;
import io.huiyin.identity.AccessLog;
import io.huiyin.identity.AccessLog.Action;
import io.huiyin.identity.AccessLog.Entry;
import io.huiyin.identity.CaseAction;
import io.huiyin.identity.Person;
import io.huiyin.report.SpreadsheetTest;
import io.huiyin.story.Story;
import io.huiyin.story.Story.Told;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.server.ResponseStatusException;

/** Who reads an archive at the desk, and what stands of it in the access log. Tuesday, 15 September. [000] */
@HuiyinTest
class ArchiveAccessTest {

  @Autowired
  Story story;
  @Autowired
  LoanController desk;
  @Autowired
  AccessLogController logs;
  @Autowired
  AccessLog log;
  @Autowired
  PanelController panels;
  @Autowired
  EvidenceController evidence;
  @Autowired
  FormsController forms;
  @Autowired
  TaskService tasks;
  @Autowired
  JdbcClient jdbc;

  Told complaint;
  String number;

  @BeforeEach
  void aFiledComplaint() {
    story.begins("2026-09-15T10:00");
    file(false);
  }

  private void file(boolean sensitive) {
    complaint = story.aComplaint().with("involvesMinorOrVulnerable", sensitive).isRegistered()
        .hasDocument("agent1", "OTHER").does("super1", "acceptAndClassify", "acceptance", "DECLINED", "declineReason", "不属于本公司的产品")
        .isFiled();
    number = complaint.number.value();
  }

  @Test
  void whatSomebodyDoesWithACaseIsOnRecord() {
    var file = evidenceId();
    as("archivist1", () -> panels.caseFile(number));
    as("archivist1", () -> panels.unmask(number));
    as("archivist1", () -> evidence.download(number, file));
    assertThat(of(number)).extracting(Entry::person, Entry::action, Entry::detail).contains(
        tuple("archivist1", Action.VIEW, null),
        tuple("archivist1", Action.UNMASK, null),
        tuple("archivist1", Action.DOWNLOAD, file.toString()));
  }

  /** Also where only a list is read, and where the case itself may not be. */
  @Test
  void whatIsReadAboutACaseIsOnRecord() {
    as("archivist1", () -> forms.list(number));
    file(true);
    as("board1", () -> name("legal1"));
    as("board1", () -> desk.access(number));
    assertThat(of(number)).extracting(Entry::person, Entry::action, Entry::detail)
        .containsExactly(tuple("board1", Action.VIEW, "readers"));
    as("gm1", () -> desk.access(number));
    assertThat(of(number)).as("learns nothing of it").hasSize(1);
    assertThat(jdbc.sql("select count(*) from access_log where person = 'archivist1' and detail = 'forms'")
        .query(Long.class).single()).isPositive();
  }

  @Test
  void aCaseThatIsLookedThroughIsLookedAtOnce() {
    as("archivist1", () -> panels.caseFile(number));
    story.at("2026-09-15T10:09");
    as("archivist1", () -> panels.caseFile(number));
    assertThat(of(number)).extracting(Entry::action).containsExactly(Action.VIEW);
    as("auditor1", () -> panels.caseFile(number));
    story.at("2026-09-15T10:11");
    as("archivist1", () -> panels.caseFile(number));
    assertThat(of(number)).extracting(Entry::person).containsExactly("archivist1", "auditor1", "archivist1");
  }

  @Test
  void aRefusedAttemptIsOnRecordAndSaysIfALoanHadRunOut() {
    refused(404, "gm1", () -> panels.caseFile(number));
    var loan = as("gm1", () -> desk.request(number, loan()));
    complaint.does("archivist1", "approveLoan", "loanDecision", "APPROVED");
    as("gm1", () -> panels.caseFile(number));
    story.at("2026-09-16T18:00");
    refused(404, "gm1", () -> panels.unmask(number));
    assertThat(of(number).stream().filter(line -> line.person().equals("gm1")).toList())
        .extracting(Entry::action, Entry::detail).containsExactly(
            tuple(Action.REFUSED, AccessLog.LOAN_EXPIRED),
            tuple(Action.LOAN, "RETURNED:" + loan.id()),
            tuple(Action.VIEW, null),
            tuple(Action.LOAN, "LENT:" + loan.id()),
            tuple(Action.LOAN, "REQUESTED:" + loan.id()),
            tuple(Action.REFUSED, null));
  }

  @Test
  void onlyAuditorsReadTheLogAndTheirExportIsARowOfIt() throws IOException {
    as("archivist1", () -> panels.caseFile(number));
    for (var user : List.of("agent1", "super1", "manager1", "board1", "gm1", "archivist1", "owner1", "admin")) {
      refused(403, user, () -> logs.find(Map.of()));
      refused(403, user, () -> logs.export(Map.of()));
    }
    var page = as("auditor1", () -> logs.find(Map.of("number", number, "action", "VIEW", "from", "2026-09-15",
        "to", "2026-09-15", "person", "archivist1"))).getBody();
    assertThat(page.lines()).extracting(Line::name, Line::action).containsExactly(
        tuple("梁雪", "查看"));
    assertThat(page.total()).isEqualTo(1);
    assertThat(as("auditor1", () -> logs.find(Map.of("number", number, "to", "2026-09-14"))).getBody().total()).isZero();
    assertThatThrownBy(() -> as("auditor1", () -> logs.find(Map.of("from", "yesterday", "action", "LOOK", "colour", "red"))))
        .isInstanceOfSatisfying(InvalidInput.class, invalid -> assertThat(invalid.errors()).hasSize(3));

    var file = as("auditor1", () -> logs.export(Map.of("number", number)));
    assertThat(file.getHeaders().getFirst("Content-Disposition")).startsWith("attachment; filename=\"2026-09-15.xlsx\"; ");
    assertThat(SpreadsheetTest.unzipped(file.getBody())).contains("时间", "archivist1", "梁雪", number, "查看");
    assertThat(of("-")).first().extracting(Entry::person, Entry::action).containsExactly("auditor1", Action.EXPORT);
  }

  @Test
  void aSpreadsheetTakesNoCellForAFormula() throws IOException {
    log.record(new Person("=cmd|' /C calc'!A0", "x", "", Set.of()), number, Action.EXPORT, "+1\"2");
    assertThat(SpreadsheetTest.unzipped(as("auditor1", () -> logs.export(Map.of("number", number))).getBody()))
        .contains(">'=cmd|' /C calc'!A0<", ">'+1\"2<");
  }

  @Test
  void theLogIsReadInWords() {
    var reader = new Person("agent1", "陈静", "", Set.of());
    log.record(reader, number, Action.PRINT, "registration");
    log.record(reader, number, Action.VIEW, "checks");
    log.refused(reader, number, CaseAction.EVIDENCE);
    log.record(reader, number, Action.DOWNLOAD, evidenceId().toString());
    assertThat(as("auditor1", () -> logs.find(Map.of("number", number, "person", "agent1"))).getBody().lines())
        .extracting(Line::detail).contains("客户投诉登记表", "四性检测", "不能添加证据材料", "证据 " + evidenceId());
  }

  @Test
  void nothingIsTakenOutOfTheLog() {
    log.record(new Person("agent1", "陈静", "", Set.of()), number, Action.VIEW, null);
    for (var sql : List.of("delete from access_log", "update access_log set person = 'x'", "truncate access_log")) {
      assertThatThrownBy(() -> jdbc.sql(sql).update()).as(sql).isInstanceOf(DataAccessException.class);
    }
    assertThat(of(number)).isNotEmpty();
  }

  @Test
  void theRegisterIsForThoseWhoKeepItOthersSeeTheirOwn() {
    as("gm1", () -> desk.request(number, loan()));
    for (var user : List.of("archivist1", "auditor1", "board1")) {
      var all = as(user, () -> desk.loans(Map.of("number", number))).getBody();
      assertThat(all.register()).isTrue();
      assertThat(all.loans()).hasSize(1).first().satisfies(line -> {
        assertThat(line.borrower()).isEqualTo("周建国");
        assertThat(line.purpose()).isEqualTo("季度质量复盘");
        assertThat(line.mine()).isFalse();
      });
    }
    assertThat(as("archivist1", () -> desk.loans(Map.of("number", number, "borrower", "vp1"))).getBody().total()).isZero();
    assertThat(as("gm1", () -> desk.loans(Map.of("open", "true", "number", number))).getBody().loans()).hasSize(1);
    assertThat(as("vp1", () -> desk.loans(Map.of("number", number))).getBody().loans()).isEmpty();
    assertThat(as("gm1", () -> desk.access(number)).getBody()).satisfies(view -> {
      assertThat(view.seen()).isFalse();
      assertThat(view.loans()).hasSize(1);
    });
    assertThat(as("vp1", () -> desk.access(number)).getBody()).isEqualTo(
        new LoanController.AccessView(false, false, false, true, false, null, List.of(), List.of()));
    var running = story.aComplaint().isRegistered().number.value();
    assertThat(as("vp1", () -> desk.access("20260915-CS-9999")).getBody())
        .isEqualTo(as("vp1", () -> desk.access(running)).getBody());
    refused(403, "auditor1", () -> desk.request(number, loan()));
    refused(403, "owner1", () -> desk.request(number, loan()));
  }

  @Test
  void theRegisterGoesToPaperAndWhoDoesNotKeepItPrintsTheOwnLoans() throws IOException {
    as("gm1", () -> desk.request(number, loan()));
    assertThat(paper("archivist1", Map.of("number", number))).contains("周建国", "待审批");
    complaint.does("archivist1", "approveLoan", "loanDecision", "APPROVED");
    assertThat(paper("archivist1", Map.of("number", number))).contains("档案借阅记录表", "期间：2026-09-15 至 2026-09-15",
        "共 1 次", number, "周建国", "季度质量复盘", "电子", "梁雪", "2026-09-16", "借阅中");
    assertThat(paper("gm1", Map.of("number", number, "open", "true"))).contains("共 1 次");
    assertThat(paper("vp1", Map.of("number", number))).contains("共 0 次", "没有借阅").doesNotContain("周建国");
    assertThat(paper("vp1", Map.of("number", number, "borrower", "gm1"))).contains("共 0 次");
    assertThatThrownBy(() -> as("archivist1", () -> desk.print(Map.of("page", "1")))).isInstanceOf(InvalidInput.class);
  }

  @Test
  void whoPrintsARegisterOrTakesOutTheLogStandsInIt() {
    as("gm1", () -> desk.request(number, loan()));
    as("archivist1", () -> desk.print(Map.of("number", number)));
    as("archivist1", () -> desk.print(Map.of("borrower", "gm1")));
    as("archivist1", () -> desk.print(Map.of("number", "20260915-CS-9999")));
    as("auditor1", () -> logs.export(Map.of()));
    assertThat(of(number)).first().extracting(Entry::person, Entry::action).containsExactly("archivist1", Action.PRINT);
    assertThat(of(AccessLog.MANY)).extracting(Entry::person, Entry::action).startsWith(
        tuple("auditor1", Action.EXPORT), tuple("archivist1", Action.PRINT), tuple("archivist1", Action.PRINT));
    assertThat(as("auditor1", () -> logs.find(Map.of("number", AccessLog.MANY, "action", "PRINT"))).getBody().lines())
        .first().satisfies(line -> assertThat(line.detail()).isEqualTo("档案借阅记录表"));
    var before = of(AccessLog.MANY).size();
    assertThatThrownBy(() -> as("archivist1", () -> desk.print(Map.of("page", "1")))).isInstanceOf(InvalidInput.class);
    assertThat(of(AccessLog.MANY)).as("nothing was printed").hasSize(before);
  }

  @Test
  void theDeskSaysWhatMayBeDoneWithALoan() {
    var loan = as("gm1", () -> desk.request(number, loan()));
    assertThat(loan).satisfies(asked -> assertThat(asked.mayGiveBack() || asked.mayExtend() || asked.mayRevoke()).isFalse());
    complaint.does("archivist1", "approveLoan", "loanDecision", "APPROVED");
    assertThat(line("gm1")).satisfies(lent -> {
      assertThat(lent.mayGiveBack()).isTrue();
      assertThat(lent.mayExtend()).isTrue();
      assertThat(lent.mayRevoke()).isFalse();
    });
    assertThat(line("archivist1")).satisfies(lent -> {
      assertThat(lent.mayGiveBack()).isFalse();
      assertThat(lent.mayRevoke()).isTrue();
    });
    assertThat(line("auditor1").mayRevoke()).as("changes nothing").isFalse();
    assertThat(as("archivist1", () -> desk.revoke(loan.id(), Map.of("reason", "用途已了结")))).satisfies(revoked -> {
      assertThat(revoked.statusLabel()).isEqualTo("已收回");
      assertThat(revoked.revokedBy()).isEqualTo("梁雪");
      assertThat(revoked.revocationReason()).isEqualTo("用途已了结");
      assertThat(revoked.mayRevoke()).isFalse();
    });
    refused(404, "gm1", () -> panels.caseFile(number));
  }

  private LoanController.LoanView line(String user) {
    return as(user, () -> desk.loans(Map.of("number", number))).getBody().loans().get(0);
  }

  private String paper(String user, Map<String, String> query) throws IOException {
    try (var pdf = Loader.loadPDF(as(user, () -> desk.print(query)).getBody())) {
      return new PDFTextStripper().getText(pdf);
    }
  }

  @Test
  void theBoardOfficeNamesWhoReadsAHighlySensitiveCase() {
    file(true);
    refused(404, "legal1", () -> panels.caseFile(number));
    refused(404, "board1", () -> panels.caseFile(number));
    as("board1", () -> name("legal1"));
    as("legal1", () -> panels.caseFile(number));
    refused(404, "board1", () -> panels.caseFile(number));
    refused(404, "legal-head1", () -> panels.caseFile(number));
    var view = as("board1", () -> desk.access(number)).getBody();
    assertThat(view.seen()).isFalse();
    assertThat(view.readers()).hasSize(1).first().satisfies(reader -> {
      assertThat(reader.person()).isEqualTo("何芳");
      assertThat(reader.reason()).isEqualTo("诉讼准备");
    });
    assertThat(complaint.says("READER_NAMED")).containsExactly("指定何芳为知情人");

    as("board2", () -> desk.remove(number, view.readers().get(0).id(), Map.of("reason", "诉讼终结")));
    refused(404, "legal1", () -> panels.caseFile(number));
    assertThat(complaint.says("READER_REMOVED")).hasSize(1);
    assertThatThrownBy(() -> as("board1", () -> desk.remove(number, view.readers().get(0).id(), Map.of("reason", "x"))))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void readersAreNamedInFullAndOnlyThere() {
    refused(404, "board1", () -> name("legal1")); // the case is not highly sensitive
    file(true);
    for (var user : List.of("agent1", "manager1", "archivist1", "auditor1", "gm1")) {
      refused(403, user, () -> name("legal1"));
      refused(403, user, () -> desk.remove(number, 1, Map.of("reason", "x")));
    }
    for (var body : List.of(Map.<String, Object>of("person", "legal1"), Map.<String, Object>of("reason", "x"),
        Map.<String, Object>of("person", "nobody1", "reason", "x"))) {
      assertThatThrownBy(() -> as("board1", () -> named(body))).isInstanceOf(InvalidInput.class);
    }
    as("board1", () -> name("legal1"));
    assertThatThrownBy(() -> as("board1", () -> name("legal1"))).isInstanceOf(InvalidInput.class)
        .hasMessageContaining("已经在知情人名单中");
  }

  @Test
  void aSensitiveMarkNarrowsAtOnce() {
    var running = story.aComplaint().isRegistered();
    as("manager1", () -> panels.caseFile(running.number.value()));
    running.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "sensitive", true, "ratingChangeReason", "涉及未成年人");
    assertThat(running.complaint().sensitive()).isTrue();
    refused(404, "manager1", () -> panels.caseFile(running.number.value()));
    refused(404, "agent2", () -> panels.caseFile(running.number.value())); // a task waits for the group, not for this one
    as("super1", () -> panels.caseFile(running.number.value()));
    running.isTakenBy("agent2", "firstContact");
    as("agent2", () -> panels.caseFile(running.number.value()));
  }

  private Object name(String person) {
    return named(Map.of("person", person, "reason", "诉讼准备"));
  }

  private Object named(Map<String, Object> body) {
    desk.name(number, body);
    return null;
  }

  private static Map<String, Object> loan() {
    return new HashMap<>(Map.of("purpose", "季度质量复盘", "days", 1, "medium", "ELECTRONIC"));
  }

  private UUID evidenceId() {
    return jdbc.sql("select id from archive_evidence where number = ?").param(number).query(UUID.class).single();
  }

  private List<Entry> of(String number) {
    return log.find(new AccessLog.Filter(null, number, null, null, null), 0, 50);
  }

  private <T> T as(String user, Supplier<T> action) {
    return story.as(user, action);
  }

  private void as(String user, Runnable action) {
    story.as(user, action);
  }

  private void refused(int status, String user, Runnable call) {
    assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(() -> story.as(user, call))
        .satisfies(refused -> assertThat(refused.getStatusCode().value()).as(user).isEqualTo(status));
  }
}
