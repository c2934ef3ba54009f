package io.huiyin.flow.delegate;

import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.trace.Trace;
import io.huiyin.notification.NoticeEvent;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** 续借: for as many days again, if somebody else agrees before the end. [000][ours] */
final class LoanExtensions {

  private static final String CLOCK = "LOAN_EXTENSION";
  private static final String TASK = "userTask_approveLoanExtension";

  private LoanExtensions() {
  }

  /** 核对续借申请: what the rules do not allow is refused at once. */
  @FlowBean(as = "requestLoanExtension")
  static class Request extends LoanStep {

    private final Complaints complaints;

    Request(LoanRecord on, Complaints complaints) {
      super(on);
      this.complaints = complaints;
    }

    @Override
    public void execute(DelegateExecution execution) {
      if (on.loan(execution).until() == null) {
        throw new InvalidInput("loan", "申请还没有批准，不能续借");
      }
      var loan = on.loans.demandExtendable(LoanRecord.id(execution));
      if (on.waitsAt(execution, TASK)) {
        throw new InvalidInput("loan", "续借申请正在审批，不用重复申请");
      }
      var complaint = complaints.get(loan.number());
      complaint.refuseRestricted("loan");
      if (complaint.sensitive() && !loan.sensitive()) {
        throw new InvalidInput("loan", "这份档案已列为高度敏感，不能续借，请重新申请");
      }
      var then = on.until(loan.until(), loan.days());
      on.note(execution, "LOAN_EXTENSION_REQUESTED", "%s申请续借 %d 天".formatted(on.announcer.name(loan.borrower()), loan.days()),
          Map.of("dueNow", on.announcer.minute(loan.until()), "dueThen", on.announcer.minute(then)));
    }
  }

  /** 延后到期: timers and due date move. */
  @FlowBean(as = "extendLoan")
  static class Extend extends LoanStep {

    Extend(LoanRecord on) {
      super(on);
    }

    @Override
    public void execute(DelegateExecution execution) {
      var before = on.loan(execution);
      var loan = on.loans.extend(before.id(), on.until(before.until(), before.days()));
      var until = on.announcer.minute(loan.until());
      on.settled(execution, CLOCK, TASK);
      on.moved(execution, loan.until(), loan.until().minus(LoanRecord.REMINDER));
      on.note(execution, "LOAN_EXTENDED", "%s续借，至 %s".formatted(on.announcer.name(loan.borrower()), until),
          Map.of("until", loan.until().toString()));
      on.tell(loan, NoticeEvent.LOAN_DECIDED, Map.of("decision", "已续借", "due", until,
          "by", on.announcer.name(Trace.actor())), "extended:" + loan.extensionsLeft());
    }
  }

  /** 告知不予续借: the end stays; so it does if nobody has decided before it. */
  @FlowBean(as = "refuseLoanExtension")
  static class Refuse extends LoanStep {

    private final Submissions submissions;

    Refuse(LoanRecord on, Submissions submissions) {
      super(on);
      this.submissions = submissions;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var loan = on.loan(execution);
      var decided = execution.getVariable("loanExtensionDecision") != null;
      var facts = new HashMap<>(Map.of("due", on.announcer.minute(loan.until())));
      if (decided) {
        facts.putAll(Map.of("decision", "不同意续借", "by", on.announcer.name(Trace.actor()),
            "reason", submissions.latest(loan.number(), "loanExtensionOpinion")));
      } else {
        facts.putAll(Map.of("decision", "续借申请失效", "reason", "到期前没有审批"));
      }
      on.settled(execution, CLOCK, TASK);
      on.note(execution, "LOAN_NOT_EXTENDED", (decided ? "未同意%s续借" : "%s的续借申请到期前没有审批，已失效")
          .formatted(on.announcer.name(loan.borrower())), Map.of());
      on.tell(loan, NoticeEvent.LOAN_DECIDED, facts, "not-extended:" + execution.getId());
    }
  }
}
