package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.privacy.Vault;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.support.TransactionTemplate;

/** Figures of docs/adr/0005-archive-ledger.md: what the chain and the search cost beside plain inserts. */
@Tag("bench")
@SpringJUnitConfig(ArchiveContext.class)
class LedgerBenchTest {

  private static final int TRANSACTIONS = 2000;
  private static final int TURN = 50;
  /** So that none grows beyond what a case is. */
  private static final int CASES = 200;

  @Autowired Archives archives;
  @Autowired JdbcClient jdbc;
  @Autowired Vault vault;
  @Autowired TransactionTemplate transaction;

  @Test
  void chainAgainstPlainInserts() {

    jdbc.sql("create table plain (number text, at timestamptz, actor text, channel text, kind text, summary text,"
        + " facts text, id bigint generated always as identity primary key)").update();
    jdbc.sql("create table sealed_entry (number text, sequence serial, at timestamptz, actor text, channel text, kind text,"
        + " summary text, primary key (number, sequence))").update();
    jdbc.sql("create table sealed_payload (number text, sequence integer, sealed bytea, primary key (number, sequence))")
        .update();
    var number = ArchiveContext.newNumber();
    transaction.executeWithoutResult(status -> archives.open(number));
    var found = IntStream.range(0, CASES).mapToObj(i -> aCaseThatIsFound()).toList();
    for (var round = 0; round < 3; round++) {
      compare(Map.of(
          "plain, 3 rows", i -> IntStream.range(0, 3).forEach(n -> plain(number.value(), entry(i))),
          "chain, 3 entries", i -> archives.append(number, List.of(entry(i), entry(i), entry(i))),
          "plain, 1 row", i -> plain(number.value(), entry(i)),
          "sealed without a chain, 1 entry", i -> sealed(number.value(), entry(i)),
          "chain, 1 entry", i -> archives.append(number, List.of(entry(i))),
          "chain and search, 1 entry", i -> archives.append(found.get(i % CASES), List.of(entry(i)))));
    }
    var start = System.nanoTime();
    var verification = archives.verify(number);
    System.out.printf("verify: %d entries, %.0f per second, intact %s%n", verification.entries(),
        verification.entries() / ((System.nanoTime() - start) / 1e9), verification.intact());
    jdbc.sql("drop table plain, sealed_entry, sealed_payload").update();
  }

  private ComplaintNumber aCaseThatIsFound() {
    var number = ArchiveContext.newNumber();
    transaction.executeWithoutResult(status -> archives.open(number));
    jdbc.sql("insert into archive_search values (?, now(), '', '{}')").param(number.value()).update();
    return number;
  }

  /** In turns of few transactions, so that a slow moment of the machine or its disk meets all of them. */
  private void compare(Map<String, IntConsumer> kinds) {
    var spent = new TreeMap<String, Long>();
    var written = new TreeMap<String, Long>();
    for (var turn = 0; turn < TRANSACTIONS; turn += TURN) {
      for (var kind : kinds.entrySet()) {
        var wal = wal();
        var start = System.nanoTime();
        for (var i = turn; i < turn + TURN; i++) {
          var n = i;
          transaction.executeWithoutResult(status -> kind.getValue().accept(n));
        }
        spent.merge(kind.getKey(), System.nanoTime() - start, Long::sum);
        written.merge(kind.getKey(), wal() - wal, Long::sum);
      }
    }
    spent.forEach((kind, nanos) -> System.out.printf("%s: %.0f transactions per second, %d bytes of WAL each%n", kind,
        TRANSACTIONS / (nanos / 1e9), written.get(kind) / TRANSACTIONS));
  }

  private void plain(String number, NewEntry entry) {
    jdbc.sql("insert into plain (number, at, actor, channel, kind, summary, facts) values (?, ?, ?, ?, ?, ?, ?)")
        .params(number, java.sql.Timestamp.from(entry.at()), entry.actor(), entry.channel(), entry.kind(),
            entry.summary(), PayloadJson.write(entry.facts())).update();
  }

  /** What the archive keeps of an entry, but nothing that proves it. */
  private void sealed(String number, NewEntry entry) {
    jdbc.sql("""
            with entry as (
              insert into sealed_entry (number, at, actor, channel, kind, summary) values (?, ?, ?, ?, ?, ?)
              returning number, sequence
            )
            insert into sealed_payload select number, sequence, ? from entry""")
        .params(number, java.sql.Timestamp.from(entry.at()), entry.actor(), entry.channel(), entry.kind(),
            entry.summary(), vault.seal(PayloadJson.write(entry.facts()))).update();
  }

  private long wal() {
    return jdbc.sql("select (pg_current_wal_insert_lsn() - '0/0')::bigint").query(Long.class).single();
  }

  private static NewEntry entry(int i) {
    return new NewEntry("TASK_COMPLETED", "完成任务「提出处理方案」", "agent1", "TASKLIST", Instant.now(),
        Map.of("task", "userTask_proposePlan", "cause", "物流分拣错误，包裹滞留 " + i, "measures",
            HexFormat.of().formatHex(new byte[60])));
  }
}
