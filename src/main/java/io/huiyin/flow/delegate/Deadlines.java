package io.huiyin.flow.delegate;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.RuleTables;
import io.huiyin.flow.model.Var;
import io.huiyin.sla.Amount;
import io.huiyin.sla.Clock;
import io.huiyin.sla.Clocks;
import io.huiyin.sla.WorkingCalendar;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.runtime.MessageCorrelationBuilder;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Binds the case's clocks to the timers of the models: {@code ${clocks.dueAt(execution, 'PLAN')}}. The engine's timers
 * read their instant here, and are re-dated here when a clock moves.
 */
@FlowBean(as = "clocks")
public class Deadlines {

  /** A timer that has nothing to wait for is set so far ahead that it never fires while its scope lives. */
  static final Instant NEVER = Instant.parse("2999-01-01T00:00:00Z");

  private static final String CLOCK_STOPPED = "ClockStopped";

  private final Clocks clocks;
  private final Complaints complaints;
  private final RuleTables tables;
  private final WorkingCalendar calendar;
  private final java.time.Clock now;
  private final ObjectProvider<RuntimeService> runtime;
  private final ObjectProvider<ManagementService> management;
  private final ObjectProvider<TaskService> tasks;

  Deadlines(Clocks clocks, Complaints complaints, RuleTables tables, WorkingCalendar calendar, java.time.Clock now,
      ObjectProvider<RuntimeService> runtime, ObjectProvider<ManagementService> management,
      ObjectProvider<TaskService> tasks) {
    this.clocks = clocks;
    this.complaints = complaints;
    this.tables = tables;
    this.calendar = calendar;
    this.now = now;
    this.runtime = runtime;
    this.management = management;
    this.tasks = tasks;
  }

  /** Starts the clock of a stage unless it runs already. Returns its kind, for the task to keep. */
  public String start(DelegateExecution execution, String kind) {
    var number = Case.number(execution);
    if (open(number, kind).isEmpty()) {
      clocks.start(number, kind, complaints.get(number).ratings(), now.instant());
    }
    return kind;
  }

  /** Starts a clock that counts from registration, whenever it turned out that it applies. Returns its kind. */
  public String startAtRegistration(DelegateExecution execution, String kind) {
    var number = Case.number(execution);
    if (open(number, kind).isEmpty()) {
      var complaint = complaints.get(number);
      clocks.start(number, kind, complaint.ratings(), complaint.registeredAt());
    }
    return kind;
  }

  /** When somebody begins to watch over this clock. */
  public Date warnAt(DelegateExecution execution, String kind) {
    return date(execution, kind, Clock::watchedFrom);
  }

  public Date dueAt(DelegateExecution execution, String kind) {
    return date(execution, kind, Clock::dueAt);
  }

  /** By when a step that belongs to no single case is to be done, from now on, by the same table as the clocks. */
  public Date limitOf(DelegateExecution execution, String kind) {
    return Date.from(Amount.parse(limit(kind).text("allowance")).after(now.instant(), calendar));
  }

  /** Whom such a step is told to when it is late: a group. */
  public String watcherOf(DelegateExecution execution, String kind) {
    return limit(kind).text("escalateTo");
  }

  private RuleTables.Answer limit(String kind) {
    return tables.askOne("sla-policy", Map.of("clock", kind));
  }

  /** When {@code sla-escalation} is to look again at the clock that it watches; at once if that has stopped. */
  public Date nextAt(DelegateExecution execution, String kind) {
    var at = now.instant();
    return Date.from(watched(execution).map(clock -> Optional.ofNullable(clock.nextAt(at)).orElse(NEVER)).orElse(at));
  }

  /** The clock that this instance of {@code sla-escalation} watches, unless it has stopped. */
  Optional<Clock> watched(DelegateExecution execution) {
    var round = Var.CLOCK_ROUND.get(execution);
    return open(Case.number(execution), Var.CLOCK.get(execution)).filter(clock -> clock.round() == round);
  }

  /** Stops a clock because what it waited for has happened; whoever watches over it is told. */
  public void stop(ComplaintNumber number, String kind, Instant at) {
    clocks.stop(number, kind, at).ifPresent(
        clock -> tellStopped(clock, at, open(number, Clock.EXTENSION_DECISION).isPresent()));
  }

  /** Cancels a clock because its stage is left undone; whoever watches over it is told. */
  public void cancel(ComplaintNumber number, String kind, String reason, String actor) {
    var at = now.instant();
    clocks.cancel(number, kind, reason, actor, at).ifPresent(
        clock -> tellStopped(clock, at, open(number, Clock.EXTENSION_DECISION).isPresent()));
  }

  /**
   * Cancels what still runs, because the case ends without a result; whoever watches over it is told. A customer's request
   * about personal data is none of the handling: its answer stays due.
   */
  public void cancelAll(ComplaintNumber number, String reason, String actor) {
    var at = now.instant();
    var cancelled = clocks.of(number).stream().filter(clock -> clock.isOpen() && !clock.kind().equals("ERASURE"))
        .map(clock -> clocks.cancel(number, clock.kind(), reason, actor, at)).flatMap(Optional::stream).toList();
    var extensionAsked = cancelled.stream().anyMatch(clock -> clock.kind().equals(Clock.EXTENSION_DECISION));
    cancelled.forEach(clock -> tellStopped(clock, at, extensionAsked));
  }

  /**
   * Starts {@code sla-escalation} for the open clock of a kind, unless that is watched already. It is an instance of its
   * own: what a manager has to do about a missed deadline outlives the step that missed it.
   */
  void supervise(ComplaintNumber number, String kind) {
    open(number, kind).filter(clock -> !isWatched(clock)).ifPresent(clock ->
        runtime.getObject().createMessageCorrelation("SupervisionNeeded")
            .processInstanceBusinessKey(number.value()).setVariable(Var.CLOCK.name(), kind)
            .setVariable(Var.CLOCK_ROUND.name(), clock.round()).correlateStartMessage());
  }

  private boolean isWatched(Clock clock) {
    return runtime.getObject().createExecutionQuery().processInstanceBusinessKey(clock.number().value())
        .messageEventSubscriptionName(CLOCK_STOPPED).processVariableValueEquals(Var.CLOCK.name(), clock.kind())
        .processVariableValueEquals(Var.CLOCK_ROUND.name(), clock.round()).count() > 0;
  }

  /** Nobody watches over a clock before its warning. An extension of what has stopped needs no decision. */
  private void tellStopped(Clock clock, Instant at, boolean extensionAsked) {
    if (clock.mayBeWatched(at)) {
      about(clock, CLOCK_STOPPED).processInstanceVariableEquals(Var.CLOCK_ROUND.name(), clock.round()).correlateAll();
    }
    if (extensionAsked) {
      about(clock, "ExtensionNotNeeded").correlateAll();
    }
  }

  private MessageCorrelationBuilder about(Clock clock, String message) {
    return runtime.getObject().createMessageCorrelation(message).processInstanceBusinessKey(clock.number().value())
        .processInstanceVariableEquals(Var.CLOCK.name(), clock.kind());
  }

  /** The case is graded anew: what was asked for on the old deadlines, by the old rules, is void. [ours] */
  void voidExtensions(ComplaintNumber number) {
    if (open(number, Clock.EXTENSION_DECISION).isPresent()) {
      runtime.getObject().createMessageCorrelation("RatingsChanged")
          .processInstanceBusinessKey(number.value()).correlateAll();
    }
  }

  /**
   * Moves every timer and every task's due date of a case to where its clocks now stand, and tells the main process.
   * To be called after any change of a running clock.
   */
  public void redate(ComplaintNumber number) {
    var instances = runtime.getObject().createProcessInstanceQuery().processInstanceBusinessKey(number.value()).list()
        .stream().map(ProcessInstance::getId).collect(Collectors.toSet());
    management.getObject().createJobQuery().processInstanceIds(instances).timers().list()
        .forEach(job -> management.getObject().recalculateJobDuedate(job.getId(), false));
    for (var task : tasks.getObject().createTaskQuery().processInstanceBusinessKey(number.value()).list()) {
      var kind = (String) tasks.getObject().getVariable(task.getId(), Var.CLOCK.name());
      if (kind != null && task.getDueDate() != null) {
        open(number, kind).map(clock -> Date.from(clock.dueAt())).filter(due -> !due.equals(task.getDueDate()))
            .ifPresent(due -> {
              task.setDueDate(due);
              tasks.getObject().saveTask(task);
            });
      }
    }
    publish(number);
  }

  /** Writes the public due instants of a case to its main process. */
  public void publish(ComplaintNumber number) {
    var main = complaints.get(number).processInstanceId();
    open(number, Clock.RESPONSE).ifPresent(clock -> publish(main, Var.RESPONSE_DUE_AT, clock));
    open(number, Clock.RESOLUTION).ifPresent(clock -> publish(main, Var.RESOLUTION_DUE_AT, clock));
  }

  private void publish(String main, Var<Date> variable, Clock clock) {
    var due = Date.from(clock.dueAt());
    if (!due.equals(runtime.getObject().getVariable(main, variable.name()))) {
      runtime.getObject().setVariable(main, variable.name(), due);
    }
  }

  /** How the case stands now that this clock was told about: only its two public clocks count. */
  void status(Clock clock, String status) {
    if (clock.kind().equals(Clock.RESPONSE) || clock.kind().equals(Clock.RESOLUTION)) {
      status(clock.number(), status);
    }
  }

  /** How the case stands with its two public clocks; a breach stays. */
  public void status(ComplaintNumber number, String status) {
    var main = complaints.get(number).processInstanceId();
    if (!runtime.getObject().createProcessInstanceQuery().processInstanceId(main).list().isEmpty()
        && !"BREACHED".equals(runtime.getObject().getVariable(main, Var.SLA_STATUS.name()))) {
      runtime.getObject().setVariable(main, Var.SLA_STATUS.name(), status);
    }
  }

  /** The instants for which the case's timers are set, clock by clock. */
  public List<List<Instant>> dates(ComplaintNumber number) {
    return clocks.of(number).stream()
        .map(clock -> Arrays.asList(clock.warnAt(), clock.dueAt(), clock.escalateAt())).toList();
  }

  /** The running or paused clock of a kind. */
  public Optional<Clock> open(ComplaintNumber number, String kind) {
    return clocks.of(number).stream().filter(clock -> clock.kind().equals(kind) && clock.isOpen()).findFirst();
  }

  private Date date(DelegateExecution execution, String kind, Function<Clock, Instant> instant) {
    return Date.from(open(Case.number(execution), kind).map(instant).orElse(NEVER));
  }
}
