package io.huiyin.sla;

import static io.huiyin.sla.SlaFixtures.at;
import static io.huiyin.sla.SlaFixtures.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class HolidayYearCheckTest {

  @ParameterizedTest
  @CsvSource({
      "2026-09-30 23:59, false",
      "2026-10-01 00:00, true",
      "2026-12-31 23:59, true",
      "2027-01-01 00:00, true",
      "2025-12-31 12:00, false"})
  void warnsFromOctoberWhileTheNextYearIsMissing(String now, boolean warned, CapturedOutput output) {
    new HolidayYearCheck(WorkingCalendar.of(settings()), Clock.fixed(at(now), ZoneOffset.UTC)).warn();
    assertThat(output.getOut().contains("2027 年放假安排缺失")).isEqualTo(warned);
  }
}
