package io.huiyin.sla;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Days that differ from the weekend rule.
 *
 * @param dayOff         true = off, false = a make-up working day or an extra day worked
 * @param publishedYears years whose official arrangement is known
 */
record HolidayData(Map<LocalDate, Boolean> dayOff, Set<Integer> publishedYears) {

  private static final ObjectMapper JSON = JsonMapper.builder()
      .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .build();

  /**
   * The built-in years, then the override, which wins day by day.
   *
   * @param override may be null
   * @throws IllegalStateException if a file cannot be read; it names the file and the fault
   */
  static HolidayData load(Path override) {
    var data = new HolidayData(new HashMap<>(), new TreeSet<>());
    for (var resource : builtIn()) {
      data.add(resource);
    }
    if (override != null) {
      data.add(new FileSystemResource(override));
    }
    return data;
  }

  private static Resource[] builtIn() {
    try {
      return new PathMatchingResourcePatternResolver().getResources("classpath*:calendar/*.json");
    } catch (IOException e) {
      throw new IllegalStateException("找不到内置的节假日数据", e);
    }
  }

  private void add(Resource resource) {
    try (InputStream in = resource.getInputStream()) {
      for (var part : JSON.readValue(in, Part[].class)) {
        if (part.year() != null) {
          publishedYears.add(part.year());
        }
        for (var day : part.days()) {
          dayOff.put(LocalDate.parse(day.date()), day.isOffDay());
        }
      }
    } catch (IOException | DateTimeException | NullPointerException e) {
      throw new IllegalStateException("节假日文件 %s 无法读取，应为 {year, days: [{name, date, isOffDay}]}：%s"
          .formatted(resource.getDescription(), e.getMessage()), e);
    }
  }

  private record Part(Integer year, List<Day> days) {
  }

  private record Day(String date, @JsonProperty(required = true) Boolean isOffDay) {
  }
}
