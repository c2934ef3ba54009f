package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.util.GreenMail;
import io.huiyin.HuiyinTest;
import io.huiyin.VirtualClock;
import io.huiyin.archive.Archives;
import io.huiyin.complaint.ComplaintFlow;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.flow.EngineTimeMachine;
import io.huiyin.sla.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Tells what happens to complaints, in the words of the domain, against the running application. */
@TestComponent
public class Story {

  final ComplaintFlow flow;
  final Complaints complaints;
  final Archives archives;
  final Clocks clocks;
  final TaskService tasks;
  final RuntimeService runtime;
  final ManagementService management;
  private final IdentityService identity;
  private final EngineTimeMachine timeMachine;
  private final VirtualClock clock;
  private final TransactionTemplate transactions;

  Story(ComplaintFlow flow, Complaints complaints, Archives archives, Clocks clocks, TaskService tasks,
      RuntimeService runtime, ManagementService management, IdentityService identity, EngineTimeMachine timeMachine,
      VirtualClock clock, PlatformTransactionManager transactions) {
    this.flow = flow;
    this.complaints = complaints;
    this.archives = archives;
    this.clocks = clocks;
    this.tasks = tasks;
    this.runtime = runtime;
    this.management = management;
    this.identity = identity;
    this.timeMachine = timeMachine;
    this.clock = clock;
    this.transactions = new TransactionTemplate(transactions);
  }

  /** Begins on an empty desk at this local time ({@code 2026-09-15T10:00}, Asia/Shanghai): nothing of earlier stories moves. */
  public Story begins(String localTime) {
    var open = runtime.createProcessInstanceQuery().rootProcessInstances().list().stream()
        .map(ProcessInstance::getId).toList();
    if (!open.isEmpty()) {
      runtime.deleteProcessInstances(new ArrayList<>(open), "next story", true, true, false);
    }
    clock.hold(instant(localTime));
    purgeMail();
    return this;
  }

  /** Resetting the server would move it to another port. */
  private void purgeMail() {
    try {
      mail().purgeEmailFromAllMailboxes();
    } catch (FolderException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The mail server that receives what the application sends. */
  public GreenMail mail() {
    return HuiyinTest.Mail.SERVER;
  }

  public Instant now() {
    return clock.instant();
  }

  public Instant instant(String localTime) {
    return LocalDateTime.parse(localTime).atZone(clock.getZone()).toInstant();
  }

  /** Lets time pass; what falls due on the way happens at its own instant, in order. */
  public Story after(Duration duration) {
    timeMachine.goTo(clock.instant().plus(duration));
    return this;
  }

  public Story at(String localTime) {
    return at(instant(localTime));
  }

  public Story at(Instant instant) {
    timeMachine.goTo(instant);
    return this;
  }

  /** Lets what is due at this very moment happen: mails go out. */
  public Story meanwhile() {
    timeMachine.goTo(clock.instant());
    return this;
  }

  /** Acts as one of the demo people, with that person's rights. */
  public <T> T as(String userId, Supplier<T> action) {
    identity.setAuthentication(userId, groupsOf(userId));
    try {
      return action.get();
    } finally {
      identity.clearAuthentication();
    }
  }

  public void as(String userId, Runnable action) {
    as(userId, () -> {
      action.run();
      return null;
    });
  }

  List<String> groupsOf(String userId) {
    return identity.createGroupQuery().groupMember(userId).list().stream().map(Group::getId).toList();
  }

  /** A complaint about to be registered; a plain late parcel, unless told otherwise. */
  public Caller aComplaint() {
    return new Caller(this);
  }

  public Told complaint(ComplaintNumber number) {
    return new Told(this, number);
  }

  <T> T inTransaction(Supplier<T> action) {
    return transactions.execute(status -> action.get());
  }

  /** What the customer says. */
  public static class Caller {

    private final Story story;
    private final Map<String, Object> fields = new HashMap<>(Map.of(
        "channel", "PHONE", "customerName", "王晓梅", "customerPhone", "13812345678",
        "customerEmail", "wang.xiaomei@example.com", "description", "包裹一周未到,客服电话打不通", "demand", "尽快送达并道歉",
        "category", "LOGISTICS"));
    private String registeredBy = "agent1";

    Caller(Story story) {
      this.story = story;
    }

    public Caller with(String field, Object value) {
      fields.put(field, value);
      return this;
    }

    public Caller without(String field) {
      fields.remove(field);
      return this;
    }

    public Caller registeredBy(String userId) {
      registeredBy = userId;
      return this;
    }

    public Map<String, Object> fields() {
      return fields;
    }

    public Told isRegistered() {
      return new Told(story, story.as(registeredBy, () -> story.flow.receive(fields)));
    }
  }

  /** A registered complaint: what people do with it, and how it stands. */
  public static class Told {

    private final Story story;
    public final ComplaintNumber number;

    Told(Story story, ComplaintNumber number) {
      this.story = story;
      this.number = number;
    }

    /** The user tasks that are open now, called processes included. */
    public List<String> openTasks() {
      return story.tasks.createTaskQuery().processInstanceBusinessKey(number.value()).list().stream()
          .map(task -> task.getTaskDefinitionKey()).sorted().toList();
    }

    public Told waitsAt(String... tasks) {
      assertThat(openTasks()).as("open tasks of " + number).containsExactlyInAnyOrder(tasks);
      return this;
    }

    /** A person completes a task with what the form would submit. Field names and values alternate. */
    public Told does(String userId, String task, Object... fieldsAndValues) {
      Map<String, Object> fields = new HashMap<>();
      for (var i = 0; i < fieldsAndValues.length; i += 2) {
        fields.put((String) fieldsAndValues[i], fieldsAndValues[i + 1]);
      }
      story.as(userId, () -> {
        var found = story.tasks.createTaskQuery().processInstanceBusinessKey(number.value())
            .taskDefinitionKey("userTask_" + task).list();
        assertThat(found).as(userId + " sees userTask_" + task + " of " + number).hasSize(1);
        if (found.get(0).getAssignee() == null) {
          story.tasks.claim(found.get(0).getId(), userId);
        }
        story.tasks.complete(found.get(0).getId(), fields);
      });
      return this;
    }

    /** Something happens to the running case. Field names and values alternate. */
    public Told happens(String userId, String message, Object... fieldsAndValues) {
      Map<String, Object> fields = new HashMap<>();
      for (var i = 0; i < fieldsAndValues.length; i += 2) {
        fields.put((String) fieldsAndValues[i], fieldsAndValues[i + 1]);
      }
      story.as(userId, () -> story.flow.tell(number, message, fields));
      return this;
    }

    public io.huiyin.complaint.Complaint complaint() {
      return story.complaints.get(number);
    }

    public io.huiyin.sla.Clock clock(String kind) {
      return story.clocks.of(number).stream().filter(clock -> clock.kind().equals(kind))
          .reduce((earlier, later) -> later).orElseThrow();
    }

    public List<io.huiyin.archive.Entry> file() {
      return story.archives.entries(number);
    }

    /** The case file as a person reads it. */
    public List<String> tells() {
      return file().stream().map(entry -> entry.kind() + " " + entry.actor() + " " + entry.summary()).toList();
    }

    public Told isOver() {
      assertThat(story.runtime.createProcessInstanceQuery().processInstanceBusinessKey(number.value()).list())
          .as("running processes of " + number).isEmpty();
      return this;
    }
  }
}
