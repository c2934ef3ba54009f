package io.huiyin.flow.desk;

import io.huiyin.complaint.FieldReader;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.identity.Directory;
import io.huiyin.identity.Person;
import io.huiyin.identity.StandIns;
import io.huiyin.identity.StandIns.StandIn;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Setting and ending stand-ins: everybody for himself, the CS manager for all. [ours] */
@Component
public class Absences {

  private static final int LONGEST_DAYS = 366;

  private final StandIns standIns;
  private final Directory directory;
  private final RuntimeService runtime;
  private final Unbound unbound;
  private final Clock clock;

  Absences(StandIns standIns, Directory directory, RuntimeService runtime, Unbound unbound, Clock clock) {
    this.standIns = standIns;
    this.directory = directory;
    this.runtime = runtime;
    this.unbound = unbound;
    this.clock = clock;
  }

  /** What the person has to do with: the own absences, whom the person stands in for, and all for the CS manager. */
  @Transactional(readOnly = true)
  public List<StandIn> seenBy(Person person) {
    return standIns.coming().stream().filter(one -> setsForOthers(person) || one.absent().equals(person.id())
        || one.standIn().equals(person.id())).toList();
  }

  /** Whether the person may set stand-ins for colleagues. */
  public static boolean setsForOthers(Person person) {
    return person.groups().contains("cs-manager");
  }

  /**
   * Sets a stand-in: {@code absent} (the person, if absent), {@code standIn}, {@code from} and {@code until} as dates,
   * both included.
   *
   * @throws InvalidInput naming every faulty field
   */
  @Transactional
  public StandIn set(Person by, Map<String, Object> body) {
    var in = new FieldReader(body, clock.instant());
    in.refuseUnknown(Set.of("absent", "standIn", "from", "until"));
    var given = in.text("absent", 64);
    var absent = given == null ? by.id() : given;
    var standIn = in.requiredText("standIn", 64);
    var from = day(in, "from");
    var until = day(in, "until");
    if (!absent.equals(by.id()) && !setsForOthers(by)) {
      in.fault("absent", "只有客服经理可以替他人设置代理人");
    } else if (directory.person(absent).isEmpty()) {
      in.fault("absent", "没有这位同事，请重新选择");
    }
    if (standIn != null && standIn.equals(absent)) {
      in.fault("standIn", "代理人不能是本人，请选择其他同事");
    } else if (standIn != null && directory.person(standIn).filter(Eligible::works).isEmpty()) {
      in.fault("standIn", "没有这位同事，或者他不办理投诉任务，请重新选择");
    }
    if (from != null && until != null) {
      checkDays(in, from, until);
    }
    in.throwIfFaulty();
    standIns.lock();
    if (standIns.isAway(absent, from, until)) {
      throw new InvalidInput("from", "这段时间已经设置过代理人，请先取消原来的设置");
    }
    if (standIns.closesCircle(absent, standIn, from, until)) {
      throw new InvalidInput("standIn", "代理关系绕了一圈：这段时间代理人自己的任务又会回到本人，请换一位");
    }
    var set = standIns.add(absent, standIn, from, until, by.id());
    unbound.run(() -> runtime.startProcessInstanceByKey("stand-in", Map.of("standInId", set.id(),
        "absenceBegins", start(from), "absenceEnds", start(until.plusDays(1)))));
    return set;
  }

  /**
   * Ends a stand-in, or takes one back that has not begun.
   *
   * @throws NoSuchElementException if there is none that this person may end
   */
  @Transactional
  public void end(Person by, long id) {
    standIns.find(id).filter(one -> !one.ended() && (one.absent().equals(by.id()) || setsForOthers(by))).orElseThrow();
    unbound.run(() -> runtime.createMessageCorrelation("StandInEnded").processInstanceVariableEquals("standInId", id)
        .correlateWithResult());
  }

  private void checkDays(FieldReader in, LocalDate from, LocalDate until) {
    if (until.isBefore(from)) {
      in.fault("until", "不能早于开始日期");
    } else if (until.isBefore(standIns.today())) {
      in.fault("until", "不能早于今天");
    } else if (from.plusDays(LONGEST_DAYS).isBefore(until)) {
      in.fault("until", "一次最多设置一年，请分次设置");
    }
  }

  private LocalDate day(FieldReader in, String field) {
    var text = in.requiredText(field, 10);
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      in.fault(field, "日期格式不对，应形如 2026-09-24");
      return null;
    }
  }

  private Date start(LocalDate day) {
    return Date.from(day.atStartOfDay(clock.getZone()).toInstant());
  }
}
