package io.huiyin.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.archive.Destruction;
import io.huiyin.archive.LoanFlow;
import io.huiyin.archive.NamedReaders;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.flow.desk.ArchiveEnd;
import io.huiyin.identity.CaseCopies;
import io.huiyin.identity.Directory;
import io.huiyin.story.Story.Told;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who may do what with a case in which state: every cell of two tables, over HTTP, as the person. The people have nothing to
 * do with the cases but agent1, who registered them and is named in the restricted one; logistics1 and its head, whose unit
 * has a task of the open one; it1, to whom all were copied while they ran; quality1, who is named as reader of what is
 * sensitive; and gm1 and agent2, who borrowed three. [000]
 */
class AccessMatrixTest extends Application {

  /**
   * P see the case file in Tasklist, R read it over REST, T its timeline, E download evidence, S find it in the list,
   * H find it in the archive search, Z take it out with the results as a spreadsheet, V verify it, X take its package away,
   * F open its forms, A ask for a loan, D take the decision on somebody's loan request, L read the access log.
   */
  private static final String READING = """
      who             | open        | sensitive | restricted | filed       | sealed    | lent        | lent sealed | expired     | destroyed
      agent1          | PRTESHZVF   | PRTESHZVF | PRTEVF     | PRTESHZVF   | PRTESHZVF | PRTESHZVF   | PRTESHZVF   | PRTESHZVF   | PRTSHZVF
      agent2          | -           | -         | -          | A           | A         | PRTESHZVF   | PRTESHZVF   | A           | -
      super1          | PRTESHZVF   | -         | -          | A           | A         | A           | A           | A           | -
      manager1        | PRTESHZVXF  | -         | -          | A           | A         | A           | A           | A           | -
      board1          | PRTESHZVF   | -         | -          | A           | AD        | A           | A           | A           | -
      gm1             | -           | -         | -          | A           | A         | PRTESHZVF   | PRTESHZVF   | A           | -
      vp1             | -           | -         | -          | A           | A         | -           | A           | A           | -
      logistics1      | PRTESHZVF   | -         | -          | A           | A         | A           | A           | A           | -
      logistics-head1 | PRTESHZVF   | -         | -          | A           | A         | A           | A           | A           | -
      finance-head1   | -           | -         | -          | A           | A         | A           | A           | A           | -
      it1             | PRTESHZVF   | PRTESHZVF | -          | PRTESHZVF   | PRTESHZVF | PRTESHZVF   | PRTESHZVF   | PRTESHZVF   | PRTSHZVF
      quality1        | -           | PRTESHZVF | PRTEVF     | A           | PRTESHZVF | A           | PRTESHZVF   | A           | -
      archivist1      | PRTESHZVXF  | -         | -          | PRTESHZVXFD | A         | PRTESHZVXFD | A           | PRTESHZVXFD | PRTSHZVXF
      auditor1        | PRTESHZVXFL | L         | L          | PRTESHZVXFL | L         | PRTESHZVXFL | L           | PRTESHZVXFL | PRTSHZVXFL
      owner1          | -           | -         | -          | -           | -         | -           | -           | -           | -
      crm1            | -           | -         | -          | -           | -         | -           | -           | -           | -
      admin           | -           | -         | -          | D           | D         | D           | -           | D           | -
      """;

  /**
   * C record a contact, U add evidence, M see and print the customer's contact in full, O re-open it, G grade it anew, T urge,
   * Y copy it, H put a legal hold on it, N name a reader, K run the four checks, W mark archives for disposal, B hand the
   * paper out. What Tasklist and REST both offer, both give to the same people.
   */
  private static final String WRITING = """
      who             | open    | sensitive | restricted | filed  | sealed | lent    | lent sealed | expired | destroyed
      agent1          | CUMOT   | CUMOT     | -          | CUMOT  | CUMOT  | CUMOT   | CUMOT       | CUMOT   | -
      agent2          | -       | -         | -          | -      | -      | -       | -           | -       | -
      super1          | CUMOGTY | -         | -          | -      | -      | -       | -           | -       | -
      manager1        | CUMOGTY | -         | -          | -      | -      | -       | -           | -       | -
      board1          | UGTH    | HN        | HN         | -      | HN     | -       | HN          | -       | -
      gm1             | -       | -         | -          | -      | -      | -       | -           | -       | -
      vp1             | -       | -         | -          | -      | -      | -       | -           | -       | -
      logistics1      | CUMT    | -         | -          | -      | -      | -       | -           | -       | -
      logistics-head1 | CUMTY   | -         | -          | -      | -      | -       | -           | -       | -
      finance-head1   | -       | -         | -          | -      | -      | -       | -           | -       | -
      it1             | -       | -         | -          | -      | -      | -       | -           | -       | -
      quality1        | -       | -         | -          | -      | -      | -       | -           | -       | -
      archivist1      | MHKW    | W         | W          | UMTHKW | W      | UMTHKWB | W           | UMTHKW  | K
      auditor1        | MK      | -         | -          | MK     | -      | MK      | -           | MK      | K
      owner1          | -       | -         | -          | -      | -      | -       | -           | -       | -
      crm1            | -       | -         | -          | -      | -      | -       | -           | -       | -
      admin           | -       | -         | -          | -      | -      | B       | -           | -       | -
      """;

  private static final String PART = "--x\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
  private static final String FILE = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n"
      + "Content-Type: text/plain\r\n\r\na\r\n";

  @Autowired
  LoanFlow lending;
  @Autowired
  Destruction destruction;
  @Autowired
  NamedReaders readers;
  @Autowired
  CaseCopies copies;
  @Autowired
  ArchiveEnd end;
  @Autowired
  PlatformTransactionManager transactions;
  @Autowired
  Directory directory;
  @Autowired
  TaskService tasks;

  private long appraisal;

  @Test
  void everyCellIsAsWritten() {
    var cases = cases();
    appraisal = jdbc.sql("insert into disposal_list (opened_by, opened_at, status) values ('archivist1', now(), 'APPRAISAL')"
        + " returning id").query(Long.class).single();
    check(WRITING, cases, this::writes);
    check(READING, cases, this::reads);
  }

  private static void check(String table, Map<String, Told> cases, BiFunction<String, String, String> may) {
    var rows = table.lines().map(line -> List.of(line.strip().split("\\s*\\|\\s*"))).toList();
    var states = rows.get(0).subList(1, rows.get(0).size());
    assertThat(states).containsExactlyElementsOf(cases.keySet());
    var found = new StringBuilder();
    for (var row : rows) {
      found.append("%-14s".formatted(row.get(0)));
      for (var state : states) {
        found.append(" | %-11s".formatted(row == rows.get(0) ? state : may.apply(row.get(0), cases.get(state).number.value())));
      }
      found.append("\n");
    }
    assertThat(plain(found.toString())).isEqualTo(plain(table));
  }

  private static String plain(String table) {
    return table.strip().replaceAll(" *\\| *", " | ").replaceAll("(?m) +$", "");
  }

  /** The letters of what the person may do; everything else was refused. */
  private String reads(String user, String number) {
    var evidence = jdbc.sql("select id::text from archive_evidence where number = ?").param(number).query(String.class)
        .optional().orElse("00000000-0000-0000-0000-000000000000");
    var complaint = "/api/v1/complaints/" + number;
    var archive = "/api/v1/archives/" + number;
    var letters = new StringBuilder();
    letters.append(desk(user, "GET", "/complaints/" + number + "/file", null).status() == 200 ? "P" : "");
    letters.append(allowed("R", get(user, complaint)));
    letters.append(allowed("T", get(user, complaint + "/timeline")));
    letters.append(allowed("E", get(user, complaint + "/evidence/" + evidence)));
    letters.append(get(user, "/api/v1/complaints?q=" + number).json().get("total").asInt() == 1 ? "S" : "");
    letters.append(get(user, "/api/v1/archives?number=" + number).json().path("total").asInt() == 1 ? "H" : "");
    letters.append(takesOut(user, number) ? "Z" : "");
    letters.append(allowed("V", get(user, archive + "/verification")));
    letters.append(allowed("X", get(user, archive + "/package")));
    letters.append(get(user, complaint + "/forms/none.pdf").status() == 400 ? "F" : ""); // there is no such form
    letters.append(asks(user, number) ? "A" : "");
    letters.append(takes(user, number, "userTask_approveLoan") ? "D" : "");
    letters.append(allowed("L", get(user, "/api/v1/access-log?size=1")));
    return letters.isEmpty() ? "-" : letters.toString();
  }

  private static String allowed(String letter, Answer answer) {
    assertThat(answer.status()).as(letter + " " + answer.text()).isIn(200, 400, 403, 404);
    return answer.status() == 200 ? letter : "";
  }

  private boolean takesOut(String user, String number) {
    desk(user, "POST", "/archive/search/export", Map.of("number", number));
    return jdbc.sql("select exists (select 1 from access_log where number = ? and person = ? and action = 'EXPORT'"
        + " and detail = 'search')").params(number, user).query(Boolean.class).single();
  }

  private boolean asks(String user, String number) {
    var answer = post(user, "/api/v1/archives/" + number + "/loans", loan(1, "ELECTRONIC"));
    if (answer.status() != 201) {
      assertThat(answer.status()).as(answer.text()).isIn(400, 403, 404);
      return false;
    }
    assertThat(post(user, "/api/v1/loans/" + answer.json().get("id").asLong() + "/withdrawal", Map.of()).status())
        .isEqualTo(200);
    return true;
  }

  /** Takes such a task of the case, if there is one, and gives it back as if it had never been taken. */
  private boolean takes(String user, String number, String task) {
    var waiting = tasks.createTaskQuery().processInstanceBusinessKey(number).taskDefinitionKey(task).singleResult();
    if (waiting == null) {
      return false;
    }
    var answer = post(user, "/engine-rest/task/" + waiting.getId() + "/claim", Map.of("userId", user));
    if (answer.status() == 204) {
      tasks.setAssignee(waiting.getId(), null);
      jdbc.sql("delete from case_grant where task_id = ? and principal = ?").params(waiting.getId(), "user:" + user).update();
    }
    return answer.status() == 204;
  }

  /** The letters of what the person may change. */
  private String writes(String user, String number) {
    var gone = destruction.certificate(new ComplaintNumber(number)).isPresent();
    var letters = new StringBuilder();
    var complaint = "/complaints/" + number;
    var contact = gone ? Map.of("direction", "INBOUND", "channel", "PHONE", "summary", "客户来电") : Map.of();
    letters.append(same("C", user, gone, post(user, "/api/v1" + complaint + "/contacts", contact),
        desk(user, "POST", complaint + "/contacts", contact)));
    var upload = PART.formatted("kind", gone ? "OTHER" : "") + FILE + "--x--\r\n";
    var type = "multipart/form-data; boundary=x";
    letters.append(same("U", user, gone, post(user, "/api/v1" + complaint + "/evidence", upload, "Content-Type", type),
        desk(user, "POST", complaint + "/evidence", upload, "Content-Type", type)));
    letters.append(unmasks(user, number) ? "M" : "");
    var reason = gone ? Map.of("reason", "故障再次出现") : Map.of();
    letters.append(may("O", gone, post(user, "/api/v1" + complaint + "/reopening", reason)));
    letters.append(may("G", gone, post(user, "/api/v1" + complaint + "/ratings", reason)));
    letters.append(may("T", gone, post(user, "/api/v1" + complaint + "/urges", reason)));
    letters.append(copies(user, number) ? "Y" : "");
    letters.append(may("H", gone, desk(user, "POST", "/archive/" + number + "/holds", reason)));
    letters.append(may("N", gone, desk(user, "POST", "/archive/cases/" + number + "/readers", Map.of())));
    letters.append(may("K", gone, post(user, "/api/v1/archives/" + number + "/checks", null)));
    letters.append(may("W", gone, desk(user, "POST", "/archive/disposal/" + appraisal + "/marks", Map.of("decision", "BURN"))));
    letters.append(takes(user, number, "userTask_handOutPaper") ? "B" : "");
    return letters.isEmpty() ? "-" : letters.toString();
  }

  /** Input that is wrong is refused after the question who may; what is destroyed gets input that is right, and takes it not. */
  private static String may(String letter, boolean gone, Answer answer) {
    assertThat(answer.status()).as(letter + " " + answer.text()).isIn(200, 201, 400, 401, 403, 404, 409);
    return answer.status() < 300 || answer.status() == 400 && !gone ? letter : "";
  }

  private String same(String letter, String user, boolean gone, Answer rest, Answer desk) {
    var may = may(letter, gone, rest);
    if (desk.status() != 401) {
      assertThat(may(letter, gone, desk)).as("%s by %s in Tasklist, too: %s", letter, user, desk.text()).isEqualTo(may);
    }
    return may;
  }

  private boolean unmasks(String user, String number) {
    var shown = desk(user, "POST", "/complaints/" + number + "/unmask", null);
    assertThat(shown.status()).as(shown.text()).isIn(200, 400, 401, 403, 404);
    var paper = desk(user, "GET", "/archive/cases/" + number + "/forms", null);
    if (shown.status() != 400) { // nothing is left to be shown
      assertThat(shown.status() == 200).as("on paper as on screen, " + user).isEqualTo(
          paper.status() == 200 && paper.json().get("full").asBoolean());
    }
    return shown.status() == 200;
  }

  /** By one of the case's tasks that the person may read, if there is one. */
  private boolean copies(String user, String number) {
    return tasks.createTaskQuery().processInstanceBusinessKey(number).list().stream().anyMatch(task ->
        !may("Y", false, desk(user, "POST", "/tasks/" + task.getId() + "/copies", Map.of())).isEmpty());
  }

  private Map<String, Told> cases() {
    story.joins("product1", "cs-supervisor"); // somebody who is not in the table
    try {
      var cases = new LinkedHashMap<String, Told>();
      var expired = filed(false);
      lend(expired, 1);
      story.at("2026-09-16T18:00");
      ask("legal1", expired, "ELECTRONIC");
      cases.put("open", registered(false).does("product1", "acceptAndClassify", "acceptance", "ACCEPTED").isContacted()
          .does("agent1", "writeOpinion", "opinion", "补发并道歉"));
      cases.put("sensitive", registered(true).isContacted());
      cases.put("restricted", restricted(filed(false)));
      cases.put("filed", filed(false));
      cases.put("sealed", filed(true));
      cases.put("lent", filed(false));
      cases.put("lent sealed", filed(true));
      cases.put("expired", expired);
      lend(cases.get("lent"), 7);
      lend(cases.get("lent sealed"), 3);
      isOnItsWayOut(cases.get("lent"));
      List.of("filed", "sealed", "lent").forEach(state -> ask("legal1", cases.get(state), "ELECTRONIC"));
      cases.put("destroyed", destroyed(filed(false)));
      return cases;
    } finally {
      story.leaves("product1", "cs-supervisor");
    }
  }

  private Told registered(boolean sensitive) {
    var told = story.aComplaint().with("involvesMinorOrVulnerable", sensitive).isRegistered().hasDocument("agent1", "OTHER");
    new TransactionTemplate(transactions).executeWithoutResult(status -> copies.give(told.number.value(), "user:it1", "agent1"));
    if (sensitive) {
      readers.name(told.number, directory.person("quality1").orElseThrow(), "质量追溯", "board1");
    }
    return told;
  }

  private Told filed(boolean sensitive) {
    return registered(sensitive).does("product1", "acceptAndClassify", "acceptance", "DECLINED", "declineReason", "不属于本公司的产品").isFiled();
  }

  /** At the customer's request only stored, for two who are named. */
  private Told restricted(Told told) {
    story.as("agent1", () -> end.askErasure(told.number));
    return told.does("agent1", "verifyIdentity", "identityCheck", "CALL_BACK", "identityOutcome", "RECOGNISED", "identityNote", "本人")
        .does("archivist1", "decideErasure", "erasureDecision", "RESTRICT", "restrictedTo", "agent1,quality1", "erasureReason",
            "法定保存期限未届满")
        .does("agent1", "tellErasure", "contactChannel", "PHONE", "erasureTold", "已告知处理结果和理由").isOver();
  }

  private Told destroyed(Told told) {
    told.isKeptUntil(LocalDate.parse("2020-01-01"));
    new TransactionTemplate(transactions).executeWithoutResult(status -> assertThat(destruction.destroy(told.number,
        new Destruction.Order("archivist1", "board1", null, 1L))).isEmpty());
    return told;
  }

  private void lend(Told told, int days) {
    for (var borrower : List.of("gm1", "agent2")) {
      story.as(borrower, () -> lending.request(directory.person(borrower).orElseThrow(), told.number.value(), loan(days, "ELECTRONIC")));
      told.does(told.complaint().sensitive() ? "board2" : "archivist1", "approveLoan", "loanDecision", "APPROVED");
    }
  }

  /** Its paper was lent to vp1 and waits to be handed out. */
  private void isOnItsWayOut(Told told) {
    jdbc.sql("update archive set paper_location = '{\"room\": \"二楼\"}' where number = ?").param(told.number.value()).update();
    ask("vp1", told, "PAPER");
    told.does("archivist1", "approveLoan", "loanDecision", "APPROVED");
  }

  private void ask(String user, Told told, String medium) {
    story.as(user, () -> lending.request(directory.person(user).orElseThrow(), told.number.value(), loan(1, medium)));
  }

  private static Map<String, Object> loan(int days, String medium) {
    return new HashMap<>(Map.of("purpose", "质量复盘", "days", days, "medium", medium));
  }
}
