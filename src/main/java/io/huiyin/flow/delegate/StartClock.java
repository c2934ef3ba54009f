package io.huiyin.flow.delegate;

import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Var;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Starts the clock that the step's input {@code clock} names, for a limit that begins before its task. */
@FlowBean(as = "startClock")
class StartClock implements JavaDelegate {

  private final Deadlines deadlines;

  StartClock(Deadlines deadlines) {
    this.deadlines = deadlines;
  }

  @Override
  public void execute(DelegateExecution execution) {
    deadlines.start(execution, Var.CLOCK.get(execution));
  }
}
