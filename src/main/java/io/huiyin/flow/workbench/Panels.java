package io.huiyin.flow.workbench;

import io.huiyin.archive.Archives;
import io.huiyin.archive.Entry;
import io.huiyin.archive.Evidence;
import io.huiyin.archive.EvidenceStore;
import io.huiyin.complaint.Category;
import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.Complexity;
import io.huiyin.complaint.Contact;
import io.huiyin.complaint.CorrectiveActions;
import io.huiyin.complaint.Direction;
import io.huiyin.complaint.GroupComplaints;
import io.huiyin.complaint.Priority;
import io.huiyin.complaint.Responsibilities;
import io.huiyin.complaint.Severity;
import io.huiyin.flow.delegate.Corrective;
import io.huiyin.flow.delegate.Filing;
import io.huiyin.flow.delegate.Responsibility;
import io.huiyin.flow.model.RuleTables;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Directory;
import io.huiyin.identity.Person;
import io.huiyin.sla.ClockNames;
import io.huiyin.sla.Clocks;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.springframework.stereotype.Component;

/**
 * Puts together what a person sees of a case beside the form of a task. It asks rule tables and models, for which a
 * person who works a task has no rights, so it is called elevated, after the caller's right to the task was checked.
 */
@Component
class Panels {

  /** What the engine does between two steps of people tells them nothing. */
  private static final Set<String> SILENT = Set.of(
      "PROCESS_STARTED", "PROCESS_ENDED", "STEP_DONE", "REACHED", "CONDITION_MET", "SIGNAL_RECEIVED", "DECISION");

  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

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
  private final GroupComplaints groups;
  private final Archives archives;
  private final Clocks clocks;
  private final FormSpecs forms;
  private final TaskService tasklist;
  private final Directory directory;
  private final EvidenceStore evidence;
  private final Filing filing;
  private final Responsibilities responsibilities;
  private final Responsibility responsibility;
  private final CorrectiveActions actions;
  private final Corrective corrective;
  private final RuleTables tables;
  private final CaseAccess access;
  private final Caller caller;
  private final Clock clock;

  Panels(Complaints complaints, GroupComplaints groups, Archives archives, Clocks clocks, FormSpecs forms,
      TaskService tasklist, Directory directory, EvidenceStore evidence, Filing filing,
      Responsibilities responsibilities, Responsibility responsibility, CorrectiveActions actions,
      Corrective corrective, RuleTables tables, CaseAccess access, Caller caller, Clock clock) {
    this.complaints = complaints;
    this.groups = groups;
    this.archives = archives;
    this.clocks = clocks;
    this.forms = forms;
    this.tasklist = tasklist;
    this.directory = directory;
    this.evidence = evidence;
    this.filing = filing;
    this.responsibilities = responsibilities;
    this.responsibility = responsibility;
    this.actions = actions;
    this.corrective = corrective;
    this.tables = tables;
    this.access = access;
    this.caller = caller;
    this.clock = clock;
  }

  /** The panel of a task that this person may read. */
  Panel of(Task task, ComplaintNumber number, Person reader) {
    var complaint = complaints.get(number);
    var personal = complaints.personalData(number).masked();
    var entries = archives.entries(number);
    var kinds = kinds(complaint);
    var may = access.mayDo(reader, number.value(), complaint.sensitive());
    return new Panel(at(clock.instant()), number.value(), complaint.status().label(),
        grades(complaint), complaint.sensitive(), complaint.repeat(), complaint.lateRecord(), complaint.round(),
        complaint.returns(), complaint.urges(), returned(task, entries),
        complaint.memberLevel(), complaint.category().label(), complaint.channel().label(), complaint.product(),
        personal.orderNumber(), complaint.issuePoint(), unit(complaint.leadUnit()),
        complaint.claimAmount() == null ? null : complaint.claimAmount().toPlainString(), complaint.groupSize(),
        personal.occurredPlace(), at(complaint.registeredAt()), complaint.externalReference(),
        Panel.Customer.of(personal, may), personal.description(), personal.demand(), personal.measuresTaken(),
        clocks(complaint),
        timeline(entries).stream().filter(step -> !step.silent()).toList(), facts(task, complaint, entries, reader), proposal(entries),
        complaints.contacts(number).stream().map(this::contact).toList(),
        evidence.list(number).stream().map(one -> evidence(one, kinds)).toList(), kinds,
        missing(number), findings(number, reader), related(complaint, reader), may);
  }

  /** The evidence of a case; {@code mayAdd} is for whoever asks. */
  Panel.EvidenceFile evidence(Complaint complaint, boolean mayAdd) {
    var kinds = kinds(complaint);
    return new Panel.EvidenceFile(complaint.number().value(),
        evidence.list(complaint.number()).stream().map(one -> evidence(one, kinds)).toList(), kinds,
        missing(complaint.number()), mayAdd);
  }

  private List<Panel.Choice> missing(ComplaintNumber number) {
    return filing.missing(number).stream()
        .map(document -> new Panel.Choice(document.code(), document.words(directory))).toList();
  }

  /** Who answers for the case, and what is done so that it does not happen again. [003] */
  private Map<String, String> findings(ComplaintNumber number, Person reader) {
    var findings = new LinkedHashMap<String, String>();
    responsibilities.split(number).ifPresent(split -> findings.put("责任划分", responsibility.words(split)));
    actions.latest(number).filter(action -> mayKnow(reader, action.number())).ifPresent(action -> findings.put("纠正/预防措施", corrective.words(action, number)));
    return findings;
  }

  /**
   * The leading case, those that follow this one, and the customer's earlier complaints. Others are not even counted: what
   * nobody may know of does not show. [001][004]
   */
  private List<Panel.RelatedCase> related(Complaint complaint, Person reader) {
    var related = new ArrayList<Panel.RelatedCase>();
    groups.of(complaint.number()).filter(link -> link.isOpen() || link.settled())
        .ifPresent(link -> related.add(related(complaints.get(link.leading()), "牵头投诉")));
    groups.mergedInto(complaint.number()).forEach(link -> related.add(related(complaints.get(link.number()),
        link.isOpen() ? "并入本案，等待结果" : link.settled() ? "并入本案，已转告结果" : "曾并入本案")));
    complaints.earlierOfSameCustomer(complaint)
        .forEach(earlier -> related.add(related(earlier, "同一客户以前的投诉")));
    related.removeIf(other -> !mayKnow(reader, new ComplaintNumber(other.number())));
    return related;
  }

  private boolean mayKnow(Person reader, ComplaintNumber number) {
    return access.maySee(reader, number.value(), complaints.get(number).sensitive());
  }

  private Panel.RelatedCase related(Complaint other, String relation) {
    return new Panel.RelatedCase(other.number().value(), relation, at(other.registeredAt()), other.category().label(),
        other.status().label());
  }

  Panel.Grades grades(Complaint complaint) {
    var ratings = complaint.ratings();
    return new Panel.Grades(new Panel.Code(ratings.priority().name(), ratings.priority().label()),
        new Panel.Code(ratings.severity().name(), ratings.severity().label()),
        new Panel.Code(ratings.complexity().name(), ratings.complexity().label()));
  }

  /** Why the task has come back or was handed over, if that is how it got here; else null. */
  private static String returned(Task task, List<Entry> entries) {
    for (var i = entries.size() - 1; i >= 0; i--) {
      var facts = entries.get(i).facts();
      var step = task.getTaskDefinitionKey();
      switch (entries.get(i).kind()) {
        case "TASK_RETURNED" -> {
          if (step.equals(facts.get("to"))) {
            return "退回原因：" + facts.get("reason");
          }
        }
        case "TASK_HANDED_OVER" -> {
          if (step.equals(facts.get("task"))) {
            return "转办原因：" + facts.get("reason");
          }
        }
        case "TASK_COMPLETED" -> {
          if (step.equals(facts.get("task"))) {
            return null;
          }
        }
        default -> { }
      }
    }
    return null;
  }

  /** Everything on record about the case of a task that the caller may read. */
  Panel.CaseFile file(ComplaintNumber number) {
    var complaint = complaints.get(number);
    var kinds = kinds(complaint);
    return new Panel.CaseFile(number.value(), clocks(complaint), timeline(archives.entries(number)),
        complaints.contacts(number).stream().map(this::contact).toList(),
        evidence.list(number).stream().map(one -> evidence(one, kinds)).toList());
  }

  Panel.ContactView contact(Contact contact) {
    return new Panel.ContactView(at(contact.at()),
        contact.direction() == Direction.OUTBOUND ? "我方联系客户" : "客户来电来访",
        contact.channel().label(), contact.summary());
  }

  Panel.EvidenceView evidence(Evidence one, List<Panel.Choice> kinds) {
    return new Panel.EvidenceView(one.id().toString(), one.fileName(),
        kinds.stream().filter(kind -> kind.value().equals(one.kind())).map(Panel.Choice::label).findFirst()
            .orElse("其他材料"), one.size(), at(one.addedAt()), caller.name(one.addedBy()), one.thumbnail(), one.hash());
  }

  /** The documents that the rule table names for such a complaint, a recording, and anything else. */
  List<Panel.Choice> kinds(Complaint complaint) {
    var kinds = new LinkedHashMap<String, String>();
    tables.ask("required-documents",
            Map.of("category", complaint.category().name(), "channel", complaint.channel().name()))
        .forEach(rule -> kinds.put(rule.text("documentType"), rule.text("label")));
    kinds.putIfAbsent("CALL_RECORDING", "通话录音");
    kinds.put("OTHER", "其他材料");
    return kinds.entrySet().stream().map(kind -> new Panel.Choice(kind.getKey(), kind.getValue())).toList();
  }

  OffsetDateTime at(Instant instant) {
    return instant == null ? null : instant.atZone(clock.getZone()).toOffsetDateTime();
  }

  /** The latest round of each clock, open ones first. */
  List<Panel.ClockView> clocks(Complaint complaint) {
    var latest = new LinkedHashMap<String, io.huiyin.sla.Clock>();
    clocks.of(complaint.number()).forEach(one -> latest.put(one.kind(), one));
    return latest.values().stream()
        .sorted(Comparator.comparing((io.huiyin.sla.Clock one) -> !one.isOpen())
            .thenComparing(io.huiyin.sla.Clock::dueAt))
        .map(one -> new Panel.ClockView(one.kind(), ClockNames.of(one.kind()), one.status().name(),
            one.status().label(), at(one.startedAt()), at(one.dueAt()), one.warnedAt() != null, one.explanation()))
        .toList();
  }

  private List<Panel.Step> timeline(List<Entry> entries) {
    var names = new LinkedHashMap<String, String>();
    return entries.stream().map(entry -> new Panel.Step(entry.sequence(), at(entry.at()),
        names.computeIfAbsent(entry.actor(), caller::name), entry.kind(), entry.summary(),
        SILENT.contains(entry.kind()))).toList();
  }

  /** The facts by name that the form asks for: the case as it stands, else the latest that was submitted. */
  private Map<String, Object> facts(Task task, Complaint complaint, List<Entry> entries, Person reader) {
    var spec = forms.of(task.getProcessDefinitionId(), task.getTaskDefinitionKey());
    var names = new LinkedHashSet<String>();
    spec.ifPresent(form -> {
      names.addAll(form.earlier());
      form.fields().stream().map(FormField::prefill).filter(name -> !name.isEmpty()).forEach(names::add);
    });
    names.removeAll(IDENTIFYING);
    var current = new LinkedHashMap<String, Object>();
    current.put("category", complaint.category().name());
    current.put("issuePoint", complaint.issuePoint());
    current.put("priority", complaint.ratings().priority().name());
    current.put("severity", complaint.ratings().severity().name());
    current.put("complexity", complaint.ratings().complexity().name());
    current.put("sensitive", complaint.sensitive());
    if (complaint.leadUnit() != null) {
      current.put("leadUnit", complaint.leadUnit());
    }
    if (names.contains("runningCorrective")) {
      actions.runningAbout(complaint).filter(action -> mayKnow(reader, action.number())).ifPresent(action ->
          current.put("runningCorrective", corrective.words(action, complaint.number())));
    }
    if (names.contains("measure") && tasklist.getVariable(task.getId(), "measureId") instanceof Number id) {
      current.put("measure", actions.measure(id.longValue()).content());
    }
    var facts = new LinkedHashMap<String, Object>();
    for (var name : names) {
      var value = current.containsKey(name) ? current.get(name) : submitted(task, entries, name);
      facts.put(name, value != null ? value : tasklist.getVariable(task.getId(), name));
    }
    return facts;
  }

  /**
   * A name such as {@code EXTENSION_REQUESTED.reason} means that fact of the latest entry of that kind; an entry that
   * names a process {@code instance} speaks to the tasks of that one only. {@code finding*} means everything that was
   * ever submitted under that name, with who wrote it when.
   */
  private Object submitted(Task task, List<Entry> entries, String name) {
    if (name.endsWith("*")) {
      var all = entries.stream().flatMap(entry -> Optional.ofNullable(submitted(task, List.of(entry),
              name.substring(0, name.length() - 1))).stream()
          .map(value -> "%s %s：%s".formatted(MINUTE.format(at(entry.at())), caller.name(entry.actor()), value)))
          .collect(Collectors.joining("\n"));
      return all.isEmpty() ? null : all;
    }
    var dot = name.indexOf('.');
    for (var i = entries.size() - 1; i >= 0; i--) {
      var facts = entries.get(i).facts();
      if (dot > 0 && entries.get(i).kind().equals(name.substring(0, dot))
          && task.getProcessInstanceId().equals(facts.getOrDefault("instance", task.getProcessInstanceId()))) {
        return facts.get(name.substring(dot + 1));
      }
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
    return groupId == null ? null : directory.groupName(groupId);
  }
}
