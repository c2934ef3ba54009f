package io.huiyin.flow.workbench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.huiyin.complaint.FieldError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/**
 * What a task asks for: the one definition behind the screen, the checks of a completion over REST, and
 * {@code docs/tasks.md}. It is read from the form file, so a process owner changes all three by changing the file.
 *
 * @param ask     what the person is asked to do, one or two sentences; may be empty
 * @param fields  in the order of the form
 * @param earlier names of facts from earlier steps that the form shows again, so that nothing is typed twice
 */
public record FormSpec(String ask, List<FormField> fields, List<String> earlier) {

  private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]{0,63}");
  /** What a condition may ask of the case itself. */
  private static final Set<String> CASE_FACTS = Set.of("case.priority", "case.severity", "case.complexity");
  private static final int MAX_TEXT = 200;
  private static final int MAX_TEXTAREA = 4000;
  private static final int MAX_SPLIT = 1000;
  private static final BigDecimal MAX_MONEY = new BigDecimal("9999999999999.99");
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads an HTML form made of {@code hy-field} elements.
   *
   * @throws IllegalArgumentException naming the field that is not defined properly, and why
   */
  public static FormSpec parse(String html) {
    var document = Jsoup.parseBodyFragment(html);
    var fields = document.select("hy-field").stream().map(FormSpec::field).toList();
    return new FormSpec(document.select(".hy-ask").text(), checked(fields),
        document.select("hy-earlier").eachAttr("name"));
  }

  /**
   * Reads a Camunda Form (JSON) as far as key, label, required, longest text, bounds and options go. Its values are
   * never routing values, except those of choices, numbers and check boxes.
   *
   * @throws IllegalArgumentException if the text is not a Camunda Form
   */
  public static FormSpec parseCamundaForm(String json) {
    try {
      var fields = new ArrayList<FormField>();
      collect(JSON.readTree(json), fields);
      return new FormSpec("", checked(fields), List.of());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("表单文件不是有效的 JSON", e);
    }
  }

  /** The faults of a submission, in the order of the form; values that the form does not know are not looked at. */
  public List<FieldError> check(Map<String, Object> submitted) {
    return fields.stream().flatMap(field -> field.fault(submitted)
        .map(message -> new FieldError(field.name(), message)).stream()).toList();
  }

  /**
   * The submitted values of this form in canonical types, blank ones and hidden fields left out; a check box that
   * was not sent is {@code false}. Only for a submission without faults.
   */
  public Map<String, Object> values(Map<String, Object> submitted) {
    var values = new LinkedHashMap<String, Object>();
    for (var field : fields) {
      var value = submitted.get(field.name());
      if (field.shown(submitted) && (field.type() == FieldType.CHECKBOX || !FormField.blank(value))) {
        values.put(field.name(), FormField.blank(value) ? Boolean.FALSE : field.type().read(field, value));
      }
    }
    return values;
  }

  /** The field of that name. */
  public Optional<FormField> field(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst();
  }

  private static FormField field(Element element) {
    var name = element.attr("name");
    try {
      var type = FieldType.named(element.attr("type"));
      return new FormField(name, element.attr("label"), type, element.hasAttr("required"),
          element.hasAttr("routing"),
          options(element, type),
          element.hasAttr("maxlength") ? Integer.parseInt(element.attr("maxlength")) : defaultLength(type),
          bound(element, "min", lowest(type)), bound(element, "max", highest(type)),
          Condition.parse(element.attr("show-when")), Condition.parse(element.attr("required-when")),
          element.attr("prefill"), element.attr("hint"));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("字段 %s：%s".formatted(name, e.getMessage()), e);
    }
  }

  private static List<FormField.Option> options(Element element, FieldType type) {
    var written = element.select("option").stream()
        .map(option -> new FormField.Option(option.attr("value"), option.text())).toList();
    if (!type.options().isEmpty() && !written.isEmpty()) {
      throw new IllegalArgumentException("这种类型的选项由系统给出，请删去 <option>");
    }
    return written.isEmpty() ? type.options() : written;
  }

  private static List<FormField> checked(List<FormField> fields) {
    var seen = new LinkedHashMap<String, FormField>();
    for (var field : fields) {
      require(NAME.matcher(field.name()).matches(), field, "名称只能用字母和数字，小写字母开头");
      require(seen.put(field.name(), field) == null, field, "名称重复");
      require(!field.label().isBlank(), field, "缺少中文标题 label");
      require(!(field.routing() && field.type().freeText()), field,
          "自由文字可能含个人信息，不能作为流程变量保留（routing）");
      require(field.type().choice() != field.options().isEmpty(), field, "单选和下拉必须有选项，其他类型不能有选项");
      require(field.options().stream().noneMatch(option -> option.value().isBlank()), field, "选项缺少 value");
    }
    for (var field : fields) {
      // Only backward, so that showing one field after the other always comes to an end.
      require(field.showWhen().stream().allMatch(part -> CASE_FACTS.contains(part.field())
          || seen.containsKey(part.field()) && fields.indexOf(seen.get(part.field())) < fields.indexOf(field)), field, "show-when 只能引用前面的字段");
      for (var condition : List.of(field.showWhen(), field.requiredWhen())) {
        condition.stream().filter(part -> !CASE_FACTS.contains(part.field())).forEach(part -> {
          var other = seen.get(part.field());
          require(other != null && !part.field().equals(field.name()), field, "条件引用了不存在的字段 " + part.field());
          require(!other.type().choice() || part.values().stream().allMatch(value -> value.isEmpty()
              || other.options().stream().anyMatch(option -> option.value().equals(value))), field,
              "条件里的值不在 " + part.field() + " 的选项中");
        });
      }
    }
    return List.copyOf(fields);
  }

  private static void require(boolean holds, FormField field, String fault) {
    if (!holds) {
      throw new IllegalArgumentException("字段 %s：%s".formatted(field.name(), fault));
    }
  }

  private static void collect(JsonNode node, List<FormField> fields) {
    if (!node.path("components").isArray()) {
      throw new IllegalArgumentException("表单文件里没有 components");
    }
    for (var component : node.path("components")) {
      if (component.path("components").isArray()) {
        collect(component, fields);
      } else if (component.hasNonNull("key")) {
        camundaField(component).ifPresent(fields::add);
      }
    }
  }

  private static Optional<FormField> camundaField(JsonNode component) {
    var type = switch (component.path("type").asText()) {
      case "textfield" -> FieldType.TEXT;
      case "textarea" -> FieldType.TEXTAREA;
      case "select" -> FieldType.SELECT;
      case "radio" -> FieldType.RADIO;
      case "checkbox" -> FieldType.CHECKBOX;
      case "number" -> component.path("decimalDigits").asInt(0) > 0 ? FieldType.MONEY : FieldType.INTEGER;
      case "datetime" -> "date".equals(component.path("subtype").asText("date")) ? FieldType.DATE : FieldType.DATETIME;
      default -> null;
    };
    var options = new ArrayList<FormField.Option>();
    component.path("values").forEach(value ->
        options.add(new FormField.Option(value.path("value").asText(), value.path("label").asText())));
    // A choice whose values come from a variable cannot be checked here.
    if (type == null || component.path("disabled").asBoolean() || type.choice() && options.isEmpty()) {
      return Optional.empty();
    }
    var validate = component.path("validate");
    var key = component.path("key").asText();
    return Optional.of(new FormField(key, component.path("label").asText(key), type,
        validate.path("required").asBoolean(), !type.freeText(), type.choice() ? options : List.of(),
        validate.path("maxLength").asInt(defaultLength(type)),
        validate.hasNonNull("min") ? validate.get("min").decimalValue() : lowest(type),
        validate.hasNonNull("max") ? validate.get("max").decimalValue() : highest(type),
        List.of(), List.of(), "", component.path("description").asText("")));
  }

  private static int defaultLength(FieldType type) {
    return type == FieldType.TEXTAREA || type == FieldType.MEASURES ? MAX_TEXTAREA
        : type == FieldType.SPLIT ? MAX_SPLIT : MAX_TEXT;
  }

  private static BigDecimal bound(Element element, String attribute, BigDecimal otherwise) {
    return element.hasAttr(attribute) ? new BigDecimal(element.attr(attribute)) : otherwise;
  }

  private static BigDecimal lowest(FieldType type) {
    return type == FieldType.SCORE ? BigDecimal.ONE : type == FieldType.MONEY ? BigDecimal.ZERO : null;
  }

  private static BigDecimal highest(FieldType type) {
    return type == FieldType.SCORE ? BigDecimal.valueOf(5) : type == FieldType.MONEY ? MAX_MONEY : null;
  }
}
