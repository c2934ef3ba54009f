package io.huiyin.flow.desk;

import io.huiyin.archive.Archives;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.FieldReader;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.delegate.Announcer;
import io.huiyin.flow.delegate.Deadlines;
import io.huiyin.flow.model.Var;
import io.huiyin.flow.trace.Trace;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Directory;
import io.huiyin.identity.Person;
import io.huiyin.notification.NoticeEvent;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What people do with a task beside completing it: hand it over (转办) and give it back to the step before (退回). Each
 * needs a reason, and is on record. Whether the person may see the task is the caller's question. [ours]
 */
@Component
public class Desk {

  private static final int LONGEST_REASON = 1_000;
  /** Whose tasks somebody leads; the head of a unit leads the unit's. */
  private static final Map<String, Set<String>> LED_BY = Map.of(
      "cs-supervisor", Set.of("cs-agent", "cs-supervisor"),
      "cs-manager", Set.of("cs-agent", "cs-supervisor", "cs-manager"));

  private final Unbound unbound;
  private final TaskService tasks;
  private final RuntimeService runtime;
  private final IdentityService identity;
  private final Complaints complaints;
  private final Archives archives;
  private final CaseAccess access;
  private final Directory directory;
  private final Eligible eligible;
  private final Delegations delegations;
  private final Announcer announcer;
  private final Deadlines deadlines;
  private final Trace trace;
  private final Clock clock;

  Desk(Unbound unbound, TaskService tasks, RuntimeService runtime, IdentityService identity,
      Complaints complaints, Archives archives, CaseAccess access, Directory directory, Eligible eligible,
      Delegations delegations, Announcer announcer, Deadlines deadlines, Trace trace, Clock clock) {
    this.unbound = unbound;
    this.tasks = tasks;
    this.runtime = runtime;
    this.identity = identity;
    this.complaints = complaints;
    this.archives = archives;
    this.access = access;
    this.directory = directory;
    this.eligible = eligible;
    this.delegations = delegations;
    this.announcer = announcer;
    this.deadlines = deadlines;
    this.trace = trace;
    this.clock = clock;
  }

  /**
   * What a person may do with a task.
   *
   * @param holds    works it, or leads those who do: may hand over, return and copy
   * @param returnTo id and name of the step that it may be given back to; null if there is none
   */
  public record Options(boolean holds, String returnTo, String returnToName) {
  }

  @Transactional(readOnly = true)
  public Options options(Person person, String taskId) {
    return on(taskId, task -> {
      var holds = holds(person, task);
      var target = Eligible.properties(task).get("returnTo");
      return target == null || !holds ? new Options(holds, null, null)
          : new Options(true, target, stepName(task, target));
    });
  }

  /**
   * Hands a task to a person ({@code person}) or to a unit's group ({@code unit}), with a {@code reason}. The one who
   * had it loses it, and what it opened.
   *
   * @throws InvalidInput naming every faulty field; nothing was done
   */
  @Transactional
  public void handOver(Person by, String taskId, Map<String, Object> body) {
    var in = new FieldReader(body, clock.instant());
    in.refuseUnknown(Set.of("person", "unit", "reason"));
    var person = in.text("person", 64);
    var unit = in.text("unit", 64);
    var reason = in.requiredText("reason", LONGEST_REASON);
    if ((person == null) == (unit == null) && in.fine("person", "unit")) {
      in.fault("person", "请选择转给哪位同事或哪个单位，只选一个");
    }
    on(taskId, task -> {
      requireHolder(by, task, in);
      if (person != null) {
        checkPerson(by, task, person, in);
      } else if (unit != null) {
        checkUnit(task, unit, in);
      }
      in.throwIfFaulty();
      var from = task.getAssignee();
      var to = person != null ? directory.personName(person) : directory.groupName(unit);
      trace.note(task.getExecution(), "TASK_HANDED_OVER", "任务“%s”由%s转给%s".formatted(task.getName(),
          from == null ? by.name() : directory.personName(from), to),
          facts(task, reason, "to", person != null ? person : unit));
      if (person != null) {
        giveTo(task, person);
      } else {
        giveTo(task, by, unit, Delegations.groups(task));
      }
      if (from != null) {
        delegations.close(task, Set.of("user:" + from));
      }
      return null;
    });
  }

  /**
   * Gives a task back to the step that the model names by its property {@code returnTo}. The task's clock is cancelled, that
   * step's starts anew, and who did the step last gets it again. Counted on the case.
   *
   * @throws InvalidInput if the task cannot be given back, or the {@code reason} is missing
   */
  @Transactional
  public void giveBack(Person by, String taskId, Map<String, Object> body) {
    var in = new FieldReader(body, clock.instant());
    in.refuseUnknown(Set.of("reason"));
    var reason = in.requiredText("reason", LONGEST_REASON);
    record Step(String instance, String id, ComplaintNumber number) {
    }
    var back = on(taskId, task -> {
      requireHolder(by, task, in);
      var target = Eligible.properties(task).get("returnTo");
      var key = task.getExecution().getProcessBusinessKey();
      if (target == null || !ComplaintNumber.isValid(key)) {
        in.fault("task", "“" + task.getName() + "”没有可以退回的上一步");
      }
      in.throwIfFaulty();
      var number = new ComplaintNumber(key);
      var count = complaints.countReturn(number).returns();
      trace.note(task.getExecution(), "TASK_RETURNED", "第 %d 次退回：“%s”退回到“%s”".formatted(count, task.getName(),
          stepName(task, target)), facts(task, reason, "to", target));
      var kind = (String) task.getExecution().getVariableLocal(Var.CLOCK.name());
      if (kind != null) {
        deadlines.cancel(number, kind, "退回上一步", by.id());
      }
      // the new token first: a scope that loses its last token would end, and take its timers along
      runtime.createProcessInstanceModification(task.getProcessInstanceId()).startBeforeActivity(target)
          .cancelActivityInstance(task.getExecution().getActivityInstanceId()).execute();
      return new Step(task.getProcessInstanceId(), target, number);
    });
    lastWorker(back.number(), back.id()).ifPresent(worker -> on(latest(back.instance(), back.id()), task -> {
      if (task.getAssignee() == null && eligible.objection(task, worker).isEmpty()) {
        tasks.setAssignee(task.getId(), worker);
      }
      return null;
    }));
  }

  /** Whether the person works the task, or leads those who do. */
  private boolean holds(Person person, TaskEntity task) {
    return person.id().equals(task.getAssignee()) || person.id().equals(task.getOwner())
        || leads(person, Delegations.groups(task));
  }

  private static boolean leads(Person person, Set<String> groups) {
    return person.groups().stream().anyMatch(role -> groups.stream().anyMatch(group ->
        LED_BY.getOrDefault(role, Set.of()).contains(group)
            || role.endsWith("-head") && role.equals(group.replaceFirst("-head$", "") + "-head")));
  }

  private void requireHolder(Person by, TaskEntity task, FieldReader in) {
    if (!holds(by, task)) {
      in.fault("task", task.getAssignee() == null ? "请先认领这个任务"
          : "这个任务由" + directory.personName(task.getAssignee()) + "办理，只有承办人和他的主管可以这样做");
    }
  }

  private void checkPerson(Person by, TaskEntity task, String person, FieldReader in) {
    if (person.equals(task.getAssignee())) {
      in.fault("person", person.equals(by.id()) ? "任务已经在您手上，请选择其他同事" : "任务已经在他手上，请选择其他同事");
    } else {
      eligible.objection(task, person).ifPresent(objection -> in.fault("person", objection));
    }
  }

  private void checkUnit(TaskEntity task, String unit, FieldReader in) {
    if (!unit.startsWith("unit-") || unit.endsWith("-head")
        || identity.createGroupQuery().groupId(unit).count() == 0) {
      in.fault("unit", "没有这个责任单位，请重新选择");
    } else if (eligible.isSensitive(task)) {
      in.fault("unit", "本案高度敏感，只能转给具体的同事");
    } else if (task.getAssignee() == null && Delegations.groups(task).equals(Set.of(unit))) {
      in.fault("unit", "任务已经在这个单位，请选择其他单位");
    }
  }

  private void giveTo(TaskEntity task, String person) {
    tasks.setAssignee(task.getId(), person);
  }

  private void giveTo(TaskEntity task, Person by, String unit, Set<String> before) {
    if (task.getAssignee() != null) {
      tasks.setAssignee(task.getId(), null);
    }
    var others = new HashSet<String>();
    before.stream().filter(group -> !group.equals(unit)).forEach(group -> {
      tasks.deleteCandidateGroup(task.getId(), group);
      others.add("group:" + group);
    });
    delegations.close(task, others);
    if (!before.contains(unit)) {
      tasks.addCandidateGroup(task.getId(), unit);
    }
    var number = task.getExecution().getProcessBusinessKey();
    if (ComplaintNumber.isValid(number)) {
      access.grantForTask(number, Optional.empty(), Set.of(unit), task.getId());
      announcer.group(new ComplaintNumber(number), NoticeEvent.TASK_ASSIGNED, unit,
          Map.of("task", task.getName(), "by", by.name()), null);
    }
    delegations.created(task);
  }

  private Optional<String> lastWorker(ComplaintNumber number, String step) {
    return archives.entries(number).stream()
        .filter(entry -> entry.kind().equals("TASK_COMPLETED") && step.equals(entry.facts().get("task")))
        .map(entry -> entry.actor()).reduce((earlier, later) -> later).filter(actor -> !actor.equals("system"));
  }

  private String latest(String instance, String step) {
    return unbound.act(() -> tasks.createTaskQuery().processInstanceId(instance).taskDefinitionKey(step)
        .orderByTaskCreateTime().desc().listPage(0, 1).get(0).getId());
  }

  private static String stepName(TaskEntity task, String id) {
    var step = task.getBpmnModelInstance().getModelElementById(id);
    return step instanceof UserTask named ? named.getName() : id;
  }

  private static Map<String, Object> facts(TaskEntity task, String reason, String key, String value) {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("task", task.getTaskDefinitionKey());
    if (task.getAssignee() != null) {
      facts.put("from", task.getAssignee());
    }
    facts.put(key, value);
    facts.put("reason", reason);
    return facts;
  }

  /** In one command, so that the archive gets it whole and in order. */
  private <T> T on(String taskId, Function<TaskEntity, T> action) {
    return unbound.act(() -> {
      var task = Delegations.entity(taskId);
      if (task == null) {
        throw new InvalidInput("task", "任务已经办完或撤销，请刷新列表");
      }
      return action.apply(task);
    });
  }
}
