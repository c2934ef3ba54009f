package io.huiyin.web;

import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.Category;
import io.huiyin.complaint.FieldReader;
import io.huiyin.complaint.Priority;
import io.huiyin.complaint.Severity;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Person;
import io.huiyin.report.OverdueClocks;
import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Lists of cases. What the caller may see is part of each query, so that pages and totals tell nothing more. */
@Repository
@Transactional(readOnly = true)
class CaseQueries {

  private static final Set<String> FILTERS = Set.of("category", "priority", "severity", "status", "unit", "page", "size");

  private final JdbcClient jdbc;
  private final CaseAccess access;
  private final OverdueClocks overdue;
  private final Times times;
  private final Clock clock;

  CaseQueries(JdbcClient jdbc, CaseAccess access, OverdueClocks overdue, Times times, Clock clock) {
    this.jdbc = jdbc;
    this.access = access;
    this.overdue = overdue;
    this.times = times;
    this.clock = clock;
  }

  /** A line of the list of cases. */
  record CaseLine(
      String complaintNumber, OffsetDateTime registeredAt, String channel, Category category, String product,
      String issuePoint, Priority priority, Severity severity, CaseStatus status,
      @Schema(description = "责任单位") String leadUnit, boolean sensitive,
      @Schema(description = "重复投诉") boolean repeat, String externalReference, OffsetDateTime resolutionDueAt,
      @Schema(description = "有时限已到期而未完成") boolean overdue) {
  }

  /** A line of the list of what is overdue. */
  record OverdueLine(
      String complaintNumber, @Schema(description = "时限种类") String kind, int round, OffsetDateTime dueAt,
      @Schema(description = "超时多久(自然时间)") Duration overdueBy,
      @Schema(description = "升级到哪一级") OverdueClocks.Level level, String levelLabel, Category category, Priority priority,
      Severity severity, CaseStatus status, String leadUnit, String explanation, String processInstanceId) {
  }

  /** @param query the query string's parameters as they came */
  PageOf<CaseLine> search(Person person, Map<String, String> query) {
    var in = new FieldReader(query, clock.instant());
    in.refuseUnknown(with(FILTERS, "q", "from", "to", "overdue"));
    var where = new Where(person);
    filter(in, where);
    var text = in.text("q", 100);
    if (text != null) {
      where.and("""
          (c.number ilike :text or c.external_reference ilike :text or c.product ilike :text or c.issue_point ilike :text)
          """, "text", "%" + text.replaceAll("([\\\\%_])", "\\\\$1") + "%");
    }
    var from = bound(in, "from", 0);
    if (from != null) {
      where.and("c.registered_at >= :from", "from", from);
    }
    var to = bound(in, "to", 1);
    if (to != null) {
      where.and("c.registered_at < :to", "to", to);
    }
    if (in.text("overdue", 5) != null) {
      where.and("%s exists (%s)".formatted(in.flag("overdue") ? "" : "not", OVERDUE));
    }
    var page = PageOf.Request.from(in, 50);
    in.throwIfFaulty();
    var lines = jdbc.sql("""
            select c.*, exists (%s) as overdue,
              (select due_at from sla_clock s where s.complaint = c.number and s.kind = 'RESOLUTION'
                order by s.round desc limit 1) as resolution_due_at
            from complaint c where %s order by c.registered_at desc, c.number desc offset :offset limit :limit"""
            .formatted(OVERDUE, where))
        .params(where.params).param("offset", page.offset()).param("limit", page.size())
        .query((row, i) -> new CaseLine(row.getString("number"), at(row, "registered_at"), row.getString("channel"),
            Category.valueOf(row.getString("category")), row.getString("product"), row.getString("issue_point"),
            Priority.valueOf(row.getString("priority")), Severity.valueOf(row.getString("severity")),
            CaseStatus.valueOf(row.getString("status")), row.getString("lead_unit"), row.getBoolean("sensitive"),
            row.getBoolean("repeat"), row.getString("external_reference"), at(row, "resolution_due_at"),
            row.getBoolean("overdue"))).list();
    return page(lines, page, "from complaint c where " + where, where);
  }

  /** Open clocks past their deadline, the longest overdue first: for those who lead what they see in Cockpit, for others the own cases'. */
  PageOf<OverdueLine> overdue(Person person, Map<String, String> query) {
    var in = new FieldReader(query, clock.instant());
    in.refuseUnknown(with(OverdueClocks.Filter.NAMES, "page", "size"));
    var filter = OverdueClocks.Filter.from(in);
    var page = PageOf.Request.from(in, 50);
    in.throwIfFaulty();
    var found = overdue.find(person, person.isIn(OverdueClocks.LEADING), filter, page.offset(), page.size());
    return new PageOf<>(found.lines().stream().map(line -> new OverdueLine(line.complaintNumber(), line.kind(),
        line.round(), times.at(line.dueAt()), line.overdueBy(), line.level(), line.level().label(), line.category(), line.priority(), line.severity(),
        line.status(), line.leadUnit(), line.explanation(),
        line.processInstanceId())).toList(), page.page(), page.size(), found.total());
  }

  private static final String OVERDUE =
      "select 1 from sla_clock s where s.complaint = c.number and s.stopped_at is null"
      + " and not s.goal and s.due_at <= :now";

  private <T> PageOf<T> page(List<T> lines, PageOf.Request page, String from, Where where) {
    var total = jdbc.sql("select count(*) " + from).params(where.params).query(Long.class).single();
    return new PageOf<>(lines, page.page(), page.size(), total);
  }

  private static void filter(FieldReader in, Where where) {
    where.andEquals("category", in.optional("category", Category.class));
    where.andEquals("priority", in.optional("priority", Priority.class));
    where.andEquals("severity", in.optional("severity", Severity.class));
    where.andEquals("status", in.optional("status", CaseStatus.class));
    where.andEquals("lead_unit", in.text("unit", 60));
  }

  /** An instant, or the beginning of so many days after a day; {@code null} when absent. */
  private Timestamp bound(FieldReader in, String name, int days) {
    var text = in.text(name, 50);
    if (text != null && text.contains("T")) {
      var instant = in.instant(name);
      return instant == null ? null : Timestamp.from(instant);
    }
    var day = text == null ? null : in.day(name);
    return day == null ? null : Timestamp.from(day.plusDays(days).atStartOfDay(clock.getZone()).toInstant());
  }

  private OffsetDateTime at(ResultSet row, String column) throws SQLException {
    var value = row.getTimestamp(column);
    return value == null ? null : times.at(value.toInstant());
  }

  private static Set<String> with(Set<String> names, String... more) {
    var all = new java.util.HashSet<>(names);
    all.addAll(List.of(more));
    return all;
  }

  /** Conditions on the case {@code c}, the first being that the person may see it. */
  private final class Where {

    private final List<String> conditions = new ArrayList<>(List.of(CaseAccess.FINDABLE));
    private final Map<String, Object> params = new HashMap<>();

    Where(Person person) {
      params.putAll(access.visibility(person));
      params.put("now", Timestamp.from(clock.instant()));
    }

    void and(String condition) {
      conditions.add(condition);
    }

    void and(String condition, String name, Object value) {
      conditions.add(condition);
      params.put(name, value);
    }

    void andEquals(String column, Object value) {
      if (value != null) {
        and("c." + column + " = :" + column, column, value.toString());
      }
    }

    @Override
    public String toString() {
      return String.join(" and ", conditions);
    }
  }
}
