package io.huiyin.flow.delegate;

import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.Var;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Directory;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.beans.factory.ObjectProvider;

/** Small steps around a special case (专案) and those who work together on a complex complaint. [003][004] */
final class SpecialCases {

  private SpecialCases() {
  }

  /** The responsible unit and the collaborating ones exist and have somebody; the case follows a change of the former. */
  @FlowBean(as = "assignUnits")
  static class AssignUnits implements TaskListener {

    private final Complaints complaints;
    private final Directory directory;

    AssignUnits(Complaints complaints, Directory directory) {
      this.complaints = complaints;
      this.directory = directory;
    }

    @Override
    public void notify(DelegateTask task) {
      var unit = Var.LEAD_UNIT.get(task);
      if (directory.members(unit).isEmpty()) {
        throw new InvalidInput("leadUnit", "没有这个责任单位，或单位里还没有人，请从列表中选择");
      }
      var collaborators = Units.list(Var.COLLABORATORS.find(task));
      if (collaborators.contains(unit)) {
        throw new InvalidInput("collaborators", "责任单位不必再列为协办单位，请去掉");
      }
      if (collaborators.stream().anyMatch(each -> directory.members(each).isEmpty())) {
        throw new InvalidInput("collaborators", "有的协办单位不存在，或单位里还没有人，请从列表中选择");
      }
      var complaint = complaints.get(Case.number(task.getExecution()));
      if (!unit.equals(complaint.leadUnit())) {
        complaints.classify(complaint.number(), complaint.category(), complaint.ratings(), complaint.sensitive(), unit,
            null);
      }
    }
  }

  /** Leader and members of a task force are colleagues, and from now on they see the case. [004][000] */
  @FlowBean(as = "formTaskForce")
  static class FormTaskForce implements TaskListener {

    private final Directory directory;
    private final CaseAccess access;

    FormTaskForce(Directory directory, CaseAccess access) {
      this.directory = directory;
      this.access = access;
    }

    @Override
    public void notify(DelegateTask task) {
      var leader = (String) task.getVariable("taskForceLeader");
      if (directory.person(leader).isEmpty()) {
        throw new InvalidInput("taskForceLeader", "没有这位同事，请从列表中选择组长");
      }
      var members = Units.list((String) task.getVariable("taskForceMembers"));
      if (members.stream().anyMatch(each -> directory.person(each).isEmpty())) {
        throw new InvalidInput("taskForceMembers", "有的成员不在公司人员中，请从列表中选择");
      }
      members.forEach(member -> access.grantPerson(task.getExecution().getProcessBusinessKey(), member));
    }
  }

  /** 启动改善通报: an instance of its own, for it outlives the answer to the customer; one at a time for a case. [003] */
  @FlowBean(as = "openImprovement")
  static class OpenImprovement implements JavaDelegate {

    private final ObjectProvider<RuntimeService> runtime;

    OpenImprovement(ObjectProvider<RuntimeService> runtime) {
      this.runtime = runtime;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var key = execution.getProcessBusinessKey();
      if (runtime.getObject().createProcessInstanceQuery().processDefinitionKey("improvement-circular")
          .processInstanceBusinessKey(key).count() == 0) {
        runtime.getObject().createMessageCorrelation("ImprovementOpened").processInstanceBusinessKey(key)
            .correlateStartMessage();
      }
    }
  }
}
