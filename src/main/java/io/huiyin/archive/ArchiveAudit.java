package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.UnknownComplaint;
import io.huiyin.privacy.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Checks case files against their chains and covers, entry by entry as they come from the database. [000] */
@Service
public class ArchiveAudit {

  private static final int FETCH_SIZE = 500;

  private static final String ROWS = """
      left join archive a using (number)
      left join archive_entry e using (number)
      left join archive_payload p using (number, sequence)
      order by number, sequence""";
  private static final String COLUMNS = """
      select number, a.opened_at, a.head_sequence, a.head_hash, sequence, e.at, e.actor, e.channel, e.kind, e.summary,
        e.commitment, e.previous_hash, e.hash, p.salt, p.sealed,
        case when a.number is not null and row_number() over (partition by number order by sequence) = 1 then
      """ + Cover.JSON + "end as cover\n";

  /** The rows of one file, one at least, whose columns may all be null; the first has the {@link Cover}. */
  static final String ONE = COLUMNS + "from (select ?::text as number) n\n" + ROWS;

  private final JdbcTemplate jdbc;
  private final Vault vault;
  private final DailyRoots roots;
  private final Clock clock;

  ArchiveAudit(JdbcTemplate jdbc, Vault vault, DailyRoots roots, Clock clock) {
    // a template of its own, for the driver reads the whole answer into memory unless it is told a fetch size
    this.jdbc = new JdbcTemplate(jdbc.getDataSource());
    this.jdbc.setFetchSize(FETCH_SIZE);
    this.vault = vault;
    this.roots = roots;
    this.clock = clock;
  }

  /**
   * Checks every file there is, in the order of their numbers, in one snapshot of the database and in constant
   * memory. Each result goes to the report as soon as it stands.
   *
   * @param report takes the number as it stands in the ledger, be it malformed, and the result
   */
  @Transactional(readOnly = true)
  public void verifyAll(BiConsumer<String, Verification> report) {
    var reader = new Reader(report);
    jdbc.query(COLUMNS + """
        from (select number from archive union select number from archive_entry) n
        """ + ROWS, reader::row);
    reader.finish();
  }

  /** The check of one file, against its chain, its cover and the daily roots. */
  @Transactional(readOnly = true)
  Verification verify(ComplaintNumber number) {
    return find(number).orElseThrow(() -> new UnknownComplaint(number));
  }

  /** The same, empty if there is neither cover nor entry. */
  @Transactional(readOnly = true)
  Optional<Verification> find(ComplaintNumber number) {
    return chain(number).map(chain ->
        chain.finding() == null ? roots.finding(number).map(chain::broken).orElse(chain) : chain);
  }

  /** The check of one file without the daily roots. */
  @Transactional(readOnly = true)
  Verification verifyChain(ComplaintNumber number) {
    return chain(number).orElseThrow(() -> new UnknownComplaint(number));
  }

  /** The cover as the tables have it. */
  @Transactional(readOnly = true)
  Map<String, Object> cover(ComplaintNumber number) {
    return jdbc.query("select " + Cover.JSON + "from archive a where a.number = ?",
        (row, i) -> Cover.read(row.getString(1), vault), number.value()).stream().findFirst()
        .orElseThrow(() -> new UnknownComplaint(number));
  }

  private Optional<Verification> chain(ComplaintNumber number) {
    var result = new Verification[1];
    var reader = new Reader((any, verification) -> result[0] = verification);
    jdbc.query(ONE, reader::row, number.value());
    if (reader.current.isEmpty()) {
      return Optional.empty();
    }
    reader.finish();
    return Optional.of(result[0]);
  }

  static LedgerEntry entry(ResultSet row) throws SQLException {
    return new LedgerEntry(row.getString("number"), row.getInt("sequence"), row.getTimestamp("at").toInstant(),
        row.getString("actor"), row.getString("channel"), row.getString("kind"), row.getString("summary"),
        row.getBytes("commitment"));
  }

  private final class Reader {

    private final BiConsumer<String, Verification> report;
    private String number;
    private ChainCheck current;

    Reader(BiConsumer<String, Verification> report) {
      this.report = report;
    }

    void row(ResultSet row) throws SQLException {
      if (!row.getString("number").equals(number)) {
        finish();
        number = row.getString("number");
        current = start(row);
      }
      if (row.getBytes("hash") != null) {
        current.next(entry(row), row.getBytes("previous_hash"), row.getBytes("hash"), row.getBytes("salt"),
            row.getBytes("sealed"));
      }
    }

    private ChainCheck start(ResultSet row) throws SQLException {
      return row.getBytes("head_hash") == null
          ? ChainCheck.withoutCover(vault)
          : new ChainCheck(vault, LedgerEntry.opening(number, row.getTimestamp("opened_at").toInstant()),
              row.getInt("head_sequence"), row.getBytes("head_hash"), Cover.read(row.getString("cover"), vault));
    }

    void finish() {
      if (current != null) {
        report.accept(number, current.result(clock.instant()));
      }
    }
  }
}
