package io.huiyin.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.ComplaintNumber;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** For each role what it cannot see or do. Every "nothing" has a counterpart that sees something. */
class LeastPrivilegeTest extends Application {

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/complaints", "/api/v1/complaints/20260915-CS-0001", "/api/v1/openapi", "/api/v1/docs",
      "/api/v1/demo/clock", "/engine-rest", "/engine-rest/engine", "/engine-rest/task", "/engine-rest/user",
      "/engine-rest/identity/groups", "/engine-rest/version", "/actuator", "/actuator/env", "/actuator/info", "/error",
      "/v3/api-docs", "/swagger-ui/index.html", "/nothing"})
  void withoutLogInThereIsNothing(String path) {
    var answer = get(null, path);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).startsWith("Basic realm=\"Huiyin\"");
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/camunda/api/engine/engine/default/task", "/camunda/api/engine/engine/default/user",
      "/camunda/api/cockpit/plugin/base/default/process-definition/statistics"})
  void withoutLogInTheWebAppsTellNothing(String path) {
    assertThat(get(null, path).status()).isIn(401, 403, 404);
  }

  @Test
  void theWebAppsLogInByThemselves() {
    var login = post(null, "/camunda/api/admin/auth/user/default/login/tasklist", "username=agent1&password=x",
        "Content-Type", "application/x-www-form-urlencoded");
    assertThat(login.status()).as("CSRF token missing").isEqualTo(403);
    assertThat(get(null, "/camunda/api/admin/auth/user/default").status()).isEqualTo(404);
    assertThat(get(null, "/camunda/app/tasklist/default/").status()).isEqualTo(200);
  }

  @Test
  void healthAndStaticFilesAreForEverybody() {
    assertThat(get(null, "/actuator/health").status()).isEqualTo(200);
    assertThat(get(null, "/camunda/app/welcome/styles/user-styles.css").status()).isEqualTo(200);
  }

  @Test
  void aWrongPasswordLocksForAWhile() {
    assertThat(login("legal1", "wrong").status()).isEqualTo(401);
    assertThat(get("legal1", "/api/v1/complaints").status()).as("locked").isEqualTo(401);
    post("admin", "/api/v1/demo/clock", Map.of("advance", "PT10S"));
    assertThat(get("legal1", "/api/v1/complaints").status()).isEqualTo(200);
    assertThat(login("nobody", "wrong").status()).isEqualTo(401);
    assertThat(login("no\u0000body", "wrong").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent2", "logistics1", "logistics-head1", "legal1", "gm1", "vp1", "owner1", "crm1", "admin"})
  void otherPeoplesCasesDoNotExist(String user) {
    var number = contacted();
    var unknown = get(user, "/api/v1/complaints/20260915-CS-9999");
    for (var path : List.of("", "/timeline", "/clocks", "/evidence")) {
      var answer = get(user, "/api/v1/complaints/" + number + path);
      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.text().replace(number, "").replace(path, ""))
          .isEqualTo(unknown.text().replace("20260915-CS-9999", ""));
    }
    assertThat(get(user, "/api/v1/archives/" + number + "/verification").status()).isEqualTo(404);
    assertThat(CaseOverRestTest.numbers(get(user, "/api/v1/complaints?size=1000"))).doesNotContain(number);
    assertThat(get(user, "/api/v1/complaints?q=" + number).json().get("total").asInt()).isZero();
    assertThat(post(user, "/api/v1/complaints/" + number + "/urges", Map.of("reason", "x")).status()).isIn(403, 404);
  }

  @Test
  void aGroupSeesTheCaseWhileATaskWaitsForIt() {
    var number = registered("agent1");
    assertThat(get("agent2", "/api/v1/complaints/" + number).status()).isEqualTo(200);
    contact(number);
    assertThat(get("agent2", "/api/v1/complaints/" + number).status()).isEqualTo(404);
    assertThat(get("agent1", "/api/v1/complaints/" + number).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent1", "super1", "manager1", "board1", "archivist1", "auditor1"})
  void whoHandlesOrOverseesSeesTheCase(String user) {
    var number = registered("agent1");
    assertThat(get(user, "/api/v1/complaints/" + number).status()).isEqualTo(200);
    assertThat(get(user, "/api/v1/complaints?q=" + number).json().get("total").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"manager1", "board1", "archivist1", "auditor1"})
  void aSensitiveCaseIsForThoseWhoHandleItOnly(String user) {
    var fields = complaint();
    fields.put("involvesMinorOrVulnerable", true);
    var number = post("agent1", "/api/v1/complaints", fields).json().get("complaintNumber").asText();
    assertThat(get("agent1", "/api/v1/complaints/" + number).json().get("sensitive").asBoolean()).isTrue();
    assertThat(get(user, "/api/v1/complaints/" + number).status()).isEqualTo(404);
    assertThat(get(user, "/api/v1/complaints?q=" + number).json().get("total").asInt()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent2", "logistics1", "vp1", "archivist1"})
  void theEngineShowsNothingButOnesOwnTasks(String user) {
    var number = contacted();
    assertThat(taskIds("super1", number)).isNotEmpty();
    assertThat(taskIds(user, number)).isEmpty();
    for (var path : List.of("process-instance", "execution", "variable-instance", "history/process-instance",
        "history/task", "history/activity-instance", "history/user-operation", "incident", "authorization",
        "deployment", "decision-definition")) {
      var answer = get(user, "/engine-rest/" + path);
      assertThat(answer.status() == 403 || answer.json().isEmpty()).as(path + " " + answer.text()).isTrue();
    }
    assertThat(get(user, "/engine-rest/job").json().findValuesAsText("processInstanceId"))
        .as("only the engine's own jobs").allMatch("null"::equals);
    assertThat(get(user, "/engine-rest/user").json().findValuesAsText("id")).containsExactly(user);
  }

  @Test
  void managersAndAuditorsSeeTheEnginesCases() {
    var number = registered("agent1");
    for (var user : List.of("manager1", "board1", "gm1", "auditor1")) {
      assertThat(taskIds(user, number)).as(user).isNotEmpty();
      assertThat(get(user, "/engine-rest/process-instance?businessKey=" + number).json()).as(user).isNotEmpty();
      assertThat(get(user, "/engine-rest/deployment").json()).as(user).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent2", "logistics1", "manager1", "gm1", "auditor1", "owner1", "crm1"})
  void anotherGroupsTaskCannotBeWorked(String user) {
    var number = contacted();
    var task = taskIds("super1", number).get(0);
    assertThat(post(user, "/engine-rest/task/" + task + "/claim", Map.of("userId", user)).status()).isIn(403, 404);
    assertThat(post(user, "/engine-rest/task/" + task + "/complete", Map.of()).status()).isIn(403, 404);
    assertThat(taskIds("super1", number)).contains(task);
    assertThat(get("super1", "/engine-rest/task/" + task).json().get("assignee").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"manager1", "auditor1", "owner1", "logistics1", "archivist1"})
  void whoDoesNotRegisterCannotStart(String user) {
    var cases = jdbc.sql("select count(*) from complaint").query(Long.class).single();
    assertThat(post(user, "/api/v1/complaints", complaint()).status()).isEqualTo(403);
    assertThat(post(user, "/engine-rest/process-definition/key/complaint-handling/start", Map.of()).status())
        .isEqualTo(403);
    assertThat(post(user, "/engine-rest/message", Map.of("messageName", "ComplaintReceived")).status()).isEqualTo(403);
    assertThat(jdbc.sql("select count(*) from complaint").query(Long.class).single()).isEqualTo(cases);
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent1", "super1", "crm1"})
  void registeringIsTheOnlyStart(String user) {
    assertThat(post(user, "/engine-rest/process-definition/key/case-project/start", Map.of()).status()).isIn(403, 404);
    assertThat(post(user, "/engine-rest/process-definition/key/archive-filing/start", Map.of()).status())
        .isIn(403, 404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent1", "super1", "manager1", "board1", "gm1", "auditor1", "owner1", "crm1", "admin"})
  void nobodyCreatesATaskOutsideAProcess(String user) {
    assertThat(post(user, "/engine-rest/task/create", Map.of("id", "free-" + user)).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent1", "manager1", "gm1", "auditor1", "crm1"})
  void onlyProcessOwnersDeploy(String user) {
    assertThat(multipartDeploy(user)).isEqualTo(403);
  }

  @Test
  void aProcessOwnerSeesModelsAndNoCases() {
    var number = registered("agent1");
    assertThat(get("owner1", "/engine-rest/process-definition?latestVersion=true").json()).isNotEmpty();
    assertThat(get("owner1", "/engine-rest/process-instance").json()).isEmpty();
    assertThat(get("owner1", "/engine-rest/variable-instance").json()).isEmpty();
    assertThat(taskIds("owner1", number)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent1", "manager1", "auditor1", "crm1"})
  void theDemosOutboxIsForAdministrators(String user) {
    assertThat(get(user, "/api/v1/demo/outbox").status()).isEqualTo(403);
    assertThat(get("admin", "/api/v1/demo/outbox").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent1", "super1", "manager1", "owner1", "crm1", "admin"})
  void theDailyRootsAreForAuditorsAndArchivists(String user) {
    for (var path : List.of("/api/v1/archives/roots", "/api/v1/archives/roots/verification")) {
      assertThat(get(user, path).status()).as(path).isEqualTo(403);
      assertThat(get("auditor1", path).status()).as(path).isEqualTo(200);
      assertThat(get("archivist1", path).status()).as(path).isEqualTo(200);
    }
  }

  @Test
  void anAuditorChangesNothing() {
    var number = registered("agent1");
    for (var path : List.of("/contacts", "/urges", "/pauses", "/extensions", "/withdrawal", "/reopening", "/ratings", "/evidence")) {
      assertThat(post("auditor1", "/api/v1/complaints/" + number + path, Map.of("reason", "x")).status()).as(path)
          .isEqualTo(403);
    }
    var instance = get("auditor1", "/engine-rest/process-instance?businessKey=" + number).json().get(0).get("id").asText();
    assertThat(call("auditor1", "DELETE", "/engine-rest/process-instance/" + instance, null).status()).isEqualTo(403);
  }

  @Test
  void aSystemTellsItsOwnCasesOnly() {
    var own = registered("crm1");
    var other = registered("agent1");
    var told = urgeOverEngine(own);
    assertThat(told.status()).as(told.text()).isEqualTo(204);
    assertThat(urgeOverEngine(other).status()).isEqualTo(403);
    var seen = get("crm1", "/engine-rest/process-instance").json();
    assertThat(StreamSupport.stream(seen.spliterator(), false).map(i -> i.get("businessKey").asText()))
        .contains(own).doesNotContain(other);
    var instance = "/engine-rest/process-instance/" + get("crm1", "/api/v1/complaints/" + own).json()
        .get("processInstanceId").asText();
    assertThat(call("crm1", "DELETE", instance, null).status()).isEqualTo(403);
    assertThat(call("crm1", "PUT", instance + "/variables/priority", Map.of("value", "P0")).status()).isEqualTo(403);
    assertThat(call("crm1", "PUT", instance + "/suspended", Map.of("suspended", true)).status()).isEqualTo(403);
  }

  @Test
  void aSystemTellsTheCustomersAnswerToItsOwnCasesOnly() {
    var own = told("crm1");
    var other = told("agent1");
    assertThat(confirmOverEngine(other).status()).isEqualTo(403);
    assertThat(story.complaint(other).complaint().status()).isEqualTo(CaseStatus.RESULT_TOLD);
    var confirmed = confirmOverEngine(own);
    assertThat(confirmed.status()).as(confirmed.text()).isEqualTo(204);
    assertThat(story.complaint(own).complaint().status()).isEqualTo(CaseStatus.CONFIRMED);
  }

  @Test
  void theActuatorIsForAdministrators() {
    assertThat(get("agent1", "/actuator/info").status()).isEqualTo(404);
    assertThat(get("admin", "/actuator/info").status()).isEqualTo(200);
    assertThat(get("admin", "/nothing").status()).isEqualTo(404);
  }

  /** A case of agent1 in which no task waits for customer service any more. */
  private String contacted() {
    var number = registered("agent1");
    contact(number);
    return number;
  }

  private void contact(String number) {
    var told = post("agent1", "/api/v1/complaints/" + number + "/contacts",
        Map.of("direction", "OUTBOUND", "channel", "PHONE", "summary", "已致电客户"));
    assertThat(told.status()).as(told.text()).isEqualTo(201);
  }

  private Answer urgeOverEngine(String number) {
    return post("crm1", "/engine-rest/message", Map.of("messageName", "Urged", "businessKey", number,
        "processVariables", Map.of("reason", Map.of("value", "请尽快", "type", "String"))));
  }

  /** A minor case that this person registered; its customer has the result and is to answer. */
  private ComplaintNumber told(String user) {
    var fields = complaint();
    fields.put("category", "BUSINESS_PROCESS");
    var number = new ComplaintNumber(post(user, "/api/v1/complaints", fields).json().get("complaintNumber").asText());
    story.complaint(number).isSettledAndTold();
    return number;
  }

  private Answer confirmOverEngine(ComplaintNumber number) {
    return post("crm1", "/engine-rest/message", Map.of("messageName", "CustomerConfirmed",
        "businessKey", number.value(), "processVariables", Map.of()));
  }

  private int multipartDeploy(String user) {
    var body = "--x\r\nContent-Disposition: form-data; name=\"deployment-name\"\r\n\r\nx\r\n--x\r\nContent-Disposition: "
        + "form-data; name=\"a\"; filename=\"a.txt\"\r\n\r\na\r\n--x--\r\n";
    return post(user, "/engine-rest/deployment/create", body, "Content-Type", "multipart/form-data; boundary=x")
        .status();
  }

  private Answer login(String user, String password) {
    var request = request("/api/v1/complaints");
    login(request, user, password);
    return send(request.GET());
  }
}
