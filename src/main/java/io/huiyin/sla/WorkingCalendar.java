package io.huiyin.sla;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Counts business time: working hours with the lunch break left out, weekends, statutory holidays, make-up working days and
 * the company's own exceptions. Knows no "now". [norm: 民法典 201 to 203; ours]
 */
public final class WorkingCalendar {

  private final ZoneId zone;
  private final List<WorkPeriod> periods;
  private final Set<DayOfWeek> weekend;
  private final HolidayData holidays;

  /** @throws IllegalStateException if a holiday file cannot be read */
  public static WorkingCalendar of(SlaSettings settings) {
    return new WorkingCalendar(settings.zone(), settings.workPeriods(), settings.weekend(),
        HolidayData.load(settings.holidayFile()));
  }

  WorkingCalendar(ZoneId zone, List<WorkPeriod> periods, Set<DayOfWeek> weekend, HolidayData holidays) {
    this.zone = zone;
    this.periods = List.copyOf(periods);
    this.weekend = Set.copyOf(weekend);
    this.holidays = holidays;
  }

  public ZoneId zone() {
    return zone;
  }

  public boolean isWorkingDay(LocalDate day) {
    var off = holidays.dayOff().get(day);
    return off == null ? !weekend.contains(day.getDayOfWeek()) : !off;
  }

  /**
   * The earliest instant at which {@code amount} of working time has passed since {@code from}.
   *
   * @throws IllegalArgumentException if the amount is negative
   */
  public Instant plusBusiness(Instant from, Duration amount) {
    if (amount.isNegative()) {
      throw new IllegalArgumentException("negative working time " + amount);
    }
    if (amount.isZero()) {
      return from;
    }
    var left = amount;
    for (var day = dayOf(from); ; day = day.plusDays(1)) {
      for (var period : periodsOn(day)) {
        var start = later(period.startOn(day, zone).toInstant(), from);
        var end = period.endOn(day, zone).toInstant();
        var available = Duration.between(start, end);
        if (left.compareTo(available) <= 0) {
          return start.plus(left);
        }
        if (!available.isNegative()) {
          left = left.minus(available);
        }
      }
    }
  }

  /** Working time from {@code from} to {@code to}; zero if {@code to} is not after {@code from}. */
  public Duration workingTimeBetween(Instant from, Instant to) {
    var sum = Duration.ZERO;
    for (var day = dayOf(from); !day.isAfter(dayOf(to)); day = day.plusDays(1)) {
      for (var period : periodsOn(day)) {
        var start = later(period.startOn(day, zone).toInstant(), from);
        var end = period.endOn(day, zone).toInstant();
        var worked = Duration.between(start, end.isBefore(to) ? end : to);
        if (!worked.isNegative()) {
          sum = sum.plus(worked);
        }
      }
    }
    return sum;
  }

  /**
   * Close of business of the {@code days}-th working day after the day of {@code from}, which itself is left out.
   *
   * @throws IllegalArgumentException if {@code days} is less than 1
   */
  public Instant plusWorkingDays(Instant from, int days) {
    if (days < 1) {
      throw new IllegalArgumentException("working days must be at least 1: " + days);
    }
    var day = dayOf(from);
    for (var left = days; left > 0; left--) {
      day = nextWorkingDay(day);
    }
    return closeOf(day);
  }

  /**
   * The same-day rule: close of business of that day; of the next working day if the day is not worked or business is
   * already closed (at the closing instant itself there is no time left either).
   */
  public Instant closeOfSameDay(Instant at) {
    var day = dayOf(at);
    return isWorkingDay(day) && at.isBefore(closeOf(day)) ? closeOf(day) : closeOf(nextWorkingDay(day));
  }

  /** The working time of one working day. */
  public Duration workingDay() {
    var day = LocalDate.EPOCH;
    return periods.stream()
        .map(p -> Duration.between(p.startOn(day, zone), p.endOn(day, zone)))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Years touched by the span whose official arrangement is unknown, so that only the weekend rule is applied. */
  public SortedSet<Integer> missingYears(Instant from, Instant to) {
    IntPredicate unknown = year -> !holidays.publishedYears().contains(year);
    return IntStream.rangeClosed(dayOf(from).getYear(), dayOf(to).getYear())
        .filter(unknown)
        .boxed()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private LocalDate nextWorkingDay(LocalDate day) {
    var next = day.plusDays(1);
    while (!isWorkingDay(next)) {
      next = next.plusDays(1);
    }
    return next;
  }

  private Instant closeOf(LocalDate day) {
    return periods.get(periods.size() - 1).endOn(day, zone).toInstant();
  }

  private List<WorkPeriod> periodsOn(LocalDate day) {
    return isWorkingDay(day) ? periods : List.of();
  }

  private LocalDate dayOf(Instant at) {
    return at.atZone(zone).toLocalDate();
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
