package io.huiyin.flow.rules;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A line of {@code src/test/resources/rules/<decision>.cases}:
 * {@code fact=value; fact=value -> rule_id: output=value; output=value & rule_id: ...}.
 * Facts left out are null. All rules that match are named, no more and no less; of the outputs only those that matter.
 */
record RuleCase(String text, Map<String, Object> facts, Map<String, Map<String, Object>> expected) {

  static List<RuleCase> of(String decision) {
    return RuleTable.read(Path.of("src/test/resources/rules", decision + ".cases")).lines()
        .map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).map(RuleCase::parse).toList();
  }

  static RuleCase parse(String line) {
    var sides = line.split("->", -1);
    if (sides.length != 2) {
      throw new IllegalArgumentException("No single '->' in: " + line);
    }
    var expected = new LinkedHashMap<String, Map<String, Object>>();
    for (var answer : parts(sides[1], "&")) {
      var halves = answer.split(":", 2);
      expected.put(halves[0].strip(), halves.length == 1 ? Map.of() : values(halves[1]));
    }
    return new RuleCase(line, values(sides[0]), expected);
  }

  private static Map<String, Object> values(String text) {
    var values = new LinkedHashMap<String, Object>();
    for (var pair : parts(text, ";")) {
      var halves = pair.split("=", 2);
      values.put(halves[0].strip(), value(halves[1].strip()));
    }
    return values;
  }

  private static List<String> parts(String text, String separator) {
    return Arrays.stream(text.split(separator)).map(String::strip).filter(part -> !part.isEmpty()).toList();
  }

  private static Object value(String text) {
    return switch (text) {
      case "null" -> null;
      case "true", "false" -> Boolean.valueOf(text);
      default -> text.matches("-?\\d+") ? (Object) Integer.valueOf(text)
          : text.matches("-?\\d+\\.\\d+") ? (Object) Double.valueOf(text) : text;
    };
  }
}
