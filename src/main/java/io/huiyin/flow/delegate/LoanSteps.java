package io.huiyin.flow.delegate;

import io.huiyin.archive.Loan;
import io.huiyin.archive.Loan.Medium;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.trace.Trace;
import io.huiyin.notification.NoticeEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;

/** A loan from the request to its end (档案借阅). [000] */
final class LoanSteps {

  private static final String DECISION = "LOAN_DECISION";

  private LoanSteps() {
  }

  /** 核对并登记申请: within what the table allows, and nobody borrows what is open to them anyway. */
  @FlowBean(as = "requestLoan")
  static class Request extends LoanStep {

    Request(LoanRecord on) {
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
          (int) execution.getVariable("loanExtensions"), (String) execution.getVariable("loanRevokers"));
      execution.setVariable("loan", loan.id());
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

    private final LoanRecord on;

    Decide(LoanRecord on) {
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
  static class Open extends LoanStep {

    Open(LoanRecord on) {
      super(on);
    }

    @Override
    public void execute(DelegateExecution execution) {
      var loan = on.loan(execution);
      on.settled(execution, DECISION, "userTask_approveLoan");
      on.note(execution, "LOAN_APPROVED", "同意%s借阅%s档案，至 %s".formatted(on.announcer.name(loan.borrower()),
          loan.medium().label(), on.announcer.minute(loan.until())), Map.of("until", loan.until().toString()));
      on.log(loan, loan.status());
      on.tell(loan, NoticeEvent.LOAN_DECIDED, Map.of("decision", "同意", "due", on.announcer.minute(loan.until()),
          "by", on.announcer.name(loan.decidedBy()), "reason", Optional.ofNullable(loan.opinion()).orElse("")), "loan");
    }
  }

  /** 告知不予借阅. */
  @FlowBean(as = "refuseLoan")
  static class Refuse extends LoanStep {

    Refuse(LoanRecord on) {
      super(on);
    }

    @Override
    public void execute(DelegateExecution execution) {
      var loan = on.loan(execution);
      on.settled(execution, DECISION, "userTask_approveLoan");
      on.note(execution, "LOAN_REFUSED", "未同意%s的借阅申请".formatted(on.announcer.name(loan.borrower())), Map.of());
      on.log(loan, loan.status());
      on.tell(loan, NoticeEvent.LOAN_DECIDED, Map.of("decision", "不同意", "by", on.announcer.name(loan.decidedBy()),
          "reason", Optional.ofNullable(loan.opinion()).orElse("")), "loan");
    }
  }

  /** 登记撤回. */
  @FlowBean(as = "withdrawLoan")
  static class Withdraw extends LoanStep {

    Withdraw(LoanRecord on) {
      super(on);
    }

    @Override
    public void execute(DelegateExecution execution) {
      var loan = on.loans.withdraw(LoanRecord.id(execution));
      on.settled(execution, DECISION, "userTask_approveLoan");
      on.note(execution, "LOAN_WITHDRAWN", "%s撤回了借阅申请".formatted(on.announcer.name(loan.borrower())), Map.of());
    }
  }

  /** 结束借阅: the paper is back, or the time for reading is up. */
  @FlowBean(as = "endLoan")
  static class End extends LoanStep {

    End(LoanRecord on) {
      super(on);
    }

    @Override
    public void execute(DelegateExecution execution) {
      var before = on.loan(execution);
      var loan = before.isPaper() ? before : on.loans.giveBack(before.id(), Trace.actor(), null);
      on.note(execution, "LOAN_ENDED", (before.isPaper() ? "%s归还了纸质案卷"
          : Trace.actor().equals(loan.borrower()) ? "%s提前归还，案卷已关闭" : "%s的借阅到期，案卷已关闭")
          .formatted(on.announcer.name(loan.borrower())), Map.of());
      on.log(loan, loan.status());
    }
  }

  /** 立即关闭: reading ends now, and paper that is out is due now, so that the model calls it in. */
  @FlowBean(as = "revokeLoan")
  static class Revoke extends LoanStep {

    Revoke(LoanRecord on) {
      super(on);
    }

    @Override
    public void execute(DelegateExecution execution) {
      var message = ReceivedMessage.take(execution, on.clock, "reason");
      var reason = message.reason();
      message.in().throwIfFaulty();
      var loan = on.loans.revoke(LoanRecord.id(execution), Trace.actor(), reason);
      if (loan.isOpen()) {
        on.moved(execution, loan.until(), Deadlines.NEVER);
      }
      var by = on.announcer.name(Trace.actor());
      on.note(execution, "LOAN_REVOKED", "%s收回%s的借阅，案卷已关闭".formatted(by, on.announcer.name(loan.borrower())),
          Map.of("reason", reason));
      on.log(loan, Loan.Status.REVOKED);
      on.tell(loan, NoticeEvent.LOAN_REVOKED, Map.of("by", by, "reason", reason), "revoked");
    }
  }
}
