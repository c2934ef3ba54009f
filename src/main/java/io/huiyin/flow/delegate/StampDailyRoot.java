package io.huiyin.flow.delegate;

import io.huiyin.archive.DailyRoots;
import io.huiyin.flow.engine.FlowBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** 每日存证: an authority's time stamp on the roots that wait for one. */
@FlowBean(as = "stampDailyRoot")
class StampDailyRoot implements JavaDelegate {

  private final DailyRoots roots;

  StampDailyRoot(DailyRoots roots) {
    this.roots = roots;
  }

  @Override
  public void execute(DelegateExecution execution) {
    roots.stamp();
    execution.setVariable("stampWanted", roots.isStampWanted());
  }
}
