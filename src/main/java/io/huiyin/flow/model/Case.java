package io.huiyin.flow.model;

import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Ratings;
import java.util.Date;
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

  /** What the flow of a case knows when its handling begins, in the first round or after re-opening. */
  public static void begin(VariableScope scope, Complaint complaint, Date responseDueAt, Date resolutionDueAt) {
    Var.COMPLAINT_NUMBER.set(scope, complaint.number().value());
    Var.RESPONSE_DUE_AT.set(scope, responseDueAt);
    Var.RESOLUTION_DUE_AT.set(scope, resolutionDueAt);
    Var.SLA_STATUS.set(scope, "ON_TRACK");
    Var.ROUND.set(scope, complaint.round());
    Var.FIRST_ROUND.set(scope, complaint.round());
    Var.SUBSTANTIVE_CONTACT.set(scope, false);
    Var.ISSUE_POINT_FREQUENT.set(scope, false);
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
