package io.huiyin.sla;

import io.huiyin.complaint.ComplaintNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A clock while a use case changes it; the rules of counting, without database. */
final class ClockState {

  final ComplaintNumber number;
  final String kind;
  final int round;
  final Instant startedAt;

  Long id;
  Instant acceptedAt;
  Clock.Status status = Clock.Status.RUNNING;
  List<SlaPolicy> policies;
  List<Amount> extensions = new ArrayList<>();
  List<Pause> pauses = new ArrayList<>();
  Deadline deadline;
  Instant pausedAt;
  Instant pauseLimitAt;
  Instant warnedAt;
  Instant breachedAt;
  Instant breachNotedAt;
  Instant escalatedAt;
  Instant movedAt;
  Instant stoppedAt;
  String explanation;

  ClockState(ComplaintNumber number, String kind, int round, Instant startedAt, List<SlaPolicy> policies) {
    this.number = number;
    this.kind = kind;
    this.round = round;
    this.startedAt = startedAt;
    this.policies = policies;
  }

  boolean isOpen() {
    return stoppedAt == null;
  }

  boolean isPausable() {
    return policies.stream().filter(p -> p.goal() == deadline.rule().goal()).allMatch(SlaPolicy::pausable);
  }

  void compute(WorkingCalendar calendar) {
    var all = pausedAt == null ? pauses
        : Stream.concat(pauses.stream(), Stream.of(new Pause(pausedAt, pauseLimitAt))).toList();
    deadline = Deadline.of(policies, startedAt, acceptedAt, extensions, all, calendar);
    explanation = Explanation.of(this, calendar);
  }

  /** @return false if the clock is no longer open */
  boolean stop(Instant at, WorkingCalendar calendar) {
    if (!isOpen()) {
      return false;
    }
    if (at.isBefore(startedAt)) {
      throw new ClockException("完成时间早于计时开始时间");
    }
    endPause(at, calendar);
    noteMissed(at);
    status = breachedAt == null ? Clock.Status.MET : Clock.Status.MET_LATE;
    stoppedAt = at;
    compute(calendar);
    return true;
  }

  void cancel(Instant at, WorkingCalendar calendar) {
    endPause(at, calendar);
    noteMissed(at);
    status = Clock.Status.CANCELLED;
    stoppedAt = at;
    compute(calendar);
  }

  void regrade(List<SlaPolicy> newPolicies, Instant at, WorkingCalendar calendar) {
    noteMissed(at);
    var before = deadline;
    policies = newPolicies;
    compute(calendar);
    if (!isPausable()) {
      endPause(at, calendar);
    }
    rearm(before, at);
  }

  /** The first acceptance counts; a repeated one only re-grades. */
  void accept(List<SlaPolicy> newPolicies, Instant at, WorkingCalendar calendar) {
    if (acceptedAt == null) {
      acceptedAt = at.isAfter(startedAt) ? at : startedAt;
    }
    regrade(newPolicies, at, calendar);
  }

  /** @return false if this clock is not to be paused: not pausable, stopped, paused already, or overdue */
  boolean pause(Instant at, Instant limit, WorkingCalendar calendar) {
    if (status != Clock.Status.RUNNING || !isPausable() || !at.isBefore(deadline.dueAt())) {
      return false;
    }
    status = Clock.Status.PAUSED;
    pausedAt = at;
    pauseLimitAt = limit;
    movedAt = at;
    compute(calendar);
    return true;
  }

  /** A pause that nobody ended in time counts only up to its limit. @return false if the clock is not paused */
  boolean endPause(Instant at, WorkingCalendar calendar) {
    if (status != Clock.Status.PAUSED) {
      return false;
    }
    var end = at.isBefore(pauseLimitAt) ? at : pauseLimitAt;
    if (end.isAfter(pausedAt)) {
      pauses.add(new Pause(pausedAt, end));
    }
    status = Clock.Status.RUNNING;
    pausedAt = null;
    pauseLimitAt = null;
    compute(calendar);
    return true;
  }

  void extend(Amount by, Instant at, WorkingCalendar calendar) {
    noteMissed(at);
    var before = deadline;
    extensions.add(by);
    compute(calendar);
    rearm(before, at);
  }

  /** A warning at or after the deadline is left out: the breach speaks for itself. */
  boolean markWarned(Instant at) {
    if (warnedAt != null || !reached(deadline.warnAt(), at) || !at.isBefore(deadline.dueAt())) {
      return false;
    }
    warnedAt = at;
    return true;
  }

  boolean markBreached(Instant at, WorkingCalendar calendar) {
    if (breachNotedAt != null || deadline.rule().goal() || !reached(deadline.dueAt(), at)) {
      return false;
    }
    breachNotedAt = at;
    setBreached();
    compute(calendar);
    return true;
  }

  boolean markEscalated(Instant at, WorkingCalendar calendar) {
    if (escalatedAt != null || deadline.rule().goal() || !reached(deadline.escalateAt(), at)) {
      return false;
    }
    escalatedAt = at;
    setBreached();
    compute(calendar);
    return true;
  }

  Clock view() {
    return new Clock(number, kind, round, status, startedAt, acceptedAt, deadline.dueAt(), deadline.warnAt(), deadline.escalateAt(),
        deadline.rule().escalateTo(), deadline.rule().escalateNext(), deadline.goalDueAt(), pausedAt, pauseLimitAt,
        warnedAt, breachedAt, breachNotedAt, escalatedAt, movedAt, stoppedAt,
        deadline.rule().ruleId(), deadline.rule().tableVersion(), deadline.rule().source(), deadline.rule().goal(), isPausable(),
        List.copyOf(pauses), List.copyOf(extensions), explanation);
  }

  private boolean reached(Instant instant, Instant at) {
    var counts = status == Clock.Status.RUNNING || status == Clock.Status.PAUSED && !at.isBefore(pauseLimitAt);
    return counts && instant != null && !at.isBefore(instant);
  }

  /** Before a change moves the deadline, a missed one is kept even if its timer has not fired yet. */
  private void noteMissed(Instant at) {
    if (!deadline.rule().goal() && at.isAfter(deadline.dueAt())) {
      setBreached();
    }
  }

  private void setBreached() {
    if (breachedAt == null) {
      breachedAt = deadline.dueAt();
    }
  }

  /** A deadline moved into the future warns, breaches and escalates anew; one that stays in the past does not. */
  private void rearm(Deadline before, Instant at) {
    if (!before.dueAt().equals(deadline.dueAt()) || !Objects.equals(before.warnAt(), deadline.warnAt())) {
      movedAt = at;
    }
    if (isAhead(deadline.warnAt(), at)) {
      warnedAt = null;
    }
    if (isAhead(deadline.dueAt(), at)) {
      breachNotedAt = null;
    }
    if (isAhead(deadline.escalateAt(), at)) {
      escalatedAt = null;
    }
  }

  private static boolean isAhead(Instant instant, Instant at) {
    return instant != null && instant.isAfter(at);
  }
}
