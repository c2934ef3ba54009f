package io.huiyin.flow.task;

import io.huiyin.flow.engine.RoutingFacts;
import io.huiyin.flow.trace.Trace;
import io.huiyin.flow.workbench.FormField;
import io.huiyin.identity.Directory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.task.IdentityLink;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Puts a task's life on record, and what was submitted with it. Whatever is not a routing fact leaves the process
 * here and stands in the archive only.
 */
@Component
class TaskRecord {

  private final Trace trace;
  private final FormGate gate;
  private final RoutingFacts facts;
  private final ObjectProvider<Directory> directory;

  TaskRecord(Trace trace, FormGate gate, RoutingFacts facts, ObjectProvider<Directory> directory) {
    this.trace = trace;
    this.gate = gate;
    this.facts = facts;
    this.directory = directory;
  }

  void created(DelegateTask task) {
    var groups = task.getCandidates().stream().map(IdentityLink::getGroupId).filter(id -> id != null)
        .map(id -> directory.getObject().groupName(id)).distinct().collect(Collectors.joining("、"));
    note(task, "TASK_CREATED", groups.isEmpty() ? "任务“%s”已生成" : "任务“%s”待" + groups + "办理", Map.of());
  }

  void assigned(DelegateTask task) {
    if (task.getAssignee() != null) {
      note(task, "TASK_ASSIGNED", "任务“%s”由" + directory.getObject().personName(task.getAssignee()) + "办理",
          Map.of("assignee", task.getAssignee()));
    }
  }

  void completed(DelegateTask task) {
    var submission = new LinkedHashMap<String, Object>();
    gate.spec(task).ifPresent(spec -> submission.putAll(spec.values(gate.submitted(task, spec))));
    for (var name : task.getExecution().getVariableNames()) {
      if (!facts.isDeclared(name)) {
        submission.putIfAbsent(name, task.getVariable(name));
        task.getExecution().removeVariable(name);
      }
    }
    for (var name : task.getVariableNamesLocal()) {
      if (!facts.isDeclared(name)) {
        submission.putIfAbsent(name, task.getVariableLocal(name));
        task.removeVariableLocal(name);
      }
    }
    note(task, "TASK_COMPLETED", "完成任务“%s”" + choices(task, submission), Map.of("submitted", submission));
  }

  void cancelled(DelegateTask task) {
    note(task, "TASK_CANCELLED", "任务“%s”不再需要", Map.of());
  }

  /** What was chosen from a list, in words; free text stays in the sealed facts. */
  private String choices(DelegateTask task, Map<String, Object> submission) {
    var chosen = gate.spec(task).stream().flatMap(spec -> spec.fields().stream())
        .filter(field -> !field.options().isEmpty() && submission.containsKey(field.name()))
        .map(field -> field.label() + " " + label(field, submission.get(field.name())))
        .collect(Collectors.joining("，"));
    return chosen.isEmpty() ? "" : "：" + chosen;
  }

  private static String label(FormField field, Object value) {
    return field.options().stream().filter(option -> option.value().equals(value)).map(FormField.Option::label)
        .findFirst().orElse(String.valueOf(value));
  }

  private void note(DelegateTask task, String kind, String summary, Map<String, ?> details) {
    var all = new LinkedHashMap<String, Object>();
    all.put("task", task.getTaskDefinitionKey());
    all.put("process", task.getProcessDefinitionId());
    if (task.getDueDate() != null) {
      all.put("due", task.getDueDate().toInstant().toString());
    }
    all.putAll(details);
    trace.note(task.getExecution(), kind, summary.formatted(task.getName()), all);
  }
}
