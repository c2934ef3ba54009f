package io.huiyin.sla;

import static io.huiyin.sla.SlaFixtures.at;
import static io.huiyin.sla.SlaFixtures.ratings;
import static io.huiyin.sla.SlaFixtures.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlineTest {

  private final WorkingCalendar calendar = WorkingCalendar.of(settings());
  private final SlaPolicies policies = new SlaFixtures();

  @ParameterizedTest(name = "{0} {1} {2} from {3}: {4} by {5} ({6})")
  @CsvSource({
      "P0, GENERAL, RESPONSE,   2026-11-20 17:00, 2026-11-20 19:00, P0-RESPONSE,   around the clock",
      "P0, GENERAL, RESPONSE,   2026-10-01 03:00, 2026-10-01 05:00, P0-RESPONSE,   in the night of a holiday",
      "P0, GENERAL, RESPONSE,   2026-10-31 23:00, 2026-11-01 01:00, P0-RESPONSE,   over a month end",
      "P1, GENERAL, RESPONSE,   2026-11-21 22:30, 2026-11-22 02:30, P1-RESPONSE,   on a weekend",
      "P1, GENERAL, RESPONSE,   2026-10-10 12:30, 2026-10-10 16:30, P1-RESPONSE,   in the lunch break",
      "P2, GENERAL, RESPONSE,   2026-11-20 16:00, 2026-11-23 16:30, P2-RESPONSE,   over a weekend",
      "P2, GENERAL, RESPONSE,   2026-09-30 17:00, 2026-10-08 17:30, P2-RESPONSE,   over the October holiday",
      "P2, GENERAL, RESPONSE,   2026-10-09 17:00, 2026-10-10 17:30, P2-RESPONSE,   into the make-up Saturday",
      "P2, GENERAL, RESPONSE,   2026-09-19 10:00, 2026-09-21 09:30, P2-RESPONSE,   over the make-up Sunday",
      "P2, GENERAL, RESPONSE,   2026-07-31 17:30, 2026-08-03 18:00, P2-RESPONSE,   over a month end",
      "P2, GENERAL, RESPONSE,   2026-11-18 07:00, 2026-11-19 09:30, P2-RESPONSE,   before opening",
      "P2, GENERAL, RESPONSE,   2026-11-18 20:00, 2026-11-20 09:30, P2-RESPONSE,   after closing",
      "P2, GENERAL, RESPONSE,   2026-11-18 12:30, 2026-11-19 14:00, P2-RESPONSE,   in the lunch break",
      "P2, GENERAL, RESPONSE,   2026-11-21 10:00, 2026-11-24 09:30, P2-RESPONSE,   on a day off",
      "P0, GENERAL, RESOLUTION, 2026-11-20 17:00, 2026-11-21 17:00, P0-RESOLUTION, into the weekend",
      "P0, GENERAL, RESOLUTION, 2026-09-30 20:00, 2026-10-01 20:00, P0-RESOLUTION, into the October holiday",
      "P0, GENERAL, RESOLUTION, 2026-11-30 23:30, 2026-12-01 23:30, P0-RESOLUTION, over a month end",
      "P1, GENERAL, RESOLUTION, 2026-11-20 09:12, 2026-11-22 09:12, P1-RESOLUTION, over a weekend",
      "P1, GENERAL, RESOLUTION, 2026-09-30 12:00, 2026-10-02 12:00, P1-RESOLUTION, into the October holiday",
      "P1, GENERAL, RESOLUTION, 2026-02-27 10:00, 2026-03-01 10:00, P1-RESOLUTION, over the end of February",
      "P2, GENERAL, RESOLUTION, 2026-11-20 09:12, 2026-12-01 18:00, P2-RESOLUTION, over weekends and a month end",
      "P2, GENERAL, RESOLUTION, 2026-09-29 10:00, 2026-10-14 18:00, P2-RESOLUTION, over the holiday and its make-up Saturday",
      "P2, GENERAL, RESOLUTION, 2026-09-18 10:00, 2026-09-29 18:00, P2-RESOLUTION, over the make-up Sunday and Mid-Autumn",
      "P2, GENERAL, RESOLUTION, 2026-11-21 10:00, 2026-12-01 18:00, P2-RESOLUTION, from a day off",
      "P2, MINOR,   RESOLUTION, 2026-11-18 10:00, 2026-11-18 18:00, MINOR-RESOLUTION, same day",
      "P2, MINOR,   RESOLUTION, 2026-11-20 18:00, 2026-11-23 18:00, MINOR-RESOLUTION, accepted at closing time",
      "P0, MAJOR,   RESOLUTION, 2026-11-23 10:00, 2026-11-24 10:00, P0-RESOLUTION, 24 h end before the working day",
      "P0, MAJOR,   RESOLUTION, 2026-11-23 20:00, 2026-11-24 18:00, MAJOR-RESOLUTION, the working day ends before 24 h",
      "P0, SERIOUS, RESOLUTION, 2026-11-20 17:00, 2026-11-21 17:00, P0-RESOLUTION, 24 h end in the weekend",
      "P0, GENERAL, PLAN,       2026-11-20 17:00, 2026-11-20 19:00, P0-PLAN,       a stage of P0",
      "P1, GENERAL, PLAN,       2026-11-20 17:00, 2026-11-23 18:00, P1-PLAN,       a stage of P1",
      "P1, GENERAL, EXECUTION,  2026-09-30 11:00, 2026-10-09 18:00, GENERAL-EXECUTION, a stage over the October holiday"})
  void fallsDue(String priority, String severity, String kind, String start, String due, String rule, String why) {
    var deadline = deadline(kind, priority, severity, start, List.of(), List.of());
    assertThat(deadline.dueAt()).as(why).isEqualTo(at(due));
    assertThat(deadline.rule().ruleId()).as(why).isEqualTo(rule);
  }

  @ParameterizedTest(name = "{0} {1} from {2}: warn {3}, escalate {4}")
  @CsvSource({
      "P0, RESPONSE,   2026-11-20 17:00, 2026-11-20 18:00, 2026-11-20 20:00",
      "P1, RESPONSE,   2026-11-20 17:00, 2026-11-20 19:00, 2026-11-21 01:00",
      "P2, RESPONSE,   2026-11-20 16:00, 2026-11-23 11:00, 2026-11-24 18:00",
      "P0, RESOLUTION, 2026-11-20 17:00, 2026-11-21 11:00, 2026-11-21 18:00",
      "P1, RESOLUTION, 2026-11-20 09:12, 2026-11-21 21:12, 2026-11-22 13:12",
      // from 18:00 on nothing of the first day is left: 7 days of 7.5 h, three quarters are 39.375 h = 5 days + 1.875 h
      "P2, RESOLUTION, 2026-11-20 18:00, 2026-11-30 10:52:30, 2026-12-02 18:00",
      "P2, RESOLUTION, 2026-09-29 18:00, 2026-10-13 10:52:30, 2026-10-15 18:00"})
  void warnsBeforeAndEscalatesAfter(String priority, String kind, String start, String warn, String escalate) {
    var deadline = deadline(kind, priority, "GENERAL", start, List.of(), List.of());
    assertThat(deadline.warnAt()).isEqualTo(at(warn));
    assertThat(deadline.escalateAt()).isEqualTo(at(escalate));
  }

  @ParameterizedTest(name = "{0} from {1}, paused {2} to {3}: {4} ({5})")
  @CsvSource({
      "P0, 2026-11-20 10:00, 2026-11-20 11:00, 2026-11-20 14:00, 2026-11-21 13:00, three hours are three hours",
      "P1, 2026-11-20 09:12, 2026-11-20 18:00, 2026-11-23 09:00, 2026-11-25 00:12, a weekend counts around the clock",
      "P2, 2026-11-20 10:00, 2026-11-23 11:00, 2026-11-23 15:00, 2026-12-02 11:30, the lunch break is no credit",
      "P2, 2026-11-20 10:00, 2026-11-23 10:00, 2026-11-24 10:00, 2026-12-02 18:00, a whole working day",
      "P2, 2026-11-20 10:00, 2026-11-20 19:00, 2026-11-23 08:00, 2026-12-01 18:00, a weekend is no credit",
      "P2, 2026-09-29 10:00, 2026-09-30 17:00, 2026-10-08 10:00, 2026-10-15 11:00, the October holiday is no credit"})
  void pauseMovesTheDeadlineInItsOwnCounting(String priority, String start, String from, String to, String due, String why) {
    var pause = new Pause(at(from), at(to));
    assertThat(deadline("RESOLUTION", priority, "GENERAL", start, List.of(), List.of(pause)).dueAt())
        .as(why).isEqualTo(at(due));
  }

  @ParameterizedTest(name = "{0} from {1} extended by {2}: {3}, warn {4}")
  @CsvSource({
      "P1, 2026-11-20 09:12, PT24H, 2026-11-23 09:12, 2026-11-22 15:12",
      "P1, 2026-11-20 09:12, 1WD,   2026-11-23 18:00, 2026-11-22 21:48",
      "P2, 2026-11-20 18:00, 2WD,   2026-12-03 18:00, 2026-12-01 16:07:30",
      "P2, 2026-11-20 18:00, 8BH,   2026-12-03 09:30, 2026-12-01 09:22:30"})
  void extensionMovesDeadlineAndWarning(String priority, String start, String by, String due, String warn) {
    var deadline = deadline("RESOLUTION", priority, "GENERAL", start, List.of(Amount.parse(by)), List.of());
    assertThat(deadline.dueAt()).isEqualTo(at(due));
    assertThat(deadline.warnAt()).isEqualTo(at(warn));
  }

  @Test
  void anExtensionDoesNotSwallowThePause() {
    var pause = new Pause(at("2026-11-23 09:00"), at("2026-11-23 12:00"));
    assertThat(deadline("RESOLUTION", "P2", "GENERAL", "2026-11-20 10:00", List.of(Amount.parse("1WD")), List.of(pause))
        .dueAt()).isEqualTo(at("2026-12-03 12:00"));
  }

  @Test
  void aGoalNeverSetsTheDeadline() {
    var deadline = deadline("RESOLUTION", "P2", "GENERAL", "2026-11-20 09:12", List.of(), List.of());
    assertThat(deadline.goalDueAt()).isEqualTo(at("2026-11-25 18:00"));
    assertThat(deadline.dueAt()).isEqualTo(at("2026-12-01 18:00"));
    assertThat(deadline.rule().goal()).isFalse();
  }

  @Test
  void aFixedWarningCountsFromTheStart() {
    var policy = policy("7WD", "5WD");
    var deadline = Deadline.of(List.of(policy), at("2026-11-20 09:12"), null, List.of(), List.of(), calendar);
    assertThat(deadline.warnAt()).isEqualTo(at("2026-11-27 18:00"));
    assertThat(deadline.escalateAt()).isNull();
  }

  @Test
  void instantsAreWholeMilliseconds() {
    var policy = policy("PT1H", "33%");
    var odd = at("2026-11-20 09:12").plusMillis(1);
    var warn = Deadline.of(List.of(policy), odd, null, List.of(), List.of(), calendar).warnAt();
    assertThat(warn.getNano() % 1_000_000).isZero();
  }

  private static SlaPolicy policy(String allowance, String warning) {
    return new SlaPolicy("X", "1", "X", "X", Amount.parse(allowance), Warning.parse(warning), null, null, null, true, false, false, null);
  }

  private Deadline deadline(String kind, String priority, String severity, String start, List<Amount> extensions,
                            List<Pause> pauses) {
    var acceptedAtOnce = at(start);
    return Deadline.of(policies.policiesFor(kind, ratings(priority, severity)), at(start), acceptedAtOnce, extensions, pauses,
        calendar);
  }
}
