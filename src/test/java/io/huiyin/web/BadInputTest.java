package io.huiyin.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import io.huiyin.DatabaseScan;
import java.io.IOException;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is wrong is refused whichever way it comes, every faulty field is named, and nothing is left behind. */
class BadInputTest extends Application {

  @Autowired
  TaskService tasks;
  @Autowired
  JdbcClient jdbc;

  /** The four ways into the house. Each sends the fields as its callers would. */
  enum Way {
    START_OVER_ENGINE_REST {
      @Override
      Answer register(BadInputTest test, Map<String, Object> fields) {
        return test.post("crm1", "/engine-rest/process-definition/key/complaint-handling/start", Map.of("variables", typed(fields)));
      }
    },
    MESSAGE_OVER_ENGINE_REST {
      @Override
      Answer register(BadInputTest test, Map<String, Object> fields) {
        return test.post("crm1", "/engine-rest/message", Map.of("messageName", "ComplaintReceived", "processVariables", typed(fields)));
      }
    },
    REST {
      @Override
      Answer register(BadInputTest test, Map<String, Object> fields) {
        return test.post("crm1", "/api/v1/complaints", fields);
      }
    },
    TASKLIST_START_FORM {
      @Override
      Answer register(BadInputTest test, Map<String, Object> fields) {
        return test.tasklist("agent1", "/camunda/api/engine/engine/default/process-definition/key/complaint-handling/submit-form",
            Map.of("variables", typed(fields)));
      }
    };

    abstract Answer register(BadInputTest test, Map<String, Object> fields);
  }

  private static final Set<String> EVERY_FIELD = Set.of("channel", "customerName", "customerPhone", "customerEmail", "description",
      "departmentCode", "occurredAt", "contactEndedAt", "claimAmount", "groupSize", "safetyRisk", "memberLevel", "demand",
      "custmerName");

  static Stream<Arguments> faults() {
    return Stream.of(Way.values()).flatMap(way -> Stream.of(
        arguments(way, "nothing at all", with(Map.of(), true), Set.of("channel", "description", "customerName")),
        arguments(way, "nobody and no way to reach anybody", with(Map.of("customerName", " ", "customerPhone", ""), false),
            Set.of("customerName", "customerPhone")),
        arguments(way, "everything wrong at once", with(Map.ofEntries(
            Map.entry("channel", "FAX"), Map.entry("customerName", "王".repeat(101)), Map.entry("customerPhone", "call me"),
            Map.entry("customerEmail", "nobody"), Map.entry("description", "  "), Map.entry("departmentCode", "cs!"),
            Map.entry("occurredAt", "yesterday"), Map.entry("contactEndedAt", "2099-01-01T00:00:00+08:00"),
            Map.entry("claimAmount", "-5"), Map.entry("groupSize", 0), Map.entry("safetyRisk", "maybe"),
            Map.entry("memberLevel", "金".repeat(31)), Map.entry("demand", "退".repeat(5_001)),
            Map.entry("custmerName", "王小明")), false), EVERY_FIELD),
        arguments(way, "a misspelled field", with(Map.of("descripton", "箱子破了"), false), Set.of("descripton")),
        arguments(way, "a rating that only the company gives", with(Map.of("priority", "P0"), false), Set.of("priority")),
        arguments(way, "control characters", with(Map.of("description", "a\u0007b", "occurredPlace", "\u0000"), false),
            Set.of("description", "occurredPlace"))));
  }

  @BeforeEach
  void begin() {
    story.begins("2026-06-09T10:00");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("faults")
  void everyFaultyFieldIsNamedAndNothingStays(Way way, String what, Map<String, Object> fields, Set<String> faulty) {
    var scan = new DatabaseScan(jdbc);
    registeredOver(way);
    var before = scan.count();
    var number = lastNumber();

    var answer = way.register(this, fields);

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    var named = named(answer);
    assertThat(named.keySet()).isEqualTo(faulty);
    assertThat(named.values()).allSatisfy(message -> assertThat(message).matches(".*\\p{IsHan}.*"));
    assertThat(scan.count()).as("rows of every table").isEqualTo(before);
    registeredOver(way);
    assertThat(lastNumber()).as("the refused one used no number").isEqualTo(number + 1);
  }

  @ParameterizedTest
  @MethodSource("completions")
  void aWronglyFilledTaskStaysOpen(Map<String, Object> fields, Set<String> faulty) {
    var number = registered("agent1");
    var scan = new DatabaseScan(jdbc);
    var task = tasks.createTaskQuery().processInstanceBusinessKey(number).taskDefinitionKey("userTask_acceptAndClassify").singleResult();
    assertThat(post("super1", "/engine-rest/task/" + task.getId() + "/claim", Map.of("userId", "super1")).status()).isEqualTo(204);
    var before = scan.count();

    var answer = post("super1", "/engine-rest/task/" + task.getId() + "/complete", Map.of("variables", typed(fields)));

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(named(answer).keySet()).isEqualTo(faulty);
    assertThat(named(answer).values()).allSatisfy(message -> assertThat(message).matches(".*\\p{IsHan}.*"));
    assertThat(scan.count()).isEqualTo(before);
    assertThat(tasks.createTaskQuery().taskId(task.getId()).taskAssignee("super1").count()).as("still open").isOne();
  }

  static Stream<Arguments> completions() {
    return Stream.of(
        arguments(Map.of(), Set.of("acceptance")),
        arguments(Map.of("acceptance", "MAYBE", "priority", "P9", "severity", "bad"), Set.of("acceptance", "priority", "severity")),
        arguments(Map.of("acceptance", "ACCEPTED", "leadUnit", "unit-nowhere"), Set.of("leadUnit")),
        arguments(Map.of("acceptance", "DECLINED"), Set.of("declineReason")));
  }

  @Test
  void anUnknownMessageOrBusinessKeyGetsAClearAnswer() {
    var number = registered("agent1");
    var before = new DatabaseScan(jdbc).count();
    var unknownMessage = post("crm1", "/engine-rest/message", Map.of("messageName", "NoSuchMessage", "businessKey", number));
    assertThat(unknownMessage.status()).isEqualTo(400);
    assertThat(named(unknownMessage).get("messageName")).contains("没有案件在等待这个消息");
    var unknownCase = post("crm1", "/engine-rest/message", Map.of("messageName", "Urged", "businessKey", "20260609-CS-9999",
        "processVariables", typed(Map.of("reason", "客户催问"))));
    assertThat(unknownCase.status()).isEqualTo(400);
    assertThat(named(unknownCase).get("messageName")).contains("没有案件在等待这个消息");
    var unknownOverRest = post("agent1", "/api/v1/complaints/20260609-CS-9999/urges", Map.of("reason", "客户催问"));
    assertThat(unknownOverRest.status()).isEqualTo(404);
    assertThat(unknownOverRest.json().get("detail").asText()).matches(".*\\p{IsHan}.*");
    for (var answer : List.of(unknownMessage, unknownCase, unknownOverRest)) {
      assertThat(answer.text()).doesNotContain("Exception", "\tat ", "客户催问");
    }
    assertThat(new DatabaseScan(jdbc).count()).isEqualTo(before);
  }

  @Test
  void aCaseThatRunsIsNotReopened() {
    var number = registered("crm1");
    var before = new DatabaseScan(jdbc).count();
    var answer = post("crm1", "/engine-rest/message", Map.of("messageName", "ComplaintReopened", "businessKey", number,
        "processVariables", typed(Map.of("reason", "客户又来电"))));
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(named(answer).get("messageName")).contains("已登记", "不接受“重新办理”");
    assertThat(new DatabaseScan(jdbc).count()).isEqualTo(before);
  }

  private void registeredOver(Way way) {
    var answer = way.register(this, complaint());
    assertThat(answer.status()).as("a complete complaint: " + answer.text()).isIn(200, 201, 204);
  }

  private static Map<String, Object> with(Map<String, Object> fields, boolean only) {
    var all = only ? new HashMap<String, Object>() : complaint();
    all.putAll(fields);
    return all;
  }

  private static Map<String, Object> typed(Map<String, Object> fields) {
    var variables = new LinkedHashMap<String, Object>();
    fields.forEach((name, value) -> variables.put(name,
        Map.of("value", value, "type", value instanceof Integer ? "Integer" : value instanceof Boolean ? "Boolean" : "String")));
    return variables;
  }

  private static Map<String, String> named(Answer answer) {
    var named = new HashMap<String, String>();
    StreamSupport.stream(answer.json().get("errors").spliterator(), false)
        .forEach((JsonNode error) -> named.put(error.get("field").asText(), error.get("message").asText()));
    return named;
  }

  private int lastNumber() {
    return jdbc.sql("select last from complaint_serial where day = date '2026-06-09' and department = 'CS'").query(Integer.class).single();
  }

  /** Posts as Tasklist does: logged in, with session and CSRF token. A new session brings a new token. */
  private Answer tasklist(String user, String path, Object body) {
    try {
      var cookies = new CookieManager();
      var browser = HttpClient.newBuilder().cookieHandler(cookies).build();
      var base = request("/").build().uri();
      var page = HttpRequest.newBuilder(base.resolve("/camunda/app/tasklist/default/")).build();
      browser.send(page, BodyHandlers.discarding());
      var login = browser.send(HttpRequest.newBuilder(base.resolve("/camunda/api/admin/auth/user/default/login/tasklist"))
          .header("Content-Type", "application/x-www-form-urlencoded").header("X-XSRF-TOKEN", token(cookies))
          .POST(BodyPublishers.ofString("username=" + user + "&password=Huiyin-demo-2026")).build(), BodyHandlers.discarding());
      assertThat(login.statusCode()).as("login").isEqualTo(200);
      browser.send(page, BodyHandlers.discarding());
      var answer = browser.send(HttpRequest.newBuilder(base.resolve(path))
          .header("Content-Type", "application/json").header("Accept", "application/json").header("X-XSRF-TOKEN", token(cookies))
          .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))).build(), BodyHandlers.ofByteArray());
      var type = answer.headers().firstValue("Content-Type").orElse("");
      return new Answer(answer.statusCode(), answer, type.contains("json") ? JSON.readTree(answer.body()) : null);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String token(CookieManager cookies) {
    return cookies.getCookieStore().getCookies().stream().filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
        .findFirst().orElseThrow().getValue();
  }
}
