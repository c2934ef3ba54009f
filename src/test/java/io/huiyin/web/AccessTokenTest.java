package io.huiyin.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.huiyin.DatabaseScan;
import io.huiyin.identity.AccessTokens;
import io.huiyin.identity.Person;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A program logs in with a token that an administrator made for it, until the token expires or is revoked. */
class AccessTokenTest extends Application {

  private static final String TOKENS = "/api/v1/access-tokens";

  @Autowired
  AccessTokens tokens;

  @Test
  void aProgramDoesWithItsTokenWhatItDoesWithItsPassword() {
    var token = issued("crm1", 30).get("token").asText();

    var registered = bearing(token, "POST", "/api/v1/complaints", complaint());
    assertThat(registered.status()).as(registered.text()).isEqualTo(201);
    var number = registered.json().get("complaintNumber").asText();
    assertThat(get("crm1", "/api/v1/complaints/" + number).json().get("registeredBy").asText()).isEqualTo("crm1");
    var urged = bearing(token, "POST", "/engine-rest/message", Map.of("messageName", "Urged", "businessKey", number,
        "processVariables", Map.of("reason", Map.of("value", "请尽快"))));
    assertThat(urged.status()).as(urged.text()).isEqualTo(204);
    assertThat(bearing(token, "GET", "/api/v1/reports/monthly/2026-08", null).status()).isEqualTo(403);
    assertThat(bearing(token, "POST", TOKENS, Map.of("account", "crm1", "label", "x")).status()).isEqualTo(403);
    assertThat(bearing(token, "GET", "/actuator/info", null).status()).isEqualTo(401);
  }

  @Test
  void aWrongTokenIsRefused() {
    var token = issued("crm1", 30).get("token").asText();
    for (var wrong : List.of("nonsense", token + "x", token.substring(1))) {
      assertRefused(wrong);
    }
    assertThat(bearing(token, "GET", "/api/v1/complaints", null).status()).isEqualTo(200);
  }

  @Test
  void anExpiredTokenIsRefused() {
    var issued = issued("crm1", 2);
    assertThat(issued.at("/details/expiresAt").asText()).isEqualTo("2026-09-17T10:00:00+08:00");
    story.at("2026-09-17T09:59");
    assertThat(bearing(issued.get("token").asText(), "GET", "/api/v1/complaints", null).status()).isEqualTo(200);
    story.at("2026-09-17T10:00");
    assertRefused(issued.get("token").asText());
  }

  @Test
  void aRevokedTokenIsRefusedAtOnceAndNoOther() {
    var lost = issued("crm1", 30);
    var kept = issued("crm1", 30);
    var address = TOKENS + "/" + lost.at("/details/id").asText();
    assertThat(call("admin", "DELETE", address, null).status()).isEqualTo(204);
    assertRefused(lost.get("token").asText());
    assertThat(bearing(kept.get("token").asText(), "GET", "/api/v1/complaints", null).status()).isEqualTo(200);
    assertThat(call("admin", "DELETE", address, null).status()).as("it is revoked").isEqualTo(404);
    var listed = get("admin", TOKENS + "?size=2").json().get("items");
    assertThat(listed.findValuesAsText("revokedBy")).containsExactly("null", "admin");
  }

  @Test
  void aTokenIsWorthNothingWhenItsAccountIsNoProgramsAnyMore() {
    for (var account : List.of("agent1", "admin", "crm-of-old")) {
      assertRefused(tokens.issue(new Person("admin", "", "", Set.of()), account, "x", Duration.ofDays(1)).secret());
    }
  }

  @Test
  void theTokenItselfIsKeptNowhere() {
    var token = issued("crm1", 30).get("token").asText();
    assertThat(new DatabaseScan(jdbc).find(table -> true, List.of(token))).isEmpty();
    assertThat(get("admin", TOKENS).text()).contains("CRM 对接").doesNotContain(token);
  }

  @Test
  void tokensAreForProgramsAndForAWhile() {
    assertThat(faulty(post("admin", TOKENS, Map.of("account", "agent1", "days", 0, "colour", "red"))))
        .containsExactly("account", "colour", "days", "label");
    assertThat(faulty(post("admin", TOKENS, Map.of("account", "nobody", "label", "x", "days", 367))))
        .containsExactly("account", "days");
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent1", "manager1", "auditor1", "owner1", "crm1"})
  void onlyAdministratorsMakeThem(String user) {
    assertThat(post(user, TOKENS, Map.of("account", "crm1", "label", "x")).status()).isEqualTo(403);
    assertThat(get(user, TOKENS).status()).isEqualTo(403);
    assertThat(call(user, "DELETE", TOKENS + "/1", null).status()).isEqualTo(403);
  }

  private JsonNode issued(String account, int days) {
    var answer = post("admin", TOKENS, Map.of("account", account, "label", "CRM 对接", "days", days));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.header("Cache-Control")).contains("no-store");
    return answer.json();
  }

  private Answer bearing(String token, String method, String path, Object body) {
    return call(null, method, path, body, "Authorization", "Bearer " + token);
  }

  private void assertRefused(String token) {
    for (var path : List.of("/api/v1/complaints", "/engine-rest/process-instance")) {
      var answer = bearing(token, "GET", path, null);
      assertThat(answer.status()).as(path).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"Huiyin\", error=\"invalid_token\"");
      assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
      assertThat(answer.json().get("detail").asText()).contains("访问令牌不对、已过期、已撤销");
    }
  }
}
