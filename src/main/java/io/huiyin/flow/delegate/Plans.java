package io.huiyin.flow.delegate;

import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.trace.Trace;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;

/** Small steps around a solution plan (处理方案). [001] */
final class Plans {

  private static final String AUTHOR = "planAuthor";

  private Plans() {
  }

  /**
   * Four eyes: what somebody asked for is decided by somebody else.
   *
   * @param author the variable that holds who asked
   * @param field  the decision that is refused
   */
  static void refuseOwn(DelegateTask task, String author, String field, String message) {
    if (Trace.actor().equals(task.getVariable(author))) {
      throw new InvalidInput(field, message);
    }
  }

  @FlowBean(as = "rememberPlanAuthor")
  static class RememberAuthor implements TaskListener {

    @Override
    public void notify(DelegateTask task) {
      task.setVariable(AUTHOR, Trace.actor());
    }
  }

  /** Nobody approves the own plan. */
  @FlowBean(as = "approverIsNotAuthor")
  static class FourEyes implements TaskListener {

    @Override
    public void notify(DelegateTask task) {
      refuseOwn(task, AUTHOR, "planDecision", "方案编制人不能审批自己的方案，请交由同组其他同事审批");
    }
  }

  @FlowBean(as = "setPlanOutcome")
  static class Outcome implements JavaDelegate {

    @Override
    public void execute(DelegateExecution execution) {
      execution.setVariable("planOutcome", execution.getVariableLocal("outcome"));
    }
  }
}
