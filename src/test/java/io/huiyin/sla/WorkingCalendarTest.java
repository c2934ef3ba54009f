package io.huiyin.sla;

import static io.huiyin.sla.SlaFixtures.at;
import static io.huiyin.sla.SlaFixtures.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkingCalendarTest {

  private final WorkingCalendar calendar = WorkingCalendar.of(settings());

  @ParameterizedTest(name = "{0} {2}: {1}")
  @CsvSource({
      "2026-11-20, true,  an ordinary Friday",
      "2026-11-21, false, an ordinary Saturday",
      "2026-09-20, true,  make-up Sunday before the October holiday",
      "2026-10-10, true,  make-up Saturday after it",
      "2026-10-01, false, National Day on a Thursday",
      "2026-10-07, false, last day of the holiday",
      "2026-10-08, true,  back to work",
      "2026-09-25, false, Mid-Autumn on a Friday",
      "2025-10-11, true,  make-up Saturday of 2025",
      "2024-02-18, true,  make-up Sunday of 2024",
      "2027-10-01, true,  a Friday of a year without data follows the weekend rule"})
  void knowsWorkingDays(LocalDate day, boolean working, String why) {
    assertThat(calendar.isWorkingDay(day)).as(why).isEqualTo(working);
  }

  @ParameterizedTest(name = "{0} + {1} h = {2} ({3})")
  @CsvSource({
      "2026-11-18 09:00, 8,   2026-11-19 09:30, over night",
      "2026-11-18 09:00, 3,   2026-11-18 12:00, ends at the lunch break rather than after it",
      "2026-11-18 09:00, 7.5, 2026-11-18 18:00, ends at close of business rather than the next morning",
      "2026-11-18 11:30, 1,   2026-11-18 14:00, the lunch break does not count",
      "2026-11-18 12:30, 8,   2026-11-19 14:00, begins in the lunch break",
      "2026-11-18 07:00, 8,   2026-11-19 09:30, begins before opening",
      "2026-11-18 20:00, 8,   2026-11-20 09:30, begins after closing",
      "2026-11-21 10:00, 8,   2026-11-24 09:30, begins on a Saturday",
      "2026-11-20 16:00, 8,   2026-11-23 16:30, over a weekend",
      "2026-09-30 17:00, 8,   2026-10-08 17:30, over the October holiday",
      "2026-10-09 17:00, 8,   2026-10-10 17:30, into the make-up Saturday",
      "2026-09-19 10:00, 8,   2026-09-21 09:30, from a Saturday over the make-up Sunday",
      "2026-07-31 17:30, 8,   2026-08-03 18:00, over a month end",
      "2026-11-18 12:30, 0,   2026-11-18 12:30, nothing to count"})
  void addsBusinessHours(String from, double hours, String expected, String why) {
    var amount = Duration.ofMinutes(Math.round(hours * 60));
    assertThat(calendar.plusBusiness(at(from), amount)).as(why).isEqualTo(at(expected));
    assertThat(calendar.workingTimeBetween(at(from), at(expected))).as(why).isEqualTo(amount);
  }

  @ParameterizedTest(name = "{0} + {1} working days = {2} ({3})")
  @CsvSource({
      "2026-11-18 10:00, 1, 2026-11-19 18:00, the day of the event is left out",
      "2026-11-18 23:59, 1, 2026-11-19 18:00, also late at night",
      "2026-11-20 09:12, 1, 2026-11-23 18:00, over a weekend",
      "2026-11-21 10:00, 1, 2026-11-23 18:00, from a day off",
      "2026-09-18 10:00, 1, 2026-09-20 18:00, to the make-up Sunday",
      "2026-09-30 10:00, 1, 2026-10-08 18:00, over the October holiday",
      "2026-10-09 10:00, 1, 2026-10-10 18:00, to the make-up Saturday",
      "2026-10-10 10:00, 1, 2026-10-12 18:00, from the make-up Saturday",
      "2026-09-29 10:00, 7, 2026-10-14 18:00, over the October holiday and its make-up Saturday",
      "2026-09-18 10:00, 7, 2026-09-29 18:00, over the make-up Sunday and Mid-Autumn",
      "2026-11-20 09:12, 7, 2026-12-01 18:00, over a month end",
      "2026-12-28 09:00, 7, 2027-01-06 18:00, into a year without data"})
  void addsWorkingDays(String from, int days, String expected, String why) {
    assertThat(calendar.plusWorkingDays(at(from), days)).as(why).isEqualTo(at(expected));
  }

  @ParameterizedTest(name = "{0}: {1} ({2})")
  @CsvSource({
      "2026-11-18 10:00,        2026-11-18 18:00, in business hours",
      "2026-11-18 07:00,        2026-11-18 18:00, before opening",
      "2026-11-18 12:30,        2026-11-18 18:00, in the lunch break",
      "2026-11-18 17:59:59.999, 2026-11-18 18:00, the last instant",
      "2026-11-18 18:00,        2026-11-19 18:00, no time left at closing",
      "2026-11-20 19:00,        2026-11-23 18:00, Friday evening",
      "2026-11-21 10:00,        2026-11-23 18:00, Saturday",
      "2026-10-10 10:00,        2026-10-10 18:00, the make-up Saturday"})
  void closesTheSameDay(String from, String expected, String why) {
    assertThat(calendar.closeOfSameDay(at(from))).as(why).isEqualTo(at(expected));
  }

  @Test
  void businessTimeIsMonotoneAndInverse() {
    var random = new Random(20261120);
    var start = at("2026-01-01 00:00");
    for (var i = 0; i < 2_000; i++) {
      var from = start.plusSeconds(random.nextInt(400 * 24 * 3600));
      var amount = Duration.ofMillis(random.nextInt(400 * 3600 * 1000));
      var more = amount.plusMillis(1 + random.nextInt(3600 * 1000));
      var end = calendar.plusBusiness(from, amount);
      assertThat(end).isAfterOrEqualTo(from).isBefore(calendar.plusBusiness(from, more));
      assertThat(calendar.plusBusiness(from.plusSeconds(random.nextInt(9_000)), amount)).isAfterOrEqualTo(end);
      assertThat(calendar.workingTimeBetween(from, end)).isEqualTo(amount);
      assertThat(calendar.plusBusiness(end, more.minus(amount))).isEqualTo(calendar.plusBusiness(from, more));
    }
  }

  @Test
  void workingDayTakenInWholeIsWorkedInWhole() {
    assertThat(calendar.workingDay()).isEqualTo(Duration.ofMinutes(450));
    assertThat(calendar.workingTimeBetween(at("2026-10-01 00:00"), at("2026-11-01 00:00")))
        .as("October 2026 has 18 working days").isEqualTo(calendar.workingDay().multipliedBy(18));
    assertThat(calendar.workingTimeBetween(at("2026-11-19 09:00"), at("2026-11-18 09:00"))).isZero();
  }

  @Test
  void refusesNegativeAmounts() {
    assertThatIllegalArgumentException().isThrownBy(() -> calendar.plusBusiness(Instant.EPOCH, Duration.ofHours(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> calendar.plusWorkingDays(Instant.EPOCH, 0));
  }

  @Test
  void withoutClosingHourTheDayEndsAtMidnight() {
    var open = WorkingCalendar.of(settings("work-periods=00:00-24:00"));
    assertThat(open.closeOfSameDay(at("2026-11-18 22:00"))).isEqualTo(at("2026-11-19 00:00"));
    assertThat(open.plusBusiness(at("2026-11-20 23:00"), Duration.ofHours(2))).isEqualTo(at("2026-11-23 01:00"));
  }

  @Test
  void namesYearsWithoutOfficialData() {
    assertThat(calendar.missingYears(at("2024-01-01 00:00"), at("2026-12-31 23:59"))).isEmpty();
    assertThat(calendar.missingYears(at("2026-12-31 23:59"), at("2028-01-01 00:00"))).containsExactly(2027, 2028);
  }

  @Test
  void companyFileOverridesDayByDayAndMayPublishAYear(@TempDir Path dir) throws IOException {
    var file = Files.writeString(dir.resolve("company.json"), """
        [{"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]},
         {"days": [{"name": "年会", "date": "2026-11-20", "isOffDay": true},
                   {"name": "双节值班", "date": "2026-10-03", "isOffDay": false},
                   {"name": "公司成立日", "date": "2028-05-08", "isOffDay": true}]}]
        """);
    var own = WorkingCalendar.of(settings("holiday-file=" + file));
    assertThat(own.isWorkingDay(LocalDate.of(2027, 1, 1))).isFalse();
    assertThat(own.isWorkingDay(LocalDate.of(2026, 11, 20))).isFalse();
    assertThat(own.isWorkingDay(LocalDate.of(2026, 10, 3))).isTrue();
    assertThat(own.isWorkingDay(LocalDate.of(2026, 10, 4))).as("the built-in data stay").isFalse();
    assertThat(own.missingYears(at("2026-01-01 00:00"), at("2028-12-31 00:00")))
        .as("an exception alone does not publish a year").containsExactly(2028);
  }

  @Test
  void aSingleYearFileIsAccepted(@TempDir Path dir) throws IOException {
    var file = Files.writeString(dir.resolve("2027.json"),
        "{\"$schema\": \"x\", \"year\": 2027, \"papers\": [], \"days\": []}");
    assertThat(WorkingCalendar.of(settings("holiday-file=" + file)).missingYears(at("2027-01-01 00:00"),
        at("2027-12-31 00:00"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "not json",
      "{\"year\": 2027}",
      "{\"year\": 2027, \"days\": [{\"date\": \"2027-13-01\", \"isOffDay\": true}]}",
      "{\"year\": 2027, \"days\": [{\"date\": \"2027-01-01\"}]}"})
  void aBrokenFileStopsTheStartAndIsNamed(String content, @TempDir Path dir) throws IOException {
    var file = Files.writeString(dir.resolve("broken.json"), content);
    assertThatThrownBy(() -> WorkingCalendar.of(settings("holiday-file=" + file)))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("broken.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"work-periods=13:30-18:00,09:00-12:00", "work-periods=09:00-13:00,12:00-18:00",
      "weekend=MONDAY,TUESDAY,WEDNESDAY,THURSDAY,FRIDAY,SATURDAY,SUNDAY"})
  void impossibleSettingsAreRefused(String setting) {
    try (var factory = Validation.buildDefaultValidatorFactory()) {
      assertThat(factory.getValidator().validate(settings(setting))).hasSize(1);
      assertThat(factory.getValidator().validate(settings())).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"18:00-09:00", "9-12", "25:00-26:00"})
  void impossibleWorkPeriodsAreRefused(String period) {
    assertThatThrownBy(() -> settings("work-periods=" + period)).hasStackTraceContaining("WorkPeriod");
  }
}
