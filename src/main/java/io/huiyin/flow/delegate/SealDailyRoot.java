package io.huiyin.flow.delegate;

import io.huiyin.archive.DailyRoots;
import io.huiyin.flow.engine.FlowBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** 每日存证: one root over all case files that changed, and whether it waits for a time stamp. */
@FlowBean(as = "sealDailyRoot")
class SealDailyRoot implements JavaDelegate {

  /** Variable: the day of the root, as {@code 2026-09-24}. */
  static final String DAY = "rootDay";

  private final DailyRoots roots;

  SealDailyRoot(DailyRoots roots) {
    this.roots = roots;
  }

  @Override
  public void execute(DelegateExecution execution) {
    execution.setVariable(DAY, roots.seal().day().toString());
    execution.setVariable("stampWanted", roots.isStampWanted());
  }
}
