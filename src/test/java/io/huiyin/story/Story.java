package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.util.GreenMail;
import io.huiyin.HuiyinTest;
import io.huiyin.VirtualClock;
import io.huiyin.archive.ArchiveStatus;
import io.huiyin.archive.Archives;
import io.huiyin.archive.NewEntry;
import io.huiyin.archive.Entry;
import io.huiyin.archive.EvidenceStore;
import io.huiyin.archive.Verification;
import io.huiyin.complaint.Complaint;
import io.huiyin.browser.FormGallery;
import io.huiyin.complaint.ComplaintFlow;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.Contact;
import io.huiyin.complaint.FieldError;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.EngineTimeMachine;
import io.huiyin.notification.NoticeLog;
import io.huiyin.notification.NoticeView;
import io.huiyin.sla.Amount;
import io.huiyin.sla.Clock;
import io.huiyin.sla.Clocks;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Tells what happens to complaints, in the words of the domain, against the running application. */
@TestComponent
public class Story {

  private static final AtomicInteger CUSTOMERS = new AtomicInteger();

  final ComplaintFlow flow;
  final Complaints complaints;
  final Archives archives;
  final EvidenceStore evidence;
  final NoticeLog notices;
  final Clocks clocks;
  final TaskService tasks;
  final RuntimeService runtime;
  final ManagementService management;
  private final IdentityService identity;
  private final EngineTimeMachine timeMachine;
  private final VirtualClock clock;
  private final JdbcClient jdbc;
  private final JavaMailSenderImpl mailSender;
  private final TransactionTemplate transactions;
  @Autowired
  WaitStates waitStates;
  @Autowired
  private FormGallery forms;

  Story(ComplaintFlow flow, Complaints complaints, Archives archives, EvidenceStore evidence, NoticeLog notices,
      Clocks clocks, TaskService tasks, RuntimeService runtime, ManagementService management,
      IdentityService identity, EngineTimeMachine timeMachine, VirtualClock clock, JdbcClient jdbc,
      JavaMailSenderImpl mailSender, PlatformTransactionManager transactions) {
    this.flow = flow;
    this.complaints = complaints;
    this.archives = archives;
    this.evidence = evidence;
    this.notices = notices;
    this.clocks = clocks;
    this.tasks = tasks;
    this.runtime = runtime;
    this.management = management;
    this.identity = identity;
    this.timeMachine = timeMachine;
    this.clock = clock;
    this.jdbc = jdbc;
    this.mailSender = mailSender;
    this.transactions = new TransactionTemplate(transactions);
  }

  /** Begins on an empty desk at this local time ({@code 2026-09-15T10:00}, Asia/Shanghai): nothing of earlier stories moves. */
  public Story begins(String localTime) {
    var instances = runtime.createProcessInstanceQuery().rootProcessInstances().list();
    transactions.executeWithoutResult(status -> instances.stream().map(ProcessInstance::getBusinessKey).distinct()
        .filter(ComplaintNumber::isValid).forEach(number ->
            clocks.cancelAll(new ComplaintNumber(number), "next story", Clocks.SYSTEM, clock.instant())));
    var open = instances.stream().map(ProcessInstance::getId).toList();
    if (!open.isEmpty()) {
      runtime.deleteProcessInstances(new ArrayList<>(open), "next story", true, true, false);
    }
    clock.hold(instant(localTime));
    mailServerIsUp();
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

  /** From now on nobody takes mails. */
  public void mailServerIsDown() {
    mailSender.setPort(1); // nothing listens there
  }

  public void mailServerIsUp() {
    mailSender.setPort(mail().getSmtp().getPort());
  }

  /** A colleague works in another group too, until {@link #leaves}. */
  public void joins(String userId, String group) {
    identity.createMembership(userId, group);
  }

  public void leaves(String userId, String group) {
    identity.deleteMembership(userId, group);
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

  /** Time passes while no worker runs: nothing that falls due happens. */
  public void clockAloneMovesTo(String localTime) {
    clock.hold(instant(localTime));
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

  LocalDate today() {
    return LocalDate.ofInstant(now(), clock.getZone());
  }

  IdentityService identity() {
    return identity;
  }

  /** What a person reads for a user id. */
  String name(String userId) {
    return identity.createUserQuery().userId(userId).singleResult().getFirstName();
  }

  /** A person takes and completes one of several like tasks. Field names and values alternate. */
  void completes(String userId, Task open, Object... fieldsAndValues) {
    as(userId, () -> {
      if (open.getAssignee() == null) {
        tasks.claim(open.getId(), userId);
      }
      tasks.complete(open.getId(), Told.fields(fieldsAndValues));
    });
  }

  List<String> groupsOf(String userId) {
    return identity.createGroupQuery().groupMember(userId).list().stream().map(Group::getId).toList();
  }

  /** A complaint about to be registered; a plain late parcel, unless told otherwise. */
  public Caller aComplaint() {
    return new Caller(this);
  }

  /** The one complaint that is being handled. */
  public Told theOnlyComplaint() {
    var cases = runtime.createProcessInstanceQuery().rootProcessInstances()
        .processDefinitionKey("complaint-handling").list();
    assertThat(cases).as("cases that are open").hasSize(1);
    return complaint(new ComplaintNumber(cases.get(0).getBusinessKey()));
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
    private final Map<String, Object> fields;
    private String registeredBy = "agent1";

    /** Somebody who never complained before. */
    Caller(Story story) {
      this.story = story;
      var customer = CUSTOMERS.incrementAndGet();
      fields = new HashMap<>(Map.of("channel", "PHONE", "customerName", "王晓梅",
          "customerPhone", "138%08d".formatted(customer), "customerEmail", "customer" + customer + "@example.com",
          "description", "包裹一周未到，客服电话打不通", "demand", "尽快送达并道歉", "category", "LOGISTICS"));
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

    /** Registered with the start form of Tasklist. */
    public Told isRegisteredInTasklist() {
      var instance = story.as(registeredBy,
          () -> story.runtime.startProcessInstanceByKey("complaint-handling", new HashMap<>(fields)));
      return new Told(story, new ComplaintNumber(instance.getBusinessKey()));
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
      return tasks().map(Task::getTaskDefinitionKey).sorted().toList();
    }

    public Told waitsAt(String... tasks) {
      assertThat(openTasks()).as("open tasks of " + number)
          .containsExactlyInAnyOrder(Stream.of(tasks).map(Told::id).toArray(String[]::new));
      return this;
    }

    /** Who is to do the open task: a user id, or the groups that it waits for. */
    public String heldBy(String task) {
      return holder(task(task));
    }

    /** Tasks that several people have side by side, by who has them: a user id, or the groups that it waits for. */
    Map<String, Task> tasksByHolder(String name) {
      return tasks().filter(task -> task.getTaskDefinitionKey().equals(id(name)))
          .collect(Collectors.toMap(this::holder, Function.identity()));
    }

    private String holder(Task open) {
      return open.getAssignee() != null ? open.getAssignee()
          : story.tasks.getIdentityLinksForTask(open.getId()).stream().map(IdentityLink::getGroupId)
              .filter(Objects::nonNull).reduce((a, b) -> a + "," + b).orElse("");
    }

    /** The tasks of those who watch over this clock. */
    public List<String> supervision(String kind) {
      return supervising(kind).map(Task::getTaskDefinitionKey).sorted().toList();
    }

    /** The groups that have those tasks, in the same order. */
    public List<String> supervisors(String kind) {
      return supervising(kind).sorted(Comparator.comparing(Task::getTaskDefinitionKey)).map(this::holder).toList();
    }

    /** Somebody does what the missed deadline of this clock asks for: supervises, or decides after the grace period. */
    public Told answersFor(String userId, String task, String kind) {
      story.as(userId, () -> {
        var open = supervising(kind).filter(one -> one.getTaskDefinitionKey().equals(id(task))).toList();
        assertThat(open).as(id(task) + " for " + kind).hasSize(1);
        story.tasks.claim(open.get(0).getId(), userId);
        story.tasks.complete(open.get(0).getId(), task.equals("decideOverdue") ? fields("overdueDecision", "由值班主管接手")
            : fields("overdueCause", "OTHER", "supervision", "已谈话，限期办完"));
      });
      return this;
    }

    /** Whatever is still to be answered for missed deadlines is answered by those whose it is. */
    public Told allIsAnsweredFor() {
      tasks().filter(task -> task.getProcessDefinitionId().startsWith("sla-escalation:")).toList().forEach(task -> {
        var member = story.identity.createUserQuery().memberOfGroup(holder(task)).listPage(0, 1).get(0).getId();
        var kind = (String) story.runtime.getVariable(task.getProcessInstanceId(), "clock");
        answersFor(member, task.getTaskDefinitionKey().replace("userTask_", ""), kind);
      });
      return this;
    }

    private Stream<Task> supervising(String kind) {
      return tasks().filter(task -> task.getProcessDefinitionId().startsWith("sla-escalation:"))
          .filter(task -> kind.equals(story.runtime.getVariable(task.getProcessInstanceId(), "clock")));
    }

    /** Until when the open task is to be done. */
    public Instant due(String task) {
      return task(task).getDueDate().toInstant();
    }

    /** A person completes a task with what the form would submit. Field names and values alternate. */
    public Told does(String userId, String task, Object... fieldsAndValues) {
      story.as(userId, () -> {
        var open = task(task);
        story.waitStates.at(number, open.getProcessDefinitionId(), open.getTaskDefinitionKey());
        if (open.getAssignee() == null) {
          story.tasks.claim(open.getId(), userId);
        }
        story.forms.show(open, userId);
        story.tasks.complete(open.getId(), fields(fieldsAndValues));
      });
      return this;
    }

    /** Somebody takes a task from the group's list. */
    public Told isTakenBy(String userId, String task) {
      story.as(userId, () -> story.tasks.claim(task(task).getId(), userId));
      return this;
    }

    /** The task does not let itself be completed like this: the field is wrong. It stays open. */
    public Told refuses(String userId, String task, String faultyField, Object... fieldsAndValues) {
      assertRefused(faultyField, () -> story.as(userId,
          () -> story.tasks.complete(task(task).getId(), fields(fieldsAndValues))));
      return this;
    }

    /** Something happens to the running case. Field names and values alternate. */
    public Told happens(String userId, String message, Object... fieldsAndValues) {
      story.as(userId, () -> story.flow.tell(number, message, fields(fieldsAndValues)));
      return this;
    }

    /** Somebody takes up again what was over. */
    public Told reopens(String userId) {
      story.as(userId, () -> story.runtime.startProcessInstanceByMessage("ComplaintReopened", number.value(),
          Map.of("reason", "故障再次出现")));
      return this;
    }

    /** The case refuses to hear this: the field is wrong. Nothing changes. */
    public Told refusesToHear(String userId, String message, String faultyField, Object... fieldsAndValues) {
      assertRefused(faultyField, () -> happens(userId, message, fieldsAndValues));
      return this;
    }

    private void assertRefused(String faultyField, ThrowingCallable attempt) {
      assertThatThrownBy(attempt).isInstanceOfSatisfying(InvalidInput.class, refused ->
          assertThat(refused.errors()).extracting(FieldError::field).containsExactly(faultyField));
    }

    /** Accepted with the system's proposals. */
    public Told isAccepted() {
      return does("super1", "acceptAndClassify", "acceptance", "ACCEPTED");
    }

    public Told isContacted() {
      return does("agent1", "firstContact", "contactChannel", "PHONE", "contactSummary", "已致电客户，说明正在处理");
    }

    /** A minor matter: accepted, talked about, settled and told. */
    public Told isSettledAndTold() {
      return isAccepted().isContacted()
          .does("agent1", "settleDirectly", "measures", "当场补办手续", "settlement", "已办妥").isTold();
    }

    /** The agent writes an opinion and the lead unit agrees. */
    public Told isAgreedWith(String unitUser) {
      return does("agent1", "writeOpinion", "opinion", "补发并道歉")
          .does(unitUser, "confirmOpinion", "unitAnswer", "AGREE");
    }

    public Told isPlannedBy(String unitUser, double cost, int departments) {
      return does(unitUser, "proposePlan", "cause", "分拣错误", "measures", "补发并复核分拣流程",
          "planDueOn", "2026-09-30", "planCost", cost, "planDepartments", departments);
    }

    public Told isApprovedBy(String userId, String task) {
      return does(userId, task, "planDecision", "APPROVED");
    }

    public Told isExecutedBy(String unitUser) {
      return does(unitUser, "executePlan", "executionResult", "已补发", "executedOn", "2026-09-16");
    }

    public Told isTold() {
      return does("agent1", "tellResult", "contactChannel", "PHONE", "resultTold", "已补发，预计明天送达");
    }

    public Told isConfirmed() {
      return does("agent1", "confirmResult", "customerAnswer", "ACCEPTED", "confirmationForm", "PHONE");
    }

    public Told isObjectedTo(String point) {
      return does("agent1", "confirmResult", "customerAnswer", "OBJECTED", "confirmationForm", "PHONE",
          "objectionPoint", point);
    }

    public Told isRated(int efficiency, int attitude, int solution) {
      return does("agent1", "collectSurvey", "efficiency", efficiency, "attitude", attitude, "solution", solution);
    }

    /** From the opinion to the customer's word: planned, approved and executed by the lead unit, told and accepted. */
    public Told isHandledBy(String unitUser) {
      return isAgreedWith(unitUser).isPlannedBy(unitUser, 500, 1).isApprovedBy("super1", "reviewPlan")
          .isExecutedBy(unitUser).isTold().isConfirmed();
    }

    /** The special meeting: this unit leads, there is nothing to investigate and nobody to help. */
    public Told isMetAbout(String unit) {
      return does("board1", "holdSpecialMeeting", "meetingAttendees", "board1,sales1", "meetingHeldAt",
          story.now().atZone(story.clock.getZone()).toOffsetDateTime().toString(), "meetingMinutes", "各方说明了经过",
          "meetingDecisions", "先答复客户", "leadUnit", unit, "lead", "UNIT", "investigation", "NOT_NEEDED",
          "collaborators", "");
    }

    /** The board office splits the responsibility ({@code unit-it:70,unit-product:30}) and orders nothing further. */
    public Told isAttributed(String split) {
      return does("board1", "determineResponsibility", "split", split, "responsibilityReason", "依处理记录认定",
          "correctiveDecision", "NONE");
    }

    public Told isFiled() {
      return does("archivist1", "fileArchive", "archiveStatus", "CLOSED");
    }

    /** A document of this kind comes into the case file. */
    public Told hasDocument(String userId, String kind) {
      return hasDocument(userId, kind, false);
    }

    Told hasDocument(String userId, String kind, boolean consent) {
      story.evidence.add(number, new ByteArrayInputStream("运单 1Z-0042".getBytes(StandardCharsets.UTF_8)),
          "凭据.txt", kind, null, consent, userId);
      return this;
    }

    /** Moves a deadline without its timers, as they see it that fire in the very moment of an extension. */
    public void isExtendedBehindTheTimersBack(String kind, String by) {
      story.inTransaction(() -> story.clocks.extend(number, kind, Amount.parse(by), "延期", "super1", story.now()));
    }

    /** Stops a clock without telling its supervision, as the timers see it that fire in the very moment of the stop. */
    public void isStoppedBehindTheTimersBack(String kind) {
      story.inTransaction(() -> story.clocks.stop(number, kind, story.now()));
    }

    public List<Contact> contacts() {
      return story.complaints.contacts(number);
    }

    public Complaint complaint() {
      return story.complaints.get(number);
    }

    public Clock clock(String kind) {
      return story.clocks.of(number).stream().filter(clock -> clock.kind().equals(kind))
          .reduce((earlier, later) -> later).orElseThrow();
    }

    /** What happened to the clocks of this kind, oldest first. */
    public List<String> ledger(String kind) {
      return story.inTransaction(() -> story.clocks.ledger(number)).stream()
          .filter(entry -> entry.kind().equals(kind)).map(entry -> entry.change().name()).toList();
    }

    /** How the case stands with its deadlines, as the flow knows. */
    public String slaStatus() {
      return (String) story.runtime.getVariable(complaint().processInstanceId(), "slaStatus");
    }

    public List<Entry> file() {
      return story.archives.entries(number);
    }

    /** The case file's entries of one kind, oldest first. */
    public List<Entry> entries(String kind) {
      return file().stream().filter(entry -> entry.kind().equals(kind)).toList();
    }

    /** What the file says of one kind, as a person reads it. */
    public List<String> says(String kind) {
      return entries(kind).stream().map(Entry::summary).toList();
    }

    /** The case file as a person reads it. */
    public List<String> tells() {
      return file().stream().map(entry -> entry.kind() + " " + entry.actor() + " " + entry.summary()).toList();
    }

    /** The mails that arrived for a person ({@code manager1}, or {@code customer}): their subjects without the number. */
    public List<String> mailsTo(String who) {
      var address = who.equals("customer") ? story.complaints.personalData(number).customerEmail()
          : who + "@huiyin.example";
      return Stream.of(story.mail().getReceivedMessages()).filter(mail -> address.equals(to(mail)))
          .map(Told::subject).filter(subject -> subject.contains(number.value()))
          .map(subject -> subject.replace(number.value(), "").replaceAll("\\s+", " ").strip()).toList();
    }

    /** Mails that nobody tries to send any more: what Cockpit shows as incidents of this case. */
    public long incidents() {
      return story.runtime.createProcessInstanceQuery().processInstanceBusinessKey(number.value()).list().stream()
          .mapToLong(instance -> story.runtime.createIncidentQuery().processInstanceId(instance.getId()).count()).sum();
    }

    /** The administrator presses "retry" in Cockpit. */
    public void isRetried() {
      story.runtime.createProcessInstanceQuery().processInstanceBusinessKey(number.value()).withIncident().list()
          .stream().flatMap(instance -> story.management.createJobQuery().processInstanceId(instance.getId())
              .noRetriesLeft().list().stream())
          .forEach(job -> story.management.setJobRetries(job.getId(), 1));
      story.meanwhile();
    }

    public List<NoticeView> notices() {
      return story.notices.of(number);
    }

    public ArchiveStatus archiveStatus() {
      return ArchiveStatus.valueOf(story.jdbc.sql("select status from archive where number = ?")
          .param(number.value()).query(String.class).single());
    }

    public LocalDate keptUntil() {
      return story.jdbc.sql("select retention_until from archive where number = ?")
          .param(number.value()).query(LocalDate.class).single();
    }

    /** As if it had been filed with this term: cover and record agree. */
    public Told isKeptUntil(LocalDate until) {
      story.transactions.executeWithoutResult(status -> {
        story.jdbc.sql("update archive set retention_until = ? where number = ?").params(until, number.value()).update();
        story.archives.append(number, List.of(new NewEntry("RETENTION_EXTENDED", "期限按测试的需要改动", "archivist1", "ARCHIVE",
            story.now(), Map.of("retentionUntil", until.toString()))));
      });
      return this;
    }

    public Told isOver() {
      assertThat(story.runtime.createProcessInstanceQuery().processInstanceBusinessKey(number.value()).list())
          .as("running processes of " + number).filteredOn(instance -> !isDelivery(instance)).isEmpty();
      assertThat(verification().intact()).as("file of " + number + " is intact").isTrue();
      return this;
    }

    public Verification verification() {
      return story.archives.verify(number);
    }

    private static boolean isDelivery(ProcessInstance instance) {
      return instance.getProcessDefinitionId().startsWith("notification-delivery");
    }

    private Stream<Task> tasks() {
      return story.tasks.createTaskQuery().processInstanceBusinessKey(number.value()).list().stream();
    }

    private Task task(String name) {
      var found = tasks().filter(task -> task.getTaskDefinitionKey().equals(id(name))).toList();
      assertThat(found).as(id(name) + " of " + number).hasSize(1);
      return found.get(0);
    }

    private static String id(String task) {
      return task.startsWith("userTask_") ? task : "userTask_" + task;
    }

    private static Map<String, Object> fields(Object... fieldsAndValues) {
      Map<String, Object> fields = new HashMap<>();
      for (var i = 0; i < fieldsAndValues.length; i += 2) {
        fields.put((String) fieldsAndValues[i], fieldsAndValues[i + 1]);
      }
      return fields;
    }

    private static String to(MimeMessage mail) {
      try {
        return mail.getAllRecipients()[0].toString();
      } catch (MessagingException e) {
        throw new IllegalStateException(e);
      }
    }

    private static String subject(MimeMessage mail) {
      try {
        return mail.getSubject();
      } catch (MessagingException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
