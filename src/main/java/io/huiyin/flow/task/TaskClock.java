package io.huiyin.flow.task;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.flow.delegate.Deadlines;
import io.huiyin.flow.model.Var;
import java.time.Clock;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * A task that carries a clock stops it when it is over. A model asks for a clock by the task's input {@code clock}; by the
 * input {@code clockOutlivesTask} it says that something else stops it.
 */
@Component
class TaskClock {

  private final ObjectProvider<Deadlines> deadlines;
  private final ObjectProvider<TaskService> tasks;
  private final Clock now;

  TaskClock(ObjectProvider<Deadlines> deadlines, ObjectProvider<TaskService> tasks, Clock now) {
    this.deadlines = deadlines;
    this.tasks = tasks;
    this.now = now;
  }

  void over(DelegateTask task) {
    var kind = (String) task.getExecution().getVariableLocal(Var.CLOCK.name());
    if (othersGoOn(task) || Boolean.TRUE.equals(task.getExecution().getVariableLocal("clockOutlivesTask"))) {
      return;
    }
    var key = task.getExecution().getProcessBusinessKey();
    if (kind != null && ComplaintNumber.isValid(key)) {
      deadlines.getObject().stop(new ComplaintNumber(key), kind, now.instant());
    }
  }

  /** Several people who do the same task side by side share its clock; the last one stops it. */
  private boolean othersGoOn(DelegateTask task) {
    return TaskListener.EVENTNAME_COMPLETE.equals(task.getEventName())
        && task.getVariable("nrOfActiveInstances") instanceof Integer active && active > 1
        && tasks.getObject().createTaskQuery().processInstanceId(task.getProcessInstanceId())
            .taskDefinitionKey(task.getTaskDefinitionKey()).count() > 1;
  }
}
