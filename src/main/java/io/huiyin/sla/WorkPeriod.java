package io.huiyin.sla;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** Part of a working day without a break, written {@code 09:00-12:00}; {@code 24:00} is the end of the day. */
public record WorkPeriod(LocalTime from, LocalTime to) {

  public WorkPeriod {
    if (!endsAtMidnight(to) && !from.isBefore(to)) {
      throw new IllegalArgumentException("工作时段的结束时间必须晚于开始时间：" + from + "-" + to);
    }
  }

  /** @throws IllegalArgumentException if the text is not of the form {@code HH:mm-HH:mm} */
  public static WorkPeriod from(String text) {
    if (!text.matches("\\d\\d:\\d\\d-\\d\\d:\\d\\d")) {
      throw new IllegalArgumentException("工作时段应形如 09:00-12:00：" + text);
    }
    var to = text.substring(6);
    return new WorkPeriod(LocalTime.parse(text.substring(0, 5)), LocalTime.parse(to.equals("24:00") ? "00:00" : to));
  }

  boolean startsBeforeEndOf(WorkPeriod earlier) {
    return endsAtMidnight(earlier.to) || from.isBefore(earlier.to);
  }

  ZonedDateTime startOn(LocalDate day, ZoneId zone) {
    return day.atTime(from).atZone(zone);
  }

  ZonedDateTime endOn(LocalDate day, ZoneId zone) {
    return (endsAtMidnight(to) ? day.plusDays(1).atStartOfDay() : day.atTime(to)).atZone(zone);
  }

  private static boolean endsAtMidnight(LocalTime to) {
    return to.equals(LocalTime.MIDNIGHT);
  }
}
