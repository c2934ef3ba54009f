package io.huiyin.flow.delegate;

import io.huiyin.complaint.Complaints;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.RuleTables;
import io.huiyin.flow.model.Var;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** 安排下次通报: the customer hears of the progress every 24 h, for P0 every 8 h; the agent is asked in time. [001] */
@FlowBean(as = "scheduleProgress")
class ScheduleProgress implements JavaDelegate {

  private final Complaints complaints;
  private final RuleTables tables;
  private final Clock clock;

  ScheduleProgress(Complaints complaints, RuleTables tables, Clock clock) {
    this.complaints = complaints;
    this.tables = tables;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    Var.CONTACT_MADE.set(execution, false);
    Var.PROGRESS_DUE_AT.set(execution, Date.from(clock.instant().plus(askAfter(execution))));
  }

  private Duration askAfter(DelegateExecution execution) {
    var priority = complaints.get(Case.number(execution)).ratings().priority().name();
    return Duration.parse(tables.askOne("progress-cadence", Map.of("priority", priority)).text("askAfter"));
  }
}
