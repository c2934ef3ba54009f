package io.huiyin.flow.delegate;

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

  @FlowBean(as = "rememberPlanAuthor")
  static class RememberAuthor implements TaskListener {

    @Override
    public void notify(DelegateTask task) {
      task.setVariable(AUTHOR, Trace.actor());
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
