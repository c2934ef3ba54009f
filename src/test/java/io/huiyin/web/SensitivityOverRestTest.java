package io.huiyin.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.archive.LoanFlow;
import io.huiyin.identity.Directory;
import io.huiyin.story.Story.Told;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** 高度敏感 at any time: whoever has no part in the case loses it with the very next request, on every way. [000] */
class SensitivityOverRestTest extends Application {

  @Autowired
  LoanFlow lending;
  @Autowired
  Directory directory;
  @Autowired
  RuntimeService runtime;

  @Test
  void aRunningCaseNarrowsWithTheVeryNextRequest() {
    var told = story.aComplaint().isRegistered().hasDocument("agent1", "OTHER");
    told.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "severity", "MINOR", "ratingChangeReason", "只晚了一天");
    var number = told.number.value();
    for (var user : List.of("manager1", "board1", "archivist1", "auditor1", "agent2", "super1", "agent1")) {
      assertThat(ways(told, user)).as(user).containsOnly(true);
    }
    assertThat(flag(told)).isEqualTo(false);

    assertThat(mark("manager1", number, true, "投诉人是未成年人").status()).isEqualTo(204);
    for (var user : List.of("manager1", "board1", "archivist1", "auditor1", "agent2")) {
      assertThat(ways(told, user)).as(user).containsOnly(false);
    }
    for (var user : List.of("super1", "agent1")) {
      assertThat(ways(told, user)).as(user + " handled it").containsOnly(true);
    }
    assertThat(get("agent1", "/api/v1/complaints/" + number).json().get("sensitive").asBoolean()).isTrue();
    assertThat(flag(told)).as("what runs follows").isEqualTo(true);
    assertThat(told.entries("MARKED_SENSITIVE")).singleElement().satisfies(entry -> {
      assertThat(entry.actor()).isEqualTo("manager1");
      assertThat(entry.facts()).containsEntry("reason", "投诉人是未成年人").containsEntry("persons", List.of("agent1", "super1"));
      assertThat(entry.summary()).doesNotContain("未成年");
    });

    told.isTakenBy("agent2", "firstContact");
    assertThat(ways(told, "agent2")).as("who works it has it by name").containsOnly(true);

    assertThat(mark("super1", number, false, "误标").status()).as("only the board office").isEqualTo(403);
    assertThat(mark("manager1", number, false, "误标").status()).as("not the case's to see").isEqualTo(404);
    assertThat(mark("board1", number, false, "经核实不涉及未成年人").status()).isEqualTo(204);
    assertThat(ways(told, "manager1")).containsOnly(true);
    assertThat(flag(told)).isEqualTo(false);
    assertThat(told.entries("SENSITIVE_MARK_REMOVED")).singleElement().satisfies(entry ->
        assertThat(entry.facts()).containsEntry("reason", "经核实不涉及未成年人"));
    assertThat(told.verification().intact()).isTrue();
  }

  /** The board office does not see filed archives, and marks them all the same; a loan ends in the same moment. */
  @Test
  void aFiledArchiveNarrowsToo() {
    story.joins("product1", "cs-supervisor");
    Told told;
    try {
      told = story.aComplaint().isRegistered().hasDocument("agent1", "OTHER").does("product1", "acceptAndClassify",
          "acceptance", "DECLINED", "declineReason", "不属于本公司的产品").isFiled();
    } finally {
      story.leaves("product1", "cs-supervisor");
    }
    var number = told.number.value();
    story.as("gm1", () -> lending.request(directory.person("gm1").orElseThrow(), number,
        new HashMap<>(Map.of("purpose", "质量复盘", "days", 7, "medium", "ELECTRONIC"))));
    told.does("archivist1", "approveLoan", "loanDecision", "APPROVED");
    for (var user : List.of("gm1", "archivist1", "auditor1", "agent1")) {
      assertThat(ways(told, user)).as(user).containsOnly(true);
    }

    assertThat(mark("super1", number, true, "x").status()).as("not the case's to see").isEqualTo(404);
    assertThat(mark("archivist1", number, true, "x").status()).isEqualTo(403);
    assertThat(mark("board1", number, true, "涉及未成年人").status()).isEqualTo(204);
    for (var user : List.of("gm1", "archivist1", "auditor1", "board1", "super1")) {
      assertThat(ways(told, user)).as(user).containsOnly(false);
    }
    assertThat(ways(told, "agent1")).as("registered it").containsOnly(true);
  }

  @Test
  void everyFaultIsNamedAndNothingIsMarkedTwice() {
    var number = registered("agent1");
    var path = "/api/v1/complaints/" + number + "/sensitivity";
    assertThat(faulty(post("super1", path, Map.of()))).containsExactly("reason", "sensitive");
    assertThat(faulty(post("super1", path, Map.of("sensitive", "perhaps", "reason", " ", "color", "red"))))
        .containsExactly("color", "reason", "sensitive");
    assertThat(faulty(post("super1", path, Map.of("sensitive", true, "reason", "长".repeat(1001))))).containsExactly("reason");
    assertThat(faulty(mark("board1", number, false, "误标"))).containsExactly("sensitive");
    assertThat(mark("super1", number, true, "涉及未成年人").status()).isEqualTo(204);
    assertThat(faulty(mark("board1", number, true, "涉及未成年人"))).containsExactly("sensitive");
    for (var user : List.of("agent1", "agent2", "archivist1", "auditor1", "gm1", "logistics1", "crm1", "owner1")) {
      assertThat(mark(user, number, true, "x").status()).as(user).isEqualTo(403);
    }
    assertThat(mark("board1", "20260915-CS-9999", true, "x").status()).isEqualTo(404);
    assertThat(mark("board1", "nonsense", true, "x").status()).isEqualTo(404);
  }

  private Answer mark(String user, String number, boolean sensitive, String reason) {
    return post(user, "/api/v1/complaints/" + number + "/sensitivity", Map.of("sensitive", sensitive, "reason", reason));
  }

  /** Whether the person gets at the case: by each way one after the other. */
  private Stream<Boolean> ways(Told told, String user) {
    var number = told.number.value();
    var evidence = jdbc.sql("select id::text from archive_evidence where number = ?").param(number).query(String.class).single();
    return Stream.concat(Stream.of("", "/timeline", "/clocks", "/evidence", "/evidence/" + evidence, "/forms/registration.pdf")
            .map(way -> get(user, "/api/v1/complaints/" + number + way).status() == 200),
        Stream.of("/api/v1/complaints?q=", "/api/v1/archives?number=")
            .map(list -> get(user, list + number).json().get("total").asInt() == 1));
  }

  private Object flag(Told told) {
    return runtime.getVariable(told.complaint().processInstanceId(), "sensitive");
  }
}
