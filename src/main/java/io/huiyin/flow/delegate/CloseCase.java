package io.huiyin.flow.delegate;

import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.Complaints;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.trace.Trace;
import io.huiyin.notification.NoticeEvent;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Ends a case without a solution: declined, explained or withdrawn. The clocks end, the customer is told, the record
 * stays; what runs beside the case hears of a withdrawal. [003] The step's input {@code outcome} says which.
 */
@FlowBean(as = "closeCase")
class CloseCase implements JavaDelegate {

  private final Complaints complaints;
  private final Deadlines deadlines;
  private final LeadingCase leadingCase;
  private final Submissions submissions;
  private final Announcer announcer;
  private final Trace trace;
  private final ObjectProvider<RuntimeService> runtime;

  CloseCase(Complaints complaints, Deadlines deadlines, LeadingCase leadingCase, Submissions submissions,
      Announcer announcer, Trace trace, ObjectProvider<RuntimeService> runtime) {
    this.complaints = complaints;
    this.deadlines = deadlines;
    this.leadingCase = leadingCase;
    this.submissions = submissions;
    this.announcer = announcer;
    this.trace = trace;
    this.runtime = runtime;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var number = Case.number(execution);
    var status = CaseStatus.valueOf((String) execution.getVariableLocal("outcome"));
    var reason = Case.take(execution, Set.of("reason"));
    var again = complaints.get(number).round() == 1 ? "" : ":" + complaints.get(number).round();
    complaints.status(number, status);
    leadingCase.ends(number, false);
    leadingCase.leaves(number);
    deadlines.cancelAll(number, status.label(), Trace.actor());
    if (!reason.isEmpty()) {
      trace.note(execution, "CLOSED", "案件结束：" + status.label(), reason);
    }
    switch (status) {
      case DECLINED -> announcer.customer(number, NoticeEvent.DECLINED,
          Map.of("reason", submissions.latest(number, "declineReason")), "declined" + again);
      case EXPLAINED -> announcer.customer(number, NoticeEvent.EXPLAINED,
          Map.of("explanation", submissions.latest(number, "explanation")), "explained" + again);
      default -> {
        runtime.getObject().createMessageCorrelation("CaseWithdrawn")
            .processInstanceBusinessKey(number.value()).correlateAll();
        announcer.customer(number, NoticeEvent.WITHDRAWN, Map.of(), "withdrawn" + again);
      }
    }
  }
}
