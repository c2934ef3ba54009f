package io.huiyin.flow.delegate;

import io.huiyin.archive.Loan;
import io.huiyin.archive.Loans;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.trace.Trace;
import io.huiyin.identity.AccessLog;
import io.huiyin.identity.AccessLog.Action;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Directory;
import io.huiyin.notification.NoticeEvent;
import io.huiyin.sla.WorkingCalendar;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What the steps of {@code archive-loan} share. The instance carries the loan's id; what it says stands in the register. [000] */
@Component
class LoanRecord {

  private static final String PROCESS = "archive-loan";
  private static final String LOAN = "loan";
  /** Before the end of a paper loan, so that there is a day left to bring it. [ours] */
  static final Duration REMINDER = Duration.ofHours(24);

  final Loans loans;
  final CaseAccess access;
  final AccessLog log;
  final Directory directory;
  final Deadlines deadlines;
  final WorkingCalendar calendar;
  final Announcer announcer;
  final Trace trace;
  final Clock clock;
  final ObjectProvider<RuntimeService> runtime;
  final ObjectProvider<ManagementService> management;
  final ObjectProvider<TaskService> tasks;

  LoanRecord(Loans loans, CaseAccess access, AccessLog log, Directory directory, Deadlines deadlines,
      WorkingCalendar calendar, Announcer announcer, Trace trace, Clock clock,
      ObjectProvider<RuntimeService> runtime, ObjectProvider<ManagementService> management,
      ObjectProvider<TaskService> tasks) {
    this.loans = loans;
    this.access = access;
    this.log = log;
    this.directory = directory;
    this.deadlines = deadlines;
    this.calendar = calendar;
    this.announcer = announcer;
    this.trace = trace;
    this.clock = clock;
    this.runtime = runtime;
    this.management = management;
    this.tasks = tasks;
  }

  static long id(DelegateExecution execution) {
    return ((Number) execution.getVariable(LOAN)).longValue();
  }

  Loan loan(DelegateExecution execution) {
    return loans.find(id(execution)).orElseThrow();
  }

  /** Close of business of the last day; of the next working day if that one is not worked. */
  Instant until(Instant from, int days) {
    var day = from.atZone(clock.getZone()).toLocalDate().plusDays(days);
    return calendar.closeOfSameDay(day.atStartOfDay(clock.getZone()).toInstant());
  }

  /** The engine's timers of this loan follow its end. */
  void ends(DelegateExecution execution, Instant until) {
    ends(execution, until, until.minus(REMINDER));
  }

  /** @param remindAt when the borrower of paper is reminded */
  private void ends(DelegateExecution execution, Instant until, Instant remindAt) {
    runtime.getObject().setVariables(execution.getProcessInstanceId(),
        Map.of("loanUntil", Date.from(until), "loanRemindAt", Date.from(remindAt)));
  }

  /** The end has moved: so do timers and the date by which the paper is to be back. */
  void moved(DelegateExecution execution, Instant until, Instant remindAt) {
    var instance = execution.getProcessInstanceId();
    ends(execution, until, remindAt);
    management.getObject().createJobQuery().processInstanceId(instance).timers().list()
        .forEach(job -> management.getObject().recalculateJobDuedate(job.getId(), false));
    tasks.getObject().createTaskQuery().processInstanceId(instance).taskDefinitionKey("userTask_confirmReturn").list()
        .forEach(task -> {
          task.setDueDate(Date.from(until));
          tasks.getObject().saveTask(task);
        });
  }

  void note(DelegateExecution execution, String kind, String summary, Map<String, ?> facts) {
    var all = new HashMap<String, Object>(facts);
    all.put("instance", execution.getProcessInstanceId());
    all.put(LOAN, id(execution));
    trace.note(execution, kind, summary, all);
  }

  void log(Loan loan, Loan.Status status) {
    directory.person(loan.borrower()).ifPresent(
        borrower -> log.record(borrower, loan.number().value(), Action.LOAN, status.name() + ":" + loan.id()));
  }

  void tell(Loan loan, NoticeEvent event, Map<String, String> facts, String once) {
    announcer.person(loan.number(), event, loan.borrower(), facts, once + ":" + loan.id());
  }

  /** Whether such a task of the loan is open. */
  boolean waitsAt(DelegateExecution execution, String task) {
    return tasks.getObject().createTaskQuery().processInstanceId(execution.getProcessInstanceId())
        .taskDefinitionKey(task).count() > 0;
  }

  /** One clock serves all such tasks of an archive: it starts anew for those that wait. */
  void settled(DelegateExecution execution, String clock, String task) {
    var others = tasks.getObject().createTaskQuery().processDefinitionKey(PROCESS)
        .processInstanceBusinessKey(execution.getProcessBusinessKey()).taskDefinitionKey(task).list()
        .stream().filter(other -> !other.getProcessInstanceId().equals(execution.getProcessInstanceId())).toList();
    if (!others.isEmpty()) {
      deadlines.start(execution, clock);
      deadlines.redate(Case.number(execution));
    }
  }
}
