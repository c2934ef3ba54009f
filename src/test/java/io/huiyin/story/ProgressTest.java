package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.complaint.Contact;
import io.huiyin.complaint.Direction;
import io.huiyin.sla.Clock.Status;
import io.huiyin.story.Story.Told;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The customer hears from us: a first contact, then every 24 hours, for P0 every 8; the agent is asked in time. [001] */
@HuiyinTest
class ProgressTest {

  @Autowired
  Story story;

  @Test
  void theFirstContactMayHappenOutsideItsTask() {
    var complaint = anAcceptedComplaint();
    called(complaint, "INBOUND");
    complaint.waitsAt("firstContact", "writeOpinion");
    assertThat(complaint.clock("RESPONSE").status()).as("the customer called us").isEqualTo(Status.RUNNING);

    called(complaint, "OUTBOUND");
    complaint.waitsAt("writeOpinion");
    assertThat(complaint.clock("RESPONSE").status()).isEqualTo(Status.MET);
    assertThat(complaint.contacts()).extracting(Contact::direction)
        .containsExactly(Direction.INBOUND, Direction.OUTBOUND);
  }

  @Test
  void theAgentIsAskedEveryDay() {
    var complaint = anAcceptedComplaint().isContacted();
    story.at("2026-09-16T07:59");
    complaint.waitsAt("writeOpinion");
    story.at("2026-09-16T08:00");
    complaint.waitsAt("writeOpinion", "reportProgress");
    assertThat(complaint.heldBy("reportProgress")).isEqualTo("cs-agent");
    assertThat(complaint.due("reportProgress")).as("24 hours after the last contact").isEqualTo(story.instant("2026-09-16T10:00"));

    complaint.does("agent1", "reportProgress", "contactChannel", "PHONE", "contactSummary", "仓库正在核查");
    assertThat(complaint.clock("PROGRESS").status()).isEqualTo(Status.MET);
    story.after(Duration.ofHours(22));
    assertThat(complaint.openTasks()).as("and the next day again").contains("userTask_reportProgress");
    assertThat(complaint.clock("PROGRESS").round()).isEqualTo(2);
  }

  @Test
  void anUrgentCaseIsReportedOnEveryEightHours() {
    story.begins("2026-09-15T10:00");
    var complaint = story.aComplaint().with("basicUseLost", true).isRegistered().isAccepted().isContacted();
    story.at("2026-09-15T16:59");
    assertThat(complaint.openTasks()).doesNotContain("userTask_reportProgress");
    story.at("2026-09-15T17:00");
    assertThat(complaint.due("reportProgress")).isEqualTo(story.instant("2026-09-15T18:00"));
  }

  @Test
  void onlyACallOfOursPutsTheNextReportOff() {
    var complaint = anAcceptedComplaint().isContacted();
    story.at("2026-09-15T16:00");
    called(complaint, "OUTBOUND");
    story.at("2026-09-15T17:00");
    called(complaint, "INBOUND");

    story.at("2026-09-16T13:59");
    complaint.waitsAt("writeOpinion");
    story.at("2026-09-16T14:00");
    complaint.waitsAt("writeOpinion", "reportProgress");
  }

  @Test
  void aReportThatWasMadeOtherwiseNeedsNoTask() {
    var complaint = anAcceptedComplaint().isContacted();
    story.at("2026-09-16T08:10");
    called(complaint, "OUTBOUND");

    complaint.waitsAt("writeOpinion");
    assertThat(complaint.clock("PROGRESS").status()).isEqualTo(Status.MET);
  }

  @Test
  void anOverdueReportIsSupervised() {
    var complaint = anAcceptedComplaint().isContacted();
    story.at("2026-09-16T10:00").meanwhile();
    complaint.waitsAt("writeOpinion", "reportProgress", "superviseOverdue");
    assertThat(complaint.mailsTo("manager1")).contains("【督办】 进展通报已超时");
    assertThat(complaint.ledger("PROGRESS")).containsExactly("STARTED", "WARNED", "BREACHED");

    called(complaint, "OUTBOUND");
    assertThat(complaint.clock("PROGRESS").status()).isEqualTo(Status.MET_LATE);
    complaint.does("manager1", "superviseOverdue", "overdueCause", "UNDERSTAFFED", "supervision", "已提醒")
        .waitsAt("writeOpinion");
    assertThat(complaint.says("REACHED")).contains("到达“不再盯办”", "到达“督办完毕”");
  }

  private Told anAcceptedComplaint() {
    story.begins("2026-09-15T10:00");
    return story.aComplaint().isRegistered().isAccepted();
  }

  private static void called(Told complaint, String direction) {
    complaint.happens("agent1", "CustomerContacted", "direction", direction, "channel", "PHONE", "summary",
        "核对收货地址");
  }
}
