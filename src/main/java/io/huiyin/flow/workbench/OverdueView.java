package io.huiyin.flow.workbench;

import java.time.OffsetDateTime;
import java.util.List;

/**
 * What is overdue, as Cockpit shows it; nothing personal.
 *
 * @param now   business time of this answer, so that the page counts on the same clock as the deadlines
 * @param kinds the clocks that are overdue somewhere
 * @param units the responsible units of overdue cases
 * @param total how many lines there are on all pages
 */
record OverdueView(
    OffsetDateTime now, Counts counts, List<Panel.Choice> kinds, List<Panel.Choice> units, List<Line> lines, int page,
    int size, long total) {

  /** As in {@code OverdueClocks.Summary}. */
  record Counts(long clocks, long cases, long urgent, long escalated) {
  }

  /**
   * @param processInstanceId where Cockpit shows the case
   * @param steps             what the clock waits for
   * @param supervision       the escalation tasks that are still open
   */
  record Line(String number, String processInstanceId, String clock, OffsetDateTime dueAt, String explanation,
      Panel.Code level, Panel.Code priority, Panel.Code severity, String category, String status, String unit,
      List<Step> steps, List<Step> supervision) {
  }

  /** @param holder the person who works the task, else the groups that may */
  record Step(String name, String holder) {
  }

  /** The clocks of one case with all that ever happened to them, oldest first. */
  record CaseClocks(String number, OffsetDateTime now, List<Panel.ClockView> clocks, List<Change> ledger) {
  }

  record Change(OffsetDateTime at, String clock, String change, String actor, String reason, OffsetDateTime dueBefore,
      OffsetDateTime dueAfter) {
  }
}
