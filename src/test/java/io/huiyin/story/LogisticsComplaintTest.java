package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.archive.ArchiveStatus;
import io.huiyin.archive.Entry;
import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.Priority;
import io.huiyin.sla.Clock.Status;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** One complaint from beginning to end, with what goes wrong on an ordinary day. [000][001][003] */
@HuiyinTest
class LogisticsComplaintTest {

  @Autowired
  Story story;

  @Test
  void aGoldCustomersParcelFromTheFirstCallToTheClosedFile() {
    story.begins("2026-09-15T10:00");
    var complaint = story.aComplaint().with("memberLevel", "金卡").with("orderNumber", "SO-20260908-17").isRegistered();
    assertThat(complaint.complaint().ratings().priority()).isEqualTo(Priority.P1);
    assertThat(complaint.clock("RESPONSE").dueAt()).isEqualTo(story.instant("2026-09-15T14:00"));
    assertThat(complaint.clock("RESOLUTION").dueAt()).isEqualTo(story.instant("2026-09-17T10:00"));

    story.at("2026-09-15T14:00").meanwhile(); // nobody called
    assertThat(complaint.slaStatus()).isEqualTo("BREACHED");
    complaint.answersFor("manager1", "superviseOverdue", "RESPONSE").answersFor("manager1", "superviseOverdue", "ACCEPTANCE");
    complaint.isAccepted();
    story.at("2026-09-15T14:40");
    complaint.isContacted();
    assertThat(complaint.clock("RESPONSE").status()).isEqualTo(Status.MET_LATE);

    complaint.isAgreedWith("logistics1");
    story.at("2026-09-15T16:00");
    complaint.isPlannedBy("logistics1", 12_000, 2).isApprovedBy("super1", "reviewPlan").isApprovedBy("manager1", "approvePlan");
    story.at("2026-09-16T15:00");
    complaint.does("agent1", "reportProgress", "contactChannel", "PHONE", "contactSummary", "明早送达");
    story.at("2026-09-17T09:30");
    complaint.isExecutedBy("logistics1").isTold();
    assertThat(complaint.clock("RESOLUTION").status()).as("within 48 hours").isEqualTo(Status.MET);
    assertThat(complaint.slaStatus()).as("the late first contact stays").isEqualTo("BREACHED");

    complaint.isConfirmed();
    story.at("2026-09-18T10:00");
    complaint.isRated(2, 4, 4);
    complaint.does("super1", "callBack", "callBackCause", "第一天没有人联系", "callBackSuggestion", "先发条短信也好");
    complaint.isAttributed("unit-logistics:80,unit-operations:20");
    complaint.allIsAnsweredFor().waitsAt("completeDocuments");
    complaint.hasDocument("logistics1", "WAYBILL").does("logistics1", "completeDocuments", "documentsOutcome", "SUPPLEMENTED");
    complaint.isFiled().isOver();

    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.FILED);
    assertThat(complaint.archiveStatus()).isEqualTo(ArchiveStatus.CLOSED);
    assertThat(complaint.keptUntil()).as("three years from closing").isAfterOrEqualTo(LocalDate.of(2029, 9, 17));
    var verification = complaint.verification();
    assertThat(verification.intact()).as(verification.finding()).isTrue();
    assertThat(verification.entries()).isEqualTo(complaint.file().size());
    assertThat(complaint.file()).extracting(Entry::kind).contains("REGISTERED", "DECISION", "SLA_WARNING", "SLA_BREACHED",
        "TASK_COMPLETED", "CUSTOMER_CONFIRMED", "SURVEYED", "RESPONSIBILITY_DECIDED", "DOCUMENTS_MISSING", "EVIDENCE_ADDED", "ARCHIVE_FILED");
  }
}
