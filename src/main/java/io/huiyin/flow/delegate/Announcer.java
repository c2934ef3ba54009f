package io.huiyin.flow.delegate;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.Var;
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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RuntimeService;
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
  private final ObjectProvider<RuntimeService> runtime;
  private final ZoneId zone;

  Announcer(Notices notices, Complaints complaints, Directory directory, ObjectProvider<TaskService> tasks,
      ObjectProvider<RuntimeService> runtime, java.time.Clock clock) {
    this.notices = notices;
    this.complaints = complaints;
    this.directory = directory;
    this.tasks = tasks;
    this.runtime = runtime;
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
    holders(work(number)).forEach(holder ->
        notices.announce(new Notice(event.name(), number, holder, withPriority(number, facts), onceKey)));
  }

  /** Says it to those of the holders who have not heard it for this time. */
  public void remindHolders(ComplaintNumber number, NoticeEvent event, Map<String, String> facts, Duration restBefore) {
    holders(work(number)).forEach(holder ->
        notices.announce(new Notice(event.name(), number, holder, withPriority(number, facts), null, restBefore)));
  }

  /**
   * Says it to those who hold the case's open tasks, or where there are none to a person ({@code ""}: to those who
   * supervise customer service); to each who has not heard it for this time.
   */
  public void remindHandlers(ComplaintNumber number, NoticeEvent event, String userId, Map<String, String> facts,
      Duration restBefore) {
    var holding = holders(work(number));
    var otherwise = userId.isEmpty() ? new Recipient.Group("cs-supervisor") : new Recipient.Staff(userId);
    (holding.isEmpty() ? List.of(otherwise) : holding).forEach(recipient ->
        notices.announce(new Notice(event.name(), number, recipient, withPriority(number, facts), null, restBefore)));
  }

  /** Says something to whoever holds the tasks that a clock waits for. */
  public void holders(Clock clock, NoticeEvent event, Map<String, String> facts, String onceKey) {
    holders(carriers(clock)).forEach(holder -> notices.announce(
        new Notice(event.name(), clock.number(), holder, withPriority(clock.number(), facts), onceKey)));
  }

  /** What is said about a clock: its name, deadline, explanation, and who holds what it waits for. */
  public Map<String, String> about(Clock clock, String clockName) {
    var facts = new HashMap<String, String>();
    facts.put("clock", clockName);
    facts.put("due", minute(clock.dueAt()));
    facts.put("explanation", clock.explanation());
    var carriers = carriers(clock);
    if (!carriers.isEmpty()) {
      facts.put("task", joined(carriers, Task::getName));
      facts.put("holder", joined(carriers, this::holderName));
    }
    return facts;
  }

  /** The open tasks that carry this clock; the whole case's where none does, as with the case's resolution. */
  private List<Task> carriers(Clock clock) {
    var work = work(clock.number());
    var own = work.stream().filter(task -> clock.kind().equals(
        runtime.getObject().getVariableLocal(task.getExecutionId(), Var.CLOCK.name()))).toList();
    return own.isEmpty() ? work : own;
  }

  /** What there is to do in the case, without what watches over its clocks. */
  private List<Task> work(ComplaintNumber number) {
    return tasks.getObject().createTaskQuery().processInstanceBusinessKey(number.value()).list().stream()
        .filter(task -> !Case.isSupervision(task)).toList();
  }

  private static String joined(List<Task> tasks, Function<Task, String> text) {
    return tasks.stream().map(text).distinct().collect(Collectors.joining("、"));
  }

  /** What a person reads for a user id. */
  public String name(String userId) {
    return directory.personName(userId);
  }

  public String minute(Instant instant) {
    return instant == null ? "" : MINUTE.format(instant.atZone(zone));
  }

  private List<Recipient> holders(List<Task> held) {
    return held.stream()
        .flatMap(task -> task.getAssignee() != null
            ? Stream.<Recipient>of(new Recipient.Staff(task.getAssignee()))
            : candidateGroups(task).stream().map(Recipient.Group::new))
        .distinct().toList();
  }

  private String holderName(Task task) {
    return task.getAssignee() != null
        ? name(task.getAssignee())
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
