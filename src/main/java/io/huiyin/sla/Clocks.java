package io.huiyin.sla;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Ratings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The clocks of a complaint: what is due when, and why. Every change is one entry in the ledger. [001][003][ours]
 *
 * <p>Writing needs the caller's transaction, so that the clock and the token move together or not at all. Nothing is told
 * to the engine: callers re-date their timers from the clocks they get back. Instants are cut to whole milliseconds.
 */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class Clocks {

  /** The actor of what no person does. */
  public static final String SYSTEM = "system";

  /** Not a clock: the row of the rule table with the longest time a case may wait for its customer. */
  static final String PAUSE = "PAUSE";

  private final ClockTable table;
  private final SlaPolicies policies;
  private final WorkingCalendar calendar;

  Clocks(ClockTable table, SlaPolicies policies, WorkingCalendar calendar) {
    this.table = table;
    this.policies = policies;
    this.calendar = calendar;
  }

  /** Holds the clocks of a complaint until the transaction ends: whoever else wants to change them waits. */
  public void hold(ComplaintNumber number) {
    table.lock(number);
  }

  /**
   * Starts a clock, or its next round if the last one is stopped. While the case waits for the customer a pausable clock
   * starts paused. In a case that is accepted already, rules that count from acceptance count from {@code at}.
   *
   * @throws ClockException if this kind is running already, or the rule tables have no time limit for it
   */
  public Clock start(ComplaintNumber number, String kind, Ratings ratings, Instant at) {
    var clocks = table.lock(number);
    if (clocks.stream().anyMatch(c -> c.kind.equals(kind) && c.isOpen())) {
      throw new ClockException("该时限已在计时：" + kind);
    }
    var round = (int) clocks.stream().filter(c -> c.kind.equals(kind)).count() + 1;
    var applicable = policies.policiesFor(kind, ratings);
    if (applicable.isEmpty()) {
      throw new ClockException("时限规则表中没有适用的时限：" + kind);
    }
    var start = whole(at);
    var clock = new ClockState(number, kind, round, start, applicable);
    clock.acceptedAt = clocks.stream().anyMatch(c -> c.acceptedAt != null) ? start : null;
    clock.compute(calendar);
    clocks.stream().filter(c -> c.status == Clock.Status.PAUSED && start.isBefore(c.pauseLimitAt)).findFirst()
        .ifPresent(paused -> clock.pause(start, paused.pauseLimitAt, calendar));
    table.insert(clock, SYSTEM, null);
    return clock.view();
  }

  /**
   * The complaint is accepted and its ratings are confirmed: every open clock is computed anew as in {@link #regrade}, and
   * rules that count from acceptance begin to apply. [003]
   *
   * @return every open clock
   */
  public List<Clock> accept(ComplaintNumber number, Ratings ratings, String actor, Instant at) {
    var when = whole(at);
    return change(number, c -> true, LedgerEntry.Change.ACCEPTED, actor, null, when, c -> {
      c.accept(policiesFor(c, ratings), when, calendar);
      return true;
    });
  }

  /**
   * Stops a clock because what it waited for has happened at {@code at}: met if that is not later than the deadline and no
   * earlier deadline of this clock was missed, else met late.
   *
   * @return the stopped clock; empty if none of this kind is open, so that a repeated call changes nothing
   * @throws ClockException if {@code at} is before the clock's start
   */
  public Optional<Clock> stop(ComplaintNumber number, String kind, Instant at) {
    var when = whole(at);
    return change(number, c -> c.kind.equals(kind), LedgerEntry.Change.STOPPED, SYSTEM, null, when,
        c -> c.stop(when, calendar)).stream().findFirst();
  }

  /** Cancels every open clock: the complaint was withdrawn, declined or merged. @return the cancelled clocks */
  public List<Clock> cancelAll(ComplaintNumber number, String reason, String actor, Instant at) {
    return cancel(number, c -> true, reason, actor, at);
  }

  /** Cancels the open clock of a kind: its stage was left undone or is not asked for. A breach stays. @return empty if none is open */
  public Optional<Clock> cancel(ComplaintNumber number, String kind, String reason, String actor, Instant at) {
    return cancel(number, c -> c.kind.equals(kind), reason, actor, at).stream().findFirst();
  }

  private List<Clock> cancel(ComplaintNumber number, Predicate<ClockState> which, String reason, String actor,
                             Instant at) {
    var when = whole(at);
    return change(number, which, LedgerEntry.Change.CANCELLED, actor, required(reason), when, c -> {
      c.cancel(when, calendar);
      return true;
    });
  }

  /**
   * Computes every open clock anew from its original start under new ratings. Pauses, extensions and a past breach stay.
   * A clock for which the tables have no time limit under the new ratings keeps the one it had. A clock that the new rules
   * do not let pause resumes at {@code at}.
   *
   * @return every open clock, also where nothing changed
   */
  public List<Clock> regrade(ComplaintNumber number, Ratings ratings, String reason, String actor, Instant at) {
    var when = whole(at);
    return change(number, c -> true, LedgerEntry.Change.REGRADED, actor, required(reason), when, c -> {
      c.regrade(policiesFor(c, ratings), when, calendar);
      return true;
    });
  }

  /**
   * Pauses every running clock that its rule lets wait for the customer and that is not overdue. A paused deadline moves by
   * the paused time in the clock's own way of counting; until then {@link Clock#dueAt} is the latest possible deadline.
   * One complaint may be paused in all for as long as the rule table says for {@link #PAUSE}: at
   * {@link Clock#pauseLimitAt} the caller resumes it, and time beyond it never counts as paused. [ours]
   *
   * @return the paused clocks, at least one
   * @throws ClockException if the case is paused already, the limit is used up, or no clock can be paused
   */
  public List<Clock> pause(ComplaintNumber number, Ratings ratings, String reason, String actor, Instant at) {
    var when = whole(at);
    var clocks = table.lock(number);
    if (clocks.stream().anyMatch(c -> c.status == Clock.Status.PAUSED)) {
      throw new ClockException("该投诉已处于暂停状态");
    }
    var most = policies.policiesFor(PAUSE, ratings).stream().map(SlaPolicy::allowance)
        .min(Comparator.comparing(allowance -> allowance.workingTime(calendar)))
        .orElseThrow(() -> new ClockException("时限规则表没有规定暂停的上限，不能暂停"));
    var left = most.workingTime(calendar).minus(pausedSoFar(clocks));
    if (left.isNegative() || left.isZero()) {
      throw new ClockException("等待客户的暂停已用满 %s，不能再暂停".formatted(most.label()));
    }
    var limit = calendar.plusBusiness(when, left);
    var paused = change(clocks, c -> true, LedgerEntry.Change.PAUSED, actor, required(reason), when,
        c -> c.pause(when, limit, calendar));
    if (paused.isEmpty()) {
      throw new ClockException("没有可以暂停的时限：首次响应和已超时的时限不能暂停");
    }
    return paused;
  }

  /**
   * Ends the pause of every paused clock; later than {@link Clock#pauseLimitAt} it counts as ended there.
   *
   * @param actor {@link #SYSTEM} when the limit was reached
   * @return the resumed clocks; empty if none was paused
   */
  public List<Clock> resume(ComplaintNumber number, String actor, Instant at) {
    var when = whole(at);
    return change(number, c -> true, LedgerEntry.Change.RESUMED, actor, null, when, c -> c.endPause(when, calendar));
  }

  /**
   * Moves the deadline of an open clock by {@code by}, counted from the present deadline. A deadline that was missed before
   * stays missed. [003]
   *
   * @throws ClockException           if no such clock is open
   * @throws IllegalArgumentException if {@code by} is {@code SAME_DAY}, which is no amount to move by
   */
  public Clock extend(ComplaintNumber number, String kind, Amount by, String reason, String approvedBy, Instant at) {
    if (by.unit() == Amount.Unit.SAME_DAY) {
      throw new IllegalArgumentException("延期应写作小时、工作小时或工作日");
    }
    var when = whole(at);
    return change(number, c -> c.kind.equals(kind), LedgerEntry.Change.EXTENDED, approvedBy, required(reason), when, c -> {
      c.extend(by, when, calendar);
      return true;
    }).stream().findFirst().orElseThrow(() -> new ClockException("没有正在计时的时限可以延期：" + kind));
  }

  /**
   * Claims the warning of the present deadline; the timer asks before it acts.
   *
   * @return true the first time; false if the clock is not running, is not that far yet, or the deadline has passed, so
   *     that the breach speaks for itself
   */
  public boolean markWarned(ComplaintNumber number, String kind, Instant at) {
    return mark(number, kind, LedgerEntry.Change.WARNED, at, c -> c.markWarned(at));
  }

  /**
   * Claims the breach of the present deadline; {@link Clock#breachedAt} keeps the first one that was missed.
   *
   * @return true the first time; false if the clock is not running or not that far yet
   */
  public boolean markBreached(ComplaintNumber number, String kind, Instant at) {
    return mark(number, kind, LedgerEntry.Change.BREACHED, at, c -> c.markBreached(at, calendar));
  }

  /**
   * Claims the second escalation of the present deadline.
   *
   * @return true the first time; false if the clock is not running or not that far yet
   */
  public boolean markEscalated(ComplaintNumber number, String kind, Instant at) {
    return mark(number, kind, LedgerEntry.Change.ESCALATED, at, c -> c.markEscalated(at, calendar));
  }

  /** Every clock of the complaint, oldest first. */
  @Transactional(readOnly = true)
  public List<Clock> of(ComplaintNumber number) {
    return table.find(number).stream().map(ClockState::view).toList();
  }

  /** Every change of every clock of the complaint, oldest first. */
  @Transactional(readOnly = true)
  public List<LedgerEntry> ledger(ComplaintNumber number) {
    return table.ledger(number);
  }

  /** Open clocks whose deadline has come, the longest overdue first. @param kind null for every kind */
  @Transactional(readOnly = true)
  public List<OverdueClock> overdue(Instant now, String kind, long offset, int limit) {
    return table.overdue(now, kind, offset, limit).stream()
        .map(c -> new OverdueClock(c.view(), Duration.between(c.deadline.dueAt(), now)))
        .toList();
  }

  /** How many {@link #overdue} finds without paging. */
  @Transactional(readOnly = true)
  public long countOverdue(Instant now, String kind) {
    return table.countOverdue(now, kind);
  }

  private boolean mark(ComplaintNumber number, String kind, LedgerEntry.Change what, Instant at, Predicate<ClockState> mark) {
    return !change(number, c -> c.kind.equals(kind), what, SYSTEM, null, at, mark).isEmpty();
  }

  private List<Clock> change(ComplaintNumber number, Predicate<ClockState> which, LedgerEntry.Change what, String actor,
                             String reason, Instant at, Predicate<ClockState> change) {
    return change(table.lock(number), which, what, actor, reason, at, change);
  }

  /** @param change says whether it changed the clock; only then is it written and returned */
  private List<Clock> change(List<ClockState> clocks, Predicate<ClockState> which, LedgerEntry.Change what, String actor,
                             String reason, Instant at, Predicate<ClockState> change) {
    var changed = new ArrayList<Clock>();
    for (var clock : clocks) {
      var before = clock.deadline;
      if (clock.isOpen() && which.test(clock) && change.test(clock)) {
        table.update(clock, new ClockTable.Change(what, actor, reason, at, before));
        changed.add(clock.view());
      }
    }
    return changed;
  }

  /** Working time in which any clock of the case was paused; clocks paused together count once. */
  private Duration pausedSoFar(List<ClockState> clocks) {
    var pauses = clocks.stream().flatMap(c -> c.pauses.stream()).sorted(Comparator.comparing(Pause::from)).toList();
    var sum = Duration.ZERO;
    var counted = Instant.MIN;
    for (var pause : pauses) {
      var from = pause.from().isAfter(counted) ? pause.from() : counted;
      if (pause.to().isAfter(from)) {
        sum = sum.plus(calendar.workingTimeBetween(from, pause.to()));
        counted = pause.to();
      }
    }
    return sum;
  }

  private List<SlaPolicy> policiesFor(ClockState clock, Ratings ratings) {
    var applicable = policies.policiesFor(clock.kind, ratings);
    return applicable.isEmpty() ? clock.policies : applicable;
  }

  private static String required(String reason) {
    if (reason == null || reason.isBlank()) {
      throw new ClockException("请填写原因");
    }
    return reason;
  }

  // the engine's job table keeps milliseconds: a finer deadline would let its timer fire before it
  private static Instant whole(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS);
  }
}
