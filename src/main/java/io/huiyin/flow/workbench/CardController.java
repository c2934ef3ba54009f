package io.huiyin.flow.workbench;

import static io.huiyin.flow.workbench.Answers.fresh;

import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a task's card in the list says about its case, so that nobody has to open a task to know which case it is. */
@RestController
class CardController {

  private final Caller caller;
  private final TaskService tasks;
  private final RuntimeService runtime;
  private final Complaints complaints;

  CardController(Caller caller, TaskService tasks, RuntimeService runtime, Complaints complaints) {
    this.caller = caller;
    this.tasks = tasks;
    this.runtime = runtime;
    this.complaints = complaints;
  }

  record Card(String taskId, String number, String priority, String priorityLabel, String severity,
      String severityLabel, String category, String product, boolean sensitive) {

    static Card of(String taskId, Complaint complaint) {
      var ratings = complaint.ratings();
      return new Card(taskId, complaint.number().value(), ratings.priority().name(), ratings.priority().label(),
          ratings.severity().name(), ratings.severity().label(), complaint.category().label(), complaint.product(),
          complaint.sensitive());
    }
  }

  /** The cards of those of the tasks that the caller may read and whose case the caller may know of. */
  @GetMapping("/camunda/api/ext/cards")
  ResponseEntity<List<Card>> cards(@RequestParam("task") Set<String> taskIds) {
    caller.person();
    var readable = tasks.createTaskQuery().taskIdIn(taskIds.toArray(String[]::new)).list().stream()
        .filter(task -> task.getProcessInstanceId() != null).toList();
    var instances = readable.stream().map(task -> task.getProcessInstanceId()).collect(Collectors.toSet());
    var numbers = instances.isEmpty() ? List.<ProcessInstance>of() : caller.elevated(() -> runtime
        .createProcessInstanceQuery().processInstanceIds(instances).list());
    var cards = readable.stream().map(task -> numbers.stream()
            .filter(instance -> instance.getId().equals(task.getProcessInstanceId())
                && ComplaintNumber.isValid(instance.getBusinessKey()))
            .findFirst().flatMap(instance -> complaints.find(new ComplaintNumber(instance.getBusinessKey())))
            .filter(caller::handles)
            .map(complaint -> Card.of(task.getId(), complaint)).orElse(null))
        .filter(Objects::nonNull).toList();
    return fresh(cards);
  }
}
