package io.huiyin.identity;

import io.huiyin.database.PerTransaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who does whose tasks while that person is away (代理人), by day in the company's time zone. A stand-in who is away
 * as well is followed to the next one. [ours]
 */
@Service
public class StandIns {

  /** @param until the last day away, included */
  public record StandIn(long id, String absent, String standIn, LocalDate from, LocalDate until, String setBy,
      boolean ended) {

    boolean overlaps(LocalDate begin, LocalDate end) {
      return !from.isAfter(end) && !until.isBefore(begin);
    }
  }

  private final JdbcClient jdbc;
  private final Clock clock;
  /** Day by day, who is away and who stands in: a step of the flow asks for each member of each group. */
  private final PerTransaction<Map<LocalDate, Map<String, String>>> known = new PerTransaction<>(HashMap::new);

  StandIns(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Puts it on record; what the flow asks from now on knows of it. The caller has refused overlaps and circles. */
  @Transactional(propagation = Propagation.MANDATORY)
  public StandIn add(String absent, String standIn, LocalDate from, LocalDate until, String setBy) {
    known.get().clear();
    return jdbc.sql("""
            insert into stand_in (absent, stand_in, from_day, until_day, set_by, set_at)
            values (?, ?, ?, ?, ?, ?) returning *""")
        .params(absent, standIn, from, until, setBy, Timestamp.from(clock.instant()))
        .query(StandIns::standIn).single();
  }

  /** It is over, or taken back; a second call changes nothing. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void end(long id) {
    known.get().clear();
    jdbc.sql("update stand_in set ended_at = ? where id = ? and ended_at is null")
        .params(Timestamp.from(clock.instant()), id).update();
  }

  @Transactional(readOnly = true)
  public Optional<StandIn> find(long id) {
    return jdbc.sql("select * from stand_in where id = ?").param(id).query(StandIns::standIn).optional();
  }

  /** What holds now or will, by its first day. */
  @Transactional(readOnly = true)
  public List<StandIn> coming() {
    return jdbc.sql("select * from stand_in where ended_at is null and until_day >= ? order by from_day, id")
        .param(today()).query(StandIns::standIn).list();
  }

  /** Serialises those who set stand-ins, so that two of them cannot close a circle together. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void lock() {
    jdbc.sql("lock table stand_in in share row exclusive mode").update();
  }

  /** Whether the person has a stand-in already on one of these days. */
  @Transactional(readOnly = true)
  public boolean isAway(String userId, LocalDate from, LocalDate until) {
    return coming().stream().anyMatch(one -> one.absent().equals(userId) && one.overlaps(from, until));
  }

  /** Whether on one of these days the tasks would come back to whom they left, over whatever number of people. */
  @Transactional(readOnly = true)
  public boolean closesCircle(String absent, String standIn, LocalDate from, LocalDate until) {
    return reaches(coming(), standIn, absent, from, until, new HashSet<>());
  }

  private static boolean reaches(List<StandIn> all, String at, String wanted, LocalDate from, LocalDate until,
      Set<Long> seen) {
    return at.equals(wanted) || all.stream()
        .filter(one -> one.absent().equals(at) && one.overlaps(from, until) && seen.add(one.id()))
        .anyMatch(one -> reaches(all, one.standIn(), wanted,
            one.from().isAfter(from) ? one.from() : from, one.until().isBefore(until) ? one.until() : until, seen));
  }

  /** Who does the person's tasks today; empty if the person is here. */
  @Transactional(readOnly = true)
  public Optional<String> inPlaceOf(String userId) {
    return inPlaceOf(userId, today());
  }

  /** Who does the person's tasks on a day; empty if the person is here. */
  @Transactional(readOnly = true)
  public Optional<String> inPlaceOf(String userId, LocalDate day) {
    var away = known.get().computeIfAbsent(day, this::away);
    var at = userId;
    for (var seen = new HashSet<String>(); away.containsKey(at) && seen.add(at); ) {
      at = away.get(at);
    }
    return at.equals(userId) ? Optional.empty() : Optional.of(at);
  }

  public LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), clock.getZone());
  }

  private Map<String, String> away(LocalDate day) {
    return jdbc.sql("select * from stand_in where ended_at is null and ? between from_day and until_day").param(day)
        .query(StandIns::standIn).list().stream()
        .collect(Collectors.toMap(StandIn::absent, StandIn::standIn, (a, b) -> a));
  }

  private static StandIn standIn(ResultSet row, int ignored) throws SQLException {
    return new StandIn(row.getLong("id"), row.getString("absent"), row.getString("stand_in"),
        row.getObject("from_day", LocalDate.class), row.getObject("until_day", LocalDate.class),
        row.getString("set_by"), row.getTimestamp("ended_at") != null);
  }
}
