package io.huiyin.complaint;

import io.huiyin.privacy.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Corrective actions, their measures, and the complaints that rely on them. Every write demands the caller's transaction. [003] */
@Repository
public class CorrectiveActions {

  /** "Within one month" = 30 days. [003, ours] */
  private static final Duration ISSUE_POINT_WINDOW = Duration.ofDays(30);

  private final JdbcClient jdbc;
  private final Vault vault;
  private final Clock clock;

  CorrectiveActions(JdbcClient jdbc, Vault vault, Clock clock) {
    this.jdbc = jdbc;
    this.vault = vault;
    this.clock = clock;
  }

  /** How many complaints there are about this one's issue point since 30 days before it; 1 without an issue point. */
  @Transactional(readOnly = true)
  public int complaintsAboutIssuePointOf(Complaint complaint) {
    return complaint.issuePoint() == null ? 1
        : jdbc.sql("select count(*) from complaint where issue_point = ? and registered_at > ?")
            .params(complaint.issuePoint(), Timestamp.from(complaint.registeredAt().minus(ISSUE_POINT_WINDOW)))
            .query(Integer.class).single();
  }

  /** The action that runs for this complaint. */
  @Transactional(readOnly = true)
  public Optional<CorrectiveAction> running(ComplaintNumber number) {
    return jdbc.sql("select * from corrective_action where number = ? and ended_at is null").param(number.value())
        .query(CorrectiveActions::action).optional();
  }

  /** The oldest action that runs for another complaint about the same issue point. */
  @Transactional(readOnly = true)
  public Optional<CorrectiveAction> runningAbout(Complaint complaint) {
    return jdbc.sql("""
            select * from corrective_action where issue_point = ? and number <> ? and ended_at is null
            order by id limit 1""")
        .params(complaint.issuePoint(), complaint.number().value()).query(CorrectiveActions::action).optional();
  }

  /** The latest action of the complaint, or the one that it was linked to last. */
  @Transactional(readOnly = true)
  public Optional<CorrectiveAction> latest(ComplaintNumber number) {
    return jdbc.sql("""
            select * from corrective_action where number = :number
              or id in (select action from corrective_link where number = :number) order by id desc limit 1""")
        .param("number", number.value()).query(CorrectiveActions::action).optional();
  }

  /** @param unit {@code null} when it is to be named later */
  @Transactional(propagation = Propagation.MANDATORY)
  public void open(Complaint complaint, String unit, String orderedBy) {
    jdbc.sql("""
            insert into corrective_action (number, issue_point, unit, ordered_by, ordered_at) values (?, ?, ?, ?, ?)""")
        .params(complaint.number().value(), complaint.issuePoint(), unit, orderedBy, now()).update();
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public void assign(ComplaintNumber number, String unit) {
    update("unit = ?", unit, number);
  }

  /** Puts the report's problem and measures on file, for the present round. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void report(ComplaintNumber number, String problem, List<Measure> measures) {
    update("problem = ?", vault.seal(problem), number);
    measures.forEach(measure -> jdbc.sql("""
            insert into corrective_measure (action, round, content, owner, due_on)
            select id, round, ?, ?, ? from corrective_action where number = ? and ended_at is null""")
        .params(vault.seal(measure.content()), measure.owner(), measure.dueOn(), number.value()).update());
  }

  /** The measures of the present round that are not done, in the order of the report. */
  @Transactional(readOnly = true)
  public List<Long> openMeasures(ComplaintNumber number) {
    return jdbc.sql("""
            select m.id from corrective_measure m join corrective_action a on a.id = m.action and a.round = m.round
            where a.number = ? and a.ended_at is null and m.done_on is null order by m.id""")
        .param(number.value()).query(Long.class).list();
  }

  @Transactional(readOnly = true)
  public Measure measure(long id) {
    return jdbc.sql("select * from corrective_measure where id = ?").param(id)
        .query((row, i) -> measure(row)).single();
  }

  private Measure measure(ResultSet row) throws SQLException {
    return new Measure(vault.open(row.getBytes("content")), row.getString("owner"), row.getDate("due_on").toLocalDate());
  }

  /** A measure as it stands; {@code doneOn} is {@code null} until it is carried out. */
  public record MeasureState(int round, Measure measure, LocalDate doneOn) {
  }

  /** All measures of an action, those of earlier rounds included, in the order of the reports. */
  @Transactional(readOnly = true)
  public List<MeasureState> measures(CorrectiveAction action) {
    return jdbc.sql("select * from corrective_measure where action = ? order by round, id").param(action.id())
        .query((row, i) -> new MeasureState(row.getInt("round"), measure(row),
            row.getDate("done_on") == null ? null : row.getDate("done_on").toLocalDate())).list();
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public void done(long measure, LocalDate on) {
    jdbc.sql("update corrective_measure set done_on = ? where id = ?").params(on, measure).update();
  }

  /** The effect is confirmed. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void verify(ComplaintNumber number) {
    update("verified_at = ?", now(), number);
  }

  /** The measures were not effective, or the fault came back: one more round. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void again(ComplaintNumber number) {
    update("verified_at = null, round = round + ?", 1, number);
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public void end(ComplaintNumber number) {
    update("ended_at = ?", now(), number);
  }

  /**
   * The complaint relies on an action that was ordered for another. The action's row is locked, so that it cannot end
   * meanwhile without the complaint's being told.
   *
   * @return whether the action still runs
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public boolean link(ComplaintNumber number, CorrectiveAction action, String linkedBy) {
    return jdbc.sql("""
            insert into corrective_link (number, action, linked_by, linked_at)
            select ?, id, ?, ? from corrective_action where id = ? and ended_at is null for update
            on conflict (number, action) do update set linked_by = excluded.linked_by""")
        .params(number.value(), linkedBy, now(), action.id()).update() > 0;
  }

  /** The complaints that rely on an action. */
  @Transactional(readOnly = true)
  public List<ComplaintNumber> linkedTo(CorrectiveAction action) {
    return jdbc.sql("select number from corrective_link where action = ? order by number").param(action.id())
        .query((row, i) -> new ComplaintNumber(row.getString("number"))).list();
  }

  private void update(String change, Object value, ComplaintNumber number) {
    jdbc.sql("update corrective_action set " + change + " where number = ? and ended_at is null")
        .params(value, number.value()).update();
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }

  private static CorrectiveAction action(ResultSet row, int ignored) throws SQLException {
    return new CorrectiveAction(row.getLong("id"), new ComplaintNumber(row.getString("number")),
        row.getString("issue_point"), row.getString("unit"), row.getInt("round"),
        instant(row.getTimestamp("verified_at")), instant(row.getTimestamp("ended_at")));
  }

  private static Instant instant(Timestamp at) {
    return at == null ? null : at.toInstant();
  }
}
