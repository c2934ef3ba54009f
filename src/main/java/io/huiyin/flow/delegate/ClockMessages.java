package io.huiyin.flow.delegate;

import io.huiyin.complaint.Complexity;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.FieldReader;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.Priority;
import io.huiyin.complaint.Ratings;
import io.huiyin.complaint.Severity;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.Var;
import io.huiyin.flow.trace.Trace;
import io.huiyin.notification.NoticeEvent;
import io.huiyin.sla.Amount;
import io.huiyin.sla.Clock;
import io.huiyin.sla.ClockException;
import io.huiyin.sla.Clocks;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** What moves the clocks of a running case: re-grading, waiting for the customer, extension. [001][003] */
@Component
class ClockMessages {

  private final Complaints complaints;
  private final Clocks clocks;
  private final Deadlines deadlines;
  private final Announcer announcer;
  private final Trace trace;
  private final java.time.Clock clock;

  ClockMessages(Complaints complaints, Clocks clocks, Deadlines deadlines, Announcer announcer, Trace trace,
      java.time.Clock clock) {
    this.complaints = complaints;
    this.clocks = clocks;
    this.deadlines = deadlines;
    this.announcer = announcer;
    this.trace = trace;
    this.clock = clock;
  }

  /** A clock that cannot do what is asked is the caller's mistake, not the engine's. */
  private static <T> T orRefuse(String field, Supplier<T> change) {
    try {
      return change.get();
    } catch (ClockException e) {
      throw new InvalidInput(field, e.getMessage());
    }
  }

  private FieldReader reader(Map<String, Object> fields) {
    return new FieldReader(fields, clock.instant());
  }

  /** Message {@code ComplaintRegraded}: reason and the ratings that change. */
  @FlowBean(as = "regradeComplaint")
  static class Regrade implements JavaDelegate {

    private final ClockMessages messages;

    Regrade(ClockMessages messages) {
      this.messages = messages;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var number = Case.number(execution);
      var before = messages.complaints.get(number);
      var fields = Case.take(execution, Set.of("reason"));
      Set.of("priority", "severity", "complexity").forEach(name -> fields.put(name, execution.getVariable(name)));
      var in = messages.reader(fields);
      var reason = in.requiredText("reason", 1_000);
      var priority = in.required("priority", Priority.class);
      var severity = in.required("severity", Severity.class);
      var complexity = in.required("complexity", Complexity.class);
      in.throwIfFaulty();
      var ratings = before.atLeast(new Ratings(priority, severity, complexity));
      Case.setRatings(execution, ratings);
      messages.complaints.classify(number, before.category(), ratings, before.sensitive(), null, null);
      messages.clocks.regrade(number, ratings, reason, Trace.actor(), messages.clock.instant());
      messages.deadlines.redate(number);
      messages.trace.note(execution, "REGRADED", "重新定级：优先级 %s→%s，严重程度 %s→%s".formatted(
          before.ratings().priority(), ratings.priority(), before.ratings().severity().label(),
          ratings.severity().label()), fields);
    }
  }

  /** Message {@code ClockPaused}: reason. Waiting for the customer, for a limited time. */
  @FlowBean(as = "pauseClocks")
  static class Pause implements JavaDelegate {

    private final ClockMessages messages;

    Pause(ClockMessages messages) {
      this.messages = messages;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var number = Case.number(execution);
      var fields = Case.take(execution, Set.of("reason"));
      var in = messages.reader(fields);
      var reason = in.requiredText("reason", 1_000);
      in.throwIfFaulty();
      var paused = orRefuse("reason",
          () -> messages.clocks.pause(number, reason, Trace.actor(), messages.clock.instant()));
      var limit = paused.get(0).pauseLimitAt();
      execution.setVariable("pauseLimitAt", Date.from(limit));
      if (Var.PROGRESS_DUE_AT.find(execution) != null) {
        Var.PROGRESS_DUE_AT.set(execution, Date.from(limit));
      }
      messages.deadlines.redate(number);
      messages.trace.note(execution, "CLOCK_PAUSED",
          "等待客户，暂停计时，最迟 " + messages.announcer.minute(limit) + " 恢复", fields);
    }
  }

  /** Message {@code ClockResumed}, or the limit of the pause. */
  @FlowBean(as = "resumeClocks")
  static class Resume implements JavaDelegate {

    private final ClockMessages messages;

    Resume(ClockMessages messages) {
      this.messages = messages;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var number = Case.number(execution);
      messages.clocks.resume(number, Trace.actor(), messages.clock.instant());
      if (Var.PROGRESS_DUE_AT.find(execution) != null) {
        Var.PROGRESS_DUE_AT.set(execution, Date.from(messages.clock.instant().plus(Duration.ofMinutes(1))));
      }
      messages.deadlines.redate(number);
      messages.trace.note(execution, "CLOCK_RESUMED", "恢复计时", Case.take(execution, Set.of("reason")));
    }
  }

  /** Message {@code ExtensionRequested}: clock, extendBy, interimMeasures, reason. Interim measures come first. [003] */
  @FlowBean(as = "requestExtension")
  static class RequestExtension implements JavaDelegate {

    private final ClockMessages messages;

    RequestExtension(ClockMessages messages) {
      this.messages = messages;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var number = Case.number(execution);
      var fields = Case.take(execution, Set.of("clock", "extendBy", "interimMeasures", "reason"));
      var in = messages.reader(fields);
      var kind = in.text("clock", 50) == null ? Clock.RESOLUTION : in.text("clock", 50);
      var by = in.matching("extendBy", "PT\\d{1,4}H|\\d{1,3}(WD|BH)", "应写作 PT24H(小时)、8BH(工作小时)或 2WD(工作日)");
      in.requiredText("reason", 1_000);
      if (in.text("interimMeasures", 4_000) == null && in.fine("interimMeasures")) {
        in.fault("interimMeasures", "请先书面回复临时处理措施，再申请延期");
      }
      if (by == null && in.fine("extendBy")) {
        in.fault("extendBy", "必填");
      }
      if (messages.deadlines.open(number, kind).isEmpty()) {
        in.fault("clock", "没有正在计时的时限可以延期");
      }
      in.throwIfFaulty();
      var severity = messages.complaints.get(number).ratings().severity();
      execution.setVariable("extensionApprover",
          severity.compareTo(Severity.MAJOR) >= 0 ? "board-office" : "cs-supervisor");
      execution.setVariable("extensionClock", kind);
      execution.setVariable("extensionBy", by);
      messages.trace.note(execution, "EXTENSION_REQUESTED",
          "申请将%s时限延长 %s".formatted(ClockNames.of(kind), Amount.parse(by).label()), fields);
    }
  }

  /** 延长时限: old and new stand in the ledger. */
  @FlowBean(as = "extendClock")
  static class Extend implements JavaDelegate {

    private final ClockMessages messages;

    Extend(ClockMessages messages) {
      this.messages = messages;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var number = Case.number(execution);
      var kind = (String) execution.getVariable("extensionClock");
      var by = Amount.parse((String) execution.getVariable("extensionBy"));
      var extended = orRefuse("extensionDecision", () -> messages.clocks.extend(number, kind, by, "延期获批",
          Trace.actor(), messages.clock.instant()));
      messages.deadlines.redate(number);
      messages.trace.note(execution, "EXTENDED", "%s时限延长 %s，新期限 %s".formatted(ClockNames.of(kind), by.label(),
          messages.announcer.minute(extended.dueAt())), Map.of("clock", kind, "by", by.code()));
      messages.announcer.holders(number, NoticeEvent.EXTENSION_DECIDED,
          Map.of("decision", "同意", "due", messages.announcer.minute(extended.dueAt())), null);
    }
  }
}
