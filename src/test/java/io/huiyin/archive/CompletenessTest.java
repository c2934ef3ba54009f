package io.huiyin.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.huiyin.complaint.Category;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.FieldError;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.UnknownComplaint;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

@SpringJUnitConfig(ArchiveContext.class)
class CompletenessTest {

  private static final RequiredDocument REPORT = new RequiredDocument("TEST_REPORT", "检测报告", true, "lead-unit");
  private static final RequiredDocument VOUCHER = new RequiredDocument("RETURN_VOUCHER", "退换货凭证", true, "lead-unit");
  private static final RequiredDocument PHOTO = new RequiredDocument("PHOTO", "现场照片", false, "cs-agent");
  private static final List<RequiredDocument> REQUIRED = List.of(REPORT, VOUCHER, PHOTO);

  @Autowired Completeness completeness;
  @Autowired EvidenceStore evidence;
  @Autowired Archives archives;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;
  @Autowired Clock clock;

  private ComplaintNumber number;

  @BeforeEach
  void anOpenFile() {
    number = ArchiveContext.newNumber();
    transaction.executeWithoutResult(status -> archives.open(number));
  }

  @Test
  void aDocumentIsThereByEvidenceOfItsKindOrByWaiver() {
    assertThat(completeness.missing(number, REQUIRED)).containsExactly(REPORT, VOUCHER);

    add("TEST_REPORT");
    assertThat(completeness.missing(number, REQUIRED)).containsExactly(VOUCHER);

    waive("RETURN_VOUCHER", "客户张三未退货");
    assertThat(completeness.missing(number, REQUIRED)).isEmpty();
  }

  @Test
  void aWaiverIsOnRecordWithItsReasonSealed() {
    waive("RETURN_VOUCHER", "客户张三未退货");

    var entry = archives.entries(number).get(0);
    assertThat(entry.kind()).isEqualTo("DOCUMENT_WAIVED");
    assertThat(entry.actor()).isEqualTo("archivist1");
    assertThat(entry.summary()).doesNotContain("张三");
    assertThat(entry.facts()).isEqualTo(Map.of("code", "RETURN_VOUCHER", "reason", "客户张三未退货"));
    assertThatThrownBy(() -> waive("RETURN_VOUCHER", "再来一次")).isInstanceOf(InvalidInput.class);
    assertThat(archives.entries(number)).hasSize(1);
  }

  @Test
  void aWaiverNeedsCodeAndReason() {
    assertThatThrownBy(() -> waive(" ", null)).isInstanceOfSatisfying(InvalidInput.class, error ->
        assertThat(error.errors()).extracting(FieldError::field).containsExactly("code", "reason"));
    assertThatThrownBy(() -> completeness.waive(number, "X", "理由", "archivist1"))
        .isInstanceOf(IllegalTransactionStateException.class);
  }

  @Test
  void filingIsRefusedWhileDocumentsAreMissing() {
    add("TEST_REPORT");

    assertThatThrownBy(() -> file(facts(3))).isInstanceOfSatisfying(InvalidInput.class, error ->
        assertThat(error.errors()).containsExactly(new FieldError("documents",
            "还缺材料：退换货凭证（lead-unit提供）；请补齐，或由档案管理员写明理由免交")));
    assertThat(cover()).containsEntry("status", "PENDING").containsEntry("filed_at", null);
    assertThat(archives.entries(number)).hasSize(1);
  }

  @Test
  void aCompleteFileIsFiledAndOnRecord() {
    add("TEST_REPORT");
    waive("RETURN_VOUCHER", "客户未退货");

    file(facts(5));

    assertThat(cover()).containsEntry("status", "CLOSED").containsEntry("legal_basis", "《消费者权益保护法》")
        .containsEntry("retention_until", today().plusYears(5).toString())
        .containsEntry("box", "07");
    var entry = archives.entries(number).get(2);
    assertThat(entry.kind()).isEqualTo("ARCHIVE_FILED");
    assertThat(entry.summary()).isEqualTo("归档：产品质量·已办结·重大，保管至 " + today().plusYears(5));
    assertThat(entry.facts()).containsEntry("legalBasis", "《消费者权益保护法》")
        .containsEntry("paperLocation",
            Map.of("room", "一号库", "cabinet", "A", "box", "07", "position", "3", "keyHolder", "archivist1"));
    assertThat(archives.verify(number).finding()).isNull();
  }

  @Test
  void aSupplementIsFiledIntoTheSameArchive() {
    waive("TEST_REPORT", "无");
    waive("RETURN_VOUCHER", "无");
    file(facts(3));
    add("PHOTO");
    assertThat(cover()).containsEntry("status", "FOLLOW_UP");
    file(new FilingFacts(today().plusYears(3), "依据", null, Category.OTHER, ArchiveStatus.FOLLOW_UP,
        Urgency.NORMAL));

    assertThat(cover()).containsEntry("status", "FOLLOW_UP").containsEntry("box", null);
  }

  @Test
  void everyFaultOfAFilingIsNamed() {
    assertThatThrownBy(() -> file(new FilingFacts(today().plusYears(3).minusDays(1), " ",
            new PaperLocation("一号库", "A", " ", "3", null), null, ArchiveStatus.PENDING, null)))
        .isInstanceOfSatisfying(InvalidInput.class, error -> assertThat(error.errors()).extracting(FieldError::field)
            .containsExactly("documents", "retentionUntil", "legalBasis", "status", "category", "urgency", "box", "keyHolder"));
  }

  @Test
  void retentionCountsFromTheLastEvidence() {
    waive("TEST_REPORT", "无");
    waive("RETURN_VOUCHER", "无");
    add("PHOTO");
    ArchiveDatabase.tamper("update archive_evidence set added_at = added_at + interval '10 days' where number = '%s'"
        .formatted(number));

    assertThatThrownBy(() -> file(facts(3))).isInstanceOfSatisfying(InvalidInput.class, error ->
        assertThat(error.errors()).containsExactly(new FieldError("retentionUntil",
            "保管期限至少 3 年，不得早于 " + today().plusDays(10).plusYears(3))));
  }

  @Test
  void aNumberWithoutAFileIsUnknown() {
    number = ArchiveContext.newNumber();

    assertThatThrownBy(() -> completeness.missing(number, REQUIRED)).isInstanceOf(UnknownComplaint.class);
    assertThatThrownBy(() -> waive("X", "理由")).isInstanceOf(UnknownComplaint.class);
    assertThatThrownBy(() -> file(facts(3))).isInstanceOf(UnknownComplaint.class);
  }

  private void add(String kind) {
    evidence.add(number, new ByteArrayInputStream("内容".getBytes(UTF_8)), "a.txt", kind, null, false, "agent1");
  }

  private void waive(String code, String reason) {
    transaction.executeWithoutResult(status -> completeness.waive(number, code, reason, "archivist1"));
  }

  private FilingFacts facts(int years) {
    return new FilingFacts(today().plusYears(years), "《消费者权益保护法》",
        new PaperLocation("一号库", "A", "07", "3", "archivist1"), Category.PRODUCT_QUALITY, ArchiveStatus.CLOSED,
        Urgency.MAJOR);
  }

  private void file(FilingFacts facts) {
    transaction.executeWithoutResult(status -> completeness.file(number, REQUIRED, facts, "archivist1",
        Instant.now().truncatedTo(ChronoUnit.MICROS)));
  }

  private Map<String, Object> cover() {
    return jdbc.sql("select status, filed_at, retention_until::text, legal_basis, paper_location ->> 'box' as box"
        + " from archive where number = ?").param(number.value()).query().singleRow();
  }

  private LocalDate today() {
    return LocalDate.now(clock);
  }
}
