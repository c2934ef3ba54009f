package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.UnknownComplaint;
import io.huiyin.privacy.Vault;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The ledger on PostgreSQL: an append is one statement, however many entries, if nobody else wrote to the file since this
 * process did; otherwise one more.
 */
@Service
class JdbcArchives implements Archives {

  private static final int SALT = 16;
  private static final int REMEMBERED = 10_000;

  private final JdbcTemplate jdbc;
  private final Vault vault;
  private final ArchiveAudit audit;
  private final SearchIndex index;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  /** Where each file ended when this process last wrote to it. A guess: somebody else may have gone on since. */
  private final Map<ComplaintNumber, Head> heads = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<ComplaintNumber, Head> eldest) {
      return size() > REMEMBERED;
    }
  });

  JdbcArchives(JdbcTemplate jdbc, Vault vault, ArchiveAudit audit, SearchIndex index, Clock clock) {
    this.jdbc = jdbc;
    this.vault = vault;
    this.audit = audit;
    this.index = index;
    this.clock = clock;
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void open(ComplaintNumber number) {
    var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var opening = LedgerEntry.opening(number.value(), at);
    jdbc.update("insert into archive (number, opened_at, head_hash) values (?, ?, ?)",
        number.value(), Timestamp.from(at), opening);
    heads.put(number, new Head(0, opening, false));
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void append(ComplaintNumber number, List<NewEntry> entries) {
    write(number, entries, false);
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void trace(ComplaintNumber number, List<NewEntry> entries) {
    write(number, entries, true);
  }

  /** @param afterAll whether it is noted in a destroyed file, too */
  private void write(ComplaintNumber number, List<NewEntry> entries, boolean afterAll) {
    if (entries.isEmpty()) {
      return;
    }
    var last = heads.get(number);
    if (last == null || last.destroyed && !afterAll || !insert(number, last, entries)) {
      var head = lock(number);
      if (head.destroyed && !afterAll) {
        throw Archives.destroyed("number");
      }
      insert(number, head, entries);
    }
  }

  private Head lock(ComplaintNumber number) {
    return jdbc.query("select head_sequence, head_hash, destroyed_at from archive where number = ? for update",
            (row, i) -> new Head(row.getInt(1), row.getBytes(2), row.getTimestamp(3) != null), number.value())
        .stream().findFirst().orElseThrow(() -> new UnknownComplaint(number));
  }

  private Row row(ComplaintNumber number, Head head, NewEntry entry, Map<String, Object> facts) {
    var json = facts.isEmpty() ? null : PayloadJson.write(facts);
    var salt = new byte[SALT];
    random.nextBytes(salt);
    var hashed = new LedgerEntry(number.value(), head.sequence + 1, entry.at().truncatedTo(ChronoUnit.MICROS),
        entry.actor(), entry.channel(), entry.kind(), entry.summary(),
        json == null ? LedgerEntry.NOTHING : LedgerEntry.commitment(salt, json));
    return new Row(hashed, head.hash, hashed.hash(head.hash), salt, vault.seal(json));
  }

  /** @return false, with nothing written, if the file does not end at this head */
  private boolean insert(ComplaintNumber number, Head from, List<NewEntry> entries) {
    var head = from;
    var rows = new ArrayList<Row>(entries.size());
    var found = SearchIndex.nothing();
    for (var entry : entries) {
      var facts = head.destroyed ? Map.<String, Object>of() : entry.facts();
      var row = row(number, head, entry, facts);
      rows.add(row);
      index.add(found, number.value(), row.entry.sequence(), entry.kind(), entry.actor(), facts);
      head = new Head(row.entry.sequence(), row.hash, head.destroyed || entry.kind().equals(PAYLOADS_DESTROYED));
    }
    var inserted = insert(number, from, rows, head, found) > 0;
    if (inserted) {
      heads.put(number, head);
    }
    return inserted;
  }

  /** Moving the head locks the cover: of several who append at once, one goes on and the others see where it ends. */
  private int insert(ComplaintNumber number, Head from, List<Row> rows, Head to, SearchIndex.Addition found) {
    var payloads = rows.stream().filter(row -> row.sealed != null).toList();
    return jdbc.update("""
        with moved as (
          update archive set head_sequence = ?, head_hash = ?
          where number = ? and head_sequence = ? and head_hash = ? and destroyed_at is not null = ?
          returning number
        ), payload as (
          insert into archive_payload (number, sequence, salt, sealed)
          select number, sequence, salt, sealed from moved, unnest(?, ?, ?) as p (sequence, salt, sealed)
        ), found as (
          update archive_search s set tokens = s.tokens || array_to_tsvector(f.tokens), texts = s.texts || f.texts
          from (select number, ?::text[] as tokens, ?::integer[] as texts from moved) f
          where s.number = f.number and s.texts is not null
            and (f.texts <> '{}' or not tsvector_to_array(s.tokens) @> f.tokens)
        )
        insert into archive_entry
          (number, sequence, at, actor, channel, kind, summary, commitment, previous_hash, hash)
        select number, sequence, at::timestamptz, actor, channel, kind, summary, commitment, previous_hash, hash
        from moved, unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
          as e (sequence, at, actor, channel, kind, summary, commitment, previous_hash, hash)""",
        statement -> {
          var values = new Values(statement);
          values.number(to.sequence);
          values.bytes(to.hash);
          values.text(number.value());
          values.number(from.sequence);
          values.bytes(from.hash);
          values.truth(from.destroyed);
          values.numbers(payloads, row -> row.entry.sequence());
          values.bytes(payloads, Row::salt);
          values.bytes(payloads, Row::sealed);
          values.array("text", found.tokenArray());
          values.array("int4", found.textArray());
          values.numbers(rows, row -> row.entry.sequence());
          values.texts(rows, row -> row.entry.at().toString());
          values.texts(rows, row -> row.entry.actor());
          values.texts(rows, row -> row.entry.channel());
          values.texts(rows, row -> row.entry.kind());
          values.texts(rows, row -> row.entry.summary());
          values.bytes(rows, row -> row.entry.commitment());
          values.bytes(rows, Row::previousHash);
          values.bytes(rows, Row::hash);
        });
  }

  @Override
  @Transactional(readOnly = true)
  public List<Entry> entries(ComplaintNumber number) {
    var entries = jdbc.query("""
        select sequence, at, actor, channel, kind, summary, hash, sealed
        from archive_entry left join archive_payload using (number, sequence)
        where number = ? order by sequence""", (row, i) -> entry(number, row), number.value());
    if (entries.isEmpty()
        && jdbc.queryForList("select 1 from archive where number = ?", number.value()).isEmpty()) {
      throw new UnknownComplaint(number);
    }
    return entries;
  }

  @Override
  @Transactional(readOnly = true)
  public List<String> actors(ComplaintNumber number, String kind) {
    return jdbc.queryForList("select actor from archive_entry where number = ? and kind = ? order by sequence desc",
        String.class, number.value(), kind);
  }

  private Entry entry(ComplaintNumber number, ResultSet row) throws SQLException {
    return new Entry(number, row.getInt("sequence"), row.getTimestamp("at").toInstant(), row.getString("actor"),
        row.getString("channel"), row.getString("kind"), row.getString("summary"), facts(row.getBytes("sealed")),
        HexFormat.of().formatHex(row.getBytes("hash")));
  }

  private Map<String, Object> facts(byte[] sealed) {
    if (sealed == null) {
      return Map.of();
    }
    try {
      return PayloadJson.read(vault.open(sealed));
    } catch (Vault.SealBroken e) {
      // one damaged payload must not hide the rest of the file
      return Map.of("unreadable", "内容无法打开，请核验档案");
    }
  }

  @Override
  public Verification verify(ComplaintNumber number) {
    return audit.verify(number);
  }

  private record Head(int sequence, byte[] hash, boolean destroyed) {
  }

  private record Row(LedgerEntry entry, byte[] previousHash, byte[] hash, byte[] salt, byte[] sealed) {
  }

  /** Sets a statement's parameters one after the other, a column of rows as one array. */
  private static final class Values {

    private final PreparedStatement statement;
    private int position;

    Values(PreparedStatement statement) {
      this.statement = statement;
    }

    void text(String value) throws SQLException {
      statement.setString(++position, value);
    }

    void number(int value) throws SQLException {
      statement.setInt(++position, value);
    }

    void truth(boolean value) throws SQLException {
      statement.setBoolean(++position, value);
    }

    void bytes(byte[] value) throws SQLException {
      statement.setBytes(++position, value);
    }

    void numbers(List<Row> rows, Function<Row, Integer> column) throws SQLException {
      array("int4", rows.stream().map(column).toArray(Integer[]::new));
    }

    void texts(List<Row> rows, Function<Row, String> column) throws SQLException {
      array("text", rows.stream().map(column).toArray(String[]::new));
    }

    void bytes(List<Row> rows, Function<Row, byte[]> column) throws SQLException {
      array("bytea", rows.stream().map(column).toArray(byte[][]::new));
    }

    void array(String type, Object[] values) throws SQLException {
      statement.setArray(++position, statement.getConnection().createArrayOf(type, values));
    }
  }
}
