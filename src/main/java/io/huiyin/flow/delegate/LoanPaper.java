package io.huiyin.flow.delegate;

import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.trace.Trace;
import io.huiyin.notification.NoticeEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;

/** What a loan of paper needs: out, back, called in, lost. [000] */
final class LoanPaper {

  private LoanPaper() {
  }

  /** 登记纸质借出: by whom, when. */
  @FlowBean(as = "handOutPaper")
  static class HandOut implements TaskListener {

    private final LoanRecord on;

    HandOut(LoanRecord on) {
      this.on = on;
    }

    @Override
    public void notify(DelegateTask task) {
      var loan = on.loans.handOut(LoanRecord.id(task.getExecution()), Trace.actor());
      on.note(task.getExecution(), "PAPER_HANDED_OUT", "纸质案卷借出给%s，%s 前归还".formatted(
              on.announcer.name(loan.borrower()), on.announcer.minute(loan.until())),
          Map.of("note", Optional.ofNullable((String) task.getVariable("handOutNote")).orElse("")));
    }
  }

  /** 登记归还: the paper is back, or lost. */
  @FlowBean(as = "takeBackPaper")
  static class TakeBack implements TaskListener {

    private final LoanRecord on;

    TakeBack(LoanRecord on) {
      this.on = on;
    }

    @Override
    public void notify(DelegateTask task) {
      var note = (String) task.getVariable("returnNote");
      if ("LOST".equals(task.getVariable("returnOutcome"))) {
        on.loans.lose(LoanRecord.id(task.getExecution()), Trace.actor(), note);
      } else {
        on.loans.giveBack(LoanRecord.id(task.getExecution()), Trace.actor(), note);
      }
    }
  }

  /** 提醒借阅人: the paper is to be back soon. */
  @FlowBean(as = "remindBorrower")
  static class Remind extends LoanStep {

    Remind(LoanRecord on) {
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
  static class Recall extends LoanStep {

    Recall(LoanRecord on) {
      super(on);
    }

    @Override
    public void execute(DelegateExecution execution) {
      var loan = on.loan(execution);
      var due = on.announcer.minute(loan.until());
      on.deadlines.start(execution, "LOAN_RETURN");
      on.deadlines.redate(loan.number());
      on.note(execution, "LOAN_OVERDUE", "纸质案卷逾期未还，向%s催还".formatted(on.announcer.name(loan.borrower())), Map.of());
      on.tell(loan, NoticeEvent.LOAN_DUE, Map.of("due", due, "explanation", "已经逾期，请立即归还纸质案卷"), "overdue:" + due);
    }
  }

  /** 记入案卷并报告: lost paper is a finding in the file, and customer service's manager and the board office hear of it. */
  @FlowBean(as = "recordLoss")
  static class Lose extends LoanStep {

    Lose(LoanRecord on) {
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
}
