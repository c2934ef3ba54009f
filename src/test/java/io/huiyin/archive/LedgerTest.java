package io.huiyin.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.UnknownComplaint;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

@SpringJUnitConfig(ArchiveContext.class)
class LedgerTest {

  private static final Instant AT = Instant.parse("2026-09-24T02:00:00.123456789Z");

  @Autowired Archives archives;
  @Autowired ArchiveAudit audit;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;

  private ComplaintNumber number;

  @BeforeEach
  void aFileOfFiveEntries() {
    number = ArchiveContext.newNumber();
    transaction.executeWithoutResult(status -> archives.open(number));
    append(entry(1), entry(2), entry(3));
    append(entry(4), entry(5));
  }

  @Test
  void entriesComeBackAsTheyWentIn() {
    var entries = archives.entries(number);

    assertThat(entries).extracting(Entry::sequence).containsExactly(1, 2, 3, 4, 5);
    var second = entries.get(1);
    assertThat(second.at()).isEqualTo(Instant.parse("2026-09-24T02:00:00.123456Z"));
    assertThat(second.actor()).isEqualTo("agent1");
    assertThat(second.channel()).isEqualTo("TASKLIST");
    assertThat(second.kind()).isEqualTo("CONTACT");
    assertThat(second.summary()).isEqualTo("第 2 次联系客户");
    assertThat(second.facts()).isEqualTo(Map.of("phone", "13800001234", "round", 2));
  }

  @Test
  void anIntactFileVerifiesAndNamesItsHead() {
    var verification = archives.verify(number);

    assertThat(verification.finding()).isNull();
    assertThat(verification.intact()).isTrue();
    assertThat(verification.entries()).isEqualTo(5);
    assertThat(verification.head()).isEqualTo(archives.entries(number).get(4).hash());
  }

  @Test
  void anEmptyFileAndAnEntryWithoutFactsAreIntact() {
    var empty = ArchiveContext.newNumber();
    transaction.executeWithoutResult(status -> archives.open(empty));
    assertThat(archives.verify(empty).intact()).isTrue();

    append(new NewEntry("NOTE", "无内容", "system", "ENGINE", AT, null));
    assertThat(archives.verify(number).finding()).isNull();
    assertThat(archives.entries(number).get(5).facts()).isEmpty();
    ArchiveDatabase.tamper("insert into archive_payload values ('%s', 6, 'x', 'y')".formatted(number));
    assertBroken("第 6 条的内容是后加的");
  }

  @Test
  void aNumberWithoutAFileIsUnknown() {
    var unknown = ArchiveContext.newNumber();

    assertThatThrownBy(() -> archives.verify(unknown)).isInstanceOf(UnknownComplaint.class);
    assertThatThrownBy(() -> archives.entries(unknown)).isInstanceOf(UnknownComplaint.class);
    assertThatThrownBy(() -> transaction.executeWithoutResult(status -> archives.append(unknown, List.of(entry(1)))))
        .isInstanceOf(UnknownComplaint.class);
  }

  @Test
  void writingDemandsTheCallersTransaction() {
    assertThatThrownBy(() -> archives.append(number, List.of(entry(6))))
        .isInstanceOf(IllegalTransactionStateException.class);
    assertThatThrownBy(() -> archives.open(ArchiveContext.newNumber()))
        .isInstanceOf(IllegalTransactionStateException.class);
  }

  @Test
  void whatIsRolledBackLeavesNoGap() {
    transaction.executeWithoutResult(status -> {
      archives.append(number, List.of(entry(6), entry(7)));
      status.setRollbackOnly();
    });
    append(entry(6));

    assertThat(archives.entries(number)).hasSize(6);
    assertThat(archives.verify(number).finding()).isNull();
  }

  @Test
  void theLedgerHoldsNoFactInTheClear() {
    // bytea shows as hex in a row's text
    var planted = HexFormat.of().formatHex("13800001234".getBytes(UTF_8));
    for (var table : List.of("archive", "archive_entry", "archive_payload")) {
      var rows = jdbc.sql("select t::text from " + table + " t where number = ?").param(number.value())
          .query(String.class).list();
      assertThat(rows).as(table).isNotEmpty().noneMatch(row -> row.contains("13800001234") || row.contains(planted));
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "at | at + interval '1 microsecond'",
      "actor | overlay(actor placing '2' from 6)",
      "channel | overlay(channel placing 'U' from 8)",
      "kind | overlay(kind placing 'U' from 7)",
      "summary | overlay(summary placing '9' from 3)",
      "commitment | set_byte(commitment, 31, get_byte(commitment, 31) # 1)",
      "previous_hash | set_byte(previous_hash, 0, get_byte(previous_hash, 0) # 1)",
      "hash | set_byte(hash, 7, get_byte(hash, 7) # 128)"})
  void aChangedByteOfAnEntryIsFound(String column, String value) {
    for (var sequence : List.of(1, 3, 5)) {
      aFileOfFiveEntries();
      ArchiveDatabase.tamper("update archive_entry set %s = %s where number = '%s' and sequence = %d"
          .formatted(column, value, number, sequence));

      assertBroken("第 " + sequence + " 条");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"salt", "sealed"})
  void aChangedByteOfAPayloadIsFound(String column) {
    ArchiveDatabase.tamper(("update archive_payload set %1$s = set_byte(%1$s, 15, get_byte(%1$s, 15) # 1)"
        + " where number = '%2$s' and sequence = 3").formatted(column, number));

    assertBroken("第 3 条的内容");
  }

  @Test
  void aPayloadOfAnotherEntryIsFound() {
    ArchiveDatabase.tamper(("update archive_payload p set salt = o.salt, sealed = o.sealed from archive_payload o"
        + " where p.number = '%1$s' and p.sequence = 3 and o.number = '%1$s' and o.sequence = 2").formatted(number));

    assertBroken("第 3 条的内容被改动");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "opened_at | opened_at + interval '1 microsecond' | 第 1 条与档案的开立信息接不上",
      "head_hash | set_byte(head_hash, 0, get_byte(head_hash, 0) # 1) | 封面登记的末条哈希与第 5 条不符",
      "head_sequence | 6 | 第 6 条缺失",
      "head_sequence | 4 | 第 5 条是多出来的"})
  void aChangedCoverIsFound(String column, String value, String finding) {
    ArchiveDatabase.tamper("update archive set %s = %s where number = '%s'".formatted(column, value, number));

    assertBroken(finding);
  }

  @Test
  void aMissingCoverIsFound() {
    ArchiveDatabase.tamper("delete from archive where number = '%s'".formatted(number));

    assertBroken("档案封面缺失");
    assertThat(archives.verify(number).entries()).isEqualTo(5);
    // the other tests' verifyAll shall not meet it
    ArchiveDatabase.tamper("delete from archive_entry where number = '%s'".formatted(number));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5})
  void aRemovedEntryIsFound(int sequence) {
    ArchiveDatabase.tamper("delete from archive_entry where number = '%s' and sequence = %d"
        .formatted(number, sequence));

    assertBroken("第 " + sequence + " 条缺失");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5})
  void aRemovedEntryIsFoundWhenTheRestMovesUp(int sequence) {
    ArchiveDatabase.tamper("""
        delete from archive_entry where number = '%1$s' and sequence = %2$d;
        update archive_entry set sequence = sequence + 100 where number = '%1$s' and sequence > %2$d;
        update archive_entry set sequence = sequence - 101 where number = '%1$s' and sequence > 100
        """.formatted(number, sequence));

    assertBroken("第 " + sequence + " 条");
  }

  @Test
  void allEntriesRemovedAreFound() {
    ArchiveDatabase.tamper("delete from archive_entry where number = '%s'".formatted(number));

    assertBroken("第 1 至 5 条缺失");
  }

  @Test
  void twoSwappedEntriesAreFound() {
    ArchiveDatabase.tamper("""
        update archive_entry set sequence = 102 where number = '%1$s' and sequence = 2;
        update archive_entry set sequence = 2 where number = '%1$s' and sequence = 4;
        update archive_entry set sequence = 4 where number = '%1$s' and sequence = 102
        """.formatted(number));

    assertBroken("第 2 条与第 1 条接不上");
  }

  @Test
  void anInsertedEntryIsFoundAlthoughItsOwnHashIsRight() {
    ArchiveDatabase.tamper("""
        update archive_entry set sequence = sequence + 100 where number = '%1$s' and sequence > 2;
        update archive_entry set sequence = sequence - 99 where number = '%1$s' and sequence > 100;
        update archive_payload set sequence = sequence + 100 where number = '%1$s' and sequence > 2;
        update archive_payload set sequence = sequence - 99 where number = '%1$s' and sequence > 100;
        update archive set head_sequence = 6 where number = '%1$s'""".formatted(number));
    forge(3);

    assertBroken("第 4 条与第 3 条接不上");
  }

  @Test
  void anAddedEntryIsFoundAlthoughItsOwnHashIsRight() {
    forge(6);

    assertBroken("第 6 条是多出来的");
  }

  @Test
  void anEntryRewrittenTogetherWithItsHashBreaksTheNext() {
    ArchiveDatabase.tamper("delete from archive_entry where number = '%s' and sequence = 3".formatted(number));
    forge(3);
    ArchiveDatabase.tamper("delete from archive_payload where number = '%s' and sequence = 3".formatted(number));

    assertBroken("第 4 条与第 3 条接不上");
  }

  @Test
  void destroyedPayloadsLeaveTheChainIntactWhenTheRecordSaysSo() {
    jdbc.sql("delete from archive_payload where number = ? and sequence <= 4").param(number.value()).update();
    assertBroken("第 1 条的内容丢失，且没有销毁记录");

    append(new NewEntry(Archives.PAYLOADS_DESTROYED, "保管期满，内容已按清册销毁", "archivist1", "ARCHIVE", AT,
        Map.of("certificate", "XH-2029-001")));

    assertThat(archives.verify(number).finding()).isNull();
    assertThat(archives.entries(number).get(0).facts()).isEmpty();
    assertThat(archives.entries(number).get(0).summary()).isEqualTo("第 1 次联系客户");

    append(entry(7));
    jdbc.sql("delete from archive_payload where number = ? and sequence = 7").param(number.value()).update();
    assertBroken("第 7 条的内容丢失");
  }

  @ParameterizedTest
  @ValueSource(strings = {"update archive_entry set actor = 'nobody'", "delete from archive_entry",
      "truncate archive_entry", "delete from archive", "truncate archive cascade"})
  void theGrantRefuses(String sql) {
    assertThatThrownBy(() -> jdbc.sql(sql).update())
        .isInstanceOf(DataAccessException.class).cause().hasMessageContaining("permission denied for table archive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"update archive_entry set actor = 'nobody' where false", "delete from archive_entry",
      "truncate archive_entry", "delete from archive", "truncate archive cascade",
      "update archive_evidence set kind = 'X'"})
  void theTriggerRefusesEvenWithTheGrant(String sql) {
    assertThatThrownBy(() -> ArchiveDatabase.tamper("set session_replication_role = origin; " + sql))
        .cause().hasMessageContaining("The archive is append-only");
  }

  @Test
  void aDamagedPayloadDoesNotHideTheRestOfTheFile() {
    ArchiveDatabase.tamper(("update archive_payload set sealed = '\\x00' where number = '%s' and sequence = 2")
        .formatted(number));

    assertThat(archives.entries(number)).hasSize(5)
        .element(1).satisfies(entry -> assertThat(entry.facts()).containsOnlyKeys("unreadable"));
  }

  @Test
  void allFilesAreVerifiedInOneGo() {
    ArchiveDatabase.tamper("delete from archive_entry where number = '%s' and sequence = 2".formatted(number));
    var intact = ArchiveContext.newNumber();
    transaction.executeWithoutResult(status -> archives.open(intact));

    var results = new HashMap<String, Verification>();
    audit.verifyAll(results::put);

    assertThat(results.get(number.value()).finding()).isEqualTo("第 2 条缺失");
    assertThat(results.get(intact.value()).intact()).isTrue();
    assertThat(results).hasSize(jdbc.sql("select count(*) from archive").query(Integer.class).single());
  }

  @Test
  void eightThreadsAppendToOneFileWithoutAGap() throws Exception {
    var busy = ArchiveContext.newNumber();
    transaction.executeWithoutResult(status -> archives.open(busy));
    var threads = Executors.newFixedThreadPool(8);
    try {
      var jobs = IntStream.range(0, 8).mapToObj(thread -> (Callable<Void>) () -> {
        for (var i = 1; i <= 50; i++) {
          var entry = entry(i);
          transaction.executeWithoutResult(status -> archives.append(busy, List.of(entry)));
        }
        return null;
      }).toList();
      for (var job : threads.invokeAll(jobs)) {
        job.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(archives.entries(busy)).extracting(Entry::sequence)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 400).boxed().toList());
    assertThat(archives.verify(busy).finding()).isNull();
  }

  @Test
  void theCanonicalFormIsTheDocumentedOne() {
    var entry = new LedgerEntry("20260924-CS-0001", 12, Instant.parse("2026-09-24T02:00:00.1Z"), "agent1", "REST",
        "NOTE", "备注", LedgerEntry.commitment(new byte[] {1, 2}, "{}"));

    assertThat(new String(entry.canonical(), UTF_8)).isEqualTo("\0\0\0\u000ehuiyin-entry-1"
        + "\0\0\0\u0010" + "20260924-CS-0001" + "\0\0\0\u0002" + "12" + "\0\0\0\u001b" + "2026-09-24T02:00:00.100000Z"
        + "\0\0\0\u0006agent1" + "\0\0\0\u0004REST" + "\0\0\0\u0004NOTE" + "\0\0\0\u0006备注"
        // sha256sum of the bytes 01 02 7b 7d
        + "\0\0\0\u0040" + "e8d5c4f3bdeebd5044090884785282349090807ac1b32dd075ce61cce3cfab42");
  }

  @Test
  void thePayloadTextDoesNotDependOnTheOrderOfTheFacts() {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("b", Map.of("y", 1, "x", AT));
    facts.put("a", null);

    assertThat(PayloadJson.write(facts)).isEqualTo(
        "{\"a\":null,\"b\":{\"x\":\"2026-09-24T02:00:00.123456789Z\",\"y\":1}}");
  }

  private void append(NewEntry... entries) {
    transaction.executeWithoutResult(status -> archives.append(number, List.of(entries)));
  }

  private static NewEntry entry(int i) {
    return new NewEntry("CONTACT", "第 " + i + " 次联系客户", "agent1", "TASKLIST", AT,
        Map.of("phone", "13800001234", "round", i));
  }

  private void forge(int sequence) {
    var previous = jdbc.sql("select hash from archive_entry where number = ? and sequence = ?")
        .params(number.value(), sequence - 1).query(byte[].class).single();
    var forged = new LedgerEntry(number.value(), sequence, Instant.parse("2026-09-24T03:00:00Z"), "agent1", "TASKLIST",
        "CONTACT", "伪造的联系", LedgerEntry.NOTHING);
    var hex = HexFormat.of();
    ArchiveDatabase.tamper(("insert into archive_entry values ('%s', %d, '%s', '%s', '%s', '%s', '%s',"
        + " '\\x%s', '\\x%s', '\\x%s')").formatted(number, sequence, forged.at(), forged.actor(), forged.channel(),
            forged.kind(), forged.summary(), hex.formatHex(forged.commitment()), hex.formatHex(previous),
            hex.formatHex(forged.hash(previous))));
  }

  private void assertBroken(String finding) {
    var verification = archives.verify(number);
    assertThat(verification.intact()).isFalse();
    assertThat(verification.finding()).startsWith(finding);
  }
}
