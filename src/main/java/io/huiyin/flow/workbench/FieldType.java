package io.huiyin.flow.workbench;

import io.huiyin.complaint.Category;
import io.huiyin.complaint.Channel;
import io.huiyin.complaint.Measure;
import io.huiyin.complaint.ResponsibilitySplit;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of form fields: which values each accepts and what they become. */
public enum FieldType {
  /** One line, {@code String}. */
  TEXT("请填写"),
  /** Several lines, {@code String}. */
  TEXTAREA("请填写"),
  /** One of the options, {@code String}. */
  RADIO("请选择"),
  /** One of the options from a list, {@code String}. */
  SELECT("请选择"),
  /** The code of the {@link Channel} by which a complaint came in, {@code String}. */
  CHANNEL("请选择"),
  /** The code of the {@link Channel} by which somebody talked to the customer, {@code String}. */
  CONTACT("请选择"),
  /** The code of the {@link Category} of a complaint, {@code String}. */
  CATEGORY("请选择"),
  /** {@code Boolean}. */
  CHECKBOX("请勾选"),
  /** {@code Integer}. */
  INTEGER("请填写"),
  /** Amount in CNY with two decimals at most, {@code Double}. */
  MONEY("请填写"),
  /** {@code yyyy-MM-dd}. */
  DATE("请填写"),
  /** ISO-8601 with offset, whole seconds. */
  DATETIME("请填写"),
  /** 1 to 5, {@code Integer}. */
  SCORE("请评分："),
  /** Group id of a responsible unit. */
  UNIT("请选择"),
  /** Group ids of several responsible units, separated by commas. */
  UNITS("请选择"),
  /** User id of a colleague. */
  PERSON("请选择"),
  /** Units with their shares in per cent, together 100, {@code unit-it:70,unit-product:30}. */
  SPLIT("请填写"),
  /** Measures with owner and date, one a line, {@code 加装地址校验|it1|2026-10-15}. */
  MEASURES("请填写"),
  /** User ids of several colleagues, separated by commas. */
  PEOPLE("请选择");

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\\n\\r\\t]]|[\\uD800-\\uDFFF]");
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,13}(\\.\\d{1,10})?");
  private static final Pattern UNIT_ID = Pattern.compile("unit-[a-z][a-z0-9-]{0,40}(?<!-head)");
  private static final Pattern PERSON_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

  /** What may stand in the engine as a routing fact. */
  private static final int LONGEST_CHOICE = 100;

  private final String verb;

  FieldType(String verb) {
    this.verb = verb;
  }

  String verb() {
    return verb;
  }

  /** Whether such a value may be free text, which must never stay in the engine. */
  boolean freeText() {
    return this == TEXT || this == TEXTAREA || this == MEASURES;
  }

  boolean choice() {
    return this == RADIO || this == SELECT || !options().isEmpty();
  }

  /** The values of a type that has its own list, the same in every form; else none. */
  List<FormField.Option> options() {
    return switch (this) {
      case CHANNEL -> options(channel -> true);
      case CONTACT -> options(Channel::reachesCustomer);
      case CATEGORY -> Stream.of(Category.values())
          .map(category -> new FormField.Option(category.name(), category.label())).toList();
      default -> List.of();
    };
  }

  private static List<FormField.Option> options(Predicate<Channel> wanted) {
    return Stream.of(Channel.values()).filter(wanted)
        .map(channel -> new FormField.Option(channel.name(), channel.label())).toList();
  }

  static FieldType named(String name) {
    for (var type : values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
        return type;
      }
    }
    throw new IllegalArgumentException("没有“%s”这种字段类型".formatted(name));
  }

  /**
   * The canonical form of a value that is not blank.
   *
   * @throws Fault saying what to correct; it never repeats the value
   */
  Object read(FormField field, Object value) {
    return switch (this) {
      case TEXT, TEXTAREA -> text(field, value);
      case RADIO, SELECT, CHANNEL, CONTACT, CATEGORY -> {
        if (field.options().stream().noneMatch(option -> option.value().equals(value))) {
          throw new Fault("“%s”只能是：%s".formatted(field.label(), String.join("、", field.options().stream()
              .map(option -> option.value() + "（" + option.label() + "）").toList())));
        }
        yield value;
      }
      case CHECKBOX -> switch (value.toString()) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new Fault("“%s”只能是 true 或 false".formatted(field.label()));
      };
      case INTEGER, SCORE -> whole(field, value);
      case MONEY -> {
        var amount = number(field, value);
        if (amount.stripTrailingZeros().scale() > 2) {
          throw new Fault("“%s”以元为单位，最多两位小数".formatted(field.label()));
        }
        yield amount.doubleValue();
      }
      case DATE -> date(field, value);
      case DATETIME -> dateTime(field, value);
      case UNIT -> matching(field, value, UNIT_ID, "请从列表中选择责任单位");
      case PERSON -> matching(field, value, PERSON_ID, "请从列表中选择人员");
      case SPLIT -> table(field, value, text -> ResponsibilitySplit.parse(text).code());
      case MEASURES -> table(field, value, text -> Measure.code(Measure.parse(text)));
      case UNITS -> several(field, value, UNIT_ID, "请从列表中选择责任单位");
      case PEOPLE -> several(field, value, PERSON_ID, "请从列表中选择人员");
    };
  }

  private static String table(FormField field, Object value, UnaryOperator<String> canonical) {
    try {
      return canonical.apply(text(field, value));
    } catch (IllegalArgumentException e) {
      throw new Fault("“%s”%s".formatted(field.label(), e.getMessage()));
    }
  }

  private static String text(FormField field, Object value) {
    if (!(value instanceof String text)) {
      throw new Fault("“%s”应当是文字".formatted(field.label()));
    }
    var stripped = text.strip();
    var length = stripped.codePointCount(0, stripped.length());
    if (length > field.maxLength()) {
      throw new Fault("“%s”最多 %d 个字，现在有 %d 个，请精简".formatted(field.label(), field.maxLength(), length));
    }
    if (CONTROL.matcher(stripped).find()) {
      throw new Fault("“%s”里有看不见的控制字符，请删去后重新填写".formatted(field.label()));
    }
    return stripped;
  }

  private static Integer whole(FormField field, Object value) {
    var number = number(field, value);
    try {
      return number.intValueExact();
    } catch (ArithmeticException e) {
      throw new Fault("“%s”应当是整数".formatted(field.label()));
    }
  }

  private static BigDecimal number(FormField field, Object value) {
    // The pattern comes before BigDecimal: 1e999999999 would cost all memory.
    var text = value instanceof Double number ? plain(number) : value.toString().strip();
    if (!(value instanceof Number || value instanceof String) || !NUMBER.matcher(text).matches()) {
      throw new Fault("“%s”应当是数字，只写数字和小数点".formatted(field.label()));
    }
    var number = new BigDecimal(text);
    if (field.min() != null && number.compareTo(field.min()) < 0
        || field.max() != null && number.compareTo(field.max()) > 0) {
      throw new Fault(field.max() == null ? "“%s”不能小于 %s".formatted(field.label(), field.min().toPlainString())
          : field.min() == null ? "“%s”不能大于 %s".formatted(field.label(), field.max().toPlainString())
          : "“%s”应当在 %s 到 %s 之间".formatted(
              field.label(), field.min().toPlainString(), field.max().toPlainString()));
    }
    return number;
  }

  private static String plain(Double number) {
    return Double.isFinite(number) && Math.abs(number) < 1e13
        ? BigDecimal.valueOf(number).toPlainString() : "";
  }

  private static String date(FormField field, Object value) {
    try {
      return year(value instanceof Date date
          ? LocalDate.ofInstant(date.toInstant(), ZONE) : LocalDate.parse(string(value))).toString();
    } catch (DateTimeException e) {
      throw new Fault("“%s”应当是日期，写成 2026-09-24 的样子".formatted(field.label()));
    }
  }

  private static String dateTime(FormField field, Object value) {
    try {
      var at = value instanceof Date date
          ? OffsetDateTime.ofInstant(Instant.ofEpochMilli(date.getTime()), ZONE) : OffsetDateTime.parse(string(value));
      year(at.toLocalDate());
      return at.truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    } catch (DateTimeException e) {
      throw new Fault("“%s”应当是带时区的时间，写成 2026-09-24T10:00:00+08:00 的样子".formatted(field.label()));
    }
  }

  private static LocalDate year(LocalDate date) {
    if (date.getYear() < 1900 || date.getYear() > 2999) {
      throw new DateTimeException("year out of range");
    }
    return date;
  }

  private static String string(Object value) {
    if (!(value instanceof String text)) {
      throw new DateTimeException("not a text");
    }
    return text.strip();
  }

  /** Sorted, for the same choice is the same value. */
  private static String several(FormField field, Object value, Pattern form, String advice) {
    var chosen = Stream.of(value instanceof String text ? text.split(",") : new String[] {""}).map(String::strip)
        .map(one -> matching(field, one, form, advice)).distinct().sorted().collect(Collectors.joining(","));
    if (chosen.length() > LONGEST_CHOICE) {
      throw new Fault("“%s”选得太多，请减少".formatted(field.label()));
    }
    return chosen;
  }

  private static String matching(FormField field, Object value, Pattern form, String advice) {
    if (!(value instanceof String text) || !form.matcher(text).matches()) {
      throw new Fault("“%s”不对，%s".formatted(field.label(), advice));
    }
    return text;
  }

  /** A value that cannot be taken; its message is for the person who sent it. */
  static class Fault extends RuntimeException {
    Fault(String message) {
      super(message, null, false, false);
    }
  }
}
