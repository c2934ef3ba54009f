package io.huiyin.sla;

import java.time.Instant;

/**
 * One change of one clock, never overwritten.
 *
 * @param at           when it took effect
 * @param actor        user id, or {@code system}
 * @param reason       null where the change explains itself
 * @param dueBefore    null on the first entry of a clock; the other {@code ...Before} likewise
 * @param explanation  the clock's sentence after the change
 */
public record LedgerEntry(String kind, int round, Change change, Instant at, String actor, String reason, Instant dueBefore,
                          Instant warnBefore, Instant escalateBefore, String ruleBefore, Instant dueAfter,
                          Instant warnAfter, Instant escalateAfter, String ruleAfter, String tableVersion,
                          String explanation) {

  /** What happened. */
  public enum Change {
    STARTED("开始计时"), ACCEPTED("受理"), STOPPED("完成"), CANCELLED("取消"), REGRADED("重新定级"), PAUSED("暂停"), RESUMED("恢复"),
    EXTENDED("延期"), WARNED("预警"), BREACHED("超时"), ESCALATED("再次升级");

    private final String label;

    Change(String label) {
      this.label = label;
    }

    /** What a person reads. */
    public String label() {
      return label;
    }
  }
}
