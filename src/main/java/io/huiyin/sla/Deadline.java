package io.huiyin.sla;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The instants that follow from the policies of a clock, its start, its extensions and its pauses.
 *
 * @param rule       the policy that set {@code dueAt}: the earliest one that is not a goal
 * @param warnAt     null if the rule has no warning
 * @param escalateAt when the second escalation is due; null if the rule has none
 * @param goalDueAt  null if no policy is a goal
 */
record Deadline(SlaPolicy rule, Instant dueAt, Instant warnAt, Instant escalateAt, Instant goalDueAt) {

  /** @throws ClockException if no policy with a hard deadline is given */
  static Deadline of(List<SlaPolicy> policies, Instant start, List<Amount> extensions, List<Pause> pauses,
                     WorkingCalendar calendar) {
    var counting = new Counting(start, extensions, pauses, calendar);
    Comparator<SlaPolicy> byDue = Comparator.comparing(counting::due);
    var rule = policies.stream().filter(p -> !p.goal()).min(byDue)
        .orElseThrow(() -> new ClockException("时限规则表中没有适用的时限"));
    var due = counting.due(rule);
    return new Deadline(rule, due,
        rule.warning() == null ? null : counting.warn(rule),
        rule.grace() == null ? null : rule.grace().after(due, calendar),
        policies.stream().filter(SlaPolicy::goal).map(counting::due).min(Comparator.naturalOrder()).orElse(null));
  }

  /** How far pauses move a deadline, in the allowance's own way of counting. */
  static Duration credit(Amount allowance, List<Pause> pauses, WorkingCalendar calendar) {
    return pauses.stream()
        .map(p -> allowance.isElapsed()
            ? Duration.between(p.from(), p.to())
            : calendar.workingTimeBetween(p.from(), p.to()))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private record Counting(Instant start, List<Amount> extensions, List<Pause> pauses, WorkingCalendar calendar) {

    Instant due(SlaPolicy policy) {
      return paused(policy.allowance(), endWithoutPauses(policy));
    }

    Instant warn(SlaPolicy policy) {
      var warning = policy.warning();
      return paused(policy.allowance(), warning.after() == null
          ? share(policy, warning.percent())
          : extended(warning.after().after(start, calendar)));
    }

    private Instant endWithoutPauses(SlaPolicy policy) {
      return extended(policy.allowance().after(start, calendar));
    }

    private Instant share(SlaPolicy policy, int percent) {
      var end = endWithoutPauses(policy);
      return policy.allowance().isElapsed()
          ? start.plus(part(Duration.between(start, end), percent))
          : calendar.plusBusiness(start, part(calendar.workingTimeBetween(start, end), percent));
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
    private Instant paused(Amount allowance, Instant end) {
      var credit = credit(allowance, pauses, calendar);
      return allowance.isElapsed() ? end.plus(credit) : calendar.plusBusiness(end, credit);
    }
  }
}
