package io.huiyin.sla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {

  @ParameterizedTest
  @CsvSource({
      "PT2H,     2 小时",
      "PT48H,    48 小时",
      "PT1H30M,  1 小时 30 分钟",
      "8BH,      8 个工作小时",
      "7WD,      7 个工作日",
      "SAME_DAY, 当日"})
  void readsWhatItWrites(String code, String label) {
    var amount = Amount.parse(code);
    assertThat(amount.code()).isEqualTo(code);
    assertThat(amount.label()).isEqualTo(label);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2h", "8 BH", "0WD", "-1WD", "PT0S", "PT-2H", "SAMEDAY", "7WD;"})
  void refusesAnythingElse(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Amount.parse(text)).withMessageContaining("时限");
  }

  @ParameterizedTest
  @ValueSource(strings = {"75%", "PT1H", "5WD"})
  void warningReadsWhatItWrites(String code) {
    assertThat(Warning.parse(code).code()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0%", "100%", "75", "%"})
  void warningRefusesAnythingElse(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Warning.parse(text));
  }
}
