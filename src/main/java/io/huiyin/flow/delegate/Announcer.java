package io.huiyin.flow.delegate;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.identity.Directory;
import io.huiyin.notification.Notice;
import io.huiyin.notification.NoticeEvent;
import io.huiyin.notification.Notices;
import io.huiyin.notification.Recipient;
import io.huiyin.sla.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Puts what the flow has to say into words and hands it to the notification module. */
@Component
public class Announcer {

  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final Notices notices;
  private final Complaints complaints;
  private final Directory directory;
  private final ObjectProvider<TaskService> tasks;
  private final ZoneId zone;

  Announcer(Notices notices, Complaints complaints, Directory directory, ObjectProvider<TaskService> tasks,
      java.time.Clock clock) {
    this.notices = notices;
    this.complaints = complaints;
    this.directory = directory;
    this.tasks = tasks;
    this.zone = clock.getZone();
  }

  /** Says something to the customer, once per key. */
  public void customer(ComplaintNumber number, NoticeEvent event, Map<String, String> facts, String onceKey) {
    notices.announce(new Notice(event.name(), number, new Recipient.Customer(), withPriority(number, facts), onceKey));
  }

  public void group(ComplaintNumber number, NoticeEvent event, String group, Map<String, String> facts,
      String onceKey) {
    notices.announce(new Notice(event.name(), number, new Recipient.Group(group), withPriority(number, facts),
        onceKey));
  }

  public void person(ComplaintNumber number, NoticeEvent event, String userId, Map<String, String> facts,
      String onceKey) {
    notices.announce(new Notice(event.name(), number, new Recipient.Staff(userId), withPriority(number, facts),
        onceKey));
  }

  /** Says something to whoever holds the case's open tasks: the assignee, or the groups they wait for. */
  public void holders(ComplaintNumber number, NoticeEvent event, Map<String, String> facts, String onceKey) {
    holders(number).forEach(holder ->
        notices.announce(new Notice(event.name(), number, holder, withPriority(number, facts), onceKey)));
  }

  /** Says it to those of the holders who have not heard it for this time. */
  public void remindHolders(ComplaintNumber number, NoticeEvent event, Map<String, String> facts, Duration restBefore) {
    holders(number).forEach(holder ->
        notices.announce(new Notice(event.name(), number, holder, withPriority(number, facts), null, restBefore)));
  }

  /** What is said about a clock: its name, deadline, explanation and who holds the case. */
  public Map<String, String> about(ComplaintNumber number, Clock clock, String clockName) {
    var facts = new HashMap<String, String>();
    facts.put("clock", clockName);
    facts.put("due", minute(clock.dueAt()));
    facts.put("explanation", clock.explanation());
    var open = tasks.getObject().createTaskQuery().processInstanceBusinessKey(number.value()).list().stream()
        .filter(task -> clock.kind().equals(tasks.getObject().getVariable(task.getId(), "clock"))).findFirst();
    open.ifPresent(task -> {
      facts.put("task", task.getName());
      facts.put("holder", holderName(task));
    });
    return facts;
  }

  public String minute(Instant instant) {
    return instant == null ? "" : MINUTE.format(instant.atZone(zone));
  }

  private List<Recipient> holders(ComplaintNumber number) {
    return tasks.getObject().createTaskQuery().processInstanceBusinessKey(number.value()).list().stream()
        .flatMap(task -> task.getAssignee() != null
            ? Stream.<Recipient>of(new Recipient.Staff(task.getAssignee()))
            : candidateGroups(task).stream().map(Recipient.Group::new))
        .distinct().toList();
  }

  private String holderName(Task task) {
    return task.getAssignee() != null
        ? directory.person(task.getAssignee()).map(person -> person.name()).orElse(task.getAssignee())
        : String.join("、", candidateGroups(task).stream().map(directory::groupName).toList()) + "(待认领)";
  }

  private List<String> candidateGroups(Task task) {
    return tasks.getObject().getIdentityLinksForTask(task.getId()).stream().map(IdentityLink::getGroupId)
        .filter(Objects::nonNull).distinct().toList();
  }

  private Map<String, String> withPriority(ComplaintNumber number, Map<String, String> facts) {
    if (facts.containsKey("priority")) {
      return facts;
    }
    var all = new HashMap<>(facts);
    all.put("priority", complaints.get(number).ratings().priority().name());
    return all;
  }
}
