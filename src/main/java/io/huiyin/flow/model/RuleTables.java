package io.huiyin.flow.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionEvaluationListener;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Asks the deployed rule tables. A person who changes a table in the Modeler changes the answer; no rule stands here. */
@Component
public class RuleTables implements DmnDecisionEvaluationListener {

  private final ObjectProvider<DecisionService> decisions;
  private final ThreadLocal<List<Answer>> answers = new ThreadLocal<>();

  RuleTables(ObjectProvider<DecisionService> decisions) {
    this.decisions = decisions;
  }

  /** A rule that matched: its id, the version of its table, and its outputs by name. */
  public record Answer(String ruleId, int tableVersion, Map<String, Object> outputs) {

    public String text(String output) {
      return (String) outputs.get(output);
    }

    public boolean flag(String output) {
      return Boolean.TRUE.equals(outputs.get(output));
    }

    public Integer number(String output) {
      return outputs.get(output) instanceof Number number ? number.intValue() : null;
    }
  }

  /** Every rule of the table that matches. */
  public List<Answer> ask(String table, Map<String, Object> inputs) {
    answers.set(new ArrayList<>());
    try {
      decisions.getObject().evaluateDecisionTableByKey(table, inputs);
      return answers.get();
    } finally {
      answers.remove();
    }
  }

  /** @throws IllegalStateException if not exactly one rule matches: the table has a gap */
  public Answer askOne(String table, Map<String, Object> inputs) {
    var matching = ask(table, inputs);
    if (matching.size() != 1) {
      throw new IllegalStateException("规则表 " + table + " 应命中 1 条规则,实际命中 " + matching.size() + " 条");
    }
    return matching.get(0);
  }

  @Override
  public void notify(DmnDecisionEvaluationEvent event) {
    var collected = answers.get();
    if (collected != null && event.getDecisionResult() instanceof DmnDecisionTableEvaluationEvent result
        && result.getDecisionTable() instanceof DecisionDefinition table) {
      result.getMatchingRules().forEach(rule -> {
        var outputs = new LinkedHashMap<String, Object>();
        rule.getOutputEntries().forEach((name, output) -> outputs.put(name, output.getValue().getValue()));
        collected.add(new Answer(rule.getId(), table.getVersion(), outputs));
      });
    }
  }
}
