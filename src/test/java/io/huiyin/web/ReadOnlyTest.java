package io.huiyin.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.archive.LoanFlow;
import io.huiyin.archive.NamedReaders;
import io.huiyin.identity.CaseCopies;
import io.huiyin.identity.Directory;
import io.huiyin.story.Story.Told;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Who reads a case because it was lent, copied or opened to a named reader changes nothing of it, by whatever route there
 * is; a new route is in the list by itself. [000]
 */
class ReadOnlyTest extends Application {

  /** To ask for a loan is anybody's who works on cases; it changes nothing of the archive. */
  private static final Set<String> BORROWING = Set.of("POST /api/v1/archives/{number}/loans",
      "POST /camunda/api/ext/archive/cases/{number}/loans");

  @Autowired
  RequestMappingHandlerMapping requestMappingHandlerMapping;
  @Autowired
  LoanFlow lending;
  @Autowired
  NamedReaders readers;
  @Autowired
  CaseCopies copies;
  @Autowired
  Directory directory;
  @Autowired
  PlatformTransactionManager transactions;

  @Test
  void whoBorrowedAnArchiveChangesNothing() {
    var lent = filed();
    story.as("agent2", () -> lending.request(directory.person("agent2").orElseThrow(), lent.number.value(),
        new HashMap<>(Map.of("purpose", "质量复盘", "days", 1, "medium", "ELECTRONIC"))));
    lent.does("archivist1", "approveLoan", "loanDecision", "APPROVED");
    changesNothing("agent2", lent);
  }

  @Test
  void whoGotACopyChangesNothing() {
    var copied = story.aComplaint().isRegistered();
    new TransactionTemplate(transactions).executeWithoutResult(
        status -> copies.give(copied.number.value(), "user:it1", "agent1"));
    changesNothing("it1", copied);
  }

  @Test
  void whoIsNamedAsReaderChangesNothing() {
    var sensitive = story.aComplaint().with("involvesMinorOrVulnerable", true).isRegistered();
    readers.name(sensitive.number, directory.person("manager1").orElseThrow(), "来访接待", "board1");
    changesNothing("manager1", sensitive);
  }

  @Test
  void anAuditorRunsTheChecksAndChangesNothing() {
    var number = filed().number.value();
    assertThat(answers("auditor1", number)).allSatisfy((route, status) -> assertThat(status).as(route)
        .isIn(route.endsWith("/checks") || route.endsWith("/unmask") ? Set.of(200, 201) : Set.of(403)));
  }

  /** The other side: who works the case is not refused, only told what is missing. */
  @Test
  void whoWorksTheCaseIsNotRefused() {
    var number = story.aComplaint().isRegistered().number.value();
    for (var route : Set.of("/contacts", "/evidence", "/urges", "/extensions", "/withdrawal", "/pauses")) {
      assertThat(answers("agent1", number).get("POST /api/v1/complaints/{number}" + route)).as(route).isEqualTo(400);
    }
  }

  private Told filed() {
    return story.aComplaint().isRegistered().does("super1", "acceptAndClassify", "acceptance", "DECLINED", "declineReason",
        "不属于本公司的产品").isFiled();
  }

  private void changesNothing(String user, Told told) {
    var number = told.number.value();
    assertThat(get(user, "/api/v1/complaints/" + number).status()).as("sees it").isEqualTo(200);
    var before = told.file();
    var answers = answers(user, number);
    assertThat(answers).hasSizeGreaterThan(20).allSatisfy((route, status) -> assertThat(status).as(route)
        .isIn(route.endsWith("/readers") || route.contains("/readers/") ? Set.of(403, 404) : Set.of(403)));
    assertThat(told.file()).isEqualTo(before);
    assertThat(jdbc.sql("select detail from access_log where number = ? and person = ? and action = 'REFUSED'")
        .params(number, user).query(String.class).list()).contains("MAY_NOT:EVIDENCE", "MAY_NOT:URGE");
  }

  /** What every route answers that changes something of the case in its address. */
  private Map<String, Integer> answers(String user, String number) {
    var answers = new TreeMap<String, Integer>();
    requestMappingHandlerMapping.getHandlerMethods().keySet().forEach(route -> route.getPatternValues().stream()
        .filter(path -> path.contains("{number}")).forEach(path -> route.getMethodsCondition().getMethods().stream()
            .filter(method -> method != RequestMethod.GET && !BORROWING.contains(method + " " + path))
            .forEach(method -> answers.put(method + " " + path, call(user, method.name(), route, path, number)))));
    return answers;
  }

  private int call(String user, String method, RequestMappingInfo route, String path, String number) {
    var address = path.replace("{number}", number).replace("{id}", "1");
    var form = route.getConsumesCondition().getConsumableMediaTypes().contains(MediaType.MULTIPART_FORM_DATA);
    var type = form ? "multipart/form-data; boundary=x" : "application/json";
    var body = form ? "--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n\r\n--x\r\nContent-Disposition: form-data; "
        + "name=\"file\"; filename=\"a.txt\"\r\n\r\na\r\n--x--\r\n" : "{}";
    var desk = "/camunda/api/ext";
    return (address.startsWith(desk) ? desk(user, method, address.substring(desk.length()), body, "Content-Type", type)
        : call(user, method, address, body, "Content-Type", type)).status();
  }
}
