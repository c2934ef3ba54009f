package io.huiyin.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.complaint.Category;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.PersonalHolding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/**
 * Whatever somebody changes on the cover of a case file, or in the tables beside it, is named with what stands there and
 * what the entries say, by the service and by the offline verifier in a package that is taken out afterwards.
 */
@SpringJUnitConfig(ArchiveContext.class)
@Import(SealedCase.class)
class CoverTamperTest {

  @Autowired SealedCase sealed;
  @Autowired Completeness completeness;
  @Autowired Complaints complaints;
  @Autowired LegalHolds holds;
  @Autowired Loans loans;
  @Autowired List<PersonalHolding> holdings;
  @Autowired JdbcClient jdbc;

  private LocalDate until;
  private long on;
  private long lifted;

  @BeforeEach
  void aFiledCaseWithPaperAWaiverAndTwoHolds() {
    sealed.with("外壳破裂", "检测报告.txt");
    until = LocalDate.now(SealedCase.ZONE).plusYears(4);
    in(() -> completeness.waive(sealed.number, "WAYBILL", "客户张三没有留单", "archivist1"));
    file(ArchiveStatus.CLOSED);
    on = holds.place(sealed.number, "（2027）沪01民初12号", "archivist1");
    lifted = holds.place(sealed.number, "监管来函", "archivist1");
    holds.lift(sealed.number, lifted, "调查已结束", "board1");
    assertThat(sealed.serviceFindings()).isEmpty();
    assertThat(sealed.offlineFindings()).isEmpty();
  }

  private void file(ArchiveStatus status) {
    in(() -> completeness.file(sealed.number, List.of(), new FilingFacts(until, "《民法典》第一百八十八条",
        new PaperLocation("一号库", "A", "07", "3", "梁雪"), Category.LOGISTICS, status, Urgency.IMPORTANT), "archivist1",
        Instant.now()));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "update archive set status = 'FOLLOW_UP' | 封面的状态是需跟进，记录中是已办结：登记被改动",
      "update archive set category = 'OTHER' | 封面的类别是其他，记录中是物流履约：登记被改动",
      "update archive set urgency = 'NORMAL' | 封面的紧急程度是一般，记录中是重要：登记被改动",
      "update archive set retention_until = date '2031-01-01' + 400 | 封面的保管期限是2032-02-05，记录中是{until}：登记被改动",
      "update archive set retention_until = null | 封面的保管期限是空，记录中是{until}：登记被改动",
      "update archive set legal_basis = '内部规定' | 封面的依据是内部规定，记录中是《民法典》第一百八十八条：登记被改动",
      "update archive set paper_location = jsonb_set(paper_location, '{box}', '\"08\"') | 封面的纸质位置的盒是08，记录中是07：登记被改动",
      "update archive set paper_location = jsonb_set(paper_location, '{note}', '\"x\"') | 封面的纸质位置的note是x，记录中是空：登记被改动",
      "update archive set destroyed_at = '2027-01-01 08:00+08' | 封面的销毁时间是2027-01-01T00:00:00.000000Z，记录中是空：登记被改动",
      "update archive set follow_up_since = '2027-01-01 08:00+08' | 封面的转为需跟进的时间是2027-01-01T00:00:00.000000Z，记录中是空：登记被改动",
      "update archive_waiver set waived_by = 'agent2' | 材料 WAYBILL 的免交的批准人是agent2，记录中是archivist1：登记被改动",
      "update archive_waiver set reason = (select lift_reason from legal_hold where id = {lifted}) | 材料 WAYBILL 的免交的理由与记录不符：登记被改动",
      "update archive_waiver set code = 'RETURN_VOUCHER' | 材料 RETURN_VOUCHER 的免交在登记中有，记录中没有：登记是后加的",
      "delete from archive_waiver | 材料 WAYBILL 的免交在记录中有，登记中没有：登记被删除",
      "delete from legal_hold | 编号 {on} 的法律冻结在记录中有，登记中没有：登记被删除",
      "update legal_hold set lifted_by = 'board1', lifted_at = '2027-01-01 08:00+08' | 编号 {on} 的法律冻结的解除人是board1，记录中是空：登记被改动",
      "update legal_hold set placed_by = 'agent1' | 编号 {on} 的法律冻结的冻结人是agent1，记录中是archivist1：登记被改动",
      "update legal_hold set reason = null | 编号 {on} 的法律冻结的理由与记录不符：登记被改动"})
  void aChangeOfTheCoverIsNamed(String sql, String finding) {
    tamper(sql);
    assertBothFind(finding);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "update archive set filed_at = filed_at - interval '1 microsecond' where number = '{n}' | 封面的归档时间是",
      "update archive set paper_location = null where number = '{n}' | 封面的纸质位置的柜是空，记录中是A",
      "update archive set paper_location = '[1]' where number = '{n}' | 封面的纸质位置的柜是空，记录中是A",
      "update legal_hold set lifted_by = null, lifted_at = null where id = {lifted} | 编号 {lifted} 的法律冻结的解除人是空，记录中是board1",
      "update legal_hold set lift_reason = reason where id = {lifted} | 编号 {lifted} 的法律冻结的解除理由与记录不符",
      "update archive_waiver set waived_at = waived_at - interval '1 day' where number = '{n}' | 材料 WAYBILL 的免交的批准时间是",
      "update archive_waiver set reason = '\\x00' where number = '{n}' | 材料 WAYBILL 的免交的理由与记录不符"})
  void andSoIsWhateverElseStandsThere(String change) {
    var parts = change.split(" \\| ");
    ArchiveDatabase.tamper(filled(parts[0]));
    assertBothFind(filled(parts[1]));
  }

  @Test
  void aHoldAndACertificateThatNobodyRecordedAreNamed() {
    ArchiveDatabase.tamper(filled("insert into legal_hold (id, number, placed_by, placed_at) overriding system value"
        + " values (900001, '{n}', 'board1', now())"));
    ArchiveDatabase.tamper(filled("insert into destruction_certificate values ('{n}', now(), 1, '\\x00', '{}', 'x', 'a', 'b', 1)"));
    var findings = List.of("编号 900001 的法律冻结在登记中有，记录中没有：登记是后加的", "销毁证明在登记中有，记录中没有：登记是后加的");
    assertThat(sealed.serviceFindings()).containsExactlyElementsOf(findings);
    assertThat(sealed.offlineFindings()).containsExactlyElementsOf(findings);
    ArchiveDatabase.tamper(filled("delete from destruction_certificate where number = '{n}'"));
  }

  @Test
  void everyChangeOnRecordIsFollowed() {
    sealed.evidence.add(sealed.number, new ByteArrayInputStream("补交的照片说明".getBytes(UTF_8)), "补交.txt", "OTHER", null, false,
        "agent1");
    assertThat(sealed.serviceFindings()).isEmpty();
    tamper("update archive set status = 'CLOSED'");
    assertBothFind("封面的状态是已办结，记录中是需跟进：登记被改动");
    file(ArchiveStatus.CLOSED);
    assertThat(sealed.serviceFindings()).isEmpty();
    var later = until.plusYears(2);
    in(() -> completeness.keepUntil(sealed.number, later, "补充了材料", "archivist1"));
    in(() -> completeness.reopen(sealed.number, "super1"));
    assertThat(sealed.serviceFindings()).isEmpty();
    assertThat(sealed.offlineFindings()).isEmpty();
    tamper("update archive set status = 'CLOSED'");
    assertBothFind("封面的状态是已办结，记录中是需跟进：登记被改动");
    tamper("update archive set status = 'FOLLOW_UP', retention_until = date '" + until + "'");
    assertBothFind("封面的保管期限是" + until + "，记录中是" + later + "：登记被改动");

    until = later;
    file(ArchiveStatus.FOLLOW_UP);
    assertThat(sealed.serviceFindings()).isEmpty();
    assertThat(sealed.offlineFindings()).isEmpty();
  }

  @Test
  void anUnfiledCaseThatIsMadeOutToBeFiledIsNamed() {
    sealed.with("另一件");
    tamper("update archive set status = 'CLOSED', retention_until = date '2026-01-01'");
    assertBothFind("封面的状态是已办结，记录中是待处理：登记被改动");
    assertBothFind("封面的保管期限是2026-01-01，记录中是空：登记被改动");
  }

  /** Archives from before entries said all of it. */
  @Test
  void whatOldEntriesDoNotSayIsNoFinding() {
    sealed.with("另一件");
    tell("ARCHIVE_FILED", Map.of("status", "CLOSED", "retentionUntil", "2029-09-30", "legalBasis", "《民法典》",
        "paperLocation", Map.of()));
    tamper("update archive set status = 'CLOSED', retention_until = date '2029-09-30', legal_basis = '《民法典》',"
        + " category = 'LOGISTICS', urgency = 'NORMAL', filed_at = now()");
    assertThat(sealed.serviceFindings()).isEmpty();
    tell("REOPENED", Map.of("reason", "客户来电"));
    tamper("update archive set status = 'FOLLOW_UP', follow_up_since = now()");
    assertThat(sealed.serviceFindings()).isEmpty();
    assertThat(sealed.offlineFindings()).isEmpty();
    tamper("update archive set retention_until = date '2026-09-30'");
    assertBothFind("封面的保管期限是2026-09-30，记录中是2029-09-30：登记被改动");
  }

  /** A chain that is broken bears no witness; one whose details are lost does, as far as they are there. */
  @Test
  void whatIsLostLeavesOpenOnlyWhatItSaid() {
    var filed = sealed.jdbc.queryForObject("select sequence from archive_entry where number = ? and kind = 'ARCHIVE_FILED'",
        Integer.class, sealed.number.value());
    sealed.jdbc.update("delete from archive_payload where number = ? and sequence = ?", sealed.number.value(), filed);
    tamper("update archive set category = 'OTHER'");
    tamper("update archive_waiver set waived_by = 'agent2'");
    var findings = List.of("第 " + filed + " 条的内容丢失，且没有销毁记录",
        "材料 WAYBILL 的免交的批准人是agent2，记录中是archivist1：登记被改动");
    assertThat(sealed.serviceFindings()).containsExactlyElementsOf(findings);
    assertThat(sealed.offlineFindings()).containsExactlyElementsOf(findings);

    ArchiveDatabase.tamper(filled("update archive_entry set actor = 'agent2' where number = '{n}' and sequence = 2"));
    assertThat(sealed.serviceFindings()).singleElement().asString().startsWith("第 2 条被改动");
    assertThat(sealed.offlineFindings()).singleElement().asString().startsWith("第 2 条被改动");
  }

  @Test
  void aCoverThatWasChangedIsNoGroundForDestruction() {
    holds.lift(sealed.number, on, "案件已结", "board1");
    tamper("update archive set retention_until = date '2020-01-01'");
    assertThat(destroy()).isEqualTo("档案的封面、冻结或免交与案卷里的记录不符，请先核验并查明");
    assertThat(sealed.evidence.list(sealed.number)).as("nothing is gone").hasSize(1);
    tamper("update archive set retention_until = date '" + until + "'");
    assertThat(destroy()).isNull();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "update archive set retention_until = date '2099-12-31' | 封面的保管期限是2099-12-31，记录中是{until}：登记被改动",
      "update archive set category = 'OTHER' | 封面的类别是其他，记录中是物流履约：登记被改动",
      "update archive set paper_location = null | 封面的纸质位置的柜是空，记录中是A：登记被改动",
      "update archive set destroyed_at = null | 封面的销毁时间是空，记录中是",
      "delete from legal_hold | 编号 {on} 的法律冻结在记录中有，登记中没有：登记被删除",
      "update archive_waiver set waived_by = 'agent2' | 材料 WAYBILL 的免交的批准人是agent2，记录中是archivist1：登记被改动",
      "delete from destruction_certificate | 销毁证明在记录中有，登记中没有：登记被删除",
      "update destruction_certificate set approved_by = 'board2' | 销毁证明的批准人是board2，记录中是board1：登记被改动",
      "update destruction_certificate set counts = '{}' | 销毁证明的清除的内容和数量是{}，记录中是",
      "update destruction_certificate set head_hash = '\\x00' | 销毁证明的末条哈希是00，记录中是",
      "update destruction_certificate set list = 8 | 销毁证明的销毁清册是8，记录中是7：登记被改动"})
  void afterItsDestructionACaseStillProvesItsCover(String sql, String finding) {
    holds.lift(sealed.number, on, "案件已结", "board1");
    assertThat(destroy()).isNull();
    assertThat(sealed.serviceFindings()).isEmpty();
    assertThat(sealed.offlineFindings()).isEmpty();
    tamper(sql);
    assertBothFind(finding);
  }

  @Test
  void aDestructionFromBeforeItSaidSoLeavesTheRestOpen() {
    sealed.jdbc.update("delete from archive_payload where number = ?", sealed.number.value());
    tell(Archives.PAYLOADS_DESTROYED, Map.of("destroyed", Map.of("证据材料", 1)));
    ArchiveDatabase.tamper(filled("delete from archive_evidence where number = '{n}'"));
    ArchiveDatabase.tamper(filled("""
        update archive a set destroyed_at = e.at from archive_entry e where e.number = a.number and a.number = '{n}'
          and e.kind = 'PAYLOADS_DESTROYED'"""));
    ArchiveDatabase.tamper(filled("""
        insert into destruction_certificate
        select number, destroyed_at, head_sequence, head_hash, '{"证据材料": 1}', 'x', 'a', 'b', 1 from archive
        where number = '{n}'"""));
    assertThat(sealed.serviceFindings()).isEmpty();
    assertThat(sealed.offlineFindings()).isEmpty();
    tamper("update archive set destroyed_at = destroyed_at + interval '1 day'");
    assertBothFind("封面的销毁时间是");
  }

  @Test
  void aPackageWithoutItsCoverIsIncompleteUnlessItIsOfTheFirstForm() throws IOException {
    var directory = SealedCase.unpacked(sealed.zip());
    Files.delete(directory.resolve("cover.json"));
    assertThat(OfflineVerifier.findings(directory, null)).containsExactly("缺少文件 cover.json");
    TamperTest.mendManifest(directory, manifest -> manifest.withArray("files").remove(3));
    assertThat(OfflineVerifier.findings(directory, null)).containsExactly("清单里没有 cover.json");
    TamperTest.mendManifest(directory, manifest -> manifest.put("format", "huiyin-package-1"));
    assertThat(OfflineVerifier.findings(directory, null)).isEmpty();
  }

  /** What stood in the way, or {@code null}. */
  private String destroy() {
    var then = until.plusDays(1).atStartOfDay(SealedCase.ZONE).toInstant();
    var destruction = new Destruction(jdbc, sealed.archives, sealed.audit, complaints, holds, loans, holdings,
        Clock.fixed(then, SealedCase.ZONE));
    return sealed.transaction.execute(status -> destruction.destroy(sealed.number,
        new Destruction.Order("archivist1", "board1", 7L, null))).orElse(null);
  }

  private void tell(String kind, Map<String, Object> facts) {
    in(() -> sealed.archives.append(sealed.number, List.of(new NewEntry(kind, "归档", "archivist1", "ARCHIVE",
        Instant.now(), facts))));
  }

  private void in(Runnable action) {
    sealed.transaction.executeWithoutResult(status -> action.run());
  }

  /** Of this case alone, and of its holds the one that is on. */
  private void tamper(String sql) {
    var table = sql.split(" ")[sql.startsWith("delete") ? 2 : 1];
    ArchiveDatabase.tamper(filled(sql + " where " + (table.equals("legal_hold") ? "id = {on}" : "number = '{n}'")));
  }

  private String filled(String text) {
    return text.replace("{n}", sealed.number.value()).replace("{on}", on + "").replace("{lifted}", lifted + "")
        .replace("{until}", until + "");
  }

  private void assertBothFind(String finding) {
    assertThat(sealed.serviceFindings()).as("service").anyMatch(found -> found.startsWith(filled(finding)));
    assertThat(sealed.offlineFindings()).as("offline").anyMatch(found -> found.startsWith(filled(finding)));
  }
}
