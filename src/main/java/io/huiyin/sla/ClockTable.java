package io.huiyin.sla;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.database.PerTransaction;
import io.huiyin.privacy.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Rows of {@code sla_clock} and {@code sla_ledger}; a clock and its ledger entry are written in one statement. */
@Repository
class ClockTable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String LEDGER = """
       insert into sla_ledger (clock_id, complaint, kind, round, change, at, actor, reason,
         due_before, warn_before, escalate_before, rule_before, due_after, warn_after, escalate_after, rule_after,
         table_version, explanation)
       select id, :complaint, :kind, :round, :change, :at, :actor, cast(:reason as bytea),
         cast(:dueBefore as timestamptz), cast(:warnBefore as timestamptz), cast(:escalateBefore as timestamptz),
         cast(:ruleBefore as text), :due, cast(:warn as timestamptz), cast(:escalate as timestamptz), :rule,
         :tableVersion, :explanation
       from changed returning clock_id""";

  private final JdbcClient jdbc;
  /** Nobody else changes a clock that is locked, so it is read once. */
  private final PerTransaction<Map<ComplaintNumber, List<ClockState>>> locked = new PerTransaction<>(HashMap::new);
  private final Vault vault;

  ClockTable(JdbcClient jdbc, Vault vault) {
    this.jdbc = jdbc;
    this.vault = vault;
  }

  /** All clocks of the complaint, oldest first, locked until the transaction ends. */
  List<ClockState> lock(ComplaintNumber number) {
    return locked.get().computeIfAbsent(number, n -> new ArrayList<>(
        select("where complaint = :complaint order by id for update", Map.of("complaint", n.value()))));
  }

  List<ClockState> find(ComplaintNumber number) {
    var known = locked.get().get(number);
    return known != null ? known
        : select("where complaint = :complaint order by id", Map.of("complaint", number.value()));
  }

  List<ClockState> overdue(Instant now, String kind, long offset, int limit) {
    var params = overdueParams(now, kind);
    params.put("offset", offset);
    params.put("limit", limit);
    return select(OVERDUE + " order by due_at, id offset :offset limit :limit", params);
  }

  long countOverdue(Instant now, String kind) {
    return jdbc.sql("select count(*) from sla_clock " + OVERDUE).params(overdueParams(now, kind))
        .query(Long.class).single();
  }

  private static final String OVERDUE =
      "where stopped_at is null and not goal and due_at <= :now and (cast(:kind as text) is null or kind = :kind)";

  private static Map<String, Object> overdueParams(Instant now, String kind) {
    var params = new HashMap<String, Object>();
    params.put("now", time(now));
    params.put("kind", kind);
    return params;
  }

  /** The complaint's clocks must be locked. */
  void insert(ClockState clock, String actor, String reason) {
    var params = params(clock, new Change(LedgerEntry.Change.STARTED, actor, reason, clock.startedAt, null));
    clock.id = jdbc.sql("""
        with changed as (
          insert into sla_clock (complaint, kind, round, status, started_at, due_at, warn_at, escalate_at, goal_due_at,
            accepted_at, paused_at, pause_limit_at, rule_id, goal, policies, explanation)
          values (:complaint, :kind, :round, :status, :startedAt, :due, :warn, :escalate, :goal,
            :acceptedAt, :pausedAt, :pauseLimitAt, :rule, :goalOnly, cast(:policies as jsonb), :explanation) returning id)
        """ + LEDGER).params(params).query(Long.class).single();
    locked.get().get(clock.number).add(clock);
  }

  void update(ClockState clock, Change change) {
    jdbc.sql("""
        with changed as (
          update sla_clock set status = :status, due_at = :due, warn_at = :warn, escalate_at = :escalate,
            goal_due_at = :goal, accepted_at = :acceptedAt, paused_at = :pausedAt, pause_limit_at = :pauseLimitAt, warned_at = :warnedAt,
            breached_at = :breachedAt, breach_noted_at = :breachNotedAt, escalated_at = :escalatedAt,
            moved_at = :movedAt, stopped_at = :stoppedAt, rule_id = :rule, goal = :goalOnly, policies = cast(:policies as jsonb), extensions = :extensions,
            pauses = :pauses, explanation = :explanation
          where id = :id returning id)
        """ + LEDGER).params(params(clock, change)).query(Long.class).single();
  }

  List<LedgerEntry> ledger(ComplaintNumber number) {
    return jdbc.sql("select * from sla_ledger where complaint = :complaint order by id")
        .param("complaint", number.value())
        .query((row, i) -> new LedgerEntry(row.getString("kind"), row.getInt("round"),
            LedgerEntry.Change.valueOf(row.getString("change")), instant(row, "at"), row.getString("actor"),
            vault.open(row.getBytes("reason")), instant(row, "due_before"), instant(row, "warn_before"),
            instant(row, "escalate_before"), row.getString("rule_before"), instant(row, "due_after"),
            instant(row, "warn_after"), instant(row, "escalate_after"), row.getString("rule_after"),
            row.getString("table_version"), row.getString("explanation")))
        .list();
  }

  /** What the ledger says besides the clock itself. @param before null for a new clock */
  record Change(LedgerEntry.Change what, String actor, String reason, Instant at, Deadline before) {
  }

  private List<ClockState> select(String where, Map<String, ?> params) {
    return jdbc.sql("select * from sla_clock " + where).params(params).query((row, i) -> read(row)).list();
  }

  private static ClockState read(ResultSet row) throws SQLException {
    var clock = new ClockState(new ComplaintNumber(row.getString("complaint")), row.getString("kind"), row.getInt("round"),
        instant(row, "started_at"), policies(row.getString("policies")));
    clock.id = row.getLong("id");
    clock.acceptedAt = instant(row, "accepted_at");
    clock.status = Clock.Status.valueOf(row.getString("status"));
    clock.extensions = list(row.getString("extensions"), Amount::parse);
    clock.pauses = list(row.getString("pauses"), Pause::parse);
    var ruleId = row.getString("rule_id");
    var rule = clock.policies.stream().filter(p -> p.ruleId().equals(ruleId)).findFirst().orElseThrow();
    clock.deadline = new Deadline(rule, instant(row, "due_at"), instant(row, "warn_at"), instant(row, "escalate_at"),
        instant(row, "goal_due_at"));
    clock.pausedAt = instant(row, "paused_at");
    clock.pauseLimitAt = instant(row, "pause_limit_at");
    clock.warnedAt = instant(row, "warned_at");
    clock.breachedAt = instant(row, "breached_at");
    clock.breachNotedAt = instant(row, "breach_noted_at");
    clock.escalatedAt = instant(row, "escalated_at");
    clock.movedAt = instant(row, "moved_at");
    clock.stoppedAt = instant(row, "stopped_at");
    clock.explanation = row.getString("explanation");
    return clock;
  }

  private Map<String, Object> params(ClockState clock, Change change) {
    var p = new HashMap<String, Object>();
    p.put("id", clock.id);
    p.put("complaint", clock.number.value());
    p.put("kind", clock.kind);
    p.put("round", clock.round);
    p.put("status", clock.status.name());
    p.put("startedAt", time(clock.startedAt));
    p.put("due", time(clock.deadline.dueAt()));
    p.put("warn", time(clock.deadline.warnAt()));
    p.put("escalate", time(clock.deadline.escalateAt()));
    p.put("goal", time(clock.deadline.goalDueAt()));
    p.put("goalOnly", clock.deadline.rule().goal());
    p.put("acceptedAt", time(clock.acceptedAt));
    p.put("pausedAt", time(clock.pausedAt));
    p.put("pauseLimitAt", time(clock.pauseLimitAt));
    p.put("warnedAt", time(clock.warnedAt));
    p.put("breachedAt", time(clock.breachedAt));
    p.put("breachNotedAt", time(clock.breachNotedAt));
    p.put("escalatedAt", time(clock.escalatedAt));
    p.put("movedAt", time(clock.movedAt));
    p.put("stoppedAt", time(clock.stoppedAt));
    p.put("rule", clock.deadline.rule().ruleId());
    p.put("tableVersion", clock.deadline.rule().tableVersion());
    p.put("policies", json(clock.policies));
    p.put("extensions", text(clock.extensions, Amount::code));
    p.put("pauses", text(clock.pauses, Pause::code));
    p.put("explanation", clock.explanation);
    var before = change.before();
    p.put("change", change.what().name());
    p.put("at", time(change.at()));
    p.put("actor", change.actor());
    p.put("reason", vault.seal(change.reason()));
    p.put("dueBefore", before == null ? null : time(before.dueAt()));
    p.put("warnBefore", before == null ? null : time(before.warnAt()));
    p.put("escalateBefore", before == null ? null : time(before.escalateAt()));
    p.put("ruleBefore", before == null ? null : before.rule().ruleId());
    return p;
  }

  private static <T> String text(List<T> values, Function<T, String> code) {
    return values.stream().map(code).collect(Collectors.joining(","));
  }

  private static <T> List<T> list(String text, Function<String, T> parse) {
    return text.isEmpty() ? new ArrayList<>()
        : Arrays.stream(text.split(",")).map(parse).collect(Collectors.toCollection(ArrayList::new));
  }

  private static String json(List<SlaPolicy> policies) {
    try {
      return JSON.writeValueAsString(policies);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<SlaPolicy> policies(String json) {
    try {
      return JSON.readValue(json, new TypeReference<>() { });
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("sla_clock.policies cannot be read", e);
    }
  }

  private static OffsetDateTime time(Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    var value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }
}
