package io.huiyin.sla;

import io.huiyin.complaint.Complexity;
import io.huiyin.complaint.Priority;
import io.huiyin.complaint.Ratings;
import io.huiyin.complaint.Severity;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The figures of the domain rules (sections 2 and 3) and times as people in Shanghai write them. */
final class SlaFixtures implements SlaPolicies {

  private static final List<Row> ROWS = List.of(
      priority("P0", "RESPONSE", "PT2H", "50%", "PT1H", false),
      priority("P1", "RESPONSE", "PT4H", "50%", "PT4H", false),
      priority("P2", "RESPONSE", "8BH", "50%", "1WD", false),
      priority("P0", "RESOLUTION", "PT24H", "75%", "PT1H", true),
      priority("P1", "RESOLUTION", "PT48H", "75%", "PT4H", true),
      priority("P2", "RESOLUTION", "7WD", "75%", "1WD", true),
      severity("MINOR", "RESOLUTION", "SAME_DAY", false),
      severity("GENERAL", "RESOLUTION", "3WD", true),
      severity("MAJOR", "RESOLUTION", "1WD", false),
      severity("SERIOUS", "RESOLUTION", "1WD", false),
      severity("GENERAL", "OPINION", "1WD", false),
      severity("GENERAL", "UNIT_CONFIRMATION", "1WD", false),
      severity("GENERAL", "EXECUTION", "2WD", false),
      priority("P1", "PAUSE", "5WD", "75%", null, false),
      severity("GENERAL", "CUSTOMER_CONFIRMATION", "3WD", true),
      priority("P0", "PLAN", "PT2H", "50%", null, false),
      priority("P1", "PLAN", "1WD", "50%", null, true),
      priority("P2", "PLAN", "1WD", "50%", null, true));

  @Override
  public List<SlaPolicy> policiesFor(String clockKind, Ratings ratings) {
    return ROWS.stream()
        .filter(row -> row.policy.kind().equals(clockKind))
        .filter(row -> row.rating.equals(ratings.priority().name()) || row.rating.equals(ratings.severity().name()))
        .map(Row::policy)
        .toList();
  }

  static Ratings ratings(String priority, String severity) {
    return new Ratings(Priority.valueOf(priority), Severity.valueOf(severity), Complexity.NONE);
  }

  static SlaSettings settings(String... pairs) {
    var map = Stream.of(pairs).map(p -> p.split("=", 2))
        .collect(Collectors.toMap(p -> "huiyin.sla." + p[0], p -> p[1]));
    return new Binder(new MapConfigurationPropertySource(map)).bindOrCreate("huiyin.sla", SlaSettings.class);
  }

  /** {@code 2026-11-20 09:12} in Shanghai. */
  static Instant at(String text) {
    return LocalDateTime.parse(text.replace(' ', 'T')).atZone(settings().zone()).toInstant();
  }

  private static Row priority(String p, String kind, String allowance, String warning, String grace, boolean pausable) {
    return new Row(p, new SlaPolicy(p + "-" + kind, "7", kind, p, Amount.parse(allowance), Warning.parse(warning),
        grace == null ? null : Amount.parse(grace), "cs-manager", "board-office", pausable, false, false, "[001]"));
  }

  private static Row severity(String s, String kind, String allowance, boolean goal) {
    var label = Map.of("MINOR", "轻微投诉", "GENERAL", "一般投诉", "MAJOR", "重大投诉", "SERIOUS", "严重投诉").get(s);
    return new Row(s, new SlaPolicy(s + "-" + kind, "7", kind, label, Amount.parse(allowance),
        Warning.parse("75%"), Amount.parse("1WD"), "cs-manager", "board-office", true, goal, kind.equals("RESOLUTION"), "[003]"));
  }

  private record Row(String rating, SlaPolicy policy) {
  }
}
