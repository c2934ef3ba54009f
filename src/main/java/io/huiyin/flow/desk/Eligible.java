package io.huiyin.flow.desk;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.model.ExtensionProperties;
import io.huiyin.flow.trace.Trace;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Directory;
import io.huiyin.identity.Person;
import io.huiyin.identity.StandIns;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Who may hold a task, however it comes to the person: claimed, handed over, or standing in. A model keeps somebody
 * out by the task's property {@code notBy}: the variable that names the person or people, by comma, such as the author of a
 * plan [001]; by {@code notByStandIn} = {@code true} also who does that person's tasks today. [norm]
 */
@Component
public class Eligible {

  /** They look, model or deliver data; they work no task. */
  private static final Set<String> NO_WORKERS = Set.of("auditor", "process-owner", "integrator", "camunda-admin");

  private final Complaints complaints;
  private final CaseAccess access;
  private final Directory directory;
  private final StandIns standIns;

  Eligible(@Lazy Complaints complaints, @Lazy CaseAccess access, @Lazy Directory directory, @Lazy StandIns standIns) {
    this.complaints = complaints;
    this.access = access;
    this.directory = directory;
    this.standIns = standIns;
  }

  /** A task that is given to somebody, by whatever way. */
  public void checkAssignee(DelegateTask task) {
    if (task.getAssignee() != null) {
      refuseExcluded(task, task.getAssignee());
    }
  }

  /** A task that somebody completes. */
  public void checkActor(DelegateTask task) {
    refuseExcluded(task, Trace.actor());
  }

  /** Why this person may not get the task, in words; empty if nothing is against it. */
  Optional<String> objection(DelegateTask task, String userId) {
    var person = directory.person(userId);
    if (person.isEmpty()) {
      return Optional.of("没有这位同事，请重新选择");
    }
    if (!works(person.get())) {
      return Optional.of(person.get().name() + "不办理投诉任务，请选择其他同事");
    }
    if (isExcluded(task, userId)) {
      return Optional.of(excluded(task, person.get().name()));
    }
    if (!maySee(task, person.get())) {
      return Optional.of("本案高度敏感，" + person.get().name() + "无权查看；请由客服主管或经理先抄送给他");
    }
    return Optional.empty();
  }

  /** Whether the person is there to work tasks at all. */
  public static boolean works(Person person) {
    return !NO_WORKERS.containsAll(person.groups());
  }

  /** The properties that the model's author set on the task. */
  static Map<String, String> properties(DelegateTask task) {
    return ExtensionProperties.of(task.getBpmnModelElementInstance());
  }

  boolean isSensitive(DelegateTask task) {
    var key = task.getExecution().getProcessBusinessKey();
    return ComplaintNumber.isValid(key) && complaints.get(new ComplaintNumber(key)).sensitive();
  }

  private boolean maySee(DelegateTask task, Person person) {
    return !isSensitive(task) || task.getCandidates().stream().anyMatch(link -> person.groups().contains(link.getGroupId()))
        || access.maySee(person, task.getExecution().getProcessBusinessKey(), true);
  }

  private void refuseExcluded(DelegateTask task, String userId) {
    if (isExcluded(task, userId)) {
      throw new InvalidInput("assignee",
          excluded(task, directory.personName(userId)));
    }
  }

  private boolean isExcluded(DelegateTask task, String userId) {
    var properties = properties(task);
    var authors = properties.get("notBy") == null ? null : (String) task.getVariable(properties.get("notBy"));
    return authors != null && Stream.of(authors.split(",")).anyMatch(author -> author.equals(userId)
        || "true".equals(properties.get("notByStandIn")) && standIns.inPlaceOf(author).filter(userId::equals).isPresent());
  }

  private static String excluded(DelegateTask task, String name) {
    return name + "是提出人或其代理人，不能办理“" + task.getName() + "”，请交由同组其他同事办理";
  }
}
