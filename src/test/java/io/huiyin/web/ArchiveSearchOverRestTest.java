package io.huiyin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Programs find archives by words and facets, and customers without writing them into an address. */
class ArchiveSearchOverRestTest extends Application {

  @Test
  void wordsAndFacetsFindACase() {
    var number = registered("滴滤咖啡机底座熔化，台面烫出焦痕", "13711110001");
    assertThat(found("archivist1", "q=" + encoded("底座熔化 焦痕") + "&category=LOGISTICS")).containsExactly(number);
    assertThat(found("archivist1", "q=" + encoded("底座熔化") + "&category=BILLING")).isEmpty();
    assertThat(found("archivist1", "number=" + number)).containsExactly(number);
    assertThat(found("legal1", "q=" + encoded("底座熔化"))).as("none of theirs").isEmpty();
    assertThat(get("legal1", "/api/v1/archives?q=" + encoded("底座熔化")).json().get("total").asInt()).isZero();
  }

  @Test
  void theCustomerGoesIntoTheBody() {
    var number = registered("雨刮器脱落", "13711110002");
    var answer = post("archivist1", "/api/v1/archives/search", Map.of("customer", "137 1111 0002"));
    assertThat(answer.json().get("items").findValuesAsText("complaintNumber")).containsExactly(number);
    assertThat(answer.text()).doesNotContain("13711110002", "雨刮器");
    var refused = get("archivist1", "/api/v1/archives?customer=13711110002");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("errors").findValuesAsText("field")).containsExactly("customer");
    assertThat(refused.text()).contains("POST /api/v1/archives/search").doesNotContain("13711110002");
  }

  @Test
  void everyFaultyFieldIsNamed() {
    var answer = get("archivist1", "/api/v1/archives?q=" + encoded("退") + "&category=X&filedFrom=gestern&size=0&colour=red");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().get("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder("q", "category", "filedFrom", "size", "colour");
  }

  @Test
  void pagesAreWalked() {
    var numbers = List.of(registered("竹编躺椅散架", "13711110003"), registered("竹编躺椅散架", "13711110004"),
        registered("竹编躺椅散架", "13711110005"));
    var first = get("archivist1", "/api/v1/archives?size=2&q=" + encoded("竹编躺椅")).json();
    assertThat(first.get("items").findValuesAsText("complaintNumber")).containsExactly(numbers.get(2), numbers.get(1));
    assertThat(first.get("total").asInt()).isEqualTo(3);
    assertThat(first.get("exact").asBoolean()).isTrue();
    assertThat(first.get("more").asBoolean()).isTrue();
    var second = get("archivist1", "/api/v1/archives?size=2&page=1&q=" + encoded("竹编躺椅")).json();
    assertThat(second.get("items").findValuesAsText("complaintNumber")).containsExactly(numbers.get(0));
    assertThat(second.get("more").asBoolean()).isFalse();
  }

  private List<String> found(String user, String question) {
    var answer = get(user, "/api/v1/archives?" + question);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("items").findValuesAsText("complaintNumber");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String registered(String description, String phone) {
    var fields = complaint();
    fields.putAll(Map.of("description", description, "customerPhone", phone, "category", "LOGISTICS"));
    return post("agent1", "/api/v1/complaints", fields).json().get("complaintNumber").asText();
  }
}
