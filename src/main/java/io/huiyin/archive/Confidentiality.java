package io.huiyin.archive;

import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.ComplaintFlow;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.FieldReader;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.UnknownComplaint;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Person;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * 高度敏感 and 限制处理: marks a case highly sensitive at any time, running or filed, and lifts either. Access narrows with
 * the same commit, for the rule of {@link CaseAccess} is asked anew each time; who has the case by name keeps it. [000][PIPL 47]
 */
@Service
public class Confidentiality {

  private static final Set<String> MARKING = Set.of("cs-supervisor", "cs-manager", "board-office");
  private static final Set<String> LIFTING = Set.of("board-office");
  private static final int REASON_LIMIT = 1_000;

  /** What is asked for, as the archive desk and REST hand it in. */
  public record Mark(boolean sensitive, String reason) {

    /** @throws InvalidInput naming every faulty or unknown field */
    public static Mark from(Map<String, ?> body, Instant now) {
      var in = new FieldReader(body, now);
      in.refuseUnknown(Set.of("sensitive", "reason"));
      if (body.get("sensitive") == null) {
        in.fault("sensitive", "请填写 true（标记高度敏感）或 false（取消标记）");
      }
      var mark = new Mark(in.flag("sensitive"), in.requiredText("reason", REASON_LIMIT));
      in.throwIfFaulty();
      return mark;
    }
  }

  private final Complaints complaints;
  private final ObjectProvider<ComplaintFlow> flow;
  private final CaseAccess access;
  private final Destruction destruction;
  private final Disposal disposal;
  private final Archives archives;
  private final Clock clock;

  Confidentiality(Complaints complaints, ObjectProvider<ComplaintFlow> flow, CaseAccess access,
      Destruction destruction, Disposal disposal, Archives archives, Clock clock) {
    this.complaints = complaints;
    this.flow = flow;
    this.access = access;
    this.destruction = destruction;
    this.disposal = disposal;
    this.archives = archives;
    this.clock = clock;
  }

  /** The reason to lift a restriction. @throws InvalidInput naming every faulty or unknown field */
  public static String reason(Map<String, ?> body, Instant now) {
    var in = new FieldReader(body, now);
    in.refuseUnknown(Set.of("reason"));
    var reason = in.requiredText("reason", REASON_LIMIT);
    in.throwIfFaulty();
    return reason;
  }

  /** Whether the person may mark this case, which the person may see unless it is the board office. */
  public static boolean mayMark(Person person, Complaint complaint) {
    return person.isIn(MARKING) && !complaint.sensitive();
  }

  /** Whether the person may say anything about how far this case is closed. */
  public static boolean mayDecide(Person person, Complaint complaint) {
    return mayLift(person) || mayMark(person, complaint);
  }

  /** Whether the person decides about every case without seeing it: takes marks off and lifts restrictions. */
  public static boolean mayLift(Person person) {
    return person.isIn(LIFTING);
  }

  /**
   * Marks a case highly sensitive, or takes the mark off. The caller has made sure that the person may.
   *
   * @throws InvalidInput     naming {@code sensitive} if the case stands so already, or {@code number} if it is destroyed
   * @throws UnknownComplaint if no case has this number
   */
  @Transactional
  public void mark(ComplaintNumber number, Mark mark, String actor) {
    var before = locked(number);
    if (before.sensitive() == mark.sensitive) {
      throw new InvalidInput("sensitive", mark.sensitive ? "本案已经标记为高度敏感" : "本案没有标记为高度敏感");
    }
    complaints.markSensitive(number, mark.sensitive);
    flow.getObject().marked(number, mark.sensitive);
    note(number, mark.sensitive ? "MARKED_SENSITIVE" : "SENSITIVE_MARK_REMOVED", mark.sensitive
        ? "标记为高度敏感：自即刻起只有指名的人员可以查看，理由在详情中" : "取消高度敏感标记，理由在详情中", mark.reason, actor);
  }

  /**
   * Lifts the restriction of a case: it may be handled again. Of those who had it before, the colleague who registered it
   * gets it back, so that somebody can take it up.
   *
   * @throws InvalidInput     naming {@code number} if the case is not restricted, or destroyed
   * @throws UnknownComplaint if no case has this number
   */
  @Transactional
  public void liftRestriction(ComplaintNumber number, String reason, String actor) {
    var complaint = locked(number);
    if (!complaint.restricted()) {
      throw new InvalidInput("number", "本案没有限制处理");
    }
    complaints.liftRestriction(number);
    access.giveBack(number.value(), complaint.registeredBy());
    note(number, "RESTRICTION_LIFTED", "解除限制处理，理由在详情中", reason, actor);
  }

  private Complaint locked(ComplaintNumber number) {
    destruction.refuseDestroyed(number, "number");
    return complaints.lock(number);
  }

  /** Another group may keep the archive now, so a list that nobody approved goes without it. */
  private void note(ComplaintNumber number, String kind, String summary, String reason, String actor) {
    disposal.leaveOpenList(number);
    archives.append(number, List.of(new NewEntry(kind, summary, actor, "ARCHIVE",
        clock.instant().truncatedTo(ChronoUnit.MICROS), Map.of("reason", reason, "persons", access.named(number.value())))));
  }
}
