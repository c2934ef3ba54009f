package io.huiyin.flow.workbench;

import io.huiyin.archive.Archives;
import io.huiyin.archive.Entry;
import io.huiyin.complaint.Category;
import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.Complexity;
import io.huiyin.complaint.Contact;
import io.huiyin.complaint.Direction;
import io.huiyin.complaint.Priority;
import io.huiyin.complaint.Severity;
import io.huiyin.identity.Directory;
import io.huiyin.sla.Clocks;
import io.huiyin.sla.SlaPolicies;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;

/** Puts together what a person sees of a case beside the form of a task. */
@Component
class Panels {

  /** What the engine does between two steps of people tells them nothing. */
  private static final Set<String> SILENT = Set.of(
      "PROCESS_STARTED", "PROCESS_ENDED", "STEP_DONE", "REACHED", "CONDITION_MET", "SIGNAL_RECEIVED");

  /** Shown masked or on request only, so never handed to a form as a fact. */
  private static final Set<String> IDENTIFYING = Set.of("customerName", "customerPhone", "customerEmail");

  private static final List<Table> TABLES = List.of(
      new Table("triage-category", "category", "类别", value -> Category.valueOf(value).label()),
      new Table("triage-priority", "priority", "优先级", value -> value + " " + Priority.valueOf(value).label()),
      new Table("triage-severity", "severity", "严重程度", value -> Severity.valueOf(value).label()),
      new Table("triage-complexity", "complexity", "复杂度", value -> Complexity.valueOf(value).label()),
      new Table("triage-sensitivity", "sensitive", "高度敏感", value -> Boolean.parseBoolean(value) ? "是" : "否"));

  private record Table(String key, String output, String label, Function<String, String> text) {
  }

  private final Complaints complaints;
  private final Archives archives;
  private final Clocks clocks;
  private final SlaPolicies policies;
  private final FormSpecs forms;
  private final TaskService tasks;
  private final Directory directory;
  private final Caller caller;
  private final Clock clock;

  Panels(Complaints complaints, Archives archives, Clocks clocks, SlaPolicies policies, FormSpecs forms,
      TaskService tasks, Directory directory, Caller caller, Clock clock) {
    this.complaints = complaints;
    this.archives = archives;
    this.clocks = clocks;
    this.policies = policies;
    this.forms = forms;
    this.tasks = tasks;
    this.directory = directory;
    this.caller = caller;
    this.clock = clock;
  }

  /** The panel of a task that the caller may read. */
  Panel of(Task task, ComplaintNumber number) {
    var complaint = complaints.get(number);
    var personal = complaints.personalData(number).masked();
    var entries = archives.entries(number);
    var ratings = complaint.ratings();
    return new Panel(at(clock.instant()), number.value(), complaint.status().label(),
        new Panel.Grades(new Panel.Code(ratings.priority().name(), ratings.priority().label()),
            new Panel.Code(ratings.severity().name(), ratings.severity().label()),
            new Panel.Code(ratings.complexity().name(), ratings.complexity().label())),
        complaint.sensitive(), complaint.repeat(), complaint.lateRecord(), complaint.round(),
        complaint.memberLevel(), complaint.category().label(), complaint.channel().label(), complaint.product(),
        personal.orderNumber(), complaint.issuePoint(), unit(complaint.leadUnit()),
        complaint.claimAmount() == null ? null : complaint.claimAmount().toPlainString(), complaint.groupSize(),
        personal.occurredPlace(), at(complaint.registeredAt()), complaint.externalReference(),
        Panel.Customer.of(personal), personal.description(), personal.demand(), personal.measuresTaken(),
        clocks(complaint), timeline(entries), facts(task, complaint, entries), proposal(entries),
        complaints.contacts(number).stream().map(this::contact).toList(), List.of(), List.of(), List.of());
  }

  Panel.ContactView contact(Contact contact) {
    return new Panel.ContactView(at(contact.at()),
        contact.direction() == Direction.OUTBOUND ? "我方联系客户" : "客户来电来访",
        contact.channel().label(), contact.summary());
  }

  OffsetDateTime at(Instant instant) {
    return instant.atZone(clock.getZone()).toOffsetDateTime();
  }

  private List<Panel.ClockView> clocks(Complaint complaint) {
    var latest = new LinkedHashMap<String, io.huiyin.sla.Clock>();
    clocks.of(complaint.number()).forEach(one -> latest.put(one.kind(), one));
    return latest.values().stream()
        .sorted(Comparator.comparing((io.huiyin.sla.Clock one) -> !one.isOpen())
            .thenComparing(io.huiyin.sla.Clock::dueAt))
        .map(one -> new Panel.ClockView(one.kind(), label(one, complaint), one.status().name(),
            one.status().label(), at(one.startedAt()), at(one.dueAt()), one.warnedAt() != null, one.explanation()))
        .toList();
  }

  private String label(io.huiyin.sla.Clock one, Complaint complaint) {
    return switch (one.kind()) {
      case io.huiyin.sla.Clock.RESPONSE -> "首次响应";
      case io.huiyin.sla.Clock.RESOLUTION -> "解决";
      // The table calls a stage by its rule, such as 提出处理方案（P1）; the rating stands in its own badge.
      default -> policies.policiesFor(one.kind(), complaint.ratings()).stream().findFirst()
          .map(policy -> policy.label().replaceFirst("（.*）$", "")).orElse(one.kind());
    };
  }

  private List<Panel.Step> timeline(List<Entry> entries) {
    var names = new LinkedHashMap<String, String>();
    return entries.stream().filter(entry -> !SILENT.contains(entry.kind()))
        .map(entry -> new Panel.Step(entry.sequence(), at(entry.at()),
            names.computeIfAbsent(entry.actor(), caller::name), entry.kind(), entry.summary()))
        .toList();
  }

  /** The facts by name that the form asks for: the case as it stands, else the latest that was submitted. */
  private Map<String, Object> facts(Task task, Complaint complaint, List<Entry> entries) {
    var spec = forms.of(task.getProcessDefinitionId(), task.getTaskDefinitionKey());
    var names = new LinkedHashSet<String>();
    spec.ifPresent(form -> {
      names.addAll(form.earlier());
      form.fields().stream().map(FormField::prefill).filter(name -> !name.isEmpty()).forEach(names::add);
    });
    names.removeAll(IDENTIFYING);
    var current = new LinkedHashMap<String, Object>();
    current.put("category", complaint.category().name());
    current.put("priority", complaint.ratings().priority().name());
    current.put("severity", complaint.ratings().severity().name());
    current.put("complexity", complaint.ratings().complexity().name());
    current.put("sensitive", complaint.sensitive());
    if (complaint.leadUnit() != null) {
      current.put("leadUnit", complaint.leadUnit());
    }
    var facts = new LinkedHashMap<String, Object>();
    for (var name : names) {
      var value = current.containsKey(name) ? current.get(name) : submitted(entries, name);
      facts.put(name, value != null ? value : caller.elevated(() -> tasks.getVariable(task.getId(), name)));
    }
    return facts;
  }

  private static Object submitted(List<Entry> entries, String name) {
    for (var i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i).facts().get("submitted") instanceof Map<?, ?> values && values.get(name) != null) {
        return values.get(name);
      }
    }
    return null;
  }

  /** What the triage tables said last, from the decisions on record. */
  private static List<Panel.Proposal> proposal(List<Entry> entries) {
    var proposals = new ArrayList<Panel.Proposal>();
    for (var table : TABLES) {
      entries.stream().filter(entry -> table.key().equals(entry.facts().get("table")))
          .reduce((earlier, later) -> later).ifPresent(entry -> {
            if (entry.facts().get("outputs") instanceof List<?> outputs && !outputs.isEmpty()
                && outputs.get(0) instanceof Map<?, ?> output && output.get(table.output()) != null) {
              proposals.add(new Panel.Proposal(table.label(), table.text().apply(output.get(table.output()).toString()),
                  (String) output.get("reason")));
            }
          });
    }
    return proposals;
  }

  private String unit(String groupId) {
    return groupId == null ? null : caller.elevated(() -> directory.groupName(groupId));
  }
}
