package io.huiyin.report;

import io.huiyin.complaint.Category;
import io.huiyin.complaint.Priority;
import io.huiyin.identity.Person;
import io.huiyin.report.MonthlyAnalysis.CategoryLine;
import io.huiyin.report.MonthlyAnalysis.Count;
import io.huiyin.report.MonthlyAnalysis.Month;
import io.huiyin.report.MonthlyAnalysis.OnTime;
import io.huiyin.report.MonthlyAnalysis.Satisfaction;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Counts the complaints of a month. Every case counts, the highly sensitive ones too, for only figures come out. */
@Repository
@Transactional(readOnly = true)
public class MonthlyAnalyses {

  /** The company's figures are for those who lead, who check, and who keep the files. */
  public static final Set<String> READERS = Set.of("cs-supervisor", "cs-manager", "board-office", "general-manager",
      "vice-president", "auditor", "archivist", "camunda-admin");
  private static final int TOP = 10;

  private final JdbcClient jdbc;
  private final Clock clock;

  MonthlyAnalyses(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Whether the person may read the company's figures. */
  public static boolean mayRead(Person person) {
    return person.isIn(READERS);
  }

  /** The month before the present one: the one to report on. [001] */
  public YearMonth latest() {
    return YearMonth.now(clock).minusMonths(1);
  }

  public MonthlyAnalysis of(YearMonth month) {
    var trend = trend(month);
    return new MonthlyAnalysis(month, trend.get(5).complaints(), trend.get(4).complaints(),
        one("select count(*) from complaint where registered_at >= :from and registered_at < :to and repeat", month),
        // nobody waits for more than a year, and the index is on the registration
        one("""
            select count(*) from complaint where registered_at >= :year and registered_at < :to
              and closed_at >= :from and closed_at < :to""", month),
        categories(month), onTime(month), satisfaction(month),
        top("lead_unit", month, 100), top("product", month, TOP), top("issue_point", month, TOP), trend);
  }

  private List<Month> trend(YearMonth month) {
    var counts = jdbc.sql("""
            select to_char(registered_at at time zone :zone, 'YYYY-MM'), count(*) from complaint
            where registered_at >= :since and registered_at < :to group by 1""")
        .params(params(month)).param("since", start(month.minusMonths(5)))
        .query((row, i) -> Map.entry(row.getString(1), row.getLong(2))).list();
    return IntStream.rangeClosed(-5, 0).mapToObj(month::plusMonths)
        .map(one -> new Month(one, counts.stream().filter(count -> count.getKey().equals(one.toString()))
            .mapToLong(Map.Entry::getValue).sum())).toList();
  }

  private List<CategoryLine> categories(YearMonth month) {
    return jdbc.sql("""
            select category, count(*) filter (where registered_at >= :from),
              round(count(*) filter (where registered_at < :from) / 3.0, 2)
            from complaint where registered_at >= :since and registered_at < :to
            group by category order by 2 desc, category""")
        .params(params(month)).param("since", start(month.minusMonths(3)))
        .query((row, i) -> new CategoryLine(Category.valueOf(row.getString(1)), row.getLong(2), row.getBigDecimal(3)))
        .list();
  }

  private List<OnTime> onTime(YearMonth month) {
    return jdbc.sql("""
            select s.kind, c.priority, count(*) filter (where s.breached_at is null), count(*)
            from complaint c join sla_clock s on s.complaint = c.number
            where c.registered_at >= :year and c.registered_at < :to
              and s.kind in ('RESPONSE', 'RESOLUTION') and s.status <> 'CANCELLED'
              and s.round = (select min(first.round) from sla_clock first
                where first.complaint = s.complaint and first.kind = s.kind)
              and coalesce(s.breached_at, s.stopped_at) >= :from and coalesce(s.breached_at, s.stopped_at) < :to
            group by 1, 2 order by s.kind desc, c.priority""")
        .params(params(month))
        .query((row, i) -> new OnTime(row.getString(1), Priority.valueOf(row.getString(2)), row.getLong(3), row.getLong(4)))
        .list();
  }

  /** From the summaries of the case files, which hold the scores in words and outlive the sealed details. */
  private Satisfaction satisfaction(YearMonth month) {
    return jdbc.sql("""
            select count(*), count(*) filter (where least(e, a, s) >= 4), round(avg(e), 2), round(avg(a), 2),
              round(avg(s), 2)
            from (select substring(summary from '处理效率 ([1-5]) 分')::int e,
                substring(summary from '服务态度 ([1-5]) 分')::int a, substring(summary from '解决方案 ([1-5]) 分')::int s
              from complaint c join archive_entry entry on entry.number = c.number
              where c.registered_at >= :year and c.registered_at < :to
                and entry.kind = 'SURVEYED' and entry.at >= :from and entry.at < :to) scores""")
        .params(params(month))
        .query((row, i) -> row.getLong(1) == 0 ? Optional.<Satisfaction>empty() : Optional.of(
            new Satisfaction(row.getLong(1), row.getLong(2), row.getBigDecimal(3), row.getBigDecimal(4), row.getBigDecimal(5))))
        .single().orElse(null);
  }

  /** @param column is ours, never a caller's */
  private List<Count> top(String column, YearMonth month, int most) {
    return jdbc.sql("select " + column + ", count(*) from complaint where registered_at >= :from and registered_at < :to"
            + (column.equals("lead_unit") ? "" : " and " + column + " is not null")
            + " group by 1 order by 2 desc, 1 limit :most")
        .params(params(month)).param("most", most)
        .query((row, i) -> new Count(row.getString(1), row.getLong(2))).list();
  }

  private long one(String sql, YearMonth month) {
    return jdbc.sql(sql).params(params(month)).query(Long.class).single();
  }

  private Map<String, Object> params(YearMonth month) {
    return Map.of("from", start(month), "to", start(month.plusMonths(1)),
        "year", start(month.minusYears(1)), "zone", clock.getZone().getId());
  }

  private Timestamp start(YearMonth month) {
    return Timestamp.from(month.atDay(1).atStartOfDay(clock.getZone()).toInstant());
  }
}
