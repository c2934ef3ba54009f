package io.huiyin.flow.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nobody meets an English word in the web apps: each text of Camunda's own {@code en.json} has a Chinese one in our
 * {@code zh.json}, with the same placeholders and HTML tags.
 */
class ChineseLocaleTest {

  private static final String LOCALE = "/META-INF/resources/webjars/camunda/app/%s/locales/%s.json";

  /** English texts whose translation needs no Chinese character. */
  private static final Set<String> STAYS = Set.of(
      // abbreviations and product names
      "ID", "ID*", "URL", "BPMN", "CMMN", "DMN", "DRD", "CSV", "JSON",
      "Camunda", "Tasklist", "Cockpit", "Admin", "Welcome", "Optimize",
      // nothing, signs, date patterns, and the plural ending that Chinese does not have
      "", "<", "<=", ">", ">=", "=", "!=", "s",
      "YYYY-MM-DDTHH:mm:ss", "DD/MM/YYYY", "HH:mm", "L", "dddd [at] LT");

  private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

  private static final Pattern PLACEHOLDER =
      Pattern.compile("</?(?:a|b|br|code|em|i|p|span|strong)\\b[^>]*>|\\{\\{.*?}}|\\{\\w*}|%[ds]");

  static Stream<String> apps() {
    return Stream.of("tasklist", "cockpit", "admin", "welcome");
  }

  @ParameterizedTest
  @MethodSource("apps")
  void everyTextOfTheWebAppIsChinese(String app) throws IOException {
    assertThat(faults(texts(app, "en"), texts(app, "zh"))).isEmpty();
  }

  @Test
  void aBrokenLocaleIsFoundOut() {
    var english = Map.of(
        "missing", "Save",
        "untranslated", "Delete",
        "blank", "Close",
        "lostValue", "Delete {{name}}",
        "otherValue", "{} selected",
        "lostTag", "See the <a href=\"#/batch\">batches</a>",
        "otherLink", "See <a href=\"#/batch\">it</a>",
        "lostPercent", "in %s",
        "stays", "ID",
        "good", "Hello {{ name }}");
    var chinese = Map.of(
        "surplus", "多余",
        "untranslated", "Delete",
        "blank", " ",
        "lostValue", "删除",
        "otherValue", "已选 {n}",
        "lostTag", "查看批处理",
        "otherLink", "查看<a href=\"#/job\">详情</a>",
        "lostPercent", "之后",
        "stays", "ID",
        "good", "您好，{{name}}");

    assertThat(faults(english, chinese)).containsExactly(
        "blank: not Chinese: ' '",
        "lostPercent: placeholders [%s] became []",
        "lostTag: placeholders [</a>, <ahref=\"#/batch\">] became []",
        "lostValue: placeholders [{{name}}] became []",
        "missing: missing",
        "otherLink: placeholders [</a>, <ahref=\"#/batch\">] became [</a>, <ahref=\"#/job\">]",
        "otherValue: placeholders [{}] became [{n}]",
        "surplus: unknown to the English original",
        "untranslated: not Chinese: 'Delete'");
  }

  private static List<String> faults(Map<String, String> english, Map<String, String> chinese) {
    var faults = new ArrayList<String>();
    var keys = new TreeSet<>(english.keySet());
    keys.addAll(chinese.keySet());
    for (var key : keys) {
      var original = english.get(key);
      var translation = chinese.get(key);
      if (translation == null) {
        faults.add(key + ": missing");
      } else if (original == null) {
        faults.add(key + ": unknown to the English original");
      } else if (!STAYS.contains(original) && !HAN.matcher(translation).find()) {
        faults.add(key + ": not Chinese: '" + translation + "'");
      } else if (!placeholders(original).equals(placeholders(translation))) {
        faults.add(key + ": placeholders " + placeholders(original) + " became " + placeholders(translation));
      }
    }
    return faults;
  }

  /** Sorted, because a Chinese sentence may name things in another order; blanks inside do not count. */
  private static List<String> placeholders(String text) {
    return PLACEHOLDER.matcher(text).results().map(MatchResult::group)
        .map(placeholder -> placeholder.replace(" ", "")).sorted().toList();
  }

  private static Map<String, String> texts(String app, String language) throws IOException {
    var path = LOCALE.formatted(app, language);
    try (InputStream file = ChineseLocaleTest.class.getResourceAsStream(path)) {
      assertThat(file).as(path).isNotNull();
      var json = new String(file.readAllBytes(), StandardCharsets.UTF_8).replace("\uFEFF", "");
      var texts = new HashMap<String, String>();
      collect("", new ObjectMapper().readTree(json), texts);
      return texts;
    }
  }

  private static void collect(String path, JsonNode node, Map<String, String> texts) {
    if (node.isTextual()) {
      texts.put(path, node.textValue());
    }
    node.fields().forEachRemaining(field -> collect(path + "/" + field.getKey(), field.getValue(), texts));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      collect(path + "/" + i, node.get(i), texts);
    }
  }
}
