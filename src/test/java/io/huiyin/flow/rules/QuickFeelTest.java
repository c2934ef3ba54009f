package io.huiyin.flow.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.flow.model.QuickFeel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngine;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.dmn.instance.InputEntry;
import org.camunda.bpm.model.dmn.instance.OutputEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The quick FEEL says what Camunda's own says, in the same words where it says no. */
class QuickFeelTest {

  private static final FeelEngine QUICK = new QuickFeel();
  private static final FeelEngine CAMUNDA = new ScalaFeelEngine(null);
  /** What an input may hold, be it meant for the cell or not. */
  private static final List<Object> INPUTS = new ArrayList<>(
      Stream.of("", "P1", "GENERAL", "LOGISTICS", true, false, 0, 1, 3.5, 100_000).toList());

  static {
    INPUTS.add(null);
  }

  @ParameterizedTest
  @MethodSource("io.huiyin.flow.rules.RuleTable#allIds")
  void everyCellOfEveryTable(String id) {
    var table = RuleTable.load(id);
    table.model().getModelElementsByType(InputEntry.class).stream().map(InputEntry::getTextContent).map(String::strip)
        .distinct().filter(cell -> !cell.isEmpty()).forEach(cell -> INPUTS.forEach(input -> sameOfTest(cell, input)));
    table.model().getModelElementsByType(OutputEntry.class).stream().map(OutputEntry::getTextContent)
        .map(String::strip).distinct().filter(cell -> !cell.isEmpty()).forEach(this::sameOfExpression);
  }

  @Test
  void whatNoTableSaysYet() {
    for (var cell : List.of("not(\"P1\")", "> 2", "[1..3]", "? = \"P1\" and complexity = \"EXTREME\"", "date(\"2026-09-15\")",
        "contains(?, \"A\")", "nowhere", "\"P1", "if", "> \"a\"")) {
      INPUTS.forEach(input -> sameOfTest(cell, input));
    }
    List.of("1 + 1", "nowhere", "\"a\" + 1", "1 / 0", "upper case(complexity)", "assert(1, 1 = 2)", "{a: 1}.b", "(")
        .forEach(this::sameOfExpression);
  }

  private void sameOfTest(String cell, Object input) {
    var context = Variables.createVariables().putValue("in", input).putValue("complexity", "EXTREME").asVariableContext();
    assertThat(answer(() -> QUICK.evaluateSimpleUnaryTests(cell, "in", context))).as("%s of %s", cell, input)
        .isEqualTo(answer(() -> CAMUNDA.evaluateSimpleUnaryTests(cell, "in", context)));
  }

  private void sameOfExpression(String cell) {
    var context = Variables.createVariables().putValue("complexity", "EXTREME").asVariableContext();
    assertThat(answer(() -> QUICK.<Object>evaluateSimpleExpression(cell, context))).as(cell)
        .isEqualTo(answer(() -> CAMUNDA.<Object>evaluateSimpleExpression(cell, context)));
  }

  /** What comes out, or what is wrong. */
  private static Object answer(Supplier<Object> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      return e.getClass() + " " + e.getMessage();
    }
  }
}
