package io.huiyin.flow.task;

import io.huiyin.flow.desk.Delegations;
import io.huiyin.flow.desk.Eligible;
import io.huiyin.flow.model.ExtensionProperties;
import java.util.ArrayList;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.springframework.stereotype.Component;

/**
 * What every user task of every model has without its author's doing: its form's checks, its trace, its clock, access
 * to the case for those who work it, a notice to them, and somebody who stands in for those who are away. The checks run before the listeners that the model names,
 * the rest after.
 */
@Component
public class UserTasks extends AbstractBpmnParseListener {

  private final FormGate gate;
  private final TaskRecord record;
  private final TaskClock clock;
  private final TaskAccess access;
  private final TaskNotice notice;
  private final Delegations delegations;
  private final Eligible eligible;

  UserTasks(FormGate gate, TaskRecord record, TaskClock clock, TaskAccess access, TaskNotice notice,
      Delegations delegations, Eligible eligible) {
    this.gate = gate;
    this.record = record;
    this.clock = clock;
    this.access = access;
    this.notice = notice;
    this.delegations = delegations;
    this.eligible = eligible;
  }

  /** Hooks into an engine that is being configured. */
  public void install(ProcessEngineConfigurationImpl engine) {
    var parseListeners = new ArrayList<BpmnParseListener>();
    if (engine.getCustomPostBPMNParseListeners() != null) {
      parseListeners.addAll(engine.getCustomPostBPMNParseListeners());
    }
    parseListeners.add(this);
    engine.setCustomPostBPMNParseListeners(parseListeners);
  }

  @Override
  public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
    var task = ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
    task.addBuiltInTaskListener(TaskListener.EVENTNAME_CREATE, gate::clearDecisions);
    task.addTaskListener(TaskListener.EVENTNAME_CREATE, record::created);
    task.addTaskListener(TaskListener.EVENTNAME_CREATE, access::open);
    if (!isAnnouncedOtherwise(element)) {
      task.addTaskListener(TaskListener.EVENTNAME_CREATE, notice::created);
    }
    task.addTaskListener(TaskListener.EVENTNAME_CREATE, delegations::created);
    task.addBuiltInTaskListener(TaskListener.EVENTNAME_ASSIGNMENT, this::given);
    task.addTaskListener(TaskListener.EVENTNAME_ASSIGNMENT, record::assigned);
    task.addTaskListener(TaskListener.EVENTNAME_ASSIGNMENT, access::assigned);
    task.addTaskListener(TaskListener.EVENTNAME_ASSIGNMENT, notice::assigned);
    task.addBuiltInTaskListener(TaskListener.EVENTNAME_COMPLETE, gate::check);
    task.addTaskListener(TaskListener.EVENTNAME_COMPLETE, eligible::checkActor);
    task.addTaskListener(TaskListener.EVENTNAME_COMPLETE, record::completed);
    task.addTaskListener(TaskListener.EVENTNAME_COMPLETE, clock::over);
    task.addTaskListener(TaskListener.EVENTNAME_COMPLETE, access::close);
    task.addTaskListener(TaskListener.EVENTNAME_DELETE, record::cancelled);
    task.addTaskListener(TaskListener.EVENTNAME_DELETE, clock::over);
    task.addTaskListener(TaskListener.EVENTNAME_DELETE, access::close);
  }

  private void given(DelegateTask task) {
    delegations.assigned(task);
    eligible.checkAssignee(task);
  }

  /** A task whose people hear of it by another notice says so by the property {@code notice} = {@code none}. */
  private static boolean isAnnouncedOtherwise(Element element) {
    return "none".equals(ExtensionProperties.of(element).get("notice"));
  }
}
