package io.huiyin.flow.delegate;

import io.huiyin.archive.Loan;
import io.huiyin.archive.Loan.Medium;
import io.huiyin.archive.Loans;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.trace.Trace;
import io.huiyin.identity.AccessLog;
import io.huiyin.identity.AccessLog.Action;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Directory;
import io.huiyin.notification.NoticeEvent;
import io.huiyin.sla.Clocks;
import io.huiyin.sla.WorkingCalendar;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The steps of {@code archive-loan} (档案借阅). The instance carries the loan's id; what it says stands in the register. [000] */
@Component
class LoanSteps {

  private static final String PROCESS = "archive-loan";
  private static final String LOAN = "loan";
  private static final String UNTIL = "loanUntil";
  private static final String REMIND_AT = "loanRemindAt";
  private static final String DECISION = "LOAN_DECISION";
  private static final String RETURN = "LOAN_RETURN";
  /** Before the end of a paper loan, so that there is a day left to bring it. [ours] */
  private static final Duration REMINDER = Duration.ofHours(24);

  private final Loans loans;
  private final CaseAccess access;
  private final AccessLog log;
  private final Directory directory;
  private final Deadlines deadlines;
  private final WorkingCalendar calendar;
  private final Announcer announcer;
  private final Trace trace;
  private final Clock clock;
  private final ObjectProvider<RuntimeService> runtime;
  private final ObjectProvider<ManagementService> management;
  private final ObjectProvider<TaskService> tasks;

  LoanSteps(Loans loans, CaseAccess access, AccessLog log, Directory directory, Deadlines deadlines,
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

  private static long id(DelegateExecution execution) {
    return ((Number) execution.getVariable(LOAN)).longValue();
  }

  private Loan loan(DelegateExecution execution) {
    return loans.find(id(execution)).orElseThrow();
  }

  /** Close of business of the last day; of the next working day if that one is not worked. */
  private Instant until(Instant from, int days) {
    var day = from.atZone(clock.getZone()).toLocalDate().plusDays(days);
    return calendar.closeOfSameDay(day.atStartOfDay(clock.getZone()).toInstant());
  }

  /** The engine's timers of this loan follow its end. */
  private void ends(DelegateExecution execution, Instant until) {
    execution.setVariable(UNTIL, Date.from(until));
    execution.setVariable(REMIND_AT, Date.from(until.minus(REMINDER)));
  }

  private void note(DelegateExecution execution, String kind, String summary, Map<String, ?> facts) {
    var all = new HashMap<String, Object>(facts);
    all.put("instance", execution.getProcessInstanceId());
    all.put(LOAN, id(execution));
    trace.note(execution, kind, summary, all);
  }

  private void log(Loan loan, Loan.Status status) {
    directory.person(loan.borrower()).ifPresent(
        borrower -> log.record(borrower, loan.number().value(), Action.LOAN, status.name() + ":" + loan.id()));
  }

  private void tell(Loan loan, NoticeEvent event, Map<String, String> facts, String once) {
    announcer.person(loan.number(), event, loan.borrower(), facts, once + ":" + loan.id());
  }

  /** One decision clock serves all requests for an archive: it starts anew for those that wait. */
  private void settled(DelegateExecution execution) {
    var others = tasks.getObject().createTaskQuery().processDefinitionKey(PROCESS)
        .processInstanceBusinessKey(execution.getProcessBusinessKey()).taskDefinitionKey("userTask_approveLoan").list()
        .stream().filter(task -> !task.getProcessInstanceId().equals(execution.getProcessInstanceId())).toList();
    if (!others.isEmpty()) {
      deadlines.start(execution, DECISION);
      deadlines.redate(Case.number(execution));
    }
  }

  /** One step; {@code act} is all that it does. */
  private abstract static class Step implements JavaDelegate {

    final LoanSteps on;

    Step(LoanSteps on) {
      this.on = on;
    }
  }

  /** 核对并登记申请: within what the table allows, and nobody borrows what is open to them anyway. */
  @FlowBean(as = "requestLoan")
  static class Request extends Step {

    Request(LoanSteps on) {
      super(on);
    }

    @Override
    public void execute(DelegateExecution execution) {
      var message = ReceivedMessage.take(execution, on.clock, "purpose", "days", "medium");
      var in = message.in();
      var purpose = in.requiredText("purpose", 1_000);
      var days = in.number("days", 1, (int) execution.getVariable("loanLongest"), 0);
      if (days == 0 && in.fine("days")) {
        in.fault("days", "必填");
      }
      var medium = in.required("medium", Medium.class);
      var borrower = on.directory.person(Trace.actor()).orElseThrow();
      var sensitive = (boolean) execution.getVariable("sensitive");
      if (medium == Medium.ELECTRONIC && on.access.maySee(borrower, message.number().value(), sensitive)) {
        in.fault("medium", "您可以直接查看这份档案，不用借阅电子档案");
      }
      in.throwIfFaulty();
      var loan = on.loans.request(message.number(), borrower.id(), purpose, days, medium, sensitive,
          (int) execution.getVariable("loanExtensions"));
      execution.setVariable(LOAN, loan.id());
      execution.setVariable("loanBorrower", borrower.id());
      var facts = new HashMap<String, Object>(Map.of("borrower", borrower.name(), "purpose", purpose,
          "days", days + " 天", "medium", medium.label()));
      on.loans.location(message.number()).filter(where -> loan.isPaper()).ifPresent(where -> facts.put("location", where));
      on.note(execution, "LOAN_REQUESTED", "%s申请借阅%s档案 %d 天".formatted(borrower.name(), medium.label(), days), facts);
      on.log(loan, loan.status());
    }
  }

  /** 审批借阅: an agreed paper loan must still be possible. */
  @FlowBean(as = "decideLoan")
  static class Decide implements TaskListener {

    private final LoanSteps on;

    Decide(LoanSteps on) {
      this.on = on;
    }

    @Override
    public void notify(DelegateTask task) {
      var opinion = (String) task.getVariable("loanOpinion");
      var loan = on.loan(task.getExecution());
      if ("APPROVED".equals(task.getVariable("loanDecision"))) {
        var lent = on.loans.lend(loan.id(), Trace.actor(), opinion, on.until(on.clock.instant(), loan.days()));
        on.ends(task.getExecution(), lent.until());
      } else {
        on.loans.refuse(loan.id(), Trace.actor(), opinion);
      }
    }
  }

  /** 登记借阅并开放: told to the borrower, on record in the case file. */
  @FlowBean(as = "openLoan")
  static class Open extends Step {

    Open(LoanSteps on) {
      super(on);
    }

    @Override
    public void execute(DelegateExecution execution) {
      var loan = on.loan(execution);
      on.settled(execution);
      on.note(execution, "LOAN_APPROVED", "同意%s借阅%s档案，至 %s".formatted(on.announcer.name(loan.borrower()),
          loan.medium().label(), on.announcer.minute(loan.until())), Map.of("until", loan.until().toString()));
      on.log(loan, loan.status());
      on.tell(loan, NoticeEvent.LOAN_DECIDED, Map.of("decision", "同意", "due", on.announcer.minute(loan.until()),
          "by", on.announcer.name(loan.decidedBy()), "reason", Optional.ofNullable(loan.opinion()).orElse("")), "loan");
    }
  }

  /** 告知不予借阅. */
  @FlowBean(as = "refuseLoan")
  static class Refuse extends Step {

    Refuse(LoanSteps on) {
      super(on);
    }

    @Override
    public void execute(DelegateExecution execution) {
      var loan = on.loan(execution);
      on.settled(execution);
      on.note(execution, "LOAN_REFUSED", "未同意%s的借阅申请".formatted(on.announcer.name(loan.borrower())), Map.of());
      on.log(loan, loan.status());
      on.tell(loan, NoticeEvent.LOAN_DECIDED, Map.of("decision", "不同意", "by", on.announcer.name(loan.decidedBy()),
          "reason", Optional.ofNullable(loan.opinion()).orElse("")), "loan");
    }
  }

  /** 登记撤回. */
  @FlowBean(as = "withdrawLoan")
  static class Withdraw extends Step {

    Withdraw(LoanSteps on) {
      super(on);
    }

    @Override
    public void execute(DelegateExecution execution) {
      var loan = on.loans.withdraw(id(execution));
      on.settled(execution);
      on.note(execution, "LOAN_WITHDRAWN", "%s撤回了借阅申请".formatted(on.announcer.name(loan.borrower())), Map.of());
    }
  }

  /** 登记纸质借出: by whom, when. */
  @FlowBean(as = "handOutPaper")
  static class HandOut implements TaskListener {

    private final LoanSteps on;

    HandOut(LoanSteps on) {
      this.on = on;
    }

    @Override
    public void notify(DelegateTask task) {
      var loan = on.loans.handOut(id(task.getExecution()), Trace.actor());
      on.note(task.getExecution(), "PAPER_HANDED_OUT", "纸质案卷借出给%s，%s 前归还".formatted(
              on.announcer.name(loan.borrower()), on.announcer.minute(loan.until())),
          Map.of("note", Optional.ofNullable((String) task.getVariable("handOutNote")).orElse("")));
    }
  }

  /** 登记归还: the paper is back, or lost. */
  @FlowBean(as = "takeBackPaper")
  static class TakeBack implements TaskListener {

    private final LoanSteps on;

    TakeBack(LoanSteps on) {
      this.on = on;
    }

    @Override
    public void notify(DelegateTask task) {
      var note = (String) task.getVariable("returnNote");
      if ("LOST".equals(task.getVariable("returnOutcome"))) {
        on.loans.lose(id(task.getExecution()), Trace.actor(), note);
      } else {
        on.loans.giveBack(id(task.getExecution()), Trace.actor(), note);
      }
    }
  }

  /** 提醒借阅人: the paper is to be back soon. */
  @FlowBean(as = "remindBorrower")
  static class Remind extends Step {

    Remind(LoanSteps on) {
      super(on);
    }

    @Override
    public void execute(DelegateExecution execution) {
      var loan = on.loan(execution);
      var due = on.announcer.minute(loan.until());
      on.tell(loan, NoticeEvent.LOAN_DUE, Map.of("due", due, "explanation", "即将到期，请按时归还纸质案卷"), "due:" + due);
    }
  }

  /** 催还并开始计时: the paper is not back; the borrower is told, and the clock of the return starts. */
  @FlowBean(as = "recallPaper")
  static class Recall extends Step {

    Recall(LoanSteps on) {
      super(on);
    }

    @Override
    public void execute(DelegateExecution execution) {
      var loan = on.loan(execution);
      var due = on.announcer.minute(loan.until());
      on.deadlines.start(execution, RETURN);
      on.deadlines.redate(loan.number());
      on.note(execution, "LOAN_OVERDUE", "纸质案卷逾期未还，向%s催还".formatted(on.announcer.name(loan.borrower())), Map.of());
      on.tell(loan, NoticeEvent.LOAN_DUE, Map.of("due", due, "explanation", "已经逾期，请立即归还纸质案卷"), "overdue:" + due);
    }
  }

  /** 结束借阅: the paper is back, or the time for reading is up. */
  @FlowBean(as = "endLoan")
  static class End extends Step {

    End(LoanSteps on) {
      super(on);
    }

    @Override
    public void execute(DelegateExecution execution) {
      var before = on.loan(execution);
      var paper = before.isPaper();
      var loan = paper ? before : on.loans.giveBack(before.id(), Clocks.SYSTEM, null);
      on.note(execution, "LOAN_ENDED", paper ? "%s归还了纸质案卷".formatted(on.announcer.name(loan.borrower()))
          : "%s的借阅到期，案卷已关闭".formatted(on.announcer.name(loan.borrower())), Map.of());
      on.log(loan, loan.status());
    }
  }

  /** 记入案卷并报告: lost paper is a finding in the file, and customer service's manager and the board office hear of it. */
  @FlowBean(as = "recordLoss")
  static class Lose extends Step {

    Lose(LoanSteps on) {
      super(on);
    }

    @Override
    public void execute(DelegateExecution execution) {
      var loan = on.loan(execution);
      on.note(execution, "PAPER_LOST", "%s借出的纸质案卷丢失".formatted(on.announcer.name(loan.borrower())), Map.of());
      on.log(loan, loan.status());
      for (var group : List.of("cs-manager", "board-office")) {
        on.announcer.group(loan.number(), NoticeEvent.PAPER_LOST, group,
            Map.of("holder", on.announcer.name(loan.borrower()), "by", on.announcer.name(Trace.actor())),
            "lost:" + loan.id());
      }
    }
  }

  /** 核对并续借: for as many days again; timers and due date move. */
  @FlowBean(as = "extendLoan")
  static class Extend extends Step {

    Extend(LoanSteps on) {
      super(on);
    }

    @Override
    public void execute(DelegateExecution execution) {
      var before = on.loan(execution);
      if (before.until() == null) {
        throw new InvalidInput("loan", "申请还没有批准，不能续借");
      }
      var loan = on.loans.extend(before.id(), on.until(before.until(), before.days()));
      var instance = execution.getProcessInstanceId();
      on.runtime.getObject().setVariable(instance, UNTIL, Date.from(loan.until()));
      on.runtime.getObject().setVariable(instance, REMIND_AT, Date.from(loan.until().minus(REMINDER)));
      on.management.getObject().createJobQuery().processInstanceId(instance).timers().list()
          .forEach(job -> on.management.getObject().recalculateJobDuedate(job.getId(), false));
      on.tasks.getObject().createTaskQuery().processInstanceId(instance).taskDefinitionKey("userTask_confirmReturn")
          .list().forEach(task -> {
            task.setDueDate(Date.from(loan.until()));
            on.tasks.getObject().saveTask(task);
          });
      on.note(execution, "LOAN_EXTENDED", "%s续借，至 %s".formatted(on.announcer.name(loan.borrower()),
          on.announcer.minute(loan.until())), Map.of("until", loan.until().toString()));
      on.tell(loan, NoticeEvent.LOAN_DECIDED, Map.of("decision", "已续借", "due", on.announcer.minute(loan.until())),
          "extended:" + loan.extensionsLeft());
    }
  }
}
