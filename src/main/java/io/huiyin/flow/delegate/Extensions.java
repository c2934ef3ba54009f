package io.huiyin.flow.delegate;

import io.huiyin.complaint.FieldReader;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.Var;
import io.huiyin.flow.trace.Trace;
import io.huiyin.notification.NoticeEvent;
import io.huiyin.sla.Amount;
import io.huiyin.sla.Clock;
import io.huiyin.sla.ClockNames;
import io.huiyin.sla.Clocks;
import io.huiyin.sla.WorkingCalendar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.DelegateVariableMapping;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.variable.VariableMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The steps of {@code extension} (延期): who cannot keep a deadline asks in time, with interim measures in writing. [003] */
@Component
class Extensions {

  private static final String PROCESS = "extension";
  private static final String APPLICANT = "extensionApplicant";
  private static final String BY = "extensionBy";

  private final Clocks clocks;
  private final Deadlines deadlines;
  private final WorkingCalendar calendar;
  private final Submissions submissions;
  private final Announcer announcer;
  private final Trace trace;
  private final ObjectProvider<RuntimeService> runtime;
  private final java.time.Clock clock;

  Extensions(Clocks clocks, Deadlines deadlines, WorkingCalendar calendar, Submissions submissions,
      Announcer announcer, Trace trace, ObjectProvider<RuntimeService> runtime, java.time.Clock clock) {
    this.clocks = clocks;
    this.deadlines = deadlines;
    this.calendar = calendar;
    this.submissions = submissions;
    this.announcer = announcer;
    this.trace = trace;
    this.runtime = runtime;
    this.clock = clock;
  }

  /** The case's other requests that wait for a decision. */
  private List<ProcessInstance> othersUndecided(DelegateExecution execution) {
    return runtime.getObject().createProcessInstanceQuery().processDefinitionKey(PROCESS)
        .processInstanceBusinessKey(execution.getProcessBusinessKey()).list().stream()
        .filter(other -> !other.isEnded() && !other.getId().equals(execution.getProcessInstanceId())).toList();
  }

  /** Puts the outcome on record. One decision clock serves all requests of a case: it starts anew for those that wait. */
  private void settle(DelegateExecution execution, String kind, String summary) {
    if (!othersUndecided(execution).isEmpty()) {
      deadlines.start(execution, Clock.EXTENSION_DECISION);
    }
    deadlines.redate(Case.number(execution));
    trace.note(execution, kind, summary, Map.of("clock", Var.CLOCK.get(execution)));
  }

  /** Tells whoever holds the case, and the applicant. */
  private void tell(DelegateExecution execution, String decision, String reason) {
    var number = Case.number(execution);
    var kind = Var.CLOCK.get(execution);
    var facts = new HashMap<>(Map.of("decision", decision, "clock", ClockNames.of(kind),
        "by", announcer.name(Trace.actor()), "reason", reason));
    deadlines.open(number, kind).ifPresent(open -> facts.put("due", announcer.minute(open.dueAt())));
    var once = "extension:" + execution.getProcessInstanceId();
    announcer.holders(number, NoticeEvent.EXTENSION_DECIDED, facts, once);
    announcer.person(number, NoticeEvent.EXTENSION_DECIDED, (String) execution.getVariable(APPLICANT), facts, once);
  }

  private String comment(DelegateExecution execution) {
    return submissions.latest(Case.number(execution), "extensionComment");
  }

  /** Moves what the message {@code ExtensionRequested} says out of the case's main process; the clock is RESOLUTION unless named. */
  @FlowBean(as = "handOverExtensionRequest")
  static class HandOver implements DelegateVariableMapping {

    @Override
    public void mapInputVariables(DelegateExecution caller, VariableMap request) {
      request.put(Var.CLOCK.name(), Clock.RESOLUTION);
      request.putAll(Case.take(caller, Set.of(Var.CLOCK.name(), "extendBy", "interimMeasures", "reason")));
    }

    @Override
    public void mapOutputVariables(DelegateExecution caller, VariableScope request) {
      // a request leaves nothing behind but the record and the clock
    }
  }

  /** 核对并登记申请: what the rule table and the clocks do not allow is refused at once. [003][ours] */
  @FlowBean(as = "requestExtension")
  static class Request implements JavaDelegate {

    private final Extensions extensions;

    Request(Extensions extensions) {
      this.extensions = extensions;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var kind = Var.CLOCK.get(execution);
      var message = ReceivedMessage.take(execution, extensions.clock, "extendBy", "interimMeasures", "reason");
      var in = message.in();
      extensions.clocks.hold(message.number()); // of two requests at once, the second sees the first
      message.reason();
      var measures = measures(message);
      var by = amount(in);
      var open = extensions.deadlines.open(message.number(), kind);
      if (open.isEmpty()) {
        in.fault("clock", "没有正在计时的时限可以延期");
      } else {
        check(execution, in, open.get(), by);
      }
      in.throwIfFaulty();
      execution.setVariable(BY, by.code());
      execution.setVariable(APPLICANT, Trace.actor());
      message.fields().putAll(Map.of("instance", execution.getProcessInstanceId(), "clock", kind,
          "clockName", ClockNames.of(kind), "amount", by.label(), "interimMeasures", measures));
      extensions.trace.note(execution, "EXTENSION_REQUESTED",
          "申请将%s时限延长 %s".formatted(ClockNames.of(kind), by.label()), message.fields());
    }

    /** Measures that an earlier request of the case put on record still hold. */
    private String measures(ReceivedMessage message) {
      var measures = message.in().text("interimMeasures", 4_000);
      if (measures == null && message.in().fine("interimMeasures")) {
        measures = extensions.submissions.latestOf(message.number(), "EXTENSION_REQUESTED", "interimMeasures");
        if (measures.isEmpty()) {
          message.in().fault("interimMeasures", "请先书面回复临时处理措施，再申请延期");
        }
      }
      return measures;
    }

    private static Amount amount(FieldReader in) {
      var by = in.matching("extendBy", "PT[1-9]\\d{0,3}H|[1-9]\\d{0,2}(WD|BH)",
          "应写作 PT24H(小时)、8BH(工作小时)或 2WD(工作日)");
      if (by == null && in.fine("extendBy")) {
        in.fault("extendBy", "必填");
      }
      return by == null ? null : Amount.parse(by);
    }

    private void check(DelegateExecution execution, FieldReader in, Clock open, Amount by) {
      var name = ClockNames.of(open.kind());
      var times = (int) execution.getVariable("extensionTimes");
      var longest = Amount.parse((String) execution.getVariable("extensionLongest"));
      if (times == 0) {
        in.fault("clock", "“%s”时限不能延期".formatted(name));
      } else if (open.extensions().size() >= times) {
        in.fault("clock", "“%s”时限已延期 %d 次，最多 %d 次".formatted(name, open.extensions().size(), times));
      } else if (extensions.othersUndecided(execution).stream().anyMatch(other -> open.kind().equals(
          extensions.runtime.getObject().getVariable(other.getId(), Var.CLOCK.name())))) {
        in.fault("clock", "“%s”时限已有一份延期申请待审批，请等审批后再申请".formatted(name));
      } else if (by != null && by.after(open.dueAt(), extensions.calendar)
          .isAfter(longest.after(open.dueAt(), extensions.calendar))) {
        in.fault("extendBy", "一次最多延长 " + longest.label());
      }
    }
  }

  /** Nobody approves the own request. */
  @FlowBean(as = "approverIsNotApplicant")
  static class FourEyes implements TaskListener {

    @Override
    public void notify(DelegateTask task) {
      if (Trace.actor().equals(task.getVariable(APPLICANT))) {
        throw new InvalidInput("extensionDecision", "申请人不能审批自己的延期申请，请交由同组其他同事审批");
      }
    }
  }

  /** 延长时限: old and new stand in the ledger, every timer of the case moves. */
  @FlowBean(as = "extendClock")
  static class Extend implements JavaDelegate {

    private final Extensions extensions;

    Extend(Extensions extensions) {
      this.extensions = extensions;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var kind = Var.CLOCK.get(execution);
      var by = Amount.parse((String) execution.getVariable(BY));
      var extended = extensions.clocks.extend(Case.number(execution), kind, by, "延期获批", Trace.actor(),
          extensions.clock.instant());
      extensions.settle(execution, "EXTENDED", "%s时限延长 %s，新期限 %s".formatted(ClockNames.of(kind), by.label(),
          extensions.announcer.minute(extended.dueAt())));
      extensions.tell(execution, "同意", extensions.comment(execution));
    }
  }

  /** 告知不予延期: the deadline stays. */
  @FlowBean(as = "refuseExtension")
  static class Refuse implements JavaDelegate {

    private final Extensions extensions;

    Refuse(Extensions extensions) {
      this.extensions = extensions;
    }

    @Override
    public void execute(DelegateExecution execution) {
      extensions.settle(execution, "EXTENSION_REFUSED",
          "%s时限的延期申请未获同意，原期限不变".formatted(ClockNames.of(Var.CLOCK.get(execution))));
      extensions.tell(execution, "不同意", extensions.comment(execution));
    }
  }

  /** 了结申请: what was to be put off is over, or is due at another time now that the case is graded anew. */
  @FlowBean(as = "dropExtension")
  static class Drop implements JavaDelegate {

    private final Extensions extensions;

    Drop(Extensions extensions) {
      this.extensions = extensions;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var kind = Var.CLOCK.get(execution);
      if (extensions.deadlines.open(Case.number(execution), kind).isEmpty()) {
        extensions.settle(execution, "EXTENSION_DROPPED",
            "%s时限已停止，延期申请不再需要审批".formatted(ClockNames.of(kind)));
      } else {
        extensions.settle(execution, "EXTENSION_DROPPED",
            "案件已重新定级，%s时限随之重算，原延期申请作废".formatted(ClockNames.of(kind)));
        extensions.tell(execution, "已作废", "案件已重新定级，时限已重算；仍需延期的，请按新的期限重新申请");
      }
    }
  }
}
