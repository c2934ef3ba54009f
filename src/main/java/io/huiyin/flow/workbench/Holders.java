package io.huiyin.flow.workbench;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.Var;
import io.huiyin.identity.Directory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;

/** Who has the open tasks of cases, and which clock each of them carries. */
@Component
class Holders {

  private final TaskService tasks;
  private final RuntimeService runtime;
  private final Directory directory;

  Holders(TaskService tasks, RuntimeService runtime, Directory directory) {
    this.tasks = tasks;
    this.runtime = runtime;
    this.directory = directory;
  }

  /** The open tasks of these cases; asks with the rights that the caller of this method has. */
  Open of(List<String> numbers) {
    var found = new HashMap<String, List<Held>>();
    if (!numbers.isEmpty()) {
      var keys = numbers.toArray(String[]::new);
      var all = tasks.createTaskQuery().processInstanceBusinessKeyIn(keys).orderByTaskCreateTime().asc().list();
      var clocks = clocks(all);
      var cases = cases(all);
      all.stream().map(task -> new Held(cases.get(task.getProcessInstanceId()),
              clocks.getOrDefault(task.getExecutionId(), clocks.get(task.getProcessInstanceId())),
              Case.isSupervision(task), new OverdueView.Step(task.getName(), holder(task))))
          .collect(groupingBy(Held::number)).forEach(found::put);
    }
    return new Open(found);
  }

  /** @param clock the kind of clock that the task stops, or watches if it is an escalation; may be null */
  private record Held(String number, String clock, boolean escalation, OverdueView.Step step) {
  }

  /** The open tasks by case. */
  record Open(Map<String, List<Held>> tasks) {

    /** The tasks that the clock waits for; the whole case's where none carries it, as with the case's resolution. */
    List<OverdueView.Step> steps(String number, String clock) {
      var work = tasks.getOrDefault(number, List.of()).stream().filter(held -> !held.escalation).toList();
      var own = work.stream().filter(held -> clock.equals(held.clock)).toList();
      return (own.isEmpty() ? work : own).stream().map(Held::step).toList();
    }

    /** What those have to do to whom the clock was escalated. */
    List<OverdueView.Step> supervision(String number, String clock) {
      return tasks.getOrDefault(number, List.of()).stream()
          .filter(held -> held.escalation && clock.equals(held.clock)).map(Held::step).toList();
    }
  }

  /** Clock kinds by execution: a task's own one, and that of an escalation's instance. */
  private Map<String, String> clocks(List<Task> all) {
    var clocks = new HashMap<String, String>();
    if (!all.isEmpty()) {
      runtime.createVariableInstanceQuery().variableName(Var.CLOCK.name())
          .processInstanceIdIn(instances(all)).list()
          .forEach(variable -> clocks.put(variable.getExecutionId(), (String) variable.getValue()));
    }
    return clocks;
  }

  private Map<String, String> cases(List<Task> all) {
    var cases = new HashMap<String, String>();
    if (!all.isEmpty()) {
      runtime.createProcessInstanceQuery().processInstanceIds(Set.of(instances(all))).list()
          .forEach(instance -> cases.put(instance.getId(), instance.getBusinessKey()));
    }
    return cases;
  }

  private static String[] instances(List<Task> all) {
    return all.stream().map(Task::getProcessInstanceId).distinct().toArray(String[]::new);
  }

  private String holder(Task task) {
    if (task.getAssignee() != null) {
      return directory.personName(task.getAssignee());
    }
    var groups = tasks.getIdentityLinksForTask(task.getId()).stream().map(IdentityLink::getGroupId)
        .filter(Objects::nonNull).distinct().map(directory::groupName).collect(joining("、"));
    return groups.isEmpty() ? "无人" : groups + "（未认领）";
  }
}
