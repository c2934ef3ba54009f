package io.huiyin.sla;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * When a clock warns before its deadline: after a share of the allowance ({@code 75%}) or after a fixed amount from the
 * start ({@code PT1H}, {@code 5WD}). Exactly one of the two is set.
 *
 * @param percent 1 to 99, or 0 if {@code after} is set
 */
public record Warning(int percent, Amount after) {

  public Warning {
    if (after == null ? percent < 1 || percent > 99 : percent != 0) {
      throw new IllegalArgumentException("预警应为 1% 至 99% 之间的比例，或一个时限");
    }
  }

  /** @throws IllegalArgumentException if the text is neither a percentage nor an {@link Amount} */
  @JsonCreator
  public static Warning parse(String text) {
    var code = text.trim();
    return code.matches("\\d{1,2}%")
        ? new Warning(Integer.parseInt(code.substring(0, code.length() - 1)), null)
        : new Warning(0, Amount.parse(code));
  }

  /** What {@link #parse} reads. */
  @JsonValue
  public String code() {
    return after == null ? percent + "%" : after.code();
  }
}
