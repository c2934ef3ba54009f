package io.huiyin.flow.model;

import io.huiyin.flow.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionEvaluationListener;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.util.DecisionEvaluationUtil;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Asks the deployed rule tables, and puts every decision of a running case on record: which table in which version,
 * which rules matched, what came out. A person who changes a table in the Modeler changes the answer; no rule stands
 * here. A table deployed on another node counts within {@link #MEMORY}.
 */
@Component
public class RuleTables implements DmnDecisionEvaluationListener, Deployer {

  private static final Duration MEMORY = Duration.ofSeconds(10);
  private static final int REMEMBERED_ANSWERS = 1_000;

  private final ObjectProvider<ProcessEngineConfigurationImpl> engine;
  private final Trace trace;
  private final Map<String, Latest> latest = new ConcurrentHashMap<>();
  /** The same question to the same version has the same answer, and most cases ask what others asked before. */
  private final Map<Question, List<Answer>> known = Collections.synchronizedMap(
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, List<Answer>> eldest) {
          return size() > REMEMBERED_ANSWERS;
        }
      });
  private final ThreadLocal<List<Answer>> collected = new ThreadLocal<>();

  RuleTables(ObjectProvider<ProcessEngineConfigurationImpl> engine, Trace trace) {
    this.engine = engine;
    this.trace = trace;
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

  private record Question(String tableId, Map<String, Object> inputs) {
  }

  private record Latest(DecisionDefinition table, long since) {
  }

  /** Hooks into an engine that is being configured. */
  public void install(ProcessEngineConfigurationImpl engine) {
    var dmn = new DefaultDmnEngineConfiguration();
    dmn.setFeelEngineFactory(QuickFeel::new);
    dmn.getCustomPostDecisionEvaluationListeners().add(this);
    engine.setDmnEngineConfiguration(dmn);
    var deployers = new ArrayList<Deployer>();
    if (engine.getCustomPostDeployers() != null) {
      deployers.addAll(engine.getCustomPostDeployers());
    }
    deployers.add(this);
    engine.setCustomPostDeployers(deployers);
  }

  /** Every rule of the table that matches. */
  public List<Answer> ask(String table, Map<String, Object> inputs) {
    return engine.getObject().getCommandExecutorTxRequired().execute(command -> {
      var definition = latest(table);
      var question = new Question(definition.getId(), new HashMap<>(inputs));
      var answers = known.get(question);
      if (answers == null) {
        answers = evaluate(definition, inputs);
        known.put(question, answers);
      } else {
        record(definition, answers);
      }
      return answers;
    });
  }

  /** @throws IllegalStateException if not exactly one rule matches: the table has a gap */
  public Answer askOne(String table, Map<String, Object> inputs) {
    var matching = ask(table, inputs);
    if (matching.size() != 1) {
      throw new IllegalStateException("规则表 " + table + " 应命中 1 条规则，实际命中 " + matching.size() + " 条");
    }
    return matching.get(0);
  }

  private DecisionDefinition latest(String key) {
    var remembered = latest.get(key);
    if (remembered == null || System.nanoTime() - remembered.since >= MEMORY.toNanos()) {
      remembered = new Latest(engine.getObject().getDeploymentCache().findDeployedLatestDecisionDefinitionByKey(key),
          System.nanoTime());
      latest.put(key, remembered);
    }
    return remembered.table;
  }

  private List<Answer> evaluate(DecisionDefinition table, Map<String, Object> inputs) {
    collected.set(new ArrayList<>());
    try {
      DecisionEvaluationUtil.evaluateDecisionTable(table, Variables.fromMap(inputs));
      return List.copyOf(collected.get());
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("Cannot evaluate " + table.getKey(), e);
    } finally {
      collected.remove();
    }
  }

  @Override
  public void notify(DmnDecisionEvaluationEvent event) {
    if (event.getDecisionResult() instanceof DmnDecisionTableEvaluationEvent result
        && result.getDecisionTable() instanceof DecisionDefinition table) {
      var answers = result.getMatchingRules().stream().map(rule -> {
        var outputs = new LinkedHashMap<String, Object>();
        rule.getOutputEntries().forEach((name, output) -> outputs.put(name, output.getValue().getValue()));
        return new Answer(rule.getId(), table.getVersion(), outputs);
      }).toList();
      if (collected.get() != null) {
        collected.get().addAll(answers);
      }
      record(table, answers);
    }
  }

  private void record(DecisionDefinition table, List<Answer> answers) {
    var step = Context.getBpmnExecutionContext();
    if (step != null) {
      trace.note(step.getExecution(), "DECISION",
          "规则表“%s”第 %d 版判定，命中 %d 条规则".formatted(table.getName(), table.getVersion(), answers.size()),
          Map.of("table", table.getKey(), "version", table.getVersion(),
              "rules", answers.stream().map(Answer::ruleId).toList(),
              "outputs", answers.stream().map(Answer::outputs).toList()));
    }
  }

  /** Something was deployed here: which table is the latest is asked anew. */
  @Override
  public void deploy(DeploymentEntity deployment) {
    latest.clear();
  }
}
