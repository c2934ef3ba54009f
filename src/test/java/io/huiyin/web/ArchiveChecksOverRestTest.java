package io.huiyin.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.story.Story.Told;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The four checks and the follow-ups, for programs and people who call. */
class ArchiveChecksOverRestTest extends Application {

  Told complaint;
  String checks;
  String followUp;

  @BeforeEach
  void aCaseFiledToBeFollowedUp() {
    jdbc.sql("update archive set status = 'CLOSED', follow_up_since = null where status = 'FOLLOW_UP'").update();
    complaint = story.complaint(new ComplaintNumber(registered("agent1")));
    complaint.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "severity", "MINOR", "ratingChangeReason",
            "只晚了一天").isContacted()
        .does("agent1", "settleDirectly", "measures", "换货", "settlement", "已换").isTold().isConfirmed()
        .isRated(5, 5, 5).hasDocument("logistics1", "WAYBILL")
        .does("logistics1", "completeDocuments", "documentsOutcome", "SUPPLEMENTED")
        .does("archivist1", "fileArchive", "archiveStatus", "FOLLOW_UP");
    checks = "/api/v1/archives/" + complaint.number.value() + "/checks";
    followUp = "/api/v1/archives/" + complaint.number.value() + "/follow-up";
  }

  @Test
  void archivistAndAuditorCheckAFileAtOnceAndReadTheReports() {
    var made = post("auditor1", checks, Map.of());
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.json().get("passed").asBoolean()).isTrue();
    assertThat(made.json().get("results")).hasSize(17);
    assertThat(made.json().at("/results/0/property").asText()).isEqualTo("AUTHENTICITY");
    assertThat(made.json().at("/results/0/label").asText()).isEqualTo("记录未被改动");
    assertThat(post("archivist1", checks, Map.of()).status()).isEqualTo(201);

    var all = get("archivist1", checks).json();
    assertThat(all.get("total").asInt()).isEqualTo(3);
    assertThat(all.get("items").findValuesAsText("occasion")).containsExactly("ON_DEMAND", "ON_DEMAND", "FILING");
    assertThat(all.get("items").findValuesAsText("actor").get(1)).isEqualTo("auditor1");
  }

  @Test
  void nobodyElseChecksAndWhoMayNotSeeTheCaseSeesNoReport() {
    for (var person : new String[] {"agent1", "super1", "logistics1", "crm1", "owner1"}) {
      assertThat(post(person, checks, Map.of()).status()).as(person).isEqualTo(403);
    }
    assertThat(get("finance1", checks).status()).isEqualTo(404);
    assertThat(post("archivist1", "/api/v1/archives/20260915-CS-9999/checks", Map.of()).status()).isEqualTo(404);
    assertThat(faultyQuery()).isEqualTo(400);
  }

  private int faultyQuery() {
    return get("archivist1", checks + "?sort=new").status();
  }

  @Test
  void theArchivistListsAndDecidesWhatIsToFollowUp() {
    var listed = get("archivist1", "/api/v1/archives/follow-ups").json();
    assertThat(listed.get("items").findValuesAsText("complaintNumber")).containsExactly(complaint.number.value());
    assertThat(listed.at("/items/0/decision").isNull()).isTrue();

    assertThat(faulty(post("archivist1", followUp, Map.of("decision", "DONE")))).containsExactly("note");
    assertThat(faulty(post("archivist1", followUp, Map.of("decission", "DONE")))).containsExactly("decision", "decission");
    assertThat(post("archivist1", followUp, Map.of("decision", "KEEP", "note", "等回单")).status()).isEqualTo(204);
    assertThat(get("archivist1", "/api/v1/archives/follow-ups").json().at("/items/0/note").asText()).isEqualTo("等回单");
    assertThat(post("archivist1", followUp, Map.of("decision", "REMIND")).status()).isEqualTo(204);
    story.meanwhile();
    assertThat(complaint.mailsTo("logistics1")).anyMatch(subject -> subject.contains("待跟进"));
    assertThat(post("archivist1", followUp, Map.of("decision", "DONE", "note", "回单已到")).status()).isEqualTo(204);
    assertThat(get("archivist1", "/api/v1/archives/follow-ups").json().get("total").asInt()).isZero();
    assertThat(faulty(post("archivist1", followUp, Map.of("decision", "KEEP")))).containsExactly("decision");
  }

  @Test
  void nobodyElseFollowsUp() {
    for (var person : new String[] {"agent1", "super1", "manager1", "auditor1", "crm1"}) {
      assertThat(get(person, "/api/v1/archives/follow-ups").status()).as(person).isEqualTo(403);
      assertThat(post(person, followUp, Map.of("decision", "KEEP")).status()).as(person).isEqualTo(403);
    }
  }

  @Test
  void whoCheckedAndWhoReadIsInTheAccessLog() {
    post("archivist1", checks, Map.of());
    get("auditor1", checks);
    assertThat(jdbc.sql("select person || ' ' || action || ' ' || detail from access_log where number = ? order by id")
        .param(complaint.number.value()).query(String.class).list())
        .contains("archivist1 VERIFY checks", "auditor1 VIEW checks");
  }
}
