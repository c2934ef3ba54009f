package io.huiyin.sla;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the company counts time; settings {@code huiyin.sla.*}. The time limits themselves are not here but in the rule tables.
 *
 * @param zone         the zone in which a working day begins and ends
 * @param workPeriods  the working hours of a day in order, with the lunch break left out; {@code 00:00-24:00} where the
 *                     company has no closing hour. The end of the last one is close of business
 * @param weekend      days of the week off unless the holiday data say otherwise
 * @param holidayFile  optional JSON file that overrides the built-in holiday data day by day: one
 *                     {@code {year, days: [{name, date, isOffDay}]}} or a list of them. A part with {@code year} publishes
 *                     that year; a part without it only holds the company's own exceptions
 */
@Validated
@ConfigurationProperties("huiyin.sla")
public record SlaSettings(
    @NotNull @DefaultValue("Asia/Shanghai") ZoneId zone,
    @NotEmpty @DefaultValue({"09:00-12:00", "13:30-18:00"}) List<WorkPeriod> workPeriods,
    @NotNull @DefaultValue({"SATURDAY", "SUNDAY"}) Set<DayOfWeek> weekend,
    Path holidayFile) {

  @AssertTrue(message = "工作时段必须按先后排列且不重叠")
  boolean isWorkPeriodsInOrder() {
    return IntStream.range(1, workPeriods.size())
        .noneMatch(i -> workPeriods.get(i).startsBeforeEndOf(workPeriods.get(i - 1)));
  }

  @AssertTrue(message = "一周至少要有一个工作日")
  boolean isSomeDayWorked() {
    return weekend.size() < DayOfWeek.values().length;
  }
}
