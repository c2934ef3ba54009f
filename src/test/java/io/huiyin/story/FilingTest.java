package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.archive.ArchiveStatus;
import io.huiyin.complaint.CaseStatus;
import io.huiyin.story.Story.Told;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** 归档: nothing is filed without its documents, or without the archivist's word that it may be. [000] */
@HuiyinTest
class FilingTest {

  @Autowired
  Story story;
  @Autowired
  JdbcClient jdbc;

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
    assertThat(complaint.heldBy("completeDocuments")).as("the unit has the waybill").isEqualTo("unit-logistics");
    complaint.refuses("logistics1", "completeDocuments", "documentsOutcome", "documentsOutcome", "SUPPLEMENTED");
    assertThat(complaint.says("DOCUMENTS_MISSING")).hasSize(1);

    complaint.hasDocument("agent1", "WAYBILL").does("logistics1", "completeDocuments", "documentsOutcome", "SUPPLEMENTED");
    complaint.waitsAt("fileArchive");
    assertThat(complaint.heldBy("fileArchive")).isEqualTo("archivist");

    complaint.isFiled().isOver();
    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.FILED);
    assertThat(complaint.archiveStatus()).isEqualTo(ArchiveStatus.CLOSED);
    assertThat(complaint.keptUntil()).isEqualTo(LocalDate.of(2029, 9, 15));
    assertThat(complaint.says("FOUR_CHECKS")).singleElement().asString().startsWith("四性检测（归档前）通过");
  }

  @Test
  void theArchivistDoesWithoutTheDocument() {
    complaint.refuses("logistics1", "completeDocuments", "waiverReason", "documentsOutcome", "WAIVER");
    complaint.does("logistics1", "completeDocuments", "documentsOutcome", "WAIVER", "waiverReason", "承运商已停业");
    assertThat(complaint.heldBy("waiveDocuments")).isEqualTo("archivist");

    complaint.does("archivist1", "waiveDocuments", "waiverDecision", "APPROVED", "waiverComment", "已核实");
    assertThat(complaint.entries("DOCUMENT_WAIVED")).hasSize(1).first()
        .satisfies(entry -> assertThat(entry.facts()).isEqualTo(Map.of("code", "WAYBILL", "reason", "已核实")))
        .satisfies(entry -> assertThat(entry.actor()).isEqualTo("archivist1"));
    complaint.waitsAt("fileArchive");
    assertThat(proposal()).as("what was waived may still come").containsExactly("LOGISTICS", "FOLLOW_UP", "NORMAL");
  }

  @Test
  void theArchivistInsistsOnTheDocument() {
    complaint.does("logistics1", "completeDocuments", "documentsOutcome", "WAIVER", "waiverReason", "找不到了");
    complaint.does("archivist1", "waiveDocuments", "waiverDecision", "REFUSED", "waiverComment", "请向承运商补要");

    complaint.waitsAt("completeDocuments");
    assertThat(complaint.heldBy("completeDocuments")).isEqualTo("unit-logistics");
    assertThat(complaint.entries("DOCUMENT_WAIVED")).isEmpty();
  }

  @Test
  void aFileIsClassifiedAsTheArchivistConfirmsAndSaysWhereItsPaperLies() {
    broughtIn();
    assertThat(proposal()).containsExactly("LOGISTICS", "CLOSED", "NORMAL");
    complaint.refuses("archivist1", "fileArchive", "keyHolder", "archiveStatus", "CLOSED", "onPaper", true, "room",
        "二楼档案室", "cabinet", "A-3", "box", "12", "position", "左二");
    complaint.does("archivist1", "fileArchive", "archiveCategory", "AFTER_SALES", "archiveStatus", "FOLLOW_UP",
        "archiveUrgency", "IMPORTANT", "onPaper", true, "room", "二楼档案室", "cabinet", "A-3", "box", "12", "position",
        "左二", "keyHolder", "梁雪");

    complaint.isOver();
    assertThat(complaint.archiveStatus()).isEqualTo(ArchiveStatus.FOLLOW_UP);
    assertThat(complaint.entries("ARCHIVE_FILED").get(0).facts())
        .containsEntry("category", "AFTER_SALES").containsEntry("urgency", "IMPORTANT")
        .containsEntry("legalBasis", "《民法典》第一百八十八条：诉讼时效三年；《电子商务法》第三十一条：交易信息保存不少于三年")
        .containsEntry("paperLocation",
            Map.of("room", "二楼档案室", "cabinet", "A-3", "box", "12", "position", "左二", "keyHolder", "梁雪"));
    assertThat(jdbc.sql("select category || ' ' || urgency || ' ' || (paper_location ->> 'room') from archive"
        + " where number = ?").param(complaint.number.value()).query(String.class).single())
        .isEqualTo("AFTER_SALES IMPORTANT 二楼档案室");
  }

  @Test
  void whatIsNotChosenIsAsTheTableProposes() {
    broughtIn().isFiled().isOver();
    assertThat(complaint.entries("ARCHIVE_FILED").get(0).summary())
        .isEqualTo("归档：物流履约·已办结·一般，保管至 2029-09-15");
  }

  @Test
  void theArchivistSendsAFileBackToTheColleagueWhoRegisteredIt() {
    broughtIn().does("archivist1", "fileArchive", "archiveStatus", "PENDING", "supplementFrom", "registrar",
        "supplementNeeded", "缺客户来信的原件");
    complaint.waitsAt("completeDocuments");
    assertThat(complaint.heldBy("completeDocuments")).isEqualTo("agent1");
    complaint.does("agent1", "completeDocuments", "documentsOutcome", "WAIVER", "waiverReason", "客户没有寄来")
        .does("archivist1", "waiveDocuments", "waiverDecision", "APPROVED", "waiverComment", "确认没有")
        .waitsAt("fileArchive");
    assertThat(complaint.entries("DOCUMENT_WAIVED")).as("nothing that the table asks for was waived").isEmpty();
    complaint.isFiled().isOver();
  }

  @Test
  void severalPeopleBringTheirDocumentsSideBySide() {
    var dispute = story.aComplaint().with("category", "CONTRACT_DISPUTE").isRegistered();
    dispute.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "severity", "MINOR", "ratingChangeReason",
        "金额很小", "leadUnit", "unit-legal");
    dispute.isContacted().does("agent1", "settleDirectly", "measures", "核对条款", "settlement", "已说明").isTold()
        .isConfirmed().isRated(5, 5, 5);
    dispute.waitsAt("completeDocuments", "completeDocuments");
    assertThat(dispute.says("DOCUMENTS_MISSING")).singleElement().asString()
        .contains("合同（法务部提供）", "沟通记录（" + story.name("agent1") + "提供）");
    var byHolder = dispute.tasksByHolder("completeDocuments");
    assertThat(byHolder).containsOnlyKeys("unit-legal", "agent1");

    dispute.hasDocument("legal1", "CONTRACT");
    story.completes("legal1", byHolder.get("unit-legal"), "documentsOutcome", "SUPPLEMENTED");
    dispute.waitsAt("completeDocuments");
    assertThat(dispute.heldBy("completeDocuments")).as("the other goes on").isEqualTo("agent1");
    assertThat(dispute.clock("SUPPLEMENT").isOpen()).isTrue();

    dispute.does("agent1", "completeDocuments", "documentsOutcome", "WAIVER", "waiverReason", "都是当面谈的");
    assertThat(dispute.clock("SUPPLEMENT").isOpen()).isFalse();
    dispute.does("archivist1", "waiveDocuments", "waiverDecision", "APPROVED", "waiverComment", "已核实");
    assertThat(dispute.entries("DOCUMENT_WAIVED")).extracting(entry -> entry.facts().get("code"))
        .containsExactly("COMMUNICATION_RECORD");
    dispute.isFiled().isOver();
  }

  @Test
  void aWaiverOfOneLeavesTheDocumentsOfTheOther() {
    var dispute = story.aComplaint().with("category", "CONTRACT_DISPUTE").isRegistered();
    dispute.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "severity", "MINOR", "ratingChangeReason",
        "金额很小", "leadUnit", "unit-legal");
    dispute.isContacted().does("agent1", "settleDirectly", "measures", "核对条款", "settlement", "已说明").isTold()
        .isConfirmed().isRated(5, 5, 5);
    story.completes("agent1", dispute.tasksByHolder("completeDocuments").get("agent1"), "documentsOutcome", "WAIVER",
        "waiverReason", "都是当面谈的");
    dispute.does("archivist1", "waiveDocuments", "waiverDecision", "APPROVED", "waiverComment", "已核实");

    dispute.waitsAt("completeDocuments");
    assertThat(dispute.heldBy("completeDocuments")).isEqualTo("unit-legal");
    assertThat(dispute.entries("DOCUMENT_WAIVED")).hasSize(1);
  }

  @Test
  void whatComesAfterFilingKeepsTheArchiveLongerAndToBeFollowedUp() {
    broughtIn().isFiled().isOver();
    story.at("2026-11-20T10:00");
    complaint.hasDocument("agent1", "DAMAGE_PHOTO");

    assertThat(complaint.archiveStatus()).isEqualTo(ArchiveStatus.FOLLOW_UP);
    assertThat(complaint.keptUntil()).isEqualTo(LocalDate.of(2029, 11, 20));
    assertThat(complaint.says("FOLLOW_UP_OPENED")).containsExactly("归档后补充了材料，状态转为需跟进");
    assertThat(complaint.says("RETENTION_EXTENDED")).containsExactly("补充了材料，保管期限延长至 2029-11-20");
    complaint.hasDocument("agent1", "DAMAGE_PHOTO");
    assertThat(complaint.says("FOLLOW_UP_OPENED")).as("it is open already").hasSize(1);
    assertThat(complaint.verification().intact()).isTrue();
  }

  private Told broughtIn() {
    return complaint.hasDocument("agent1", "WAYBILL")
        .does("logistics1", "completeDocuments", "documentsOutcome", "SUPPLEMENTED");
  }

  /** What the form of the archivist starts with. */
  private List<Object> proposal() {
    var task = story.tasks.createTaskQuery().processInstanceBusinessKey(complaint.number.value()).singleResult();
    return Stream.of("proposedCategory", "proposedStatus", "proposedUrgency")
        .map(name -> story.tasks.getVariable(task.getId(), name)).toList();
  }
}
