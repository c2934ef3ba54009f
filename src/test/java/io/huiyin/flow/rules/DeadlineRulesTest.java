package io.huiyin.flow.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.complaint.Category;
import io.huiyin.complaint.Complexity;
import io.huiyin.complaint.Priority;
import io.huiyin.complaint.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.camunda.bpm.model.dmn.instance.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deadlines, grace, cadence and retention: what must hold between the rows, whoever edits them. */
class DeadlineRulesTest {

  private static final String AMOUNT = "PT\\d+[HM]|\\d+BH|\\d+WD|SAME_DAY";

  private static final RuleTable POLICIES = RuleTable.load("sla-policy");

  /** The figures of the sources, in one place. */
  @ParameterizedTest
  @CsvSource(textBlock = """
      # clock,           priority, severity, allowance, hard
      RESPONSE,          P0, GENERAL, PT2H,     true
      RESPONSE,          P1, GENERAL, PT4H,     true
      RESPONSE,          P2, GENERAL, 8BH,      true
      RESOLUTION,        P0, GENERAL, PT24H,    true
      RESOLUTION,        P1, GENERAL, PT48H,    true
      RESOLUTION,        P2, GENERAL, 7WD,      true
      RESOLUTION,        P2, MINOR,   SAME_DAY, true
      RESOLUTION,        P2, GENERAL, 3WD,      false
      RESOLUTION,        P0, MAJOR,   1WD,      true
      RESOLUTION,        P0, SERIOUS, 1WD,      true
      OPINION,           P1, GENERAL, 1WD,      true
      UNIT_CONFIRMATION, P1, GENERAL, 1WD,      true
      PLAN,              P1, GENERAL, 1WD,      true
      PLAN,              P0, GENERAL, PT2H,     true
      EXECUTION,         P1, GENERAL, 2WD,      true
      SURVEY,            P1, GENERAL, 3WD,      true
      CORRECTIVE_REPORT, P1, GENERAL, 5WD,      true
      CORRECTIVE_HANDOVER, P1, GENERAL, SAME_DAY, true
      SUBSTANTIVE_CONTACT, P1, GENERAL, PT48H,  true
      REGISTRATION,      P1, GENERAL, PT30M,    false
      """)
  void theFiguresOfTheSources(String clock, String priority, String severity, String allowance, boolean hard) {
    assertThat(POLICIES.matches(Map.of("clock", clock, "priority", priority, "severity", severity)))
        .anySatisfy(match -> assertThat(match.outputs()).containsEntry("allowance", allowance).containsEntry("goal", !hard));
  }

  @Test
  void aRowIsWholeAndWrittenSoThatTheClocksCanReadIt() {
    everyPolicy().forEach(row -> {
      var out = row.outputs();
      assertThat(out).as(row.rule()).containsKeys("label", "allowance", "calendar", "startsFrom", "goal", "pausable", "source");
      assertThat((String) out.get("allowance")).as(row.rule()).matches(AMOUNT);
      assertThat(out.get("calendar")).as(row.rule()).isEqualTo(calendarOf((String) out.get("allowance")));
      assertThat(out.get("startsFrom")).as(row.rule()).isIn("REGISTRATION", "ACCEPTANCE", "CONTACT_END", "CONFIRMATION", "STEP");
      if (!row.rule().startsWith("rule_disposal")) { // a list belongs to no case: no clock, nobody is warned
        assertThat((Integer) out.get("warnPercent")).as(row.rule()).isBetween(1, 99);
      }
      assertThat((String) out.get("source")).as(row.rule()).matches("\\[(000|001|003|004|norm|ours)].+");
    });
  }

  @Test
  void aGoalNeverEscalatesAndEverythingElseDoes() {
    everyPolicy().forEach(row -> {
      var out = row.outputs();
      if ((Boolean) out.get("goal")) {
        assertThat(out).as(row.rule()).doesNotContainKeys("grace", "escalateTo", "escalateNext");
      } else {
        assertThat(out.get("escalateTo")).as(row.rule()).isIn("cs-manager", "board-office", "general-manager");
        if (out.get("escalateTo").equals("general-manager") || row.rule().equals("rule_loan_extension")) {
          assertThat(out).as(row.rule() + ": nobody is above, or it lapses by itself").doesNotContainKeys("grace", "escalateNext");
        } else {
          assertThat((String) out.get("grace")).as(row.rule()).matches(AMOUNT);
          assertThat(out.get("escalateNext")).as(row.rule()).isIn("board-office", "general-manager")
              .isNotEqualTo(out.get("escalateTo"));
        }
      }
    });
  }

  /** Waiting for the customer is counted in working time. */
  @Test
  void thePauseHasALimitInWorkingTime() {
    for (var priority : Priority.values()) {
      for (var severity : Severity.values()) {
        assertThat((String) POLICIES.decide(facts("PAUSE", priority, severity)).get("allowance")).matches("\\d+(WD|BH)");
      }
    }
  }

  /** The label tells the rules of one clock apart, on screen and in the ledger. */
  @Test
  void noTwoRulesOfOneClockShareALabel() {
    for (var clock : clocks()) {
      for (var priority : Priority.values()) {
        for (var severity : Severity.values()) {
          assertThat(POLICIES.matches(facts(clock, priority, severity))).as("%s %s %s", clock, priority, severity)
              .isNotEmpty().extracting(match -> match.outputs().get("label")).doesNotHaveDuplicates();
        }
      }
    }
  }

  /** Investigation and collaboration go side by side. */
  @Test
  void theStagesOfASpecialCaseFitIntoTheTwentyFourHoursOfP0() {
    var stages = List.of("ACCEPTANCE", "TASK_FORCE", "SPECIAL_MEETING", "INVESTIGATION", "PLAN", "PLAN_REVIEW", "PLAN_APPROVAL",
        "EXECUTION", "RESULT_NOTICE");
    for (var severity : List.of(Severity.MAJOR, Severity.SERIOUS)) {
      var whole = stages.stream().map(stage -> shortest(stage, severity)).reduce(Duration.ZERO, Duration::plus);
      assertThat(whole).isLessThanOrEqualTo(Duration.ofHours(24));
      assertThat(shortest("COLLABORATION", severity)).isLessThanOrEqualTo(shortest("INVESTIGATION", severity));
    }
  }

  private static Duration shortest(String clock, Severity severity) {
    return POLICIES.matches(facts(clock, Priority.P0, severity)).stream().map(match -> (String) match.outputs().get("allowance"))
        .filter(allowance -> allowance.startsWith("PT")).map(Duration::parse).min(Duration::compareTo).orElseThrow();
  }

  @Test
  void theAgentIsAskedSoEarlyThatTheProgressContactIsDueExactlyAtTheInterval() {
    var cadence = RuleTable.load("progress-cadence");

    for (var priority : Priority.values()) {
      var row = cadence.decide(Map.of("priority", priority.name()));
      var task = POLICIES.decide(facts("PROGRESS", priority, Severity.GENERAL));
      assertThat(duration(row, "askAfter").plus(duration(task, "allowance"))).isEqualTo(duration(row, "interval"));
    }
  }

  @Test
  void noArchiveIsKeptLessThanThreeYearsAndTheLongestTermHolds() {
    var terms = RuleTable.load("retention-term");

    for (var category : Category.values()) {
      for (var severity : Severity.values()) {
        for (var complexity : Complexity.values()) {
          var years = years(terms, category.name(), severity.name(), complexity.name());
          assertThat(years).isGreaterThanOrEqualTo(3)
              .isGreaterThanOrEqualTo(years(terms, category.name(), null, null))
              .isGreaterThanOrEqualTo(years(terms, null, severity.name(), null))
              .isGreaterThanOrEqualTo(years(terms, null, null, complexity.name()));
        }
      }
    }
  }

  private static int years(RuleTable terms, String category, String severity, String complexity) {
    var facts = new HashMap<String, Object>();
    facts.put("category", category);
    facts.put("severity", severity);
    facts.put("complexity", complexity);
    return (Integer) terms.decide(facts).get("years");
  }

  private List<RuleTable.Match> everyPolicy() {
    var rows = new ArrayList<RuleTable.Match>();
    for (var clock : clocks()) {
      for (var priority : Priority.values()) {
        for (var severity : Severity.values()) {
          rows.addAll(POLICIES.matches(facts(clock, priority, severity)));
        }
      }
    }
    assertThat(rows).extracting(RuleTable.Match::rule).containsAll(POLICIES.ruleIds());
    return rows;
  }

  /** The clocks that the table itself names, so that a new one is checked without a change here. */
  private TreeSet<String> clocks() {
    var clocks = new TreeSet<String>();
    for (Rule rule : POLICIES.table().getRules()) {
      clocks.add(rule.getInputEntries().iterator().next().getTextContent().strip().replace("\"", ""));
    }
    return clocks;
  }

  private static Map<String, Object> facts(String clock, Priority priority, Severity severity) {
    return Map.of("clock", clock, "priority", priority.name(), "severity", severity.name());
  }

  private static Duration duration(Map<String, Object> row, String column) {
    return Duration.parse((String) row.get(column));
  }

  private static String calendarOf(String allowance) {
    return allowance.startsWith("PT") ? "全天候 24x7"
        : allowance.endsWith("BH") ? "工作时间" : allowance.endsWith("WD") ? "工作日" : "当日下班前";
  }
}
