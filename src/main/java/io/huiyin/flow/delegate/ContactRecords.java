package io.huiyin.flow.delegate;

import io.huiyin.complaint.Channel;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Contact;
import io.huiyin.complaint.Direction;
import io.huiyin.complaint.FieldReader;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.Var;
import io.huiyin.flow.trace.Trace;
import io.huiyin.sla.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** 客户沟通记录: every contact with the customer, from a message or a task. The first outward one is the response. [001] */
@Component
class ContactRecords {

  private final Complaints complaints;
  private final Deadlines deadlines;
  private final CustomerContact customerContact;
  private final java.time.Clock clock;

  ContactRecords(Complaints complaints, Deadlines deadlines, CustomerContact customerContact, java.time.Clock clock) {
    this.complaints = complaints;
    this.deadlines = deadlines;
    this.customerContact = customerContact;
    this.clock = clock;
  }

  private Contact record(ComplaintNumber number, Map<String, Object> fields) {
    var in = new FieldReader(fields, clock.instant());
    var direction = in.required("direction", Direction.class);
    var channel = in.required("channel", Channel.class);
    var summary = in.requiredText("summary", 4_000);
    var at = in.past("at");
    var substantive = in.flag("substantive");
    if (substantive && direction == Direction.INBOUND) {
      in.fault("substantive", "客户来联系不算实质性沟通，请在我方主动联系客户时勾选");
    }
    var registeredAt = complaints.get(number).registeredAt();
    if (at != null && at.isBefore(registeredAt)) {
      in.fault("at", "不能早于投诉登记的时间");
    }
    in.throwIfFaulty();
    var contact = new Contact(at == null ? clock.instant() : at, direction, channel, summary, Trace.actor());
    complaints.addContact(number, contact);
    if (direction == Direction.OUTBOUND) {
      deadlines.stop(number, Clock.RESPONSE, contact.at());
    }
    if (substantive) {
      deadlines.stop(number, Clock.SUBSTANTIVE_CONTACT, contact.at());
    }
    return contact;
  }

  /** Message {@code CustomerContacted}: direction, channel, summary, at. */
  @FlowBean(as = "recordContact")
  static class FromMessage implements JavaDelegate {

    private final ContactRecords contacts;
    private final Trace trace;

    FromMessage(ContactRecords contacts, Trace trace) {
      this.contacts = contacts;
      this.trace = trace;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var fields = Case.take(execution, Set.of("direction", "channel", "summary", "substantive", "at"));
      var contact = contacts.record(Case.number(execution), fields);
      trace.note(execution, "CUSTOMER_CONTACT",
          (contact.direction() == Direction.OUTBOUND ? "联系客户(" : "客户来访(") + contact.channel().label() + ")"
              + (isTrue(fields.get("substantive")) ? "，实质性沟通" : ""), fields);
      var heard = new HashMap<String, Object>();
      if (isTrue(fields.get("substantive"))) {
        heard.put(Var.SUBSTANTIVE_CONTACT.name(), true);
      }
      if (contact.direction() == Direction.OUTBOUND) {
        heard.put(Var.CONTACT_MADE.name(), true);
        contacts.customerContact.hears(Case.number(execution), heard);
      }
    }
  }

  private static boolean isTrue(Object value) {
    return value != null && Boolean.parseBoolean(value.toString());
  }

  /**
   * A task in which somebody talked to the customer; its form names channel, time and what was said. A step that is
   * a substantive contact by its nature says so by the input {@code alwaysSubstantive}.
   */
  @FlowBean(as = "recordContactFromTask")
  static class FromTask implements TaskListener {

    /** The field that holds what was said, in the forms that tell the customer something. */
    private static final Set<String> SAID = Set.of("contactSummary", "resultTold", "explanation");

    private final ContactRecords contacts;

    FromTask(ContactRecords contacts) {
      this.contacts = contacts;
    }

    @Override
    public void notify(DelegateTask task) {
      var fields = new HashMap<String, Object>();
      fields.put("direction", Direction.OUTBOUND.name());
      fields.put("channel", task.getVariable("contactChannel"));
      Stream.of("contactAt").filter(task::hasVariable).forEach(name -> fields.put("at", task.getVariable(name)));
      SAID.stream().filter(task::hasVariable).forEach(name -> fields.put("summary", task.getVariable(name)));
      var marked = isTrue(task.getVariable("substantive"));
      fields.put("substantive", marked || isTrue(task.getVariable("alwaysSubstantive")));
      contacts.record(Case.number(task.getExecution()), fields);
      if (marked) { // else the task that asks for it would be cancelled by its own completion
        Var.SUBSTANTIVE_CONTACT.set(task, true);
      }
    }
  }
}
