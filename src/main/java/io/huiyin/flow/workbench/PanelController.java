package io.huiyin.flow.workbench;

import static io.huiyin.flow.workbench.Answers.fresh;

import io.huiyin.archive.Archives;
import io.huiyin.archive.FullContacts;
import io.huiyin.archive.NewEntry;
import io.huiyin.complaint.Channel;
import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.ComplaintFlow;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.Contact;
import io.huiyin.complaint.Direction;
import io.huiyin.complaint.FieldReader;
import io.huiyin.identity.AccessLog.Action;
import io.huiyin.identity.CaseAction;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the task forms in Tasklist call, under the web apps' session and CSRF protection. */
@RestController
@RequestMapping("/camunda/api/ext")
class PanelController {

  private static final int LONGEST_SUMMARY = 4000;

  private final Caller caller;
  private final Panels panels;
  private final Complaints complaints;
  private final ComplaintFlow flow;
  private final Archives archives;
  private final FullContacts contacts;
  private final IdentityService identity;
  private final Clock clock;
  private final TransactionTemplate transaction;

  PanelController(Caller caller, Panels panels, Complaints complaints, ComplaintFlow flow, Archives archives,
      FullContacts contacts, IdentityService identity, Clock clock, PlatformTransactionManager transactions) {
    this.caller = caller;
    this.panels = panels;
    this.complaints = complaints;
    this.flow = flow;
    this.archives = archives;
    this.contacts = contacts;
    this.identity = identity;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  record Named(String id, String name) {
  }

  /** The case beside the form, masked. Whoever may read the task may read its case, unless that is highly sensitive. [000] */
  @GetMapping("/tasks/{taskId}/panel")
  ResponseEntity<Panel> panel(@PathVariable String taskId) {
    var task = caller.task(taskId);
    var complaint = caller.complaintOf(task);
    caller.log(complaint, Action.VIEW, null);
    var reader = caller.person();
    return fresh(caller.elevated(() -> transaction.execute(status -> panels.of(task, complaint.number(), reader))));
  }

  /** The case file of the task's case. */
  @GetMapping("/tasks/{taskId}/file")
  ResponseEntity<Panel.CaseFile> file(@PathVariable String taskId) {
    var complaint = caller.complaintOf(caller.task(taskId));
    caller.log(complaint, Action.VIEW, null);
    return fresh(caller.elevated(() -> transaction.execute(status -> panels.file(complaint.number()))));
  }

  /** The case file of a case that the caller handles or was copied on. */
  @GetMapping("/complaints/{number}/file")
  ResponseEntity<Panel.CaseFile> caseFile(@PathVariable String number) {
    var complaint = caller.complaint(number);
    caller.log(complaint, Action.VIEW, null);
    return fresh(caller.elevated(() -> transaction.execute(status -> panels.file(complaint.number()))));
  }

  /** The responsible units, for the pick list. */
  @GetMapping("/units")
  List<Named> units() {
    caller.person();
    return caller.elevated(() -> identity.createGroupQuery().orderByGroupName().asc().list()).stream()
        .filter(group -> group.getId().startsWith("unit-") && !group.getId().endsWith("-head"))
        .map(group -> new Named(group.getId(), group.getName())).toList();
  }

  /** The values of a field type that has its own list. */
  @GetMapping("/options/{type:channel|contact|category}")
  List<Named> options(@PathVariable String type) {
    caller.person();
    return FieldType.named(type).options().stream().map(option -> new Named(option.value(), option.label())).toList();
  }

  /** The colleagues, for the pick list; accounts of programs and administrators are none. */
  @GetMapping("/people")
  List<Named> people() {
    caller.person();
    var accounts = caller.elevated(() -> Stream.of("integrator", "camunda-admin")
        .flatMap(group -> identity.createUserQuery().memberOfGroup(group).list().stream())
        .map(User::getId).collect(Collectors.toSet()));
    return caller.elevated(() -> identity.createUserQuery().orderByUserId().asc().list()).stream()
        .filter(user -> !accounts.contains(user.getId()))
        .map(user -> new Named(user.getId(),
            (nullToEmpty(user.getFirstName()) + " " + nullToEmpty(user.getLastName())).strip())).toList();
  }

  /** Shows name, phone and e-mail in full; who looked is on record. [000] */
  @PostMapping("/complaints/{number}/unmask")
  ResponseEntity<Panel.Customer> unmask(@PathVariable String number) {
    var complaint = caller.work(number, CaseAction.UNMASK);
    return fresh(Panel.Customer.of(contacts.show(caller.person(), complaint.number(), "WEBAPP"), Set.of()));
  }

  /**
   * Records a contact with the customer: {@code direction}, {@code channel}, {@code summary}, {@code substantive}, and {@code at} (now if
   * absent). A running case hears of it; one that has ended only gets it on file. [001]
   */
  @PostMapping("/complaints/{number}/contacts")
  Panel.ContactView contact(@PathVariable String number, @RequestBody Map<String, Object> body) {
    var complaint = caller.work(number, CaseAction.CONTACT);
    complaint.refuseRestricted("summary");
    var in = new FieldReader(body, clock.instant());
    in.refuseUnknown(Set.of("direction", "channel", "summary", "substantive", "at"));
    var direction = in.required("direction", Direction.class);
    var channel = in.required("channel", Channel.class);
    var summary = in.requiredText("summary", LONGEST_SUMMARY);
    var given = in.past("at");
    var substantive = in.flag("substantive");
    in.throwIfFaulty();
    var contact = new Contact(given == null ? clock.instant() : given, direction, channel, summary,
        caller.person().id());
    record(complaint, contact, substantive);
    return panels.contact(contact);
  }

  private void record(Complaint complaint, Contact contact, boolean substantive) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("direction", contact.direction().name());
    fields.put("channel", contact.channel().name());
    fields.put("summary", contact.summary());
    fields.put("substantive", substantive);
    fields.put("at", panels.at(contact.at()).toString());
    try {
      transaction.executeWithoutResult(status -> flow.tell(complaint.number(), "CustomerContacted", fields));
    } catch (ComplaintFlow.NotWaiting ended) {
      transaction.executeWithoutResult(status -> {
        complaints.addContact(complaint.number(), contact);
        archives.append(complaint.number(), List.of(new NewEntry("CONTACT_RECORDED", "登记沟通记录",
            contact.recordedBy(), "WEBAPP", clock.instant(), fields)));
      });
    }
  }

  private static String nullToEmpty(String text) {
    return text == null ? "" : text;
  }
}
