package io.huiyin.sla;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The instants that follow from the policies of a clock, its start, its extensions and its pauses.
 *
 * @param rule       the policy that set {@code dueAt}: the earliest one that is not a goal; the earliest goal if all are
 * @param warnAt     null if the rule has no warning
 * @param escalateAt when the second escalation is due; null if the rule has no grace period or nobody to escalate to then
 * @param goalDueAt  null if no policy is a goal
 */
record Deadline(SlaPolicy rule, Instant dueAt, Instant warnAt, Instant escalateAt, Instant goalDueAt) {

  /**
   * @param policies   at least one
   * @param acceptedAt when the complaint was accepted, or null if it is not yet
   */
  static Deadline of(List<SlaPolicy> policies, Instant start, Instant acceptedAt, List<Amount> extensions,
                     List<Pause> pauses, WorkingCalendar calendar) {
    var counting = new Counting(start, acceptedAt, extensions, pauses, calendar);
    var applicable = applicable(policies, acceptedAt);
    Comparator<SlaPolicy> hardBeforeGoal = Comparator.comparing(SlaPolicy::goal);
    var rule = applicable.stream().min(hardBeforeGoal.thenComparing(counting::due)).orElseThrow();
    var due = counting.due(rule);
    return new Deadline(rule, due,
        rule.warning() == null ? null : counting.warn(rule),
        rule.grace() == null || rule.escalateNext() == null ? null : rule.grace().after(due, calendar),
        applicable.stream().filter(SlaPolicy::goal).map(counting::due).min(Comparator.naturalOrder()).orElse(null));
  }

  /** How far pauses move a deadline, in the allowance's own way of counting; what lies before the start does not count. */
  static Duration credit(Amount allowance, Instant start, List<Pause> pauses, WorkingCalendar calendar) {
    return pauses.stream()
        .filter(p -> p.to().isAfter(start))
        .map(p -> new Pause(p.from().isAfter(start) ? p.from() : start, p.to()))
        .map(p -> allowance.isElapsed()
            ? Duration.between(p.from(), p.to())
            : calendar.workingTimeBetween(p.from(), p.to()))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Where the count of this policy begins. */
  static Instant startOf(SlaPolicy policy, Instant start, Instant acceptedAt) {
    return policy.fromAcceptance() && acceptedAt != null ? acceptedAt : start;
  }

  private static List<SlaPolicy> applicable(List<SlaPolicy> policies, Instant acceptedAt) {
    var known = policies.stream().filter(p -> acceptedAt != null || !p.fromAcceptance()).toList();
    return known.isEmpty() ? policies : known;
  }

  private record Counting(Instant start, Instant acceptedAt, List<Amount> extensions, List<Pause> pauses,
                          WorkingCalendar calendar) {

    Instant due(SlaPolicy policy) {
      return paused(policy, endWithoutPauses(policy));
    }

    Instant warn(SlaPolicy policy) {
      var warning = policy.warning();
      return paused(policy, warning.after() == null
          ? share(policy, warning.percent())
          : extended(warning.after().after(startOf(policy), calendar)));
    }

    private Instant startOf(SlaPolicy policy) {
      return Deadline.startOf(policy, start, acceptedAt);
    }

    private Instant endWithoutPauses(SlaPolicy policy) {
      return extended(policy.allowance().after(startOf(policy), calendar));
    }

    private Instant share(SlaPolicy policy, int percent) {
      var from = startOf(policy);
      var end = endWithoutPauses(policy);
      return policy.allowance().isElapsed()
          ? from.plus(part(Duration.between(from, end), percent))
          : calendar.plusBusiness(from, part(calendar.workingTimeBetween(from, end), percent));
    }

    // whole milliseconds: a finer instant would be cut by the engine's job table, and the timer would fire too early
    private static Duration part(Duration whole, int percent) {
      return Duration.ofMillis(whole.toMillis() * percent / 100);
    }

    private Instant extended(Instant end) {
      var result = end;
      for (var extension : extensions) {
        result = extension.after(result, calendar);
      }
      return result;
    }

    // pauses come last, so that an extension by working days (to close of business) does not swallow their credit
    private Instant paused(SlaPolicy policy, Instant end) {
      var credit = credit(policy.allowance(), startOf(policy), pauses, calendar);
      return policy.allowance().isElapsed() ? end.plus(credit) : calendar.plusBusiness(end, credit);
    }
  }
}
