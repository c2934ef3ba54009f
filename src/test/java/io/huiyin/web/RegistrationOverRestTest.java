package io.huiyin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrationOverRestTest extends Application {

  private static final String PATH = "/api/v1/complaints";

  @Test
  void aCompleteComplaintIsRegisteredAndShownMasked() {
    var answer = post("agent1", PATH, complaint());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    var number = answer.json().get("complaintNumber").asText();
    assertThat(number).startsWith("20260915-CS-");
    assertThat(answer.header("Location")).isEqualTo(PATH + "/" + number);
    assertThat(answer.json().get("processInstanceId").asText()).isNotBlank();
    assertThat(answer.json().get("responseDueAt").asText()).startsWith("2026-09-15T").endsWith("+08:00");
    assertThat(answer.json().get("resolutionDueAt").asText()).isNotBlank();

    var shown = get("agent1", answer.header("Location"));
    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.json().get("customerName").asText()).isEqualTo("欧***");
    assertThat(shown.json().get("customerPhone").asText()).isEqualTo("139****4321");
    assertThat(shown.json().get("description").asText()).isEqualTo("到货时外壳破裂，要求尽快处理");
    assertThat(shown.text()).doesNotContain("欧阳小敏", "13987654321");
  }

  @Test
  void everyFaultyFieldIsNamedAndNothingIsLeftBehind() {
    var rows = rows();
    var fields = complaint();
    fields.put("channel", "FAX");
    fields.remove("description");
    fields.put("customerPhone", "请回电");
    fields.put("claimAmount", -1);
    fields.put("groupSize", "many");
    fields.put("safetyRisk", "maybe");
    fields.put("occurredAt", "yesterday");
    fields.put("produkt", "x");
    fields.put("demand", java.util.List.of("a"));
    var answer = post("crm1", PATH, fields);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(faulty(answer)).containsExactly("channel", "claimAmount", "customerPhone", "demand", "description",
        "groupSize", "occurredAt", "produkt", "safetyRisk");
    assertThat(answer.text()).doesNotContain("请回电", "yesterday", "maybe");
    assertThat(rows()).isEqualTo(rows);
  }

  @Test
  void theSameKeyAndBodyGetTheSameAnswer() {
    var key = UUID.randomUUID().toString();
    var first = post("crm1", PATH, complaint(), "Idempotency-Key", key);
    assertThat(first.status()).as(first.text()).isEqualTo(201);
    var again = post("crm1", PATH, new LinkedHashMap<>(new TreeMap<>(complaint())), "Idempotency-Key", key);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(post("agent1", PATH, complaint(), "Idempotency-Key", key).json().get("complaintNumber"))
        .as("another caller's key").isNotEqualTo(first.json().get("complaintNumber"));
  }

  @Test
  void theSameKeyWithAnotherBodyIsRefused() {
    var key = UUID.randomUUID().toString();
    post("crm1", PATH, complaint(), "Idempotency-Key", key);
    var other = complaint();
    other.put("product", "加湿器");
    var rows = rows();
    assertThat(post("crm1", PATH, other, "Idempotency-Key", key).status()).isEqualTo(409);
    assertThat(rows()).isEqualTo(rows);
  }

  @Test
  void aRefusedBodyDoesNotUseUpItsKey() {
    var key = UUID.randomUUID().toString();
    var faulty = complaint();
    faulty.remove("description");
    assertThat(post("crm1", PATH, faulty, "Idempotency-Key", key).status()).isEqualTo(400);
    assertThat(post("crm1", PATH, complaint(), "Idempotency-Key", key).status()).isEqualTo(201);
  }

  @Test
  void aKeyThatIsNoneIsNamed() {
    assertThat(faulty(post("crm1", PATH, complaint(), "Idempotency-Key", "x".repeat(201))))
        .containsExactly("Idempotency-Key");
  }

  @Test
  void twinRequestsAtOnceOpenOneCase() throws Exception {
    var key = UUID.randomUUID().toString();
    var before = cases();
    var pool = Executors.newFixedThreadPool(8);
    try {
      var answers = pool.invokeAll(IntStream.range(0, 8).mapToObj(i ->
          (Callable<Answer>) () -> post("crm1", PATH, complaint(), "Idempotency-Key", key)).toList());
      for (var answer : answers) {
        assertThat(answer.get().status()).as(answer.get().text()).isEqualTo(201);
        assertThat(answer.get().json()).isEqualTo(answers.get(0).get().json());
      }
    } finally {
      pool.shutdown();
    }
    assertThat(cases()).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {"channel": "PHONE", "description": 张三secret}  | 第 1 行第
      ["secret"]                                       | JSON 对象
      "secret"                                         | JSON 对象
      ``                                               | 缺少请求正文
      """)
  void aBodyThatIsNoJsonObjectIsRefusedWithoutRepeatingIt(String body, String told) {
    var answer = post("crm1", PATH, body, "Content-Type", "application/json");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("detail").asText()).contains(told);
    assertThat(answer.text()).doesNotContain("secret", "张三");
  }

  @Test
  void wrongMethodAndWrongTypeAreProblemsToo() {
    var put = call("crm1", "PUT", PATH, complaint());
    assertThat(put.status()).isEqualTo(405);
    assertThat(put.header("Allow")).contains("POST");
    assertThat(put.json().get("title").asText()).isEqualTo("不支持的请求方法");
    var text = post("crm1", PATH, "hello", "Content-Type", "text/plain");
    assertThat(text.status()).isEqualTo(415);
    assertThat(text.header("Content-Type")).startsWith("application/problem+json");
    assertThat(get("crm1", "/api/v1/nothing").json().get("title").asText()).isEqualTo("未找到");
  }

  private long cases() {
    return jdbc.sql("select count(*) from complaint").query(Long.class).single();
  }

  private String rows() {
    return jdbc.sql("""
        select concat_ws(' ', (select count(*) from complaint), (select sum(last) from complaint_serial),
          (select count(*) from archive), (select count(*) from complaint_request), (select count(*) from sla_clock),
          (select count(*) from act_ru_execution), (select count(*) from act_hi_procinst),
          (select count(*) from act_ru_variable), (select count(*) from notice))""").query(String.class).single();
  }
}
