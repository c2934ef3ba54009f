package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.complaint.ComplaintFlow;
import io.huiyin.complaint.ComplaintFlow.NotWaiting;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.flow.delegate.Deadlines;
import io.huiyin.sla.Amount;
import io.huiyin.sla.Clock;
import io.huiyin.sla.Clocks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ActivityInstance;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks at a case wherever it waits: re-graded up and down and extended, it keeps exactly the timers that its open
 * clocks ask for; withdrawn, nothing but the filing is left. Everything is rolled back, so every story can be stopped at each of its tasks and go on. Each task of
 * each model is looked at once per run.
 */
@TestComponent
public class WaitStates {

  /** Processes that run beside the case and wait for none of its clocks. */
  private static final Set<String> BESIDE = Set.of("notification-delivery", "issue-conversion");
  private static final Pattern CLOCK =
      Pattern.compile("\\$\\{clocks\\.(warnAt|dueAt|escalateAt)\\(execution, (?:'([A-Z_]+)'|clock)\\)}");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");
  private static final Set<String> LOOKED_AT = ConcurrentHashMap.newKeySet();

  private final ComplaintFlow flow;
  private final Complaints complaints;
  private final Clocks clocks;
  private final Deadlines deadlines;
  private final RuntimeService runtime;
  private final ManagementService management;
  private final RepositoryService repository;
  private final TaskService tasks;
  private final IdentityService identity;
  private final java.time.Clock now;
  private final TransactionTemplate transaction;
  /** By job definition. */
  private final Map<String, String> activities = new ConcurrentHashMap<>();
  /** By process definition. */
  private final Map<String, BpmnModelInstance> models = new ConcurrentHashMap<>();

  WaitStates(ComplaintFlow flow, Complaints complaints, Clocks clocks, Deadlines deadlines, RuntimeService runtime,
      ManagementService management, RepositoryService repository, TaskService tasks, IdentityService identity,
      java.time.Clock now, PlatformTransactionManager transactions) {
    this.flow = flow;
    this.complaints = complaints;
    this.clocks = clocks;
    this.deadlines = deadlines;
    this.runtime = runtime;
    this.management = management;
    this.repository = repository;
    this.tasks = tasks;
    this.identity = identity;
    this.now = now;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** {@code process/task} of every task at which a case was looked at. */
  static Set<String> lookedAt() {
    return new TreeSet<>(LOOKED_AT);
  }

  /** Looks at the case while this task waits, unless another case was looked at there before. */
  void at(ComplaintNumber number, String processDefinitionId, String task) {
    if (LOOKED_AT.add(processDefinitionId.replaceAll(":.*", "") + "/" + task)) {
      lookAt(number);
    }
  }

  /** Re-grades and extends the case as it stands, and takes it back. */
  void lookAt(ComplaintNumber number) {
    var caller = identity.getCurrentAuthentication();
    identity.clearAuthentication(); // who looks sees everything
    try {
      reGradeAndExtend(number);
    } finally {
      identity.setAuthentication(caller);
    }
  }

  private void reGradeAndExtend(ComplaintNumber number) {
    transaction.executeWithoutResult(status -> {
      status.setRollbackOnly();
      check(number, "as it stands");
      regrade(number, Map.of("severity", "SERIOUS"));
      check(number, "re-graded to SERIOUS");
      regrade(number, Map.of("severity", "MINOR", "priority", "P2", "complexity", "NONE"));
      check(number, "re-graded to MINOR");
      regrade(number, Map.of("severity", "GENERAL", "priority", "P1"));
      check(number, "re-graded to GENERAL");
      var open = clocks.of(number).stream().filter(Clock::isOpen).toList();
      open.forEach(clock -> clocks.extend(number, clock.kind(), Amount.parse("2WD"), "延期", "super1", now.instant()));
      var before = timers(instances(number)).keySet();
      deadlines.redate(number);
      check(number, "extended");
      assertThat(timers(instances(number)).keySet()).as("timers of %s after extending", number).isEqualTo(before);
      withdraw(number);
      check(number, "withdrawn");
    });
  }

  /** @throws AssertionError naming the timer that is wrong, doubled or missing */
  void check(ComplaintNumber number, String when) {
    var open = new HashMap<String, Clock>();
    clocks.of(number).stream().filter(Clock::isOpen).forEach(clock -> open.put(clock.kind(), clock));
    var supervised = new HashSet<String>();
    var instances = instances(number);
    for (var instance : instances) {
      if (instance.getProcessDefinitionId().startsWith("sla-escalation:")) {
        var kind = (String) runtime.getVariable(instance.getId(), "clock");
        var watches = management.createJobQuery().processInstanceId(instance.getId()).timers().count() > 0;
        assertThat(supervised.add(kind) || !watches).as("%s %s: one supervision for the clock %s", number, when, kind)
            .isTrue();
      }
    }
    var timers = timers(instances);
    timers.forEach((timer, jobs) -> {
      assertThat(jobs).as("%s %s: one timer %s", number, when, timer).hasSize(1);
      var job = jobs.get(0);
      assertThat(job.getDuedate().toInstant()).as("%s %s: %s", number, when, timer)
          .isEqualTo(expected(job, timer, open));
    });
    for (var instance : instances) {
      for (var host : active(runtime.getActivityInstance(instance.getId()), new ArrayList<>())) {
        timersAt(instance, host).forEach((activity, expression) -> {
          var clock = CLOCK.matcher(expression);
          if (clock.matches() && timers.keySet().stream().noneMatch(timer -> timer.activity.equals(activity))) {
            var kind = clock.group(2) != null ? clock.group(2) : (String) runtime.getVariable(instance.getId(), "clock");
            var due = instant(open.get(kind), clock.group(1));
            assertThat(supervised.contains(kind) || due == null || !due.isAfter(now.instant()))
                .as("%s %s: the timer %s waits for %s", number, when, activity, due).isTrue();
          }
        });
      }
    }
    tasks.createTaskQuery().processInstanceBusinessKey(number.value()).list().forEach(task -> {
      var clock = open.get(tasks.getVariable(task.getId(), "clock"));
      if (clock != null && task.getDueDate() != null) {
        assertThat(task.getDueDate().toInstant()).as("%s %s: the task %s", number, when, task.getTaskDefinitionKey())
            .isEqualTo(clock.dueAt());
      }
    });
  }

  private record Timer(String process, String execution, String activity) {
  }

  private Map<Timer, List<Job>> timers(List<ProcessInstance> instances) {
    var timers = new HashMap<Timer, List<Job>>();
    for (var instance : instances) {
      management.createJobQuery().processInstanceId(instance.getId()).timers().list().forEach(job ->
          timers.computeIfAbsent(new Timer(job.getProcessDefinitionKey(), job.getExecutionId(), activity(job)),
              timer -> new ArrayList<>()).add(job));
    }
    return timers;
  }

  private BpmnModelInstance model(String processDefinitionId) {
    return models.computeIfAbsent(processDefinitionId, repository::getBpmnModelInstance);
  }

  private String activity(Job job) {
    return activities.computeIfAbsent(job.getJobDefinitionId(), id ->
        management.createJobDefinitionQuery().jobDefinitionId(id).singleResult().getActivityId());
  }

  private Instant expected(Job job, Timer timer, Map<String, Clock> open) {
    var node = (FlowNode) model(job.getProcessDefinitionId())
        .getModelElementById(timer.activity);
    var expression = expression(node);
    var clock = CLOCK.matcher(expression);
    if (clock.matches()) {
      var kind = clock.group(2) != null ? clock.group(2) : (String) runtime.getVariable(job.getExecutionId(), "clock");
      assertThat(open).as("%s waits for a clock that is open", timer).containsKey(kind);
      return instant(open.get(kind), clock.group(1));
    }
    var variable = VARIABLE.matcher(expression);
    return variable.matches() && runtime.getVariable(job.getExecutionId(), variable.group(1)) instanceof Date date
        ? date.toInstant() : job.getDuedate().toInstant();
  }

  private static Instant instant(Clock clock, String which) {
    return clock == null ? null : switch (which) {
      case "warnAt" -> clock.warnAt();
      case "dueAt" -> clock.dueAt();
      default -> clock.escalateAt();
    };
  }

  /** The timers on the border of an activity, or the one that it waits for: id and expression. */
  private Map<String, String> timersAt(ProcessInstance instance, String activity) {
    var timers = new HashMap<String, String>();
    model(instance.getProcessDefinitionId()).getModelElementsByType(BoundaryEvent.class).stream()
        .filter(event -> event.getAttachedTo().getId().equals(activity) && expression(event) != null)
        .forEach(event -> timers.put(event.getId(), expression(event)));
    return timers;
  }

  private static String expression(FlowNode event) {
    return event.getChildElementsByType(TimerEventDefinition.class).stream()
        .filter(timer -> timer.getTimeDate() != null).map(timer -> timer.getTimeDate().getTextContent().strip())
        .findFirst().orElse(null);
  }

  private static List<String> active(ActivityInstance instance, List<String> found) {
    if (instance != null) {
      found.add(instance.getActivityId());
      for (var child : instance.getChildActivityInstances()) {
        active(child, found);
      }
    }
    return found;
  }

  private List<ProcessInstance> instances(ComplaintNumber number) {
    return runtime.createProcessInstanceQuery().processInstanceBusinessKey(number.value()).list().stream()
        .filter(instance -> BESIDE.stream().noneMatch(key -> instance.getProcessDefinitionId().startsWith(key + ":")))
        .toList();
  }

  /** The customer may call it off wherever the case waits: what is left is to file it. */
  private void withdraw(ComplaintNumber number) {
    try {
      flow.tell(number, "ComplaintWithdrawn", Map.of("reason", "客户称已自行解决"));
    } catch (NotWaiting over) {
      assertThat(complaints.get(number).closedAt()).as("only a closed case refuses").isNotNull();
      return;
    }
    var main = complaints.get(number).processInstanceId();
    var left = instances(number).stream().filter(instance -> main.equals(instance.getRootProcessInstanceId()))
        .flatMap(instance -> tasks.createTaskQuery().processInstanceId(instance.getId()).list().stream())
        .map(task -> task.getProcessDefinitionId().replaceAll(":.*", "") + "/" + task.getTaskDefinitionKey()).toList();
    assertThat(left).as("what is left of %s", number).hasSize(1)
        .isSubsetOf("archive-filing/userTask_fileArchive", "archive-checks/userTask_resolveFindings");
  }

  /** A case that is being filed after a withdrawal, or is over, is not re-graded any more. */
  private void regrade(ComplaintNumber number, Map<String, Object> ratings) {
    var fields = new HashMap<>(ratings);
    fields.put("reason", "核实后重新评估");
    try {
      flow.tell(number, "ComplaintRegraded", fields);
    } catch (NotWaiting over) {
      assertThat(complaints.get(number).closedAt()).as("only a closed case refuses").isNotNull();
    }
  }
}
