package io.huiyin.flow.desk;

import io.huiyin.flow.engine.FlowBean;
import io.huiyin.identity.StandIns;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** The two steps of the process {@code stand-in}. */
final class AbsenceSteps {

  private AbsenceSteps() {
  }

  private static long id(DelegateExecution execution) {
    return ((Number) execution.getVariable("standInId")).longValue();
  }

  /** 转交手上任务. */
  @FlowBean(as = "passOnTasks")
  static class PassOn implements JavaDelegate {

    private final StandIns standIns;
    private final Delegations delegations;

    PassOn(StandIns standIns, Delegations delegations) {
      this.standIns = standIns;
      this.delegations = delegations;
    }

    @Override
    public void execute(DelegateExecution execution) {
      standIns.find(id(execution)).ifPresent(one -> delegations.begin(one.absent()));
    }
  }

  /** 结束代理: what nobody took waits for its group alone again. */
  @FlowBean(as = "endStandIn")
  static class End implements JavaDelegate {

    private final StandIns standIns;
    private final Delegations delegations;

    End(StandIns standIns, Delegations delegations) {
      this.standIns = standIns;
      this.delegations = delegations;
    }

    @Override
    public void execute(DelegateExecution execution) {
      standIns.find(id(execution)).ifPresent(one -> {
        var lastDay = one.until().isBefore(standIns.today()) ? one.until() : standIns.today();
        var stoodIn = standIns.inPlaceOf(one.absent(), lastDay).orElse(one.standIn());
        standIns.end(one.id());
        delegations.end(one.absent(), stoodIn);
      });
    }
  }
}
