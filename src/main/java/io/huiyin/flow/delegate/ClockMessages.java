package io.huiyin.flow.delegate;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.Complexity;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.Priority;
import io.huiyin.complaint.Ratings;
import io.huiyin.complaint.Severity;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.Var;
import io.huiyin.flow.trace.Trace;
import io.huiyin.sla.ClockException;
import io.huiyin.sla.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** What moves the clocks of a running case: re-grading and waiting for the customer. Extension is a process. [001][003] */
@Component
class ClockMessages {

  private static final Set<String> RATINGS = Set.of("priority", "severity", "complexity");

  private final Complaints complaints;
  private final Clocks clocks;
  private final Deadlines deadlines;
  private final CustomerContact customerContact;
  private final Announcer announcer;
  private final Trace trace;
  private final java.time.Clock clock;

  ClockMessages(Complaints complaints, Clocks clocks, Deadlines deadlines, CustomerContact customerContact,
      Announcer announcer, Trace trace, java.time.Clock clock) {
    this.complaints = complaints;
    this.clocks = clocks;
    this.deadlines = deadlines;
    this.customerContact = customerContact;
    this.announcer = announcer;
    this.trace = trace;
    this.clock = clock;
  }

  /** Sets when the customer hears from us next, if progress is being reported at all. */
  private void nextProgress(ComplaintNumber number, Instant at) {
    customerContact.hearsAnew(number, Var.PROGRESS_DUE_AT.name(), Date.from(at));
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
      var message = ReceivedMessage.take(execution, messages.clock, "reason");
      RATINGS.forEach(name -> message.fields().put(name, execution.getVariable(name)));
      var reason = message.reason();
      var priority = message.in().required("priority", Priority.class);
      var severity = message.in().required("severity", Severity.class);
      var complexity = message.in().required("complexity", Complexity.class);
      message.in().throwIfFaulty();
      var before = messages.complaints.get(message.number());
      var ratings = before.atLeast(new Ratings(priority, severity, complexity));
      Case.setRatings(execution, ratings);
      messages.complaints.classify(message.number(), before.category(), ratings, before.sensitive(), null, null);
      messages.clocks.regrade(message.number(), ratings, reason, Trace.actor(), messages.clock.instant());
      if (!ratings.equals(before.ratings())) {
        messages.deadlines.voidExtensions(message.number());
      }
      messages.deadlines.redate(message.number());
      messages.trace.note(execution, "REGRADED", "重新定级：优先级 %s→%s，严重程度 %s→%s".formatted(
          before.ratings().priority(), ratings.priority(), before.ratings().severity().label(),
          ratings.severity().label()), message.fields());
      messages.customerContact.hears(message.number(), before.ratings(), ratings);
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
      var message = ReceivedMessage.take(execution, messages.clock, "reason");
      var reason = message.reason();
      message.in().throwIfFaulty();
      var limit = pausedUntil(execution, message.number(), reason);
      execution.setVariable("pauseLimitAt", Date.from(limit));
      messages.nextProgress(message.number(), limit);
      messages.deadlines.redate(message.number());
      messages.trace.note(execution, "CLOCK_PAUSED",
          "等待客户，暂停计时，最迟 " + messages.announcer.minute(limit) + " 恢复", message.fields());
    }

    /** A clock that cannot pause is the caller's mistake, not the engine's. */
    private Instant pausedUntil(DelegateExecution execution, ComplaintNumber number, String reason) {
      try {
        return messages.clocks.pause(number, Case.ratings(execution), reason, Trace.actor(), messages.clock.instant())
            .get(0).pauseLimitAt();
      } catch (ClockException e) {
        throw new InvalidInput("reason", e.getMessage());
      }
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
      var message = ReceivedMessage.take(execution, messages.clock, "reason");
      messages.clocks.resume(message.number(), Trace.actor(), messages.clock.instant());
      messages.nextProgress(message.number(), messages.clock.instant().plus(Duration.ofMinutes(1)));
      messages.deadlines.redate(message.number());
      messages.trace.note(execution, "CLOCK_RESUMED", "恢复计时", message.fields());
    }
  }
}
