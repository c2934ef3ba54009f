package io.huiyin.flow.delegate;

import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.ComplaintFlow;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.Severity;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.RuleTables;
import io.huiyin.flow.model.Var;
import io.huiyin.flow.trace.Trace;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * 同类投诉转严重: when an issue point piles up within 30 days, its GENERAL cases become SERIOUS, running ones included.
 * How many make a pile stands in the table {@code converted-severity}. [003]
 */
@Component
class Conversion {

  private static final Set<CaseStatus> OPEN =
      EnumSet.of(CaseStatus.REGISTERED, CaseStatus.IN_PROGRESS, CaseStatus.RESULT_TOLD);

  private final RuleTables tables;

  Conversion(RuleTables tables) {
    this.tables = tables;
  }

  /** Tells the flow of a case whether its issue point piles up: the model then starts the conversion. */
  void check(VariableScope scope, int count) {
    if (answer(count, Severity.GENERAL).flag("convert")) {
      scope.setVariable("issuePointCount", count);
      Var.ISSUE_POINT_FREQUENT.set(scope, true);
    }
  }

  private RuleTables.Answer answer(int count, Severity severity) {
    return tables.askOne("converted-severity", Map.of("issuePointCount30d", count, "severity", severity.name()));
  }

  /** 转入同类转严重: a process of its own, after this one has committed. */
  @FlowBean(as = "startConversion")
  static class Start implements JavaDelegate {

    private final ObjectProvider<RuntimeService> runtime;

    Start(ObjectProvider<RuntimeService> runtime) {
      this.runtime = runtime;
    }

    @Override
    public void execute(DelegateExecution execution) {
      runtime.getObject().createMessageCorrelation("IssuePointFrequent")
          .processInstanceBusinessKey(execution.getProcessBusinessKey())
          .setVariable("issuePointCount", execution.getVariable("issuePointCount")).correlateStartMessage();
      Var.ISSUE_POINT_FREQUENT.set(execution, false);
    }
  }

  /** The cases that are to be converted, by the issue point of the case that set it off. */
  @FlowBean(as = "sameCases")
  public static class SameCases {

    private final Complaints complaints;

    SameCases(Complaints complaints) {
      this.complaints = complaints;
    }

    public List<String> of(DelegateExecution execution) {
      return complaints.openAbout(complaints.get(Case.number(execution)).issuePoint(), Severity.GENERAL).stream()
          .map(Complaint::number).map(ComplaintNumber::value).toList();
    }
  }

  /** 逐件转为严重: the same re-grading as by hand. A case that was converted, re-graded or closed meanwhile stays. */
  @FlowBean(as = "convertCase")
  static class Convert implements JavaDelegate {

    private final Conversion conversion;
    private final Complaints complaints;
    private final ObjectProvider<ComplaintFlow> flow;
    private final Trace trace;

    Convert(Conversion conversion, Complaints complaints, ObjectProvider<ComplaintFlow> flow, Trace trace) {
      this.conversion = conversion;
      this.complaints = complaints;
      this.flow = flow;
      this.trace = trace;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var number = new ComplaintNumber((String) execution.getVariable("caseNumber"));
      var complaint = complaints.lock(number);
      var answer = conversion.answer((Integer) execution.getVariable("issuePointCount"), complaint.ratings().severity());
      if (OPEN.contains(complaint.status()) && answer.flag("convert")) {
        flow.getObject().tell(number, "ComplaintRegraded",
            Map.of("severity", answer.text("severity"), "reason", answer.text("reason")));
        trace.note(execution, "CASE_CONVERTED", "同类投诉 " + number + " 已转为"
            + Severity.valueOf(answer.text("severity")).label(), Map.of("case", number.value()));
      }
    }
  }
}
