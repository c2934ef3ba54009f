package io.huiyin.flow.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every line of every case file holds, and every row of every rule table has a line. */
class RuleCasesTest {

  @TestFactory
  Stream<DynamicContainer> everyCaseHolds() {
    return RuleTable.allIds().stream().map(id -> {
      var table = RuleTable.load(id);
      return DynamicContainer.dynamicContainer(id,
          RuleCase.of(id).stream().map(c -> dynamicTest(c.text(), () -> holds(table, c))));
    });
  }

  @TestFactory
  Stream<DynamicTest> everyRowHasACase() {
    return RuleTable.allIds().stream().map(id -> dynamicTest(id,
        () -> assertThat(rowsWithoutCase(RuleTable.load(id), RuleCase.of(id))).as("rows of %s without a case", id).isEmpty()));
  }

  @Test
  void aRowWithoutACaseIsNamed() {
    var cases = RuleCase.of("objection-path").stream().filter(c -> !c.expected().containsKey("rule_round_two")).toList();

    assertThat(rowsWithoutCase(RuleTable.load("objection-path"), cases)).containsExactly("rule_round_two");
  }

  @Test
  void aRowHiddenBehindAnEarlierOneIsNamedEvenIfACaseWasMeantForIt() {
    var hiding = RuleTable.read(RuleTable.DIRECTORY.resolve("objection-path.dmn")).replace("<text>&gt;= 3</text>", "<text>&gt;= 1</text>");

    assertThat(rowsWithoutCase(RuleTable.of("objection-path", hiding), RuleCase.of("objection-path"))).contains("rule_round_two");
  }

  private static void holds(RuleTable table, RuleCase c) {
    var matches = table.matches(c.facts());

    assertThat(matches).extracting(RuleTable.Match::rule).containsExactlyInAnyOrderElementsOf(c.expected().keySet());
    for (var match : matches) {
      c.expected().get(match.rule()).forEach((output, value) ->
          assertThat(match.outputs().get(output)).as("%s of %s", output, match.rule()).isEqualTo(value));
    }
  }

  private static Set<String> rowsWithoutCase(RuleTable table, Collection<RuleCase> cases) {
    var rows = new LinkedHashSet<>(table.ruleIds());
    cases.stream().map(RuleCase::facts).map(table::matches).flatMap(List::stream).map(RuleTable.Match::rule).forEach(rows::remove);
    return rows;
  }
}
