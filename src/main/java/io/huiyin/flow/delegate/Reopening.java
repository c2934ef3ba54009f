package io.huiyin.flow.delegate;

import io.huiyin.archive.Completeness;
import io.huiyin.archive.Destruction;
import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.ComplaintFlow;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.FieldReader;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.Var;
import io.huiyin.flow.trace.Trace;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.CaseAction;
import io.huiyin.identity.Directory;
import io.huiyin.notification.NoticeEvent;
import io.huiyin.sla.Clock;
import io.huiyin.sla.Clocks;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.ObjectProvider;

/**
 * 重新打开案卷: a closed complaint is taken up again under its number and in its archive. A new round with clocks of its
 * own begins; what the earlier rounds met or missed, and when the case was closed first, stays. [000; ours]
 */
@FlowBean(as = "reopenCase")
class Reopening implements JavaDelegate {

  private final Complaints complaints;
  private final Completeness archive;
  private final Destruction destruction;
  private final Clocks clocks;
  private final CaseAccess access;
  private final Directory directory;
  private final Announcer announcer;
  private final Trace trace;
  private final java.time.Clock clock;
  private final ObjectProvider<RuntimeService> runtime;

  Reopening(Complaints complaints, Completeness archive, Destruction destruction, Clocks clocks, CaseAccess access,
      Directory directory, Announcer announcer, Trace trace, java.time.Clock clock, ObjectProvider<RuntimeService> runtime) {
    this.complaints = complaints;
    this.archive = archive;
    this.destruction = destruction;
    this.clocks = clocks;
    this.access = access;
    this.directory = directory;
    this.announcer = announcer;
    this.trace = trace;
    this.clock = clock;
    this.runtime = runtime;
  }

  @Override
  public void execute(DelegateExecution execution) {
    if (!ComplaintNumber.isValid(execution.getProcessBusinessKey())) {
      throw new InvalidInput("businessKey", "请填写要重新办理的投诉编号");
    }
    var number = Case.number(execution);
    var fields = Case.take(execution, Set.of("reason"));
    var in = new FieldReader(fields, clock.instant());
    in.requiredText("reason", 1_000);
    in.throwIfFaulty();
    var before = complaints.find(number).filter(this::mayReopen).orElseThrow(
        () -> new InvalidInput("businessKey", "没有这个编号的投诉，或者本案不由您办理；请联系承办人重新办理"));
    destruction.refuseDestroyed(before.number(), "businessKey");
    var locked = complaints.lock(before.number());
    locked.refuseRestricted("businessKey");
    refuseUnlessOver(locked);
    var complaint = complaints.reopen(number, execution.getProcessInstanceId());
    archive.reopen(number, Trace.actor());
    begin(execution, complaint);
    if (!Clocks.SYSTEM.equals(Trace.actor())) {
      access.grantPerson(number.value(), Trace.actor());
    }
    trace.note(execution, "REOPENED", "案件重新打开，第 " + complaint.round() + " 轮办理", fields);
  }

  /** Nobody brings a case back over the engine's REST that is none of theirs. */
  private boolean mayReopen(Complaint complaint) {
    return Clocks.SYSTEM.equals(Trace.actor()) || directory.person(Trace.actor()).filter(
        person -> access.mayWork(person, complaint.number().value(), complaint.sensitive(), CaseAction.REOPENING)).isPresent();
  }

  private void refuseUnlessOver(Complaint complaint) {
    if (runtime.getObject().createProcessInstanceQuery().processInstanceId(complaint.processInstanceId()).count() > 0) {
      throw new ComplaintFlow.NotWaiting(complaint.number(), "ComplaintReopened", complaint.status());
    }
  }

  private void begin(DelegateExecution execution, Complaint complaint) {
    var number = complaint.number();
    var response = clocks.start(number, Clock.RESPONSE, complaint.ratings(), clock.instant());
    var resolution = clocks.start(number, Clock.RESOLUTION, complaint.ratings(), clock.instant());
    Var.CATEGORY.set(execution, complaint.category());
    Case.setRatings(execution, complaint.ratings());
    Var.SENSITIVE.set(execution, complaint.sensitive());
    Var.REPEAT.set(execution, complaint.repeat());
    Var.LEAD_UNIT.set(execution, complaint.leadUnit());
    Case.begin(execution, complaint, Date.from(response.dueAt()), Date.from(resolution.dueAt()));
    announcer.customer(number, NoticeEvent.REOPENED, Map.of("due", announcer.minute(response.dueAt())),
        "reopened:" + complaint.round());
  }
}
