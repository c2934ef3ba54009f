package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Person;
import io.huiyin.privacy.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Who is named to read a highly sensitive or restricted case beside those who handled it. Each naming and removal is on record. [000] */
@Service
public class NamedReaders {

  /** A person who is named. */
  public record Reader(long id, String person, String reason, String namedBy, Instant namedAt) {
  }

  private final JdbcClient jdbc;
  private final CaseAccess access;
  private final Archives archives;
  private final Vault vault;
  private final Clock clock;

  NamedReaders(JdbcClient jdbc, CaseAccess access, Archives archives, Vault vault, Clock clock) {
    this.jdbc = jdbc;
    this.access = access;
    this.archives = archives;
    this.vault = vault;
    this.clock = clock;
  }

  /** @throws InvalidInput naming {@code person} if the person is named already */
  @Transactional
  public Reader name(ComplaintNumber number, Person reader, String reason, String by) {
    var named = jdbc.sql("""
            insert into case_reader (number, person, reason, named_by, named_at) values (?, ?, ?, ?, ?)
            on conflict (number, person) where removed_at is null do nothing returning *""")
        .params(number.value(), reader.id(), vault.seal(reason), by, Timestamp.from(clock.instant()))
        .query(this::reader).optional()
        .orElseThrow(() -> new InvalidInput("person", "这位同事已经在知情人名单中"));
    access.grantForTask(number.value(), Optional.of(reader.id()), Set.of(), grant(named.id));
    note(number, "READER_NAMED", "指定%s为知情人".formatted(reader.name()), by, reason, reader.id());
    return named;
  }

  /** @throws NoSuchElementException if nobody is named under this id in the case */
  @Transactional
  public void remove(ComplaintNumber number, long id, String reason, String by) {
    var gone = jdbc.sql("""
            update case_reader set removed_by = ?, removed_at = ?, removal_reason = ?
            where id = ? and number = ? and removed_at is null returning *""")
        .params(by, Timestamp.from(clock.instant()), vault.seal(reason), id, number.value()).query(this::reader)
        .optional().orElseThrow(() -> new NoSuchElementException("reader " + id));
    access.revokeForTask(grant(id));
    note(number, "READER_REMOVED", "取消一名知情人", by, reason, gone.person);
  }

  /**
   * From now on these persons are the only ones who are named, and nobody else keeps what the case was open to. Whoever
   * asks for it puts it on record. Demands the caller's transaction.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void nameOnly(ComplaintNumber number, Set<String> persons, String reason, String by) {
    var people = persons.toArray(String[]::new);
    var at = Timestamp.from(clock.instant());
    jdbc.sql("""
            update case_reader set removed_by = ?, removed_at = ?, removal_reason = ?
            where number = ? and removed_at is null and person <> all (?)""")
        .params(by, at, vault.seal(reason), number.value(), people).update();
    jdbc.sql("""
            insert into case_reader (number, person, reason, named_by, named_at)
            select ?, person, ?, ?, ? from unnest(?) as p (person)
            on conflict (number, person) where removed_at is null do nothing""")
        .params(number.value(), vault.seal(reason), by, at, people).update();
    closeToOthers(number);
  }

  /** Whoever is not named loses what came to him meanwhile, such as by a task. Demands the caller's transaction. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void closeToOthers(ComplaintNumber number) {
    access.revokeAll(number.value());
    of(number).forEach(reader ->
        access.grantForTask(number.value(), Optional.of(reader.person), Set.of(), grant(reader.id)));
  }

  /** Those who are named now, the first named first. */
  @Transactional(readOnly = true)
  public List<Reader> of(ComplaintNumber number) {
    return jdbc.sql("select * from case_reader where number = ? and removed_at is null order by id")
        .param(number.value()).query(this::reader).list();
  }

  private void note(ComplaintNumber number, String kind, String summary, String by, String reason, String person) {
    archives.append(number, List.of(new NewEntry(kind, summary, by, "WEBAPP", clock.instant(),
        Map.of("person", person, "reason", reason))));
  }

  private static String grant(long id) {
    return "named:" + id;
  }

  private Reader reader(ResultSet row, int ignored) throws SQLException {
    return new Reader(row.getLong("id"), row.getString("person"), vault.open(row.getBytes("reason")),
        row.getString("named_by"), row.getTimestamp("named_at").toInstant());
  }
}
