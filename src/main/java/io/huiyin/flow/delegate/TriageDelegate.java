package io.huiyin.flow.delegate;

import io.huiyin.complaint.Category;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.Complexity;
import io.huiyin.complaint.Priority;
import io.huiyin.complaint.Ratings;
import io.huiyin.complaint.Severity;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.RuleTables;
import io.huiyin.flow.model.Var;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/**
 * 初步判定: asks the five triage tables and the table of responsible units, in the order in which one's answer is
 * another's question. A person confirms the proposals. [001][003][004]
 */
@FlowBean(as = "triage")
class TriageDelegate implements JavaDelegate {

  private final Complaints complaints;
  private final RuleTables tables;
  private final Clock clock;

  TriageDelegate(Complaints complaints, RuleTables tables, Clock clock) {
    this.complaints = complaints;
    this.tables = tables;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var in = Intake.registration(execution, clock);
    Map<String, Object> facts = new HashMap<>();
    facts.put("channel", in.channel().name());
    facts.put("category", in.category());
    facts.put("issuePoint", in.issuePoint());
    facts.put("memberLevel", in.memberLevel());
    facts.put("claimAmount", in.claimAmount());
    facts.put("groupSize", in.groupSize());
    facts.put("safetyRisk", in.safetyRisk());
    facts.put("majorPropertyLoss", in.majorPropertyLoss());
    facts.put("basicUseLost", in.basicUseLost());
    facts.put("mediaOrRegulatorRisk", in.mediaOrRegulatorRisk());
    facts.put("involvesMinorOrVulnerable", in.involvesMinorOrVulnerable());
    facts.put("issuePointCount30d", execution.getVariable("issuePointCount"));
    facts.put("category", tables.askOne("triage-category", facts).text("category"));
    if (!Var.REPEAT.get(execution) && !facts.get("category").equals(in.category())) {
      Var.REPEAT.set(execution, complaints.isRepeat(in, (String) facts.get("category")));
    }
    facts.put("repeat", Var.REPEAT.get(execution));
    facts.put("severity", tables.askOne("triage-severity", facts).text("severity"));
    facts.put("priority", tables.askOne("triage-priority", facts).text("priority"));
    facts.put("complexity", tables.askOne("triage-complexity", facts).text("complexity"));
    Var.CATEGORY.set(execution, Category.valueOf((String) facts.get("category")));
    Case.setRatings(execution, new Ratings(Priority.valueOf((String) facts.get("priority")),
        Severity.valueOf((String) facts.get("severity")),
        Complexity.valueOf((String) facts.get("complexity")))
        .withFloors(in.safetyRisk(), Var.REPEAT.get(execution)));
    Var.SENSITIVE.set(execution, tables.askOne("triage-sensitivity", facts).flag("sensitive"));
    Var.LEAD_UNIT.set(execution, tables.askOne("responsible-unit", facts).text("leadUnit"));
  }
}
