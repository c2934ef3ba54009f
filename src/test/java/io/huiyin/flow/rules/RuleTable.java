package io.huiyin.flow.rules;

import io.huiyin.flow.model.QuickFeel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.delegate.DmnEvaluatedDecisionRule;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.Output;
import org.camunda.bpm.model.dmn.instance.Rule;

/** One table out of {@code processes/}, evaluated by the very DMN engine that runs inside Camunda, without a database. */
final class RuleTable {

  static final Path DIRECTORY = Path.of("processes");
  private static final Map<String, RuleTable> LOADED = new ConcurrentHashMap<>();

  private final DmnModelInstance model;
  private final DmnEngine engine;
  private final DmnDecision decision;
  private final List<Match> lastMatches = new ArrayList<>();
  private final Map<Map<String, Object>, List<Match>> answers = new HashMap<>();

  /** A matched rule and what it puts out. */
  record Match(String rule, Map<String, Object> outputs) {}

  private RuleTable(String id, String xml) {
    model = Dmn.readModelFromStream(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    var configuration = (DefaultDmnEngineConfiguration) DmnEngineConfiguration.createDefaultDmnEngineConfiguration();
    configuration.setFeelEngineFactory(QuickFeel::new);
    configuration.getCustomPostDecisionTableEvaluationListeners()
        .add(event -> event.getMatchingRules().forEach(rule -> lastMatches.add(toMatch(rule))));
    engine = configuration.buildEngine();
    decision = engine.parseDecision(id, model);
  }

  /** A shipped table; read once for all, and what it was asked before it still knows. */
  static RuleTable load(String id) {
    return LOADED.computeIfAbsent(id, key -> of(key, read(DIRECTORY.resolve(key + ".dmn"))));
  }

  static RuleTable of(String id, String xml) {
    return new RuleTable(id, xml);
  }

  static List<String> allIds() {
    try (var files = Files.list(DIRECTORY)) {
      return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".dmn"))
          .map(name -> name.replace(".dmn", "")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  DmnModelInstance model() {
    return model;
  }

  DecisionTable table() {
    return model.getModelElementsByType(DecisionTable.class).iterator().next();
  }

  Set<String> ruleIds() {
    return table().getRules().stream().map(Rule::getId).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  List<String> inputNames() {
    return table().getInputs().stream().map(Input::getInputExpression).map(e -> e.getText().getTextContent()).toList();
  }

  List<String> outputNames() {
    return table().getOutputs().stream().map(Output::getName).toList();
  }

  /** What matches, in the order of the table. An input that {@code facts} does not name is null. */
  List<Match> matches(Map<String, Object> facts) {
    var variables = new HashMap<String, Object>();
    inputNames().forEach(name -> variables.put(name, null));
    facts.forEach((name, value) -> {
      if (!variables.containsKey(name) && !isAskedForByAnOutput(name)) {
        throw new IllegalArgumentException(name + " is no input of " + decision.getKey());
      }
      variables.put(name, value);
    });
    return matchesOfExactly(variables);
  }

  /** A cell of an output may be a condition: {@code if complexity = "EXTREME" then null else "general-manager"}. */
  private boolean isAskedForByAnOutput(String name) {
    return table().getRules().stream().flatMap(rule -> rule.getOutputEntries().stream())
        .anyMatch(cell -> cell.getTextContent().strip().startsWith("if " + name + " "));
  }

  /** Like {@link #matches}, but an input without a value is not even declared. */
  List<Match> matchesOfExactly(Map<String, Object> variables) {
    return answers.computeIfAbsent(variables, this::evaluate);
  }

  private List<Match> evaluate(Map<String, Object> variables) {
    lastMatches.clear();
    engine.evaluateDecisionTable(decision, variables);
    return List.copyOf(lastMatches);
  }

  /** The answer of a table that gives exactly one. */
  Map<String, Object> decide(Map<String, Object> facts) {
    var matches = matches(facts);
    if (matches.size() != 1) {
      throw new AssertionError(decision.getKey() + " gives " + matches.size() + " answers to " + facts);
    }
    return matches.get(0).outputs();
  }

  private static Match toMatch(DmnEvaluatedDecisionRule rule) {
    var outputs = new HashMap<String, Object>();
    rule.getOutputEntries().values().forEach(entry -> outputs.put(entry.getOutputName(), entry.getValue().getValue()));
    return new Match(rule.getId(), outputs);
  }
}
