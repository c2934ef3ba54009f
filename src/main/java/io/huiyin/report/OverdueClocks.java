package io.huiyin.report;

import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.Category;
import io.huiyin.complaint.FieldReader;
import io.huiyin.complaint.Priority;
import io.huiyin.complaint.Severity;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Person;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What is overdue now: open clocks past a deadline that is more than a goal. [001] */
@Repository
@Transactional(readOnly = true)
public class OverdueClocks {

  /** They see what is overdue in the whole company; highly sensitive cases only where they handle them. [000] */
  public static final Set<String> LEADING = Set.of("cs-manager", "cs-supervisor", "board-office", "general-manager",
      "vice-president", "auditor", "camunda-admin");

  private static final String OPEN = """

      from sla_clock s join complaint c on c.number = s.complaint
      where s.stopped_at is null and not s.goal and s.due_at <= :now and\s""" + CaseAccess.VISIBLE;

  private final JdbcClient jdbc;
  private final CaseAccess access;
  private final Clock clock;

  OverdueClocks(JdbcClient jdbc, CaseAccess access, Clock clock) {
    this.jdbc = jdbc;
    this.access = access;
    this.clock = clock;
  }

  /** What the lines have in common; {@code null} where it does not matter. */
  public record Filter(String kind, Category category, Priority priority, Severity severity, CaseStatus status,
      String unit) {

    public static final Set<String> NAMES = Set.of("kind", "category", "priority", "severity", "status", "unit");

    /** Reads the filter from a query string's parameters; the reader remembers what is wrong with them. */
    public static Filter from(FieldReader in) {
      return new Filter(in.text("kind", 50), in.optional("category", Category.class),
          in.optional("priority", Priority.class), in.optional("severity", Severity.class),
          in.optional("status", CaseStatus.class), in.text("unit", 60));
    }

    private Map<String, Object> params() {
      var params = new HashMap<String, Object>();
      params.put("kind", kind);
      params.put("category", name(category));
      params.put("priority", name(priority));
      params.put("severity", name(severity));
      params.put("status", name(status));
      params.put("unit", unit);
      return params;
    }

    private static String name(Enum<?> constant) {
      return constant == null ? null : constant.name();
    }

    private static final String CONDITION = """

         and (cast(:kind as text) is null or s.kind = :kind)
         and (cast(:category as text) is null or c.category = :category)
         and (cast(:priority as text) is null or c.priority = :priority)
         and (cast(:severity as text) is null or c.severity = :severity)
         and (cast(:status as text) is null or c.status = :status)
         and (cast(:unit as text) is null or c.lead_unit = :unit)""";
  }

  /**
   * An overdue clock and its case.
   *
   * @param overdueBy elapsed time since {@code dueAt}
   * @param level     how far it was escalated
   */
  public record Line(String complaintNumber, String processInstanceId, String kind, int round, Instant dueAt,
      Duration overdueBy, String explanation, Level level, Category category, Priority priority, Severity severity,
      CaseStatus status, String leadUnit) {
  }

  /** How far an overdue clock was escalated. [001] */
  public enum Level {
    /** Its deadline has only just come. */
    NONE("未升级"),
    SUPERVISED("已转督办"),
    ESCALATED("已再次升级");

    private final String label;

    Level(String label) {
      this.label = label;
    }

    /** What a person reads. */
    public String label() {
      return label;
    }
  }

  /** Some lines, and how many there are in all. */
  public record Lines(List<Line> lines, long total) {
  }

  /** How many overdue clocks a kind and a unit have; {@code unit} is {@code null} before classification. */
  public record Group(String kind, String unit, long clocks) {
  }

  /**
   * What is overdue in figures.
   *
   * @param cases     complaints concerned
   * @param urgent    clocks of P0 complaints
   * @param escalated clocks that were escalated a second time
   */
  public record Summary(long clocks, long cases, long urgent, long escalated, List<Group> groups) {
  }

  /**
   * The longest overdue first.
   *
   * @param oversees whether the person may see every case that is not highly sensitive, not only the own ones
   */
  public Lines find(Person person, boolean oversees, Filter filter, long offset, int limit) {
    var now = clock.instant();
    var params = params(person, oversees, now);
    params.putAll(filter.params());
    var lines = jdbc.sql("select c.*, s.kind, s.round as clock_round, s.due_at, s.explanation, s.breach_noted_at,"
            + " s.escalated_at" + OPEN + Filter.CONDITION + " order by s.due_at, s.id offset :offset limit :limit")
        .params(params).param("offset", offset).param("limit", limit).query((row, i) -> line(row, now)).list();
    var total = jdbc.sql("select count(*)" + OPEN + Filter.CONDITION).params(params).query(Long.class).single();
    return new Lines(lines, total);
  }

  /** @param oversees as in {@link #find} */
  public Summary summary(Person person, boolean oversees) {
    var params = params(person, oversees, clock.instant());
    var groups = jdbc.sql("select s.kind, c.lead_unit, count(*)" + OPEN + " group by 1, 2 order by 1, 2")
        .params(params).query((row, i) -> new Group(row.getString(1), row.getString(2), row.getLong(3))).list();
    return jdbc.sql("""
            select count(*), count(distinct c.number), count(*) filter (where c.priority = 'P0'),
              count(s.escalated_at)""" + OPEN)
        .params(params).query((row, i) ->
            new Summary(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), groups)).single();
  }

  private Map<String, Object> params(Person person, boolean oversees, Instant now) {
    var params = new HashMap<>(access.visibility(person));
    params.put("oversees", oversees);
    params.put("now", Timestamp.from(now));
    return params;
  }

  private static Line line(ResultSet row, Instant now) throws SQLException {
    var dueAt = row.getTimestamp("due_at").toInstant();
    return new Line(row.getString("number"), row.getString("process_instance_id"), row.getString("kind"),
        row.getInt("clock_round"), dueAt, Duration.between(dueAt, now), row.getString("explanation"),
        row.getTimestamp("escalated_at") != null ? Level.ESCALATED
            : row.getTimestamp("breach_noted_at") != null ? Level.SUPERVISED : Level.NONE,
        Category.valueOf(row.getString("category")), Priority.valueOf(row.getString("priority")),
        Severity.valueOf(row.getString("severity")), CaseStatus.valueOf(row.getString("status")),
        row.getString("lead_unit"));
  }
}
