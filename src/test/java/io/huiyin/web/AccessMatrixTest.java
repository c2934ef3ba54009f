package io.huiyin.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.archive.Archives;
import io.huiyin.archive.Destruction;
import io.huiyin.archive.LoanFlow;
import io.huiyin.archive.NewEntry;
import io.huiyin.identity.Directory;
import io.huiyin.story.Story.Told;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who may do what with a case in which state: every cell of the table, over HTTP, as the person. The people have nothing to
 * do with the cases but agent1, who registered them, and gm1, who borrowed two. [000]
 */
class AccessMatrixTest extends Application {

  /**
   * P see the case file in Tasklist, R read it over REST, T its timeline, E download evidence, S find it in the list,
   * H find it in the archive search, V verify it, X take its package away, F print a form of it, A ask for a loan, D take
   * the decision on somebody's loan request, L read the access log.
   */
  private static final String TABLE = """
      who        | open       | sensitive | filed       | sealed    | lent       | expired    | destroyed
      agent1     | PRTESHVF   | PRTESHVF  | PRTESHVF    | PRTESHVF  | PRTESHVF   | PRTESHVF   | PRTSHV
      agent2     | -          | -         | A           | A         | A          | A          | -
      logistics1 | -          | -         | A           | A         | A          | A          | -
      super1     | PRTESHVF   | -         | A           | A         | A          | A          | -
      manager1   | PRTESHVXF  | -         | A           | A         | A          | A          | -
      board1     | PRTESHVF   | -         | A           | AD        | A          | A          | -
      gm1        | -          | -         | A           | A         | PRTESHVF   | A          | -
      vp1        | -          | -         | A           | A         | A          | A          | -
      archivist1 | PRTESHVXF  | -         | PRTESHVXFD  | A         | PRTESHVXFD | PRTESHVXFD | PRTSHVX
      auditor1   | PRTESHVXFL | L         | PRTESHVXFL  | L         | PRTESHVXFL | PRTESHVXFL | PRTSHVXL
      owner1     | -          | -         | -           | -         | -          | -          | -
      crm1       | -          | -         | -           | -         | -          | -          | -
      admin      | -          | -         | D           | D         | D          | D          | -
      """;

  @Autowired
  Archives archives;
  @Autowired
  LoanFlow lending;
  @Autowired
  Destruction destruction;
  @Autowired
  PlatformTransactionManager transactions;
  @Autowired
  Directory directory;
  @Autowired
  TaskService tasks;

  private final Map<String, HttpClient> sessions = new HashMap<>();

  @Test
  void everyCellIsAsWritten() {
    var cases = cases();
    var rows = TABLE.lines().map(line -> List.of(line.split("\\s*\\|\\s*"))).toList();
    assertThat(rows.get(0).subList(1, 8)).containsExactlyElementsOf(cases.keySet());
    var found = new LinkedHashMap<String, String>();
    var written = new LinkedHashMap<String, String>();
    for (var row : rows.subList(1, rows.size())) {
      var user = row.get(0).strip();
      for (var column = 1; column < row.size(); column++) {
        var state = rows.get(0).get(column);
        written.put(user + " " + state, row.get(column).strip());
        found.put(user + " " + state, may(user, cases.get(state)));
      }
    }
    assertThat(found).containsExactlyEntriesOf(written);
  }

  /** The letters of what the person may do; everything else was refused. */
  private String may(String user, Told complaint) {
    var number = complaint.number.value();
    var evidence = jdbc.sql("select id::text from archive_evidence where number = ?").param(number).query(String.class)
        .optional().orElse("00000000-0000-0000-0000-000000000000");
    var letters = new StringBuilder();
    letters.append(seesFile(user, number) ? "P" : "");
    var addresses = new LinkedHashMap<String, String>();
    addresses.put("R", "/api/v1/complaints/" + number);
    addresses.put("T", "/api/v1/complaints/" + number + "/timeline");
    addresses.put("E", "/api/v1/complaints/" + number + "/evidence/" + evidence);
    addresses.forEach((letter, path) -> letters.append(allowed(letter, get(user, path)) ? letter : ""));
    letters.append(get(user, "/api/v1/complaints?q=" + number).json().get("total").asInt() == 1 ? "S" : "");
    letters.append(isFound(user, number) ? "H" : "");
    letters.append(allowed("V", get(user, "/api/v1/archives/" + number + "/verification")) ? "V" : "");
    letters.append(allowed("X", get(user, "/api/v1/archives/" + number + "/package")) ? "X" : "");
    letters.append(allowed("F", get(user, "/api/v1/complaints/" + number + "/forms/registration.pdf")) ? "F" : "");
    letters.append(asks(user, number) ? "A" : "");
    letters.append(decides(user, number) ? "D" : "");
    letters.append(allowed("L", get(user, "/api/v1/access-log?size=1")) ? "L" : "");
    return letters.isEmpty() ? "-" : letters.toString();
  }

  private static boolean allowed(String letter, Answer answer) {
    assertThat(answer.status()).as(letter + " " + answer.text()).isIn(200, 400, 403, 404);
    return answer.status() == 200;
  }

  private boolean isFound(String user, String number) {
    var answer = get(user, "/api/v1/archives?number=" + number);
    return allowed("H", answer) && answer.json().get("total").asInt() == 1;
  }

  private boolean asks(String user, String number) {
    var answer = post(user, "/api/v1/archives/" + number + "/loans", loan(1));
    if (answer.status() != 201) {
      assertThat(answer.status()).as(answer.text()).isIn(400, 403, 404);
      return false;
    }
    assertThat(post(user, "/api/v1/loans/" + answer.json().get("id").asLong() + "/withdrawal", Map.of()).status())
        .isEqualTo(200);
    return true;
  }

  /** Takes the request of legal1, if there is one, and gives it back. */
  private boolean decides(String user, String number) {
    var waiting = tasks.createTaskQuery().processInstanceBusinessKey(number)
        .taskDefinitionKey("userTask_approveLoan").singleResult();
    if (waiting == null) {
      return false;
    }
    var answer = post(user, "/engine-rest/task/" + waiting.getId() + "/claim", Map.of("userId", user));
    if (answer.status() == 204) {
      tasks.setAssignee(waiting.getId(), null);
    }
    return answer.status() == 204;
  }

  private Map<String, Told> cases() {
    story.joins("product1", "cs-supervisor"); // somebody who is not in the table
    try {
      var cases = new LinkedHashMap<String, Told>();
      var expired = filed(false);
      lend(expired, 1);
      story.at("2026-09-16T18:00");
      ask("legal1", expired);
      cases.put("open", open(false));
      cases.put("sensitive", open(true));
      cases.put("filed", filed(false));
      cases.put("sealed", filed(true));
      var lent = filed(false);
      lend(lent, 7);
      cases.put("lent", lent);
      cases.put("expired", expired);
      List.of("filed", "sealed", "lent").forEach(state -> ask("legal1", cases.get(state)));
      cases.put("destroyed", destroyed(filed(false)));
      return cases;
    } finally {
      story.leaves("product1", "cs-supervisor");
    }
  }

  private Told open(boolean sensitive) {
    var told = registered(sensitive);
    told.happens("agent1", "CustomerContacted", "direction", "OUTBOUND", "channel", "PHONE", "summary", "已致电客户");
    return told;
  }

  private Told registered(boolean sensitive) {
    return story.aComplaint().with("involvesMinorOrVulnerable", sensitive).isRegistered().hasDocument("agent1", "OTHER");
  }

  private Told filed(boolean sensitive) {
    return registered(sensitive).does("product1", "acceptAndClassify", "acceptance", "DECLINED", "declineReason", "不属于本公司的产品").isFiled();
  }

  private Told destroyed(Told told) {
    jdbc.sql("update archive set retention_until = date '2020-01-01' where number = ?").param(told.number.value()).update();
    new TransactionTemplate(transactions).executeWithoutResult(status -> {
      archives.append(told.number, List.of(new NewEntry("RETENTION_EXTENDED", "期限按测试的需要改短", "archivist1", "ARCHIVE",
          story.now(), Map.of("retentionUntil", "2020-01-01"))));
      assertThat(destruction.destroy(told.number, new Destruction.Order("archivist1", "board1", null, 1L))).isEmpty();
    });
    return told;
  }

  private void lend(Told told, int days) {
    story.as("gm1", () -> lending.request(directory.person("gm1").orElseThrow(), told.number.value(), loan(days)));
    told.does("archivist1", "approveLoan", "loanDecision", "APPROVED");
  }

  private void ask(String user, Told told) {
    story.as(user, () -> lending.request(directory.person(user).orElseThrow(), told.number.value(), loan(1)));
  }

  private static Map<String, Object> loan(int days) {
    return new HashMap<>(Map.of("purpose", "质量复盘", "days", days, "medium", "ELECTRONIC"));
  }

  private boolean seesFile(String user, String number) {
    var session = sessions.computeIfAbsent(user, this::session);
    try {
      var answer = session.send(request("/camunda/api/ext/complaints/" + number + "/file").build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(user + " " + answer.body()).isIn(200, 401, 404);
      return answer.statusCode() == 200;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Logged in to the web app that the person may use; a program may use none. */
  private HttpClient session(String user) {
    var cookies = new CookieManager();
    var http = HttpClient.newBuilder().cookieHandler(cookies).build();
    try {
      for (var app : List.of("tasklist", "cockpit")) {
        http.send(request("/camunda/app/" + app + "/default/").build(), BodyHandlers.discarding());
        var token = cookies.getCookieStore().getCookies().stream().filter(one -> one.getName().equals("XSRF-TOKEN"))
            .map(HttpCookie::getValue).collect(Collectors.joining());
        var answer = http.send(request("/camunda/api/admin/auth/user/default/login/" + app)
            .headers("X-XSRF-TOKEN", token, "Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("username=%s&password=Huiyin-demo-2026".formatted(user))).build(), BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          return http;
        }
      }
      return http;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
