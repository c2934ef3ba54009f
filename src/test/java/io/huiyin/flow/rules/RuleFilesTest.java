package io.huiyin.flow.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every rule table owes the people who read and edit it. */
class RuleFilesTest {

  private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");
  private static final Pattern SOURCE = Pattern.compile("\\[(000|001|002|003|004|norm|ours)]");

  static Stream<String> ids() {
    return RuleTable.allIds().stream();
  }

  @Test
  void theTablesAreTheseOnes() {
    assertThat(RuleTable.allIds()).contains("triage-category", "triage-severity", "triage-complexity", "triage-priority",
        "triage-sensitivity", "sla-policy", "progress-cadence", "responsible-unit", "issue-point", "approval-level",
        "required-documents", "retention-term", "satisfaction-followup", "objection-path",
        "responsibility-matrix", "circular-cadence", "extension-policy", "corrective-action-order", "handling-path");
  }

  @ParameterizedTest
  @MethodSource("ids")
  void aFileHoldsOneDecisionOfItsOwnNameKeptThreeYears(String id) {
    var model = RuleTable.load(id).model();

    Dmn.validateModel(model);
    assertThat(model.getModelElementsByType(Decision.class)).singleElement().satisfies(decision -> {
      assertThat(decision.getId()).isEqualTo(id);
      assertThat(decision.getCamundaHistoryTimeToLiveString()).isEqualTo("1095");
      assertThat(decision.getName()).containsPattern(CHINESE);
    });
    assertThat(model.getDefinitions().getDomElement().getNamespaceURI()).isEqualTo("https://www.omg.org/spec/DMN/20191111/MODEL/");
  }

  @ParameterizedTest
  @MethodSource("ids")
  void theModelerCanDrawIt(String id) {
    assertThat(RuleTable.read(RuleTable.DIRECTORY.resolve(id + ".dmn"))).contains("dmnElementRef=\"" + id + "\"");
  }

  @ParameterizedTest
  @MethodSource("ids")
  void columnsReadChineseAndAreVariablesInEnglish(String id) {
    var table = RuleTable.load(id);

    assertThat(table.table().getInputs()).allSatisfy(input -> assertThat(input.getLabel()).containsPattern(CHINESE));
    assertThat(table.table().getOutputs()).allSatisfy(output -> assertThat(output.getLabel()).containsPattern(CHINESE));
    assertThat(table.inputNames()).allMatch(name -> name.matches("[a-z][A-Za-z0-9]*"));
    assertThat(table.outputNames()).allMatch(name -> name.matches("[a-z][A-Za-z0-9]*"));
  }

  @ParameterizedTest
  @MethodSource("ids")
  void everyRowSaysWhyAndNamesItsSource(String id) {
    assertThat(RuleTable.load(id).table().getRules()).allSatisfy(rule -> {
      assertThat(rule.getId()).matches("rule_[a-z0-9_]+");
      assertThat(rule.getDescription().getTextContent()).containsPattern(CHINESE).containsPattern(SOURCE);
    });
  }

  /** A table that decides always decides; the lists may be empty. */
  @ParameterizedTest
  @MethodSource("ids")
  void nothingKnownIsNoError(String id) {
    var table = RuleTable.load(id);
    var lists = Set.of("sla-policy", "issue-point", "required-documents");

    assertThat(table.matches(Map.of())).hasSize(lists.contains(id) ? 0 : 1);
    assertThat(table.matchesOfExactly(Map.of())).as("variables not even declared")
        .hasSize(lists.contains(id) ? 0 : 1);
  }
}
