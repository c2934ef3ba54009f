package io.huiyin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** 责任认定 and 纠正/预防措施 by a program: the same fields and the same checks as the forms. */
class FollowUpOverRestTest extends Application {

  private static final String START = "/engine-rest/process-definition/key/corrective-action/start";

  @Test
  void aSplitIsCheckedAndThenTaken() {
    var complaint = story.aComplaint().isRegistered().isAccepted().isContacted().isHandledBy("logistics1").isRated(5, 5, 5);
    var task = taskIds("board1", complaint.number.value()).get(0);
    assertThat(post("board1", "/engine-rest/task/" + task + "/claim", Map.of("userId", "board1")).status()).isEqualTo(204);

    var short10 = complete(task, "unit-logistics:60,unit-it:30");
    assertThat(short10.status()).isEqualTo(400);
    assertThat(faulty(short10)).containsExactly("split");
    assertThat(short10.text()).contains("“责任划分”各单位比例之和应为 100，现在是 90");
    assertThat(faulty(complete(task, "unit-logistics:60,unit-space:40"))).containsExactly("split");

    var taken = complete(task, "unit-logistics:60,unit-it:30,unit-product:10");
    assertThat(taken.status()).as(taken.text()).isEqualTo(204);
    complaint.waitsAt("completeDocuments");
  }

  @Test
  void anActionIsStartedForAComplaintAndForNothingElse() {
    var number = registered("agent1");
    var started = start(number, "unit-logistics");
    assertThat(started.status()).as(started.text()).isEqualTo(200);
    assertThat(started.json().get("businessKey").asText()).isEqualTo(number);
    assertThat(faulty(start(number, "unit-logistics"))).as("a second one").containsExactly("businessKey");
    assertThat(faulty(start("20260915-CS-9999", "unit-logistics"))).containsExactly("businessKey");
    assertThat(faulty(start(registered("agent1"), "unit-space"))).containsExactly("correctiveUnit");
    assertThat(post("agent1", START, Map.of("businessKey", number)).status()).isEqualTo(403);
  }

  private Answer start(String number, String unit) {
    return post("crm1", START, Map.of("businessKey", number, "variables", Map.of("correctiveUnit", Map.of("value", unit))));
  }

  private Answer complete(String task, String split) {
    var variables = new HashMap<String, Object>();
    Map.of("split", split, "responsibilityReason", "依处理记录", "correctiveDecision", "NONE")
        .forEach((name, value) -> variables.put(name, Map.of("value", value)));
    return post("board1", "/engine-rest/task/" + task + "/complete", Map.of("variables", variables));
  }
}
