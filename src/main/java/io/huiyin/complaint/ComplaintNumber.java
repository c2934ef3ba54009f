package io.huiyin.complaint;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * The complaint number (投诉编号): {@code yyyyMMdd-DEPT-nnnn}, the serial counted from 0001 per day and
 * department. It is the business key of every process and the name of the archive. [001]
 */
public record ComplaintNumber(String value) {

  private static final Pattern FORM = Pattern.compile("\\d{8}-[A-Z0-9]{1,12}-\\d{4,}");

  /** @throws IllegalArgumentException if the text is not of the form {@code yyyyMMdd-DEPT-nnnn} */
  public ComplaintNumber {
    if (!isValid(value)) {
      throw new IllegalArgumentException("不是有效的投诉编号，应形如 20260924-CS-0001");
    }
  }

  /** The number of the {@code serial}th complaint of that day and department. */
  public static ComplaintNumber of(LocalDate day, String departmentCode, int serial) {
    return new ComplaintNumber("%s-%s-%04d".formatted(
        day.format(DateTimeFormatter.BASIC_ISO_DATE), departmentCode, serial));
  }

  /** Whether a text has the form of a complaint number. */
  public static boolean isValid(String text) {
    return text != null && FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
