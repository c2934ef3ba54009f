package io.huiyin.flow.desk;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.flow.delegate.Announcer;
import io.huiyin.flow.trace.Trace;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Directory;
import io.huiyin.identity.Person;
import io.huiyin.identity.StandIns;
import io.huiyin.notification.NoticeEvent;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.IdentityLinkType;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * What happens to tasks while somebody is away: what is given to the absent goes to the stand-in, and what waits for a
 * group of which everybody is away is offered to the stand-ins too. The absent one stays the task's owner. [ours]
 */
@Component
public class Delegations {

  private final StandIns standIns;
  private final Eligible eligible;
  private final CaseAccess access;
  private final Directory directory;
  private final Trace trace;
  private final ObjectProvider<Announcer> announcer;
  private final ObjectProvider<TaskService> tasks;
  private final ObjectProvider<AuthorizationService> authorizations;

  Delegations(@Lazy StandIns standIns, Eligible eligible, @Lazy CaseAccess access, @Lazy Directory directory,
      Trace trace, ObjectProvider<Announcer> announcer, ObjectProvider<TaskService> tasks,
      ObjectProvider<AuthorizationService> authorizations) {
    this.standIns = standIns;
    this.eligible = eligible;
    this.access = access;
    this.directory = directory;
    this.trace = trace;
    this.announcer = announcer;
    this.tasks = tasks;
    this.authorizations = authorizations;
  }

  /** A task is given to somebody, or back to its group. Who takes it for himself is here, whatever the calendar says. */
  public void assigned(DelegateTask task) {
    var absent = task.getAssignee();
    if (absent == null) {
      offer(task);
    } else if (!absent.equals(Trace.actor())) {
      replacement(task, absent).ifPresent(next -> {
        note(task, absent, next);
        task.setOwner(absent);
        task.setAssignee(next.orElse(null));
      });
    }
  }

  /** A task waits for groups: is anybody of them here? */
  public void created(DelegateTask task) {
    if (task.getAssignee() == null) {
      offer(task);
    }
  }

  /** An absence begins: what the person holds moves, what the groups wait for is offered. */
  void begin(String absent) {
    if (standIns.inPlaceOf(absent).isEmpty()) {
      return; // taken back, or over already: it began while nothing ran
    }
    for (var held : tasks.getObject().createTaskQuery().taskAssignee(absent).list()) {
      var task = entity(held.getId());
      replacement(task, absent).ifPresent(next -> {
        note(task, absent, next);
        tasks.getObject().setOwner(task.getId(), absent);
        tasks.getObject().setAssignee(task.getId(), next.orElse(null));
      });
    }
    unclaimedOf(absent).forEach(this::offer);
  }

  /** An absence is over: what nobody took waits for its group alone again. @param stoodIn who did the person's tasks */
  void end(String absent, String stoodIn) {
    for (var task : unclaimedOf(absent)) {
      var links = links(task);
      if (links.stream().anyMatch(link -> stoodIn.equals(link.getUserId())) && !wanted(links).contains(stoodIn)) {
        tasks.getObject().deleteCandidateUser(task.getId(), stoodIn);
        close(task, Set.of("user:" + stoodIn));
      }
    }
  }

  /** Takes the right to a task from people and groups that no longer have it: in the engine and to the case. */
  void close(DelegateTask task, Set<String> principals) {
    access.revokeForTask(task.getId(), principals);
    authorizations.getObject().createAuthorizationQuery().resourceType(Resources.TASK).resourceId(task.getId()).list()
        .stream().filter(right -> principals.contains("user:" + right.getUserId())
            || principals.contains("group:" + right.getGroupId()))
        .forEach(right -> authorizations.getObject().deleteAuthorization(right.getId()));
  }

  /** The groups that a task waits for. */
  static Set<String> groups(DelegateTask task) {
    return task.getCandidates().stream().map(IdentityLink::getGroupId).filter(Objects::nonNull)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  static TaskEntity entity(String taskId) {
    return Context.getCommandContext().getTaskManager().findTaskById(taskId);
  }

  /** Who gets the absent one's task: a stand-in, or the group again where that one may not; empty if it stays. */
  private Optional<Optional<String>> replacement(DelegateTask task, String absent) {
    return standIns.inPlaceOf(absent).flatMap(next -> {
      if (eligible.objection(task, next).isEmpty()) {
        return Optional.of(Optional.of(next));
      }
      return groups(task).isEmpty() ? Optional.empty() : Optional.of(Optional.empty());
    });
  }

  private void offer(DelegateTask task) {
    var links = links(task);
    wanted(links).stream()
        .filter(userId -> links.stream().noneMatch(link -> userId.equals(link.getUserId())))
        .filter(userId -> eligible.objection(task, userId).isEmpty())
        .forEach(userId -> offer(task, userId));
  }

  private void offer(DelegateTask task, String userId) {
    task.addCandidateUser(userId);
    trace.note(task.getExecution(), "TASK_STOOD_IN", "任务“%s”的办理组无人在岗，同时交给代理人%s认领"
        .formatted(task.getName(), directory.personName(userId)),
        Map.of("task", task.getTaskDefinitionKey(), "standIn", userId));
    var number = task.getExecution().getProcessBusinessKey();
    if (ComplaintNumber.isValid(number)) {
      access.grantForTask(number, Optional.of(userId), Set.of(), task.getId());
      announcer.getObject().person(new ComplaintNumber(number), NoticeEvent.TASK_ASSIGNED, userId,
          Map.of("task", task.getName()), null);
    }
  }

  /** The stand-ins of groups in which everybody is away. */
  private Set<String> wanted(Set<? extends IdentityLink> links) {
    var wanted = new LinkedHashSet<String>();
    for (var link : links) {
      var members = link.getGroupId() == null ? List.<Person>of() : directory.members(link.getGroupId());
      var instead = members.stream().map(Person::id).map(standIns::inPlaceOf).toList();
      if (!instead.isEmpty() && instead.stream().allMatch(Optional::isPresent)) {
        instead.forEach(userId -> wanted.add(userId.orElseThrow()));
      }
    }
    return wanted;
  }

  /** What nobody has claimed yet and the person may claim, by a group or as a stand-in. */
  private List<TaskEntity> unclaimedOf(String userId) {
    return tasks.getObject().createTaskQuery().taskCandidateUser(userId).list().stream()
        .map(task -> entity(task.getId())).toList();
  }

  private static Set<IdentityLink> links(DelegateTask task) {
    return task.getCandidates().stream().filter(link -> IdentityLinkType.CANDIDATE.equals(link.getType()))
        .collect(Collectors.toSet());
  }

  private void note(DelegateTask task, String absent, Optional<String> next) {
    var facts = new LinkedHashMap<String, Object>(Map.of("task", task.getTaskDefinitionKey(), "absent", absent));
    next.ifPresent(userId -> facts.put("standIn", userId));
    trace.note(task.getExecution(), "TASK_STOOD_IN", next
        .map(userId -> "%s不在岗，任务“%s”由代理人%s办理".formatted(directory.personName(absent), task.getName(),
            directory.personName(userId)))
        .orElseGet(() -> "%s不在岗，代理人不能办理“%s”，任务回到本组".formatted(directory.personName(absent), task.getName())), facts);
  }
}
