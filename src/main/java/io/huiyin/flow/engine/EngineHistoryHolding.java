package io.huiyin.flow.engine;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.PersonalHolding;
import java.util.Set;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * What the engine remembers of a case: its processes, those they called, their incidents and failed jobs. A delivery that
 * still tries to send a mail ends, and so does what a manager still owes about a missed deadline: his words would outlive
 * the case's. What destroys the case goes on, and its own history, without personal data, stays.
 */
@Component
public class EngineHistoryHolding implements PersonalHolding {

  /** What may still run beside a case that is destroyed, and ends with it. */
  public static final Set<String> ENDS_WITH_THE_CASE = Set.of("notification-delivery", "sla-escalation");

  private final ObjectProvider<RuntimeService> runtime;
  private final ObjectProvider<HistoryService> history;

  EngineHistoryHolding(ObjectProvider<RuntimeService> runtime, ObjectProvider<HistoryService> history) {
    this.runtime = runtime;
    this.history = history;
  }

  @Override
  public String label() {
    return "流程引擎的历史";
  }

  @Override
  public int destroy(ComplaintNumber number) {
    runtime.getObject().createProcessInstanceQuery().processInstanceBusinessKey(number.value())
        .processDefinitionKeyIn(ENDS_WITH_THE_CASE.toArray(String[]::new)).list()
        .forEach(beside -> runtime.getObject().deleteProcessInstance(beside.getId(), "档案销毁", false, true));
    var over = history.getObject().createHistoricProcessInstanceQuery().processInstanceBusinessKey(number.value())
        .finished().list().stream().map(HistoricProcessInstance::getId).toList();
    if (!over.isEmpty()) {
      history.getObject().deleteHistoricProcessInstances(over);
    }
    return over.size();
  }
}
