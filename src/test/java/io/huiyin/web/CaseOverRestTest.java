package io.huiyin.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.story.Story;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class CaseOverRestTest extends Application {

  @Autowired
  Story story;

  @Test
  void aContactStopsTheResponseClockAndStandsInTheFile() {
    var number = registered("agent1");
    assertThat(clock(number, "RESPONSE").get("status").asText()).isEqualTo("RUNNING");
    var told = post("agent1", of(number, "/contacts"),
        Map.of("direction", "OUTBOUND", "channel", "PHONE", "summary", "已致电客户说明进展"));
    assertThat(told.status()).as(told.text()).isEqualTo(201);
    var clock = clock(number, "RESPONSE");
    assertThat(clock.get("status").asText()).isEqualTo("MET");
    assertThat(clock.get("ledger").findValuesAsText("change")).containsExactly("STARTED", "STOPPED");
    var timeline = get("agent1", of(number, "/timeline"));
    assertThat(timeline.json().get("items").findValuesAsText("kind")).contains("REGISTERED", "CUSTOMER_CONTACT");
    assertThat(timeline.json().get("items").get(0).get("sequence").asInt()).isEqualTo(1);
    assertThat(timeline.text()).doesNotContain("已致电客户", "欧阳", "13987654321");
    var verification = get("agent1", "/api/v1/archives/" + number + "/verification").json();
    assertThat(verification.get("intact").asBoolean()).isTrue();
    assertThat(verification.get("entries").asInt()).isEqualTo(timeline.json().get("total").asInt()).isPositive();
  }

  @Test
  void aSubstantiveContactClosesTheGoldenWindow() {
    var number = registered("agent1");
    post("super1", of(number, "/ratings"), Map.of("complexity", "GENERAL", "reason", "涉及两家承运商"));
    assertThat(clock(number, "SUBSTANTIVE_CONTACT").get("status").asText()).isEqualTo("RUNNING");
    assertThat(faulty(post("agent1", of(number, "/contacts"), Map.of("direction", "INBOUND", "channel", "PHONE",
        "summary", "客户来电", "substantive", true)))).containsExactly("substantive");
    assertThat(post("agent1", of(number, "/contacts"), Map.of("direction", "OUTBOUND", "channel", "PHONE",
        "summary", "逐项核实", "substantive", true)).status()).isEqualTo(201);
    assertThat(clock(number, "SUBSTANTIVE_CONTACT").get("status").asText()).isEqualTo("MET");
  }

  @Test
  void aFaultyMessageNamesItsFields() {
    var number = registered("agent1");
    assertThat(faulty(post("agent1", of(number, "/contacts"), Map.of("sumary", "x"))))
        .containsExactly("channel", "direction", "sumary", "summary");
    assertThat(faulty(post("agent1", of(number, "/contacts"),
        Map.of("direction", "OUT", "channel", "FAX", "summary", "x", "at", "2026-09-14T10:00:00+08:00"))))
        .containsExactly("at", "channel", "direction");
    assertThat(faulty(post("agent1", of(number, "/contacts"),
        Map.of("direction", "OUT", "channel", "FAX", "at", "2099-09-14T10:00:00+08:00", "sumary", "x"))))
        .as("unknown, missing and wrong ones in one answer").containsExactly("at", "channel", "direction", "sumary", "summary");
    assertThat(faulty(post("super1", of(number, "/ratings"), Map.of("priority", "P9", "severity", "BAD", "complexity", "NO"))))
        .containsExactly("complexity", "priority", "reason", "severity");
    assertThat(faulty(post("agent1", of(number, "/extensions"), Map.of("extendBy", "soon", "reason", "缺件",
        "interimMeasures", "先送备用机")))).containsExactly("extendBy");
    assertThat(faulty(post("agent1", of(number, "/urges"), Map.of()))).containsExactly("reason");
  }

  @Test
  void anExtensionNeedsInterimMeasuresAndStaysWithinTheTable() {
    var number = registered("agent1");
    var extensions = of(number, "/extensions");
    var measures = "先送备用机";
    assertThat(faulty(post("agent1", extensions, Map.of("extendBy", "1WD", "reason", "缺件")))).containsExactly("interimMeasures");
    assertThat(faulty(post("agent1", extensions, Map.of("extendBy", "30WD", "reason", "缺件", "interimMeasures", measures))))
        .containsExactly("extendBy");
    assertThat(faulty(post("agent1", extensions, Map.of("extendBy", "1WD", "reason", "缺件", "interimMeasures", measures,
        "clock", "RESPONSE")))).containsExactly("clock");
    var request = Map.<String, Object>of("extendBy", "1WD", "reason", "缺件", "interimMeasures", measures);
    assertThat(post("agent1", extensions, request).status()).isEqualTo(202);
    assertThat(faulty(post("agent1", extensions, request))).as("one at a time").containsExactly("clock");
  }

  @Test
  void waitingForTheCustomerPausesAndEndsOnRequest() {
    var number = registered("agent1");
    var paused = post("agent1", of(number, "/pauses"), Map.of("reason", "等客户寄回"));
    assertThat(paused.status()).as(paused.text()).isEqualTo(204);
    assertThat(clock(number, "RESOLUTION").get("status").asText()).isEqualTo("PAUSED");
    assertThat(post("agent1", of(number, "/pauses"), Map.of("reason", "再等")).status()).isEqualTo(400);
    assertThat(call("agent1", "DELETE", of(number, "/pauses"), null).status()).isEqualTo(204);
    assertThat(clock(number, "RESOLUTION").get("status").asText()).isEqualTo("RUNNING");
  }

  @Test
  void aRegradeMovesTheClock() {
    var number = registered("agent1");
    var before = clock(number, "RESOLUTION").get("dueAt").asText();
    var regraded = post("super1", of(number, "/ratings"), Map.of("priority", "P0", "reason", "客户基本使用中断"));
    assertThat(regraded.status()).as(regraded.text()).isEqualTo(204);
    assertThat(clock(number, "RESOLUTION").get("dueAt").asText()).isLessThan(before);
  }

  @Test
  void aWithdrawnCaseTakesNoMore() {
    var number = registered("agent1");
    assertThat(post("agent1", of(number, "/withdrawal"), Map.of("reason", "客户电话撤诉")).status()).isEqualTo(204);
    var urged = post("agent1", of(number, "/urges"), Map.of("reason", "快"));
    assertThat(urged.status()).isEqualTo(409);
    assertThat(urged.json().get("type").asText()).isEqualTo("urn:huiyin:problem:not-waiting");
  }

  @Test
  void aCaseThatIsOverIsReopenedOnce() {
    var number = registered("agent1");
    var reason = Map.<String, Object>of("reason", "同一故障再次出现");
    var early = post("agent1", of(number, "/reopening"), reason);
    assertThat(early.status()).isEqualTo(409);
    assertThat(early.json().get("detail").asText()).contains("已登记", "重新办理");
    post("agent1", of(number, "/withdrawal"), Map.of("reason", "客户电话撤诉"));
    story.complaint(new ComplaintNumber(number)).isFiled();

    assertThat(faulty(post("agent1", of(number, "/reopening"), Map.of()))).containsExactly("reason");
    assertThat(post("agent2", of(number, "/reopening"), reason).status()).isEqualTo(404);
    assertThat(post("agent1", of(number, "/reopening"), reason).status()).isEqualTo(202);
    assertThat(get("agent1", of(number, "")).json().get("round").asInt()).isEqualTo(2);
    assertThat(clock(number, "RESPONSE").get("status").asText()).isNotEmpty();
    assertThat(post("agent1", of(number, "/reopening"), reason).status()).isEqualTo(409);
    assertThat(post("agent1", of(number, "/withdrawal"), Map.of("reason", "客户电话撤诉")).status()).isEqualTo(204);
  }

  @Test
  void whatSeveralTellACaseAtOnceAllArrives() {
    var number = registered("agent1");
    var told = IntStream.range(0, 8).mapToObj(i -> CompletableFuture.supplyAsync(() ->
            post("agent1", of(number, "/contacts"),
                Map.of("direction", "OUTBOUND", "channel", "PHONE", "summary", "第 " + i + " 次致电"))))
        .toList().stream().map(CompletableFuture::join).toList();
    assertThat(told).allSatisfy(answer -> assertThat(answer.status()).as(answer.text()).isEqualTo(201));
    assertThat(get("agent1", of(number, "/timeline")).json().get("items").findValuesAsText("kind"))
        .filteredOn("CUSTOMER_CONTACT"::equals).hasSize(8);
  }

  @Test
  void evidenceComesBackAsItWasSent() {
    var number = registered("agent1");
    var content = "检测结论：外壳破裂".getBytes(StandardCharsets.UTF_8);
    var added = upload("agent1", number, content, "检测 报告.txt", "TEST_REPORT");
    assertThat(added.status()).as(added.text()).isEqualTo(201);
    var back = get("agent1", added.header("Location"));
    assertThat(back.raw().body()).isEqualTo(content);
    assertThat(back.header("Content-Disposition")).isEqualTo("attachment; filename=\"download.txt\"; "
        + "filename*=UTF-8''%E6%A3%80%E6%B5%8B%20%E6%8A%A5%E5%91%8A.txt");
    assertThat(back.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(get("agent1", of(number, "/evidence")).json()).hasSize(1);
    assertThat(get("logistics1", added.header("Location")).status()).isEqualTo(404);
    assertThat(faulty(upload("agent1", number, content, "a.txt", "lower case"))).containsExactly("kind");
  }

  @Test
  void contactsAreShownInFullToWhoWorksOnTheCaseAndThatIsOnRecord() {
    var number = registered("crm1");
    for (var path : List.of("", "?full=false")) {
      assertThat(get("agent1", of(number, path)).text()).doesNotContain("欧阳小敏", "13987654321").contains("139****4321");
    }
    var full = get("agent1", of(number, "?full=true")).json();
    assertThat(full.get("customerName").asText()).isEqualTo("欧阳小敏");
    assertThat(full.get("customerPhone").asText()).isEqualTo("13987654321");
    for (var user : List.of("crm1", "board1")) {
      assertThat(get(user, of(number, "?full=true")).status()).as(user).isEqualTo(403);
    }
    assertThat(faulty(get("agent1", of(number, "?full=maybe")))).containsExactly("full");
    assertThat(jdbc.sql("select person from access_log where number = ? and action = 'UNMASK'").param(number)
        .query(String.class).list()).containsExactly("agent1");
    assertThat(get("agent1", of(number, "/timeline")).json().get("items").findValuesAsText("kind"))
        .containsOnlyOnce("PERSONAL_DATA_SHOWN");
  }

  @Test
  void whoLeadsSeesOverRestWhatIsOverdueInCockpit() {
    var number = registered("agent1");
    post("admin", "/api/v1/demo/clock", Map.of("advance", "P2D"));
    for (var user : List.of("super1", "manager1", "board1", "gm1", "vp1", "auditor1", "agent1")) {
      assertThat(numbers(get(user, "/api/v1/sla/overdue?kind=RESPONSE&size=1000"))).as(user).contains(number);
    }
    assertThat(numbers(get("legal1", "/api/v1/sla/overdue?size=1000"))).doesNotContain(number);
    var line = StreamSupport.stream(get("gm1", "/api/v1/sla/overdue?kind=RESPONSE&size=1000").json().get("items").spliterator(),
        false).filter(one -> one.get("complaintNumber").asText().equals(number)).findFirst().orElseThrow();
    assertThat(line.get("level").asText()).isIn("SUPERVISED", "ESCALATED");
    assertThat(line.get("dueAt").asText()).endsWith("+08:00");
  }

  @Test
  void whatIsOverdueIsListedForWhoOversees() {
    var number = registered("agent1");
    assertThat(numbers(get("manager1", "/api/v1/sla/overdue?kind=RESPONSE"))).doesNotContain(number);
    var moved = post("admin", "/api/v1/demo/clock", Map.of("advance", "P20D"));
    assertThat(moved.json().get("now").asText()).isEqualTo("2026-10-05T10:00:00+08:00");
    var overdue = get("manager1", "/api/v1/sla/overdue?kind=RESPONSE&size=1000");
    assertThat(numbers(overdue)).contains(number);
    assertThat(numbers(get("legal1", "/api/v1/sla/overdue?size=1000"))).doesNotContain(number);
    assertThat(numbers(get("manager1", "/api/v1/complaints?overdue=true&size=1000"))).contains(number);
    assertThat(numbers(get("manager1", "/api/v1/complaints?overdue=false&size=1000"))).doesNotContain(number);
  }

  @Test
  void theClockGoesBackOnlyBeforeTheFirstCase() {
    registered("agent1");
    assertThat(faulty(post("admin", "/api/v1/demo/clock", Map.of("set", "2026-09-01T10:00:00+08:00"))))
        .containsExactly("set");
    assertThat(faulty(post("admin", "/api/v1/demo/clock", Map.of("advance", "PT1H", "set", "2026-10-01T10:00:00+08:00"))))
        .containsExactly("advance");
    assertThat(faulty(post("admin", "/api/v1/demo/clock", Map.of("advance", "-PT1H")))).containsExactly("advance");
  }

  @Test
  void casesAreFoundPageByPage() {
    var numbers = List.of(registered("agent1"), registered("agent1"), registered("agent1"));
    var page = get("agent1", "/api/v1/complaints?q=" + numbers.get(1));
    assertThat(numbers(page)).containsExactly(numbers.get(1));
    assertThat(page.json().get("total").asInt()).isEqualTo(1);
    var first = get("agent1", "/api/v1/complaints?category=LOGISTICS&from=2026-09-15&to=2026-09-15&size=2");
    var second = get("agent1", "/api/v1/complaints?category=LOGISTICS&from=2026-09-15&to=2026-09-15&size=2&page=1");
    assertThat(first.json().get("items")).hasSize(2);
    assertThat(first.json().get("total").asInt()).isGreaterThanOrEqualTo(3);
    assertThat(numbers(first)).doesNotContainAnyElementsOf(numbers(second));
    assertThat(numbers(get("agent1", "/api/v1/complaints?category=BILLING&from=2026-09-15&to=2026-09-15")))
        .doesNotContainAnyElementsOf(numbers);
    assertThat(get("agent1", "/api/v1/complaints?q=%25").json().get("total").asInt()).as("a per cent sign is text").isZero();
    var today = "/api/v1/complaints?size=1000&from=2026-09-15T00:00:00%2B08:00&to=";
    assertThat(numbers(get("agent1", today + "2026-09-15T10:00:00%2B08:00"))).doesNotContainAnyElementsOf(numbers);
    assertThat(numbers(get("agent1", today + "2026-09-15T10:30:00%2B08:00"))).containsAll(numbers);
    assertThat(faulty(get("agent1", "/api/v1/complaints?from=2026-09-15T10:00&to=2026-09-31"))).containsExactly("from", "to");
    assertThat(faulty(get("agent1", "/api/v1/complaints?priority=P9&from=soon&size=0&colour=red")))
        .containsExactly("colour", "from", "priority", "size");
  }

  @Test
  void theInterfaceDescribesItself() {
    var description = get("agent1", "/api/v1/openapi");
    assertThat(description.status()).isEqualTo(200);
    assertThat(description.json().get("paths").fieldNames()).toIterable()
        .contains("/api/v1/complaints", "/api/v1/sla/overdue").allMatch(path -> path.startsWith("/api/v1/"));
    assertThat(get("agent1", "/api/v1/docs").status()).isBetween(200, 302);
    assertThat(get(null, "/api/v1/openapi").status()).isEqualTo(401);
  }

  private Answer upload(String user, String number, byte[] content, String name, String kind) {
    var boundary = "----huiyin";
    var head = ("--%s\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n%s\r\n--%s\r\nContent-Disposition: "
        + "form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n")
        .formatted(boundary, kind, boundary, name).getBytes(StandardCharsets.UTF_8);
    var tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
    var request = request(of(number, "/evidence")).header("Content-Type", "multipart/form-data; boundary=" + boundary)
        .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(head, content, tail)));
    login(request, user, "Huiyin-demo-2026");
    return send(request);
  }

  private static String of(String number, String path) {
    return "/api/v1/complaints/" + number + path;
  }

  private JsonNode clock(String number, String kind) {
    return StreamSupport.stream(get("agent1", of(number, "/clocks")).json().spliterator(), false)
        .filter(clock -> clock.get("kind").asText().equals(kind)).findFirst().orElseThrow();
  }

  static List<String> numbers(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("items").findValuesAsText("complaintNumber");
  }
}
