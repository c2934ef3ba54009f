package io.huiyin.flow.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.complaint.Category;
import io.huiyin.complaint.Complexity;
import io.huiyin.complaint.Priority;
import io.huiyin.complaint.Ratings;
import io.huiyin.complaint.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;

/** The three ratings together, over every mix of facts that raise a rating: severity, then complexity, then priority. */
class RatingRulesTest {

  private static final Map<String, List<?>> FACTS = Map.of(
      "safetyRisk", Arrays.asList(null, true),
      "majorPropertyLoss", Arrays.asList(null, true),
      "mediaOrRegulatorRisk", Arrays.asList(null, true),
      "basicUseLost", Arrays.asList(null, true),
      "repeat", Arrays.asList(null, true),
      "groupSize", Arrays.asList(null, 10),
      "claimAmount", Arrays.asList(null, 500000.01),
      "issuePointCount30d", Arrays.asList(null, 5));

  private static final RuleTable SEVERITY = RuleTable.load("triage-severity");
  private static final RuleTable COMPLEXITY = RuleTable.load("triage-complexity");
  private static final RuleTable PRIORITY = RuleTable.load("triage-priority");

  @Test
  void theFloorsHoldForEveryMixOfFacts() {
    for (var facts : mixes()) {
      var ratings = rate(facts);

      assertThat(ratings.withFloors(is(facts, "safetyRisk"), is(facts, "repeat"))).as("%s", facts).isEqualTo(ratings);
      if (is(facts, "safetyRisk")) {
        assertThat(ratings.priority()).as("%s", facts).isEqualTo(Priority.P0);
        assertThat(ratings.severity()).as("%s", facts).isGreaterThanOrEqualTo(Severity.MAJOR);
      }
      if (is(facts, "majorPropertyLoss") || is(facts, "basicUseLost")) {
        assertThat(ratings.priority()).as("%s", facts).isEqualTo(Priority.P0);
      }
      if (is(facts, "repeat")) {
        assertThat(ratings.priority()).as("%s", facts).isLessThanOrEqualTo(Priority.P1);
      }
      if (Objects.equals(facts.get("issuePointCount30d"), 5)) {
        assertThat(ratings.severity()).as("%s", facts).isEqualTo(Severity.SERIOUS);
      }
      assertThat(ratings.complexity() == Complexity.EXTREME).as("%s", facts)
          .isEqualTo(Objects.equals(facts.get("groupSize"), 10) || Objects.equals(facts.get("claimAmount"), 500000.01));
    }
  }

  @Test
  void whatComesInAsSeriousTurnsTheOthersToo() {
    var converted = RuleTable.load("converted-severity");
    for (var count = 1; count <= 10; count++) {
      var comesIn = rate(Map.of("issuePointCount30d", count)).severity() == Severity.SERIOUS;
      var turns = converted.decide(Map.of("issuePointCount30d", count, "severity", "GENERAL")).get("convert");
      assertThat(turns).as("%s complaints about one issue point", count).isEqualTo(comesIn);
    }
  }

  @Test
  void aTableWithoutItsFloorIsFound() {
    var broken = RuleTable.of("triage-priority", RuleTable.read(RuleTable.DIRECTORY.resolve("triage-priority.dmn"))
        .replace("<text>\"MAJOR\",\"SERIOUS\"</text>", "<text>\"SERIOUS\"</text>"));
    var ratings = new Ratings(Priority.valueOf((String) broken.decide(Map.of("severity", "MAJOR")).get("priority")),
        Severity.MAJOR, Complexity.NONE);

    assertThat(ratings.withFloors(false, false)).isNotEqualTo(ratings);
  }

  @Test
  void aLogisticsComplaintOfAValuedCustomerIsAnOrdinaryP1() {
    assertThat(rate(Map.of("category", "LOGISTICS", "memberLevel", "VIP")))
        .isEqualTo(new Ratings(Priority.P1, Severity.GENERAL, Complexity.NONE));
  }

  @Test
  void amountsAndCountsMayComeAsText() {
    assertThat(COMPLEXITY.decide(Map.of("claimAmount", "500000.01")).get("complexity")).isEqualTo("EXTREME");
    assertThat(COMPLEXITY.decide(Map.of("groupSize", "10")).get("complexity")).isEqualTo("EXTREME");
    assertThat(SEVERITY.decide(Map.of("safetyRisk", "true")).get("severity")).isEqualTo("MAJOR");
  }

  @Test
  void everyIssuePointLeadsBackToItsCategory() {
    var issuePoints = RuleTable.load("issue-point");
    var categories = RuleTable.load("triage-category");

    for (var category : Category.values()) {
      assertThat(issuePoints.matches(Map.of("category", category.name()))).as(category.label()).isNotEmpty().allSatisfy(
          point -> assertThat(categories.decide(Map.of("issuePoint", point.outputs().get("issuePoint"))).get("category"))
              .isEqualTo(category.name()));
    }
  }

  @Test
  void everyCategoryIsKnownByCodeAndByName() {
    var categories = RuleTable.load("triage-category");

    for (var category : Category.values()) {
      assertThat(categories.decide(Map.of("category", category.name())).get("category")).isEqualTo(category.name());
      assertThat(categories.decide(Map.of("category", category.label())).get("category")).isEqualTo(category.name());
    }
  }

  private Ratings rate(Map<String, Object> facts) {
    var known = new HashMap<>(facts);
    known.put("severity", of(SEVERITY, known, "severity"));
    known.put("complexity", of(COMPLEXITY, known, "complexity"));
    return new Ratings(Priority.valueOf(of(PRIORITY, known, "priority")), Severity.valueOf((String) known.get("severity")),
        Complexity.valueOf((String) known.get("complexity")));
  }

  private static String of(RuleTable table, Map<String, Object> known, String output) {
    var facts = new HashMap<>(known);
    facts.keySet().retainAll(table.inputNames());
    return (String) table.decide(facts).get(output);
  }

  private static boolean is(Map<String, Object> facts, String name) {
    return Boolean.TRUE.equals(facts.get(name));
  }

  private static List<Map<String, Object>> mixes() {
    List<Map<String, Object>> mixes = List.of(Map.of());
    for (var fact : FACTS.entrySet()) {
      var more = new ArrayList<Map<String, Object>>();
      for (var mix : mixes) {
        for (var value : fact.getValue()) {
          var next = new HashMap<>(mix);
          next.put(fact.getKey(), value);
          more.add(next);
        }
      }
      mixes = more;
    }
    return mixes;
  }
}
