package io.huiyin.flow.delegate;

import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.Complaints;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.Var;
import io.huiyin.flow.trace.Trace;
import io.huiyin.notification.NoticeEvent;
import io.huiyin.sla.Clock;
import io.huiyin.sla.Clocks;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** From telling the result to the customer's word on it. [001] */
final class Results {

  private Results() {
  }

  /** 登记已告知: the customer has the result, by word and in writing; the resolution clock has stopped with the task. */
  @FlowBean(as = "recordResultTold")
  static class Told implements JavaDelegate {

    private final Complaints complaints;
    private final LeadingCase leadingCase;
    private final Submissions submissions;
    private final Deadlines deadlines;
    private final CustomerContact customerContact;
    private final Announcer announcer;

    Told(Complaints complaints, LeadingCase leadingCase, Submissions submissions, Deadlines deadlines,
        CustomerContact customerContact, Announcer announcer) {
      this.complaints = complaints;
      this.leadingCase = leadingCase;
      this.submissions = submissions;
      this.deadlines = deadlines;
      this.customerContact = customerContact;
      this.announcer = announcer;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var number = Case.number(execution);
      complaints.status(number, CaseStatus.RESULT_TOLD);
      deadlines.status(number, "MET");
      leadingCase.ends(number, true);
      Var.SUBSTANTIVE_CONTACT.set(execution, true);
      announcer.customer(number, NoticeEvent.RESULT_TOLD, Map.of("result", submissions.latest(number, "resultTold")),
          "result:" + Var.ROUND.get(execution));
      customerContact.hears(number, Map.of(Var.CUSTOMER_TOLD.name(), true));
    }
  }

  /** 登记客户异议: what the customer objects to, from the task or from the message {@code CustomerObjected}. */
  @FlowBean(as = "recordObjection")
  static class Objected implements JavaDelegate {

    private final Trace trace;

    Objected(Trace trace) {
      this.trace = trace;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var fields = Case.take(execution, Set.of("objectionPoint", "reason"));
      trace.note(execution, "CUSTOMER_OBJECTED", "客户对处理结果提出异议，第 " + Var.ROUND.get(execution) + " 轮", fields);
    }
  }

  /** 开始下一轮办理: a new round with a resolution clock of its own; what the earlier round met or missed stays. [ours] */
  @FlowBean(as = "startNextRound")
  static class NextRound implements JavaDelegate {

    private final Complaints complaints;
    private final Clocks clocks;
    private final Deadlines deadlines;
    private final java.time.Clock clock;

    NextRound(Complaints complaints, Clocks clocks, Deadlines deadlines, java.time.Clock clock) {
      this.complaints = complaints;
      this.clocks = clocks;
      this.deadlines = deadlines;
      this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var number = Case.number(execution);
      var round = complaints.nextRound(number);
      clocks.start(number, Clock.RESOLUTION, complaints.get(number).ratings(), clock.instant());
      deadlines.publish(number);
      deadlines.status(number, "ON_TRACK");
      execution.setVariable("customerOutcome", "REPLAN");
      Var.ROUND.set(execution, round);
    }
  }

  /** 登记客户确认 or 终局答复; the step's input {@code outcome} says which. */
  @FlowBean(as = "recordConfirmation")
  static class Confirmed implements JavaDelegate {

    private final Complaints complaints;
    private final Trace trace;

    Confirmed(Complaints complaints, Trace trace) {
      this.complaints = complaints;
      this.trace = trace;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var fields = Case.take(execution, Set.of("confirmationNote", "reason"));
      var outcome = (String) execution.getVariableLocal("outcome");
      var accepted = "ACCEPTED".equals(outcome);
      complaints.status(Case.number(execution), accepted ? CaseStatus.CONFIRMED : CaseStatus.CLOSED);
      trace.note(execution, accepted ? "CUSTOMER_CONFIRMED" : "FINAL_ANSWER",
          accepted ? "客户确认处理结果" : "董事办裁定为终局答复", fields);
      execution.setVariable("customerOutcome", outcome);
    }
  }
}
