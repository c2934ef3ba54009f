package io.huiyin.flow.delegate;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.GroupComplaints;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.Var;
import io.huiyin.flow.trace.Trace;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Tells the cases of a group that their leading case is settled, or is not going to be. */
@Component
class LeadingCase {

  private final GroupComplaints groups;
  private final ObjectProvider<RuntimeService> runtime;

  LeadingCase(GroupComplaints groups, ObjectProvider<RuntimeService> runtime) {
    this.groups = groups;
    this.runtime = runtime;
  }

  /** The leading case ends: with a result for all of them, or without one. Each goes on in a transaction of its own. */
  void ends(ComplaintNumber number, boolean settled) {
    groups.endWaitingFor(number, settled).forEach(waiting -> runtime.getObject()
        .createMessageCorrelation("LeadingCaseSettled").processInstanceBusinessKey(waiting.value()).correlateAll());
  }

  /** The case ends by itself and waits for nobody. */
  void leaves(ComplaintNumber number) {
    groups.leave(number);
  }

  /** 登记牵头案件结果: with a result the case goes on under the leading case's unit, without one it is accepted anew. */
  @FlowBean(as = "noteLeadingResult")
  static class NoteResult implements JavaDelegate {

    private final GroupComplaints groups;
    private final Complaints complaints;
    private final Trace trace;

    NoteResult(GroupComplaints groups, Complaints complaints, Trace trace) {
      this.groups = groups;
      this.complaints = complaints;
      this.trace = trace;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var number = Case.number(execution);
      var link = groups.of(number).orElseThrow();
      var leading = complaints.get(link.leading());
      var settled = Boolean.TRUE.equals(link.settled());
      groups.leave(number); // if somebody else than the leading case said so
      if (leading.leadUnit() != null) {
        Var.LEAD_UNIT.set(execution, leading.leadUnit());
        if (settled) {
          var own = complaints.get(number);
          complaints.classify(number, own.category(), own.ratings(), own.sensitive(), leading.leadUnit(), null);
        }
      }
      execution.setVariable("leadingSettled", settled);
      trace.note(execution, settled ? "LEADING_CASE_SETTLED" : "LEADING_CASE_LOST", settled
          ? "牵头投诉 " + link.leading() + " 已告知处理结果，本案据此答复客户"
          : "牵头投诉 " + link.leading() + " 没有处理结果（" + leading.status().label() + "），本案退回受理定级",
          Map.of("leadingCase", link.leading().value()));
    }
  }
}
