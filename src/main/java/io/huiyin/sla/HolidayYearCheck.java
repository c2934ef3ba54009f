package io.huiyin.sla;

import java.time.Clock;
import java.time.LocalDate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Warns at start-up when time limits are about to be computed, or already are, without official holiday data. */
@Component
class HolidayYearCheck {

  private static final Logger LOG = LoggerFactory.getLogger(HolidayYearCheck.class);
  private static final int OCTOBER = 10;

  private final WorkingCalendar calendar;
  private final Clock clock;

  HolidayYearCheck(WorkingCalendar calendar, Clock clock) {
    this.calendar = calendar;
    this.clock = clock;
  }

  /** The State Council publishes next year's arrangement in October or November, so before October its absence is normal. */
  @EventListener(ApplicationReadyEvent.class)
  void warn() {
    var today = LocalDate.ofInstant(clock.instant(), calendar.zone());
    var horizon = today.getMonthValue() >= OCTOBER ? today.plusYears(1) : today;
    var missing = calendar.missingYears(clock.instant(), horizon.atStartOfDay(calendar.zone()).toInstant());
    for (var year : missing) {
      LOG.warn("{} 年放假安排缺失，时限将按周末推算；请把该年的文件放入 huiyin.sla.holiday-file 所指的文件", year);
    }
  }
}
