package io.huiyin.flow.model;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Ratings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.task.Task;

/** What a step of the flow knows of its case. */
public final class Case {

  private Case() {
  }

  /** The complaint number that the process carries as its business key. */
  public static ComplaintNumber number(DelegateExecution execution) {
    return new ComplaintNumber(execution.getProcessBusinessKey());
  }

  /** Whether an execution belongs to a complaint at all; a process owner's other processes do not. */
  public static boolean isOne(DelegateExecution execution) {
    return ComplaintNumber.isValid(execution.getProcessBusinessKey());
  }

  /** Whether a task watches over a clock of the case instead of moving the case on. */
  public static boolean isSupervision(Task task) {
    return task.getProcessDefinitionId().startsWith("sla-escalation:");
  }

  public static Ratings ratings(VariableScope scope) {
    return new Ratings(Var.PRIORITY.get(scope), Var.SEVERITY.get(scope), Var.COMPLEXITY.get(scope));
  }

  public static void setRatings(VariableScope scope, Ratings ratings) {
    Var.PRIORITY.set(scope, ratings.priority());
    Var.SEVERITY.set(scope, ratings.severity());
    Var.COMPLEXITY.set(scope, ratings.complexity());
  }

  /** Takes fields that came in with a message or a start out of the process: they go to the record. */
  public static Map<String, Object> take(DelegateExecution execution, Set<String> names) {
    var taken = new LinkedHashMap<String, Object>();
    for (var name : names) {
      if (execution.hasVariable(name)) {
        taken.put(name, execution.getVariable(name));
        execution.removeVariable(name);
      }
    }
    return taken;
  }
}
