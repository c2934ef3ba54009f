package io.huiyin.flow.delegate;

import io.huiyin.archive.Archives;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.Registration;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.Var;
import io.huiyin.flow.trace.Trace;
import io.huiyin.identity.CaseAccess;
import io.huiyin.notification.NoticeEvent;
import io.huiyin.sla.Clock;
import io.huiyin.sla.Clocks;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/**
 * 编号建档: numbers the complaint, opens its archive, starts the response and resolution clocks, acknowledges to the
 * customer. Everything personal leaves the process here. The number comes late in the transaction, for its row
 * serialises registrations of the same day and department. [000][001]
 */
@FlowBean(as = "registerComplaint")
class RegisterDelegate implements JavaDelegate {

  private final Complaints complaints;
  private final Archives archives;
  private final Clocks clocks;
  private final CaseAccess access;
  private final Announcer announcer;
  private final Trace trace;
  private final java.time.Clock clock;

  RegisterDelegate(Complaints complaints, Archives archives, Clocks clocks, CaseAccess access, Announcer announcer,
      Trace trace, java.time.Clock clock) {
    this.complaints = complaints;
    this.archives = archives;
    this.clocks = clocks;
    this.access = access;
    this.announcer = announcer;
    this.trace = trace;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var in = Intake.registration(execution, clock);
    var category = Var.CATEGORY.get(execution);
    var given = Case.take(execution, Registration.FIELDS);
    execution.removeVariable("issuePointCount");
    var complaint = complaints.register(in, category, Case.ratings(execution), Var.SENSITIVE.get(execution),
        Var.REPEAT.get(execution), Trace.actor(), execution.getProcessInstanceId());
    var number = complaint.number();
    execution.setProcessBusinessKey(number.value());
    archives.open(number);
    var response = clocks.start(number, Clock.RESPONSE, complaint.ratings(), clock.instant());
    var resolution = clocks.start(number, Clock.RESOLUTION, complaint.ratings(), clock.instant());
    Var.COMPLAINT_NUMBER.set(execution, number.value());
    Var.CATEGORY.set(execution, category);
    Var.RESPONSE_DUE_AT.set(execution, Date.from(response.dueAt()));
    Var.RESOLUTION_DUE_AT.set(execution, Date.from(resolution.dueAt()));
    Var.SLA_STATUS.set(execution, "ON_TRACK");
    Var.ROUND.set(execution, 1);
    Var.CONTACT_MADE.set(execution, false);
    Var.SUBSTANTIVE_CONTACT.set(execution, false);
    if (!"system".equals(Trace.actor())) {
      access.grantPerson(number.value(), Trace.actor());
    }
    var facts = new LinkedHashMap<String, Object>(given);
    facts.put("lateRecord", complaint.lateRecord());
    trace.note(execution, "REGISTERED", "登记投诉，编号 " + number + "，渠道" + in.channel().label()
        + (complaint.lateRecord() ? "，迟录" : "") + (complaint.repeat() ? "，重复投诉" : ""), facts);
    announcer.customer(number, NoticeEvent.ACKNOWLEDGED, Map.of("due", announcer.minute(response.dueAt())), "ack");
  }
}
