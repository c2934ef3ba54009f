package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.archive.ArchiveStatus;
import io.huiyin.complaint.CaseStatus;
import io.huiyin.story.Story.Told;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** 归档: nothing is filed without its documents, or without the archivist's word that it may be. [000] */
@HuiyinTest
class FilingTest {

  @Autowired
  Story story;

  Told complaint;

  @BeforeEach
  void aLateParcelWithoutItsWaybill() {
    story.begins("2026-09-15T10:00");
    complaint = story.aComplaint().isRegistered();
    complaint.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "severity", "MINOR", "ratingChangeReason",
        "只晚了一天");
    complaint.isContacted().does("agent1", "settleDirectly", "measures", "催促配送", "settlement", "已送达");
    complaint.isTold().isConfirmed().isRated(5, 5, 5);
    complaint.waitsAt("completeDocuments");
    assertThat(complaint.says("DOCUMENTS_MISSING")).hasSize(1).first().asString().contains("运单");
  }

  @Test
  void theMissingDocumentIsBroughtAndTheCaseFiled() {
    complaint.does("agent1", "completeDocuments", "documentsOutcome", "SUPPLEMENTED");
    complaint.waitsAt("completeDocuments");
    assertThat(complaint.says("DOCUMENTS_MISSING")).as("saying so is not enough").hasSize(2);

    complaint.hasDocument("agent1", "WAYBILL").does("agent1", "completeDocuments", "documentsOutcome", "SUPPLEMENTED");
    complaint.waitsAt("fileArchive");
    assertThat(complaint.heldBy("fileArchive")).isEqualTo("archivist");

    complaint.isFiled().isOver();
    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.FILED);
    assertThat(complaint.archiveStatus()).isEqualTo(ArchiveStatus.CLOSED);
    assertThat(complaint.keptUntil()).isEqualTo(LocalDate.of(2029, 9, 15));
  }

  @Test
  void theArchivistDoesWithoutTheDocument() {
    complaint.refuses("agent1", "completeDocuments", "waiverReason", "documentsOutcome", "WAIVER");
    complaint.does("agent1", "completeDocuments", "documentsOutcome", "WAIVER", "waiverReason", "承运商已停业");
    assertThat(complaint.heldBy("waiveDocuments")).isEqualTo("archivist");

    complaint.does("archivist1", "waiveDocuments", "waiverDecision", "APPROVED", "waiverComment", "已核实");
    assertThat(complaint.entries("DOCUMENT_WAIVED")).hasSize(1).first()
        .satisfies(entry -> assertThat(entry.facts()).isEqualTo(Map.of("code", "WAYBILL", "reason", "已核实")))
        .satisfies(entry -> assertThat(entry.actor()).isEqualTo("archivist1"));
    complaint.waitsAt("fileArchive");
  }

  @Test
  void theArchivistInsistsOnTheDocument() {
    complaint.does("agent1", "completeDocuments", "documentsOutcome", "WAIVER", "waiverReason", "找不到了");
    complaint.does("archivist1", "waiveDocuments", "waiverDecision", "REFUSED", "waiverComment", "请向承运商补要");

    complaint.waitsAt("completeDocuments");
    assertThat(complaint.entries("DOCUMENT_WAIVED")).isEmpty();
  }

  @Test
  void aFileWithPaperInItSaysWhereItLies() {
    complaint.hasDocument("agent1", "WAYBILL").does("agent1", "completeDocuments", "documentsOutcome", "SUPPLEMENTED");
    complaint.does("archivist1", "fileArchive", "archiveStatus", "FOLLOW_UP", "room", "二楼档案室", "cabinet", "A-3",
        "box", "12", "position", "左二", "keyHolder", "梁雪");

    complaint.isOver();
    assertThat(complaint.archiveStatus()).isEqualTo(ArchiveStatus.FOLLOW_UP);
    assertThat(complaint.entries("ARCHIVE_FILED").get(0).facts()).extractingByKey("paperLocation")
        .isEqualTo(Map.of("cabinet", "A-3", "box", "12", "position", "左二", "keyHolder", "梁雪"));
  }
}
