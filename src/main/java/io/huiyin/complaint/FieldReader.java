package io.huiyin.complaint;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads loosely typed input field by field and remembers what is wrong with each, so that one answer names all. */
public class FieldReader {

  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
  private static final BigDecimal MOST_MONEY = new BigDecimal("1000000000000");

  private final Map<String, ?> fields;
  private final Instant now;
  private final List<FieldError> faults = new ArrayList<>();

  public FieldReader(Map<String, ?> fields, Instant now) {
    this.fields = fields;
    this.now = now;
  }

  /** Names every field that is not one of these. */
  public void refuseUnknown(Set<String> known) {
    fields.keySet().stream().filter(name -> !known.contains(name)).sorted()
        .forEach(name -> fault(shortened(name), "没有这个字段，请检查拼写"));
  }

  /** A trimmed text; {@code null} when absent or blank. */
  public String text(String field, int longest) {
    var value = fields.get(field);
    if (value == null) {
      return null;
    }
    if (!(value instanceof CharSequence)) {
      fault(field, "应为文本");
      return null;
    }
    var text = value.toString().strip();
    if (text.length() > longest) {
      fault(field, "最多 " + longest + " 个字，现在是 " + text.length() + " 个，请缩短");
      return null;
    }
    if (text.chars().anyMatch(c -> c == 0 || Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t')) {
      fault(field, "含有不可见的控制字符，请删除后重试");
      return null;
    }
    return text.isEmpty() ? null : text;
  }

  public String requiredText(String field, int longest) {
    var text = text(field, longest);
    if (text == null && fine(field)) {
      fault(field, "必填");
    }
    return text;
  }

  public String matching(String field, String pattern, String advice) {
    var text = text(field, 200);
    if (text != null && !text.matches(pattern)) {
      fault(field, advice);
      return null;
    }
    return text;
  }

  public <E extends Enum<E>> E required(String field, Class<E> type) {
    var text = requiredText(field, 50);
    return text == null ? null : Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(text)).findFirst()
        .orElseGet(() -> {
          fault(field, "应为其中之一：" + String.join("、", Arrays.stream(type.getEnumConstants()).map(Enum::name).toList()));
          return null;
        });
  }

  /** An instant that must not lie ahead; a few minutes of clock skew are forgiven. */
  public Instant past(String field) {
    var instant = instant(field);
    if (instant != null && instant.isAfter(now.plus(CLOCK_SKEW))) {
      fault(field, "不能晚于现在");
      return null;
    }
    return instant;
  }

  public Instant instant(String field) {
    var value = fields.get(field);
    if (value instanceof Date date) {
      return date.toInstant();
    }
    var text = text(field, 50);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      fault(field, "时间格式不对，应为带时区的 ISO-8601，如 2026-09-24T10:00:00+08:00");
      return null;
    }
  }

  /** A day; {@code null} when absent. */
  public LocalDate day(String field) {
    var text = text(field, 10);
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      fault(field, "日期格式不对，应形如 2026-09-24");
      return null;
    }
  }

  /** A sum of money in CNY, not negative, two decimals. */
  public BigDecimal amount(String field) {
    var value = fields.get(field);
    if (value == null || value instanceof CharSequence text && text.toString().isBlank()) {
      return null;
    }
    try {
      if (!(value instanceof Number || value instanceof CharSequence)) {
        throw new NumberFormatException();
      }
      var text = value.toString().strip();
      if (text.length() > 20) {
        throw new NumberFormatException();
      }
      var amount = new BigDecimal(text);
      if (amount.signum() < 0 || amount.compareTo(MOST_MONEY) >= 0 || amount.stripTrailingZeros().scale() > 2) {
        throw new NumberFormatException();
      }
      return amount;
    } catch (NumberFormatException e) {
      fault(field, "应为不小于 0 的金额(元)，最多两位小数，如 1200.50");
      return null;
    }
  }

  /** A whole number of at least {@code least}, which is also what stands for an absent one. */
  public int count(String field, int least) {
    return number(field, least, 1_000_000, least);
  }

  /** A whole number within bounds. */
  public int number(String field, int least, int most, int absent) {
    var value = fields.get(field);
    if (value == null || value instanceof CharSequence text && text.toString().isBlank()) {
      return absent;
    }
    try {
      var text = value.toString().strip();
      if (!(value instanceof Number || value instanceof CharSequence) || text.length() > 20) {
        throw new NumberFormatException();
      }
      var number = new BigDecimal(text).intValueExact();
      if (number >= least && number <= most) {
        return number;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // told below
    }
    fault(field, "应为 " + least + " 到 " + most + " 的整数");
    return absent;
  }

  /** One of the constants; {@code null} when absent. */
  public <E extends Enum<E>> E optional(String field, Class<E> type) {
    return text(field, 50) == null ? null : required(field, type);
  }

  public boolean flag(String field) {
    var value = fields.get(field);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    if (value instanceof CharSequence text && Set.of("true", "false").contains(text.toString())) {
      return Boolean.parseBoolean(text.toString());
    }
    fault(field, "应为 true 或 false");
    return false;
  }

  public void fault(String field, String message) {
    faults.add(new FieldError(field, message));
  }

  /** Whether none of these fields is faulty so far. */
  public boolean fine(String... names) {
    var asked = Set.of(names);
    return faults.stream().noneMatch(fault -> asked.contains(fault.field()));
  }

  public boolean isFaulty() {
    return !faults.isEmpty();
  }

  /** @throws InvalidInput if any field was faulty */
  public void throwIfFaulty() {
    if (isFaulty()) {
      throw new InvalidInput(faults);
    }
  }

  private static String shortened(String name) {
    return name.length() > 60 ? name.substring(0, 60) + "…" : name;
  }
}
