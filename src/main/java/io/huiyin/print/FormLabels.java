package io.huiyin.print;

import io.huiyin.print.Sheet.Option;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** The words for what was chosen in a task's form, from that form itself, so that paper and screen say the same. */
@Component
class FormLabels {

  private final Map<String, Document> forms = new ConcurrentHashMap<>();

  /**
   * @param form name of the file in {@code forms/} without its ending
   * @throws IllegalArgumentException if the form has no such choice
   */
  List<Option> options(String form, String field) {
    var options = forms.computeIfAbsent(form, FormLabels::read).select("hy-field[name=" + field + "] option").stream()
        .map(option -> new Option(option.attr("value"), option.text())).toList();
    if (options.isEmpty()) {
      throw new IllegalArgumentException("No choice " + field + " in form " + form);
    }
    return options;
  }

  /** The value itself where the form does not offer it any more. */
  String label(String form, String field, String value) {
    return options(form, field).stream().filter(option -> option.value().equals(value)).map(Option::label)
        .findFirst().orElse(value);
  }

  private static Document read(String form) {
    try (var in = new ClassPathResource("forms/" + form + ".html").getInputStream()) {
      return Jsoup.parse(in, "UTF-8", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
