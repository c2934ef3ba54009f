package io.huiyin.flow.delegate;

import io.huiyin.archive.DailyRoots;
import io.huiyin.flow.engine.FlowBean;
import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** 每日存证: the root that was taken and the new time stamps, into the root file. A job of its own, so that a disk that is full is an incident. */
@FlowBean(as = "writeDailyRoot")
class WriteDailyRoot implements JavaDelegate {

  private final DailyRoots roots;

  WriteDailyRoot(DailyRoots roots) {
    this.roots = roots;
  }

  @Override
  public void execute(DelegateExecution execution) {
    roots.write(LocalDate.parse((String) execution.getVariable(SealDailyRoot.DAY)));
  }
}
