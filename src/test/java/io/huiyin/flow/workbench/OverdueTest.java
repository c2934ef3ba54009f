package io.huiyin.flow.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.huiyin.HuiyinTest;
import io.huiyin.story.Story;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who may read in Cockpit what is overdue, and what it says. */
@HuiyinTest
class OverdueTest {

  private static final String LIST = "/camunda/api/ext/overdue";

  @Autowired
  private Story story;
  @LocalServerPort
  private int port;

  @Test
  void nobodyReadsItWithoutLoggingIn() throws Exception {
    assertThat(get(session(null, null), LIST).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent1", "logistics1", "archivist1"})
  void whoDoesNotLeadIsRefused(String person) throws Exception {
    var refused = get(session(person, "tasklist"), LIST);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(new ObjectMapper().readTree(refused.body()).get("detail").asText()).isEqualTo("超时清单只供管理人员查看");
  }

  @Test
  void whatIsNotThereIsNoFailureOfTheHouse() throws Exception {
    var answer = get(session("archivist1", "tasklist"), "/camunda/api/ext/archive/disposal/999999");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(new ObjectMapper().readTree(answer.body()).get("detail").asText()).contains("没有找到这条记录");
  }

  @ParameterizedTest
  @ValueSource(strings = {"super1", "manager1", "board1", "gm1", "vp1", "auditor1", "admin"})
  void whoLeadsSeesTheCompany(String person) throws Exception {
    var complaint = story.begins("2026-09-15T09:00").aComplaint().without("customerEmail")
        .with("customerPhone", "1370000%04d".formatted(Math.floorMod(person.hashCode(), 10000))).isRegistered();
    story.at("2026-09-16T10:00");
    var session = session(person, person.equals("super1") || person.equals("vp1") ? "tasklist" : "cockpit");

    var answer = get(session, LIST);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain("王晓梅", "13812345678", "wang.xiaomei", "包裹");
    var line = line(json(answer), complaint.number.value(), "首次响应");
    assertThat(line.at("/level/code").asText()).isEqualTo("SUPERVISED");
    assertThat(line.at("/steps/0/name").asText()).isEqualTo("首次联系客户");
    assertThat(line.at("/steps/0/holder").asText()).isEqualTo("客服专员（未认领）");
    assertThat(line.at("/supervision/0/name").asText()).isEqualTo("督办超时");
    assertThat(line.at("/explanation").asText()).contains("8 个工作小时");
  }

  @Test
  void itIsFilteredAndPaged() throws Exception {
    story.begins("2026-09-15T09:00");
    var urgent = story.aComplaint().with("safetyRisk", true).isRegistered();
    story.aComplaint().isRegistered();
    story.at("2026-09-16T10:00");
    var session = session("manager1", "cockpit");

    var all = json(get(session, LIST));
    assertThat(all.at("/counts/clocks").asLong()).isEqualTo(all.at("/total").asLong()).isGreaterThan(2);
    assertThat(all.at("/kinds").findValuesAsText("label")).contains("首次响应", "受理定级");
    assertThat(json(get(session, LIST + "?priority=P0")).at("/lines").findValuesAsText("number"))
        .isNotEmpty().containsOnly(urgent.number.value());
    assertThat(json(get(session, LIST + "?kind=RESPONSE")).at("/lines").findValuesAsText("clock"))
        .hasSize(2).containsOnly("首次响应");
    assertThat(json(get(session, LIST + "?unit=unit-it")).at("/total").asLong()).isZero();
    var second = json(get(session, LIST + "?size=1&page=1"));
    assertThat(second.at("/lines")).hasSize(1);
    assertThat(second.at("/lines/0")).isEqualTo(all.at("/lines/1"));
    var refused = get(session, LIST + "?priority=P9&colour=red");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(new ObjectMapper().readTree(refused.body()).at("/errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder("priority", "colour");
  }

  @Test
  void aHighlySensitiveCaseShowsOnlyToThoseWhoHandleIt() throws Exception {
    var complaint = story.begins("2026-09-15T09:00").aComplaint().with("involvesMinorOrVulnerable", true)
        .isRegistered();
    var number = complaint.number.value();
    story.at("2026-09-16T10:00");
    assertThat(get(session("manager1", "cockpit"), LIST).body()).as("nobody has taken it yet").doesNotContain(number);
    complaint.answersFor("manager1", "superviseOverdue", "RESPONSE");
    assertThat(get(session("manager1", "cockpit"), LIST).body()).contains(number);
    assertThat(get(session("auditor1", "cockpit"), LIST).body()).doesNotContain(number);
    assertThat(get(session("gm1", "cockpit"), LIST).body()).doesNotContain(number);
  }

  @Test
  void theClocksOfACaseComeWithTheirLedger() throws Exception {
    var complaint = story.begins("2026-09-15T09:00").aComplaint().isRegistered();
    story.at("2026-09-16T10:00");
    var address = "/camunda/api/ext/process-instances/%s/clocks"
        .formatted(complaint.complaint().processInstanceId());
    var found = json(get(session("manager1", "cockpit"), address));
    assertThat(found.at("/clocks").findValuesAsText("label")).contains("首次响应", "办结", "受理定级");
    assertThat(found.at("/ledger").findValuesAsText("change")).contains("开始计时", "预警", "超时");
    assertThat(get(session("logistics1", "tasklist"), address).statusCode()).isEqualTo(404);
    assertThat(get(session(null, null), address).statusCode()).isEqualTo(401);
  }

  private static JsonNode line(JsonNode list, String number, String clock) {
    for (var line : list.at("/lines")) {
      if (line.at("/number").asText().equals(number) && line.at("/clock").asText().equals(clock)) {
        return line;
      }
    }
    throw new AssertionError(number + " " + clock + " is not in " + list);
  }

  /** A browser's session in a web app, logged in as this person unless {@code null}. */
  private HttpClient session(String person, String app) throws IOException, InterruptedException {
    var cookies = new CookieManager();
    var http = HttpClient.newBuilder().cookieHandler(cookies).build();
    if (person != null) {
      get(http, "/camunda/app/%s/default/".formatted(app));
      var token = cookies.getCookieStore().getCookies().stream()
          .filter(cookie -> cookie.getName().equals("XSRF-TOKEN")).map(HttpCookie::getValue).findFirst().orElseThrow();
      var answer = http.send(request("/camunda/api/admin/auth/user/default/login/" + app)
          .headers("X-XSRF-TOKEN", token, "Content-Type", "application/x-www-form-urlencoded")
          .POST(HttpRequest.BodyPublishers.ofString("username=%s&password=Huiyin-demo-2026".formatted(person)))
          .build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as("%s logs in: %s", person, answer.body()).isEqualTo(200);
    }
    return http;
  }

  private HttpResponse<String> get(HttpClient session, String path) throws IOException, InterruptedException {
    return session.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }
}
