package io.huiyin.flow.trace;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionEvaluationListener;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnEvaluatedDecisionRule;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.repository.DecisionDefinition;

/** Puts every decision on record: which table in which version, which rules matched, what came out. */
class DecisionTrace implements DmnDecisionEvaluationListener {

  private final Trace trace;

  DecisionTrace(Trace trace) {
    this.trace = trace;
  }

  @Override
  public void notify(DmnDecisionEvaluationEvent event) {
    var step = Context.getBpmnExecutionContext();
    if (step == null || !(event.getDecisionResult() instanceof DmnDecisionTableEvaluationEvent result)
        || !(result.getDecisionTable() instanceof DecisionDefinition table)) {
      return;
    }
    List<String> rules = result.getMatchingRules().stream().map(DmnEvaluatedDecisionRule::getId).toList();
    List<Map<String, Object>> outputs = result.getMatchingRules().stream().map(DecisionTrace::outputs).toList();
    trace.note(step.getExecution(), "DECISION",
        "规则表“%s”第 %d 版判定,命中 %d 条规则".formatted(table.getName(), table.getVersion(), rules.size()),
        Map.of("table", table.getKey(), "version", table.getVersion(), "rules", rules, "outputs", outputs));
  }

  private static Map<String, Object> outputs(DmnEvaluatedDecisionRule rule) {
    var values = new LinkedHashMap<String, Object>();
    rule.getOutputEntries().forEach((name, output) -> values.put(name, output.getValue().getValue()));
    return values;
  }
}
