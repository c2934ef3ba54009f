package io.huiyin.sla;

import io.huiyin.complaint.ComplaintNumber;
import java.time.Instant;
import java.util.List;

/**
 * One time limit of a complaint as it stands now. All instants are in whole milliseconds.
 *
 * @param kind          {@link #RESPONSE}, {@link #RESOLUTION} or a stage of the flow as the rule table names it
 * @param round         1, 2, ...: an objection or a re-opening starts the same kind anew
 * @param acceptedAt    when the complaint was accepted, if this clock knows; some rules count from there
 * @param dueAt         the deadline. While paused: the latest possible one, reached if the pause lasts until
 *                      {@code pauseLimitAt}
 * @param warnAt        null if the rule has no warning
 * @param escalateAt    when the second escalation is due (deadline + grace); null if the rule has none
 * @param escalateTo    the group that supervises once the deadline is missed; null if the rule has none
 * @param escalateNext  the group of the second escalation; null if the rule has none
 * @param goalDueAt     a deadline that is reported but never breached; null if there is none
 * @param pausedAt      since when it waits for the customer; null unless paused
 * @param pauseLimitAt  when it must resume by itself; null unless paused
 * @param warnedAt      when the warning for the present deadline went out, or null
 * @param breachedAt    the first deadline that was missed, or null; a fact that stays through re-grading and extension
 * @param breachNotedAt when the breach of the present deadline was acted upon, or null
 * @param escalatedAt   when the second escalation for the present deadline went out, or null
 * @param movedAt       when re-grading, waiting or an extension last moved its warning or deadline; null if nothing did
 * @param stoppedAt     when it was met or cancelled; null while running or paused
 * @param ruleId        the rule that set {@code dueAt}
 * @param tableVersion  the version of the rule table it was read from
 * @param source        where that rule comes from, such as {@code [001]}
 * @param goal          whether {@code dueAt} is only a goal, so that this clock is never breached
 * @param pausable      whether waiting for the customer stops this clock
 * @param pauses        finished pauses
 * @param extensions    approved extensions, oldest first
 * @param explanation   one Chinese sentence that tells how the deadline came about
 */
public record Clock(ComplaintNumber number, String kind, int round, Status status, Instant startedAt,
                    Instant acceptedAt, Instant dueAt, Instant warnAt, Instant escalateAt, String escalateTo,
                    String escalateNext, Instant goalDueAt, Instant pausedAt, Instant pauseLimitAt, Instant warnedAt,
                    Instant breachedAt, Instant breachNotedAt, Instant escalatedAt, Instant movedAt, Instant stoppedAt,
                    String ruleId, String tableVersion, String source, boolean goal, boolean pausable, List<Pause> pauses, List<Amount> extensions,
                    String explanation) {

  /** From registration to the first recorded contact with the customer. [001] */
  public static final String RESPONSE = "RESPONSE";

  /** From registration until the customer has been told the result and execution is complete. [001, ours] */
  public static final String RESOLUTION = "RESOLUTION";

  /** From a request for an extension to its decision; one clock for all requests of a case that wait. [ours] */
  public static final String EXTENSION_DECISION = "EXTENSION_DECISION";

  /** MET_LATE: stopped after a missed deadline, also when a later extension or re-grading had moved it. */
  public enum Status {
    RUNNING("计时中"), PAUSED("暂停（等待客户）"), MET("按时完成"), MET_LATE("超时完成"), CANCELLED("已取消");

    private final String label;

    Status(String label) {
      this.label = label;
    }

    /** What a person reads. */
    public String label() {
      return label;
    }
  }

  /** Running or paused. */
  public boolean isOpen() {
    return stoppedAt == null;
  }

  /** From when on somebody watches over this clock: the warning, or the deadline where the rule has no warning. */
  public Instant watchedFrom() {
    return warnAt == null ? dueAt : warnAt;
  }

  /** Whether somebody may watch over this clock at this instant; where its deadline moved, it may have begun earlier. */
  public boolean mayBeWatched(Instant at) {
    return movedAt != null || !at.isBefore(watchedFrom());
  }

  /**
   * When there is next something to tell about this open clock: the warning, the breach or the second escalation of its
   * present deadline, whichever has not been told. A paused clock tells nothing before the pause must end.
   *
   * @param at an instant that has passed already is given back too, except for a warning after the deadline
   * @return null if nothing is left to tell
   */
  public Instant nextAt(Instant at) {
    var next = warnedAt == null && warnAt != null && at.isBefore(dueAt) ? warnAt
        : goal ? null
        : breachNotedAt == null ? dueAt
        : escalatedAt == null ? escalateAt : null;
    return next == null || pauseLimitAt == null || next.isAfter(pauseLimitAt) ? next : pauseLimitAt;
  }
}
