package io.huiyin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The package and the check of a case over HTTP: who gets it, and what stays on record. */
class PackageOverRestTest extends Application {

  @ParameterizedTest
  @ValueSource(strings = {"archivist1", "auditor1", "manager1"})
  void whoKeepsOrOverseesTheCaseTakesItAway(String user) throws IOException {
    var number = registered("agent1");

    var answer = get(user, "/api/v1/archives/" + number + "/package");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/zip");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.header("Content-Disposition")).startsWith("attachment;").contains(number);
    assertThat(names(answer)).contains("index.html", "entries.json", "roots.json", "Verify.java", "manifest.json");

    var records = jdbc.sql("select detail from access_log where number = ? and person = ? and action = 'EXPORT' order by id")
        .params(number, user).query(String.class).list();
    assertThat(records).hasSize(2);
    assertThat(records.get(0)).isEqualTo("案卷包");
    assertThat(records.get(1)).matches("案卷包已送出，清单指纹 [0-9a-f]{64}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent1", "super1", "board1", "logistics1", "gm1", "owner1", "crm1", "admin"})
  void nobodyElseTakesItAway(String user) {
    var number = registered("agent1");
    assertThat(get(user, "/api/v1/archives/" + number + "/package").status()).isEqualTo(403);
  }

  @Test
  void aCaseThatOneMayNotSeeCannotBeTakenAway() {
    var fields = complaint();
    fields.put("involvesMinorOrVulnerable", true);
    var number = post("agent1", "/api/v1/complaints", fields).json().get("complaintNumber").asText();
    for (var user : List.of("archivist1", "auditor1", "manager1")) {
      assertThat(get(user, "/api/v1/archives/" + number + "/package").status()).as(user).isEqualTo(404);
    }
    assertThat(get("auditor1", "/api/v1/archives/20260915-CS-9999/package").status()).isEqualTo(404);
    assertThat(get(null, "/api/v1/archives/" + number + "/package").status()).isEqualTo(401);
  }

  @Test
  void theCheckTellsOfEvidenceAndRoots() {
    var number = registered("agent1");
    var open = get("auditor1", "/api/v1/archives/" + number + "/verification").json();
    assertThat(open.get("intact").asBoolean()).isTrue();
    assertThat(open.get("finding").isNull()).isTrue();
    assertThat(open.get("findings")).isEmpty();
    assertThat(open.get("evidence").asInt()).isZero();
    assertThat(open.get("sealedOn").isNull()).isTrue();
  }

  private static List<String> names(Answer answer) throws IOException {
    var names = new ArrayList<String>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(answer.raw().body()))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }
}
