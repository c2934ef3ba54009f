package io.huiyin.flow.workbench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One part of {@code show-when} or {@code required-when}: {@code field=A|B}. An empty alternative ({@code field=})
 * means that the field was left empty. Several parts, joined by {@code ;}, must all hold.
 */
record Condition(String field, List<String> values) {

  static List<Condition> parse(String text) {
    return Stream.of(text.split(";")).map(String::strip).filter(part -> !part.isEmpty()).map(part -> {
      var at = part.indexOf('=');
      if (at < 1) {
        throw new IllegalArgumentException("条件“%s”应写成 字段=值|值".formatted(part));
      }
      return new Condition(part.substring(0, at).strip(),
          Arrays.stream(part.substring(at + 1).split("\\|", -1)).map(String::strip).toList());
    }).toList();
  }

  static boolean allHold(List<Condition> conditions, Map<String, Object> submitted) {
    return conditions.stream().allMatch(condition -> {
      var value = submitted.get(condition.field);
      return condition.values.contains(value == null ? "" : value.toString().strip());
    });
  }
}
