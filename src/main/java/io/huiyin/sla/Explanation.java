package io.huiyin.sla;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;

/** The sentence that explains a clock. */
final class Explanation {

  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private Explanation() {
  }

  static String of(ClockState clock, WorkingCalendar calendar) {
    var rule = clock.deadline.rule();
    var allowance = rule.allowance();
    var start = Deadline.startOf(rule, clock.startedAt, clock.acceptedAt);
    var text = new StringBuilder("%s：自 %s%s起%s".formatted(rule.label(), at(start, calendar),
        start.equals(clock.startedAt) ? " " : "（受理）",
        allowance.unit() == Amount.Unit.SAME_DAY ? "当日办结" : " " + allowance.label()));
    if (!clock.extensions.isEmpty()) {
      text.append("，批准延期 ").append(
          clock.extensions.stream().map(Amount::label).collect(Collectors.joining("、")));
    }
    var credit = Deadline.credit(allowance, start, clock.pauses, calendar);
    if (!credit.isZero()) {
      text.append("，因等待客户暂停 ").append(Amount.hours(credit, allowance.isElapsed() ? "小时" : "个工作小时"));
    }
    if (clock.pausedAt != null) {
      text.append("，自 %s 起等待客户（最迟 %s 恢复计时）".formatted(
          at(clock.pausedAt, calendar), at(clock.pauseLimitAt, calendar)));
    }
    text.append(clock.pausedAt != null ? "，最迟到期 " : "，到期 ").append(at(clock.deadline.dueAt(), calendar));
    if (clock.deadline.goalDueAt() != null && clock.deadline.goalDueAt().isBefore(clock.deadline.dueAt())) {
      text.append("，目标 ").append(at(clock.deadline.goalDueAt(), calendar));
    }
    if (clock.breachedAt != null) {
      text.append("；已超过期限 ").append(at(clock.breachedAt, calendar));
    }
    if (clock.stoppedAt != null) {
      text.append(clock.status == Clock.Status.CANCELLED ? "；已取消于 " : "；已完成于 ")
          .append(at(clock.stoppedAt, calendar));
    }
    if (!allowance.isElapsed() || clock.extensions.stream().anyMatch(e -> !e.isElapsed())) {
      calendar.missingYears(start, clock.deadline.dueAt())
          .forEach(year -> text.append("；%d 年放假安排尚未公布，按周末推算".formatted(year)));
    }
    return text.toString();
  }

  private static String at(Instant instant, WorkingCalendar calendar) {
    return MINUTE.format(instant.atZone(calendar.zone()));
  }
}
