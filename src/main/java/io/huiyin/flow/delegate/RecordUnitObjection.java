package io.huiyin.flow.delegate;

import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.trace.Trace;
import io.huiyin.sla.Clock;
import io.huiyin.sla.Clocks;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/**
 * 登记单位异议: counts how often the unit objected. An objection after the unit's working day is heard all the same, but
 * the record says so. [003][ours]
 */
@FlowBean(as = "recordUnitObjection")
class RecordUnitObjection implements JavaDelegate {

  private static final String ROUND = "objectionRound";

  private final Clocks clocks;
  private final Trace trace;

  RecordUnitObjection(Clocks clocks, Trace trace) {
    this.clocks = clocks;
    this.trace = trace;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var round = execution.getVariable(ROUND) instanceof Integer earlier ? earlier + 1 : 1;
    execution.setVariable(ROUND, round);
    var late = clocks.of(Case.number(execution)).stream().filter(clock -> clock.kind().equals("UNIT_CONFIRMATION"))
        .reduce((earlier, later) -> later).filter(clock -> clock.status() == Clock.Status.MET_LATE).isPresent();
    trace.note(execution, "UNIT_OBJECTED", "责任单位对处理意见提出异议，第 " + round + " 次" + (late ? "，已过期限" : ""),
        Map.of("round", round, "late", late));
  }
}
