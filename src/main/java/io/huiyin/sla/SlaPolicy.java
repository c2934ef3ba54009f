package io.huiyin.sla;

import java.util.Objects;

/**
 * One row of the rule table of time limits. Several may apply to one clock: the earliest due instant holds. [ours]
 *
 * @param ruleId       the row's id, unique among the policies of one clock
 * @param tableVersion the version of the table that answered
 * @param kind         which clock: RESPONSE, RESOLUTION or a stage of the flow
 * @param label        how the explanation calls the rule, such as {@code P1} or {@code 重大投诉}
 * @param allowance    the time allowed
 * @param warning      when to warn, or null for no warning
 * @param grace        how long after the deadline the second escalation follows, or null for none
 * @param escalateTo   the group that supervises once the deadline is missed, or null for none
 * @param escalateNext the group that is told after the grace period, or null for no second escalation
 * @param pausable     whether waiting for the customer stops the clock. Rows for RESPONSE say false: nobody can wait for a
 *                     customer who has not been contacted yet
 * @param goal         true = shown and reported, but never breached (the 3 working days overall of GENERAL) [003]. A clock
 *                     that only has goals never breaches
 * @param fromAcceptance true = counts from acceptance where the clock was started before, at registration; until then the
 *                     rule waits, if another one applies [003]
 * @param source       where the rule comes from, such as {@code [001]}
 */
public record SlaPolicy(String ruleId, String tableVersion, String kind, String label, Amount allowance, Warning warning,
                        Amount grace, String escalateTo, String escalateNext, boolean pausable, boolean goal,
                        boolean fromAcceptance, String source) {

  public SlaPolicy {
    Objects.requireNonNull(ruleId, "ruleId");
    Objects.requireNonNull(tableVersion, "tableVersion");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(allowance, "allowance");
  }
}
