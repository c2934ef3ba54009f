package io.huiyin.flow.desk;

import io.huiyin.archive.Archives;
import io.huiyin.archive.NewEntry;
import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.FieldReader;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.delegate.Announcer;
import io.huiyin.identity.CaseCopies;
import io.huiyin.identity.CaseCopies.Copy;
import io.huiyin.identity.Directory;
import io.huiyin.identity.Person;
import io.huiyin.notification.NoticeEvent;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Copying a case (抄送): a colleague or a unit may read this one case, is told so, and it is on record; who gave the copy
 * or a supervisor takes it back. A highly sensitive case goes to named persons only, by somebody who leads. [000]
 */
@Component
public class Copies {

  private static final Set<String> SUPERVISORS = Set.of("cs-supervisor", "cs-manager");

  private final CaseCopies copies;
  private final Directory directory;
  private final Archives archives;
  private final Announcer announcer;
  private final Unbound unbound;
  private final Clock clock;

  Copies(CaseCopies copies, Directory directory, Archives archives, Announcer announcer,
      Unbound unbound, Clock clock) {
    this.copies = copies;
    this.directory = directory;
    this.archives = archives;
    this.announcer = announcer;
    this.unbound = unbound;
    this.clock = clock;
  }

  /**
   * Copies a case that the person may see to a {@code person} or a {@code unit}.
   *
   * @throws InvalidInput naming every faulty field
   */
  @Transactional
  public void give(Person by, Complaint complaint, Map<String, Object> body) {
    var in = new FieldReader(body, clock.instant());
    in.refuseUnknown(Set.of("person", "unit"));
    var person = in.text("person", 64);
    var unit = in.text("unit", 64);
    var field = unit == null ? "person" : "unit";
    if ((person == null) == (unit == null) && in.fine("person", "unit")) {
      in.fault("person", "请选择抄送给哪位同事或哪个单位，只选一个");
    } else if (person != null && person.equals(by.id())) {
      in.fault("person", "不用抄送给自己，请选择其他同事");
    } else if (person != null && directory.person(person).isEmpty()) {
      in.fault("person", "没有这位同事，请重新选择");
    } else if (unit != null && (!unit.startsWith("unit-") || directory.members(unit).isEmpty())) {
      in.fault("unit", "没有这个责任单位，或者单位里还没有人，请重新选择");
    }
    if (complaint.sensitive() && in.fine("person", "unit")) {
      if (unit != null) {
        in.fault("unit", "本案高度敏感，只能抄送给具体的同事");
      } else if (!isSupervisor(by)) {
        in.fault("person", "本案高度敏感，只有客服主管或经理可以抄送");
      }
    }
    in.throwIfFaulty();
    complaint.refuseRestricted(field);
    var principal = person != null ? "user:" + person : "group:" + unit;
    var copy = copies.give(complaint.number().value(), principal, by.id())
        .orElseThrow(() -> new InvalidInput(field, "已经抄送过了，不用重复"));
    note(complaint.number(), "CASE_COPIED", "抄送给" + reader(copy), by, copy);
    unbound.run(() -> tell(complaint, by, person, unit));
  }

  /** @throws NoSuchElementException if there is no such copy of the case that this person may take back */
  @Transactional
  public void takeBack(Person by, ComplaintNumber number, long id) {
    var copy = copies.of(number.value()).stream().filter(one -> one.id() == id && mayTakeBack(by, one)).findFirst()
        .orElseThrow();
    copies.takeBack(copy, by.id());
    note(number, "COPY_TAKEN_BACK", "收回给" + reader(copy) + "的抄送", by, copy);
  }

  public List<Copy> of(ComplaintNumber number) {
    return copies.of(number.value());
  }

  public List<Copy> forPerson(Person person) {
    return copies.forPerson(person);
  }

  public boolean mayTakeBack(Person person, Copy copy) {
    return copy.givenBy().equals(person.id()) || isSupervisor(person);
  }

  /** Who has the copy, as a person reads it. */
  public String reader(Copy copy) {
    var id = copy.principal().substring(copy.principal().indexOf(':') + 1);
    return copy.principal().startsWith("user:") ? directory.personName(id)
        : directory.groupName(id);
  }

  private static boolean isSupervisor(Person person) {
    return person.isIn(SUPERVISORS);
  }

  private void tell(Complaint complaint, Person by, String person, String unit) {
    var facts = new LinkedHashMap<>(Map.of("by", by.name(), "category", complaint.category().label(),
        "priority", complaint.ratings().priority().name()));
    if (complaint.leadUnit() != null) {
      facts.put("unit", directory.groupName(complaint.leadUnit()));
    }
    if (person != null) {
      announcer.person(complaint.number(), NoticeEvent.CASE_COPIED, person, facts, null);
    } else {
      announcer.group(complaint.number(), NoticeEvent.CASE_COPIED, unit, facts, null);
    }
  }

  private void note(ComplaintNumber number, String kind, String summary, Person by, Copy copy) {
    archives.append(number, List.of(new NewEntry(kind, summary, by.id(), "WEBAPP", clock.instant(),
        Map.of("copy", copy.id(), "to", copy.principal()))));
  }
}
