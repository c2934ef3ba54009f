package io.huiyin.sla;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;

/**
 * An amount of time together with its way of counting, as a rule table writes it:
 * {@code PT2H} elapsed time around the clock, {@code 8BH} business hours, {@code 7WD} working days, {@code SAME_DAY}.
 *
 * @param quantity milliseconds, business hours or working days by unit; 0 for {@code SAME_DAY}
 */
public record Amount(Unit unit, long quantity) {

  /** The way of counting. */
  public enum Unit { ELAPSED, BUSINESS_HOURS, WORKING_DAYS, SAME_DAY }

  public Amount {
    if (unit == Unit.SAME_DAY ? quantity != 0 : quantity < 1) {
      throw new IllegalArgumentException("时限必须大于零");
    }
  }

  /** @throws IllegalArgumentException if the text is none of the four forms; it says so in Chinese */
  @JsonCreator
  public static Amount parse(String text) {
    var code = text.trim();
    try {
      if (code.equals("SAME_DAY")) {
        return new Amount(Unit.SAME_DAY, 0);
      }
      if (code.matches("\\d{1,4}BH")) {
        return new Amount(Unit.BUSINESS_HOURS, number(code));
      }
      if (code.matches("\\d{1,4}WD")) {
        return new Amount(Unit.WORKING_DAYS, number(code));
      }
      return new Amount(Unit.ELAPSED, Duration.parse(code).toMillis());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "时限“" + text + "”无法识别，应写作 PT2H（小时）、8BH（工作小时）、7WD（工作日）或 SAME_DAY（当日）", e);
    }
  }

  /** What {@link #parse} reads. */
  @JsonValue
  public String code() {
    return switch (unit) {
      case ELAPSED -> Duration.ofMillis(quantity).toString();
      case BUSINESS_HOURS -> quantity + "BH";
      case WORKING_DAYS -> quantity + "WD";
      case SAME_DAY -> "SAME_DAY";
    };
  }

  /** What a person reads. */
  public String label() {
    return switch (unit) {
      case ELAPSED -> hours(Duration.ofMillis(quantity), "小时");
      case BUSINESS_HOURS -> quantity + " 个工作小时";
      case WORKING_DAYS -> quantity + " 个工作日";
      case SAME_DAY -> "当日";
    };
  }

  /** The instant at which this amount, counted from {@code start}, has passed. */
  public Instant after(Instant start, WorkingCalendar calendar) {
    return switch (unit) {
      case ELAPSED -> start.plusMillis(quantity);
      case BUSINESS_HOURS -> calendar.plusBusiness(start, Duration.ofHours(quantity));
      case WORKING_DAYS -> calendar.plusWorkingDays(start, Math.toIntExact(quantity));
      case SAME_DAY -> calendar.closeOfSameDay(start);
    };
  }

  /** How much working time this is; a day is the calendar's working day, and elapsed time counts as working time. */
  Duration workingTime(WorkingCalendar calendar) {
    return switch (unit) {
      case ELAPSED -> Duration.ofMillis(quantity);
      case BUSINESS_HOURS -> Duration.ofHours(quantity);
      case WORKING_DAYS -> calendar.workingDay().multipliedBy(quantity);
      case SAME_DAY -> calendar.workingDay();
    };
  }

  /** Whether the count runs around the clock instead of in business time. */
  public boolean isElapsed() {
    return unit == Unit.ELAPSED;
  }

  @Override
  public String toString() {
    return code();
  }

  /** Hours and minutes as a person reads them. */
  static String hours(Duration time, String hourWord) {
    if (time.toMinutes() == 0) {
      return "不足 1 分钟";
    }
    var parts = new ArrayList<String>();
    if (time.toHours() > 0) {
      parts.add(time.toHours() + " " + hourWord);
    }
    if (time.toMinutesPart() > 0) {
      parts.add(time.toMinutesPart() + " 分钟");
    }
    return String.join(" ", parts);
  }

  private static long number(String code) {
    return Long.parseLong(code.substring(0, code.length() - 2));
  }
}
