package io.huiyin.flow.delegate;

import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.Var;
import io.huiyin.flow.trace.Trace;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Cancels the clock that the step's input {@code clock} names: what it waits for is not asked for any more. */
@FlowBean(as = "cancelClock")
class CancelClock implements JavaDelegate {

  private final Deadlines deadlines;

  CancelClock(Deadlines deadlines) {
    this.deadlines = deadlines;
  }

  @Override
  public void execute(DelegateExecution execution) {
    deadlines.cancel(Case.number(execution), Var.CLOCK.get(execution), "不再要求", Trace.actor());
  }
}
