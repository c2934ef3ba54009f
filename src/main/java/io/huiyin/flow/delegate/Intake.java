package io.huiyin.flow.delegate;

import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.Registration;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.engine.RoutingFacts;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** The first steps of {@code complaint-handling}, all in the transaction that starts it. */
final class Intake {

  private Intake() {
  }

  /** Reads the fields that came in with the start. They leave the process when the complaint is registered. */
  static Registration registration(DelegateExecution execution, Clock clock) {
    Map<String, Object> fields = new HashMap<>();
    Registration.FIELDS.stream().filter(execution::hasVariable)
        .forEach(name -> fields.put(name, execution.getVariable(name)));
    return Registration.from(fields, clock.instant());
  }

  /** 核对登记内容: refuses a registration with faulty or unknown fields, before anything is done. [000][001] */
  @FlowBean(as = "checkRegistration")
  static class CheckRegistration implements JavaDelegate {

    private final Clock clock;

    CheckRegistration(Clock clock) {
      this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
      Registration.from(execution.getVariables(), clock.instant());
    }
  }

  /** 关联历史: the same customer, and the same issue point within 30 days. [001][003] */
  @FlowBean(as = "linkHistory")
  static class LinkHistory implements JavaDelegate {

    private final Complaints complaints;
    private final Clock clock;

    LinkHistory(Complaints complaints, Clock clock) {
      this.complaints = complaints;
      this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var facts = complaints.lookBack(registration(execution, clock));
      execution.setVariable("repeat", facts.repeat());
      execution.setVariable("issuePointCount", facts.issuePointCount30d());
    }
  }
}
