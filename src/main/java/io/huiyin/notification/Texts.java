package io.huiyin.notification;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** The texts of all notices, read and checked once at start. A value is data: it is never looked into again. */
@Component
class Texts {

  /** A finished message. */
  record Text(String subject, String body) {
    @Override
    public String toString() {
      return "Text[…]";
    }
  }

  private record Template(String subject, List<String> body) {
  }

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
  private static final Pattern LINE_BREAKS = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]+");
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}&&[^\n]]+");
  private static final Pattern GAPS = Pattern.compile("\n{3,}");
  private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm");

  private final Map<NoticeEvent, Template> templates = new EnumMap<>(NoticeEvent.class);
  private final ZoneId zone;

  Texts(NotificationSettings settings) {
    zone = settings.zone();
    for (var event : NoticeEvent.values()) {
      templates.put(event, check(event, source(event)));
    }
  }

  /**
   * Fills in the text of an event.
   *
   * @throws IllegalArgumentException if a required value is missing; names event and placeholder
   */
  Text render(NoticeEvent event, Map<String, String> values) {
    for (var name : event.required()) {
      if (isMissing(values, name)) {
        throw new IllegalArgumentException("通知 " + event + " 缺少 " + name);
      }
    }
    var template = templates.get(event);
    var subject = LINE_BREAKS.matcher(fill(template.subject(), values)).replaceAll(" ").strip();
    var body = template.body().stream()
        .filter(line -> placeholders(line).stream().noneMatch(name -> isMissing(values, name)))
        .map(line -> fill(line, values))
        .collect(Collectors.joining("\n"));
    return new Text(subject, GAPS.matcher(body).replaceAll("\n\n").strip() + "\n");
  }

  static String source(NoticeEvent event) {
    var resource = new ClassPathResource("notices/" + event + ".txt");
    try {
      return resource.getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read the text " + resource.getPath(), e);
    }
  }

  /** @throws IllegalStateException if the text uses a placeholder that the event does not know */
  static Template check(NoticeEvent event, String source) {
    var lines = source.strip().lines().toList();
    if (lines.size() < 3 || !lines.get(1).isBlank()) {
      throw new IllegalStateException("notices/" + event + ".txt 应为：第一行主题，第二行空，其后正文");
    }
    var unknown = new TreeSet<>(placeholders(source));
    unknown.removeAll(event.placeholders());
    if (!unknown.isEmpty()) {
      throw new IllegalStateException("notices/" + event + ".txt 使用了未知的占位符 " + unknown);
    }
    if (placeholders(lines.get(0)).stream().anyMatch(event.optional()::contains)) {
      throw new IllegalStateException("notices/" + event + ".txt 的主题只能使用必有的占位符");
    }
    return new Template(lines.get(0), lines.subList(2, lines.size()));
  }

  static Set<String> placeholders(String text) {
    return PLACEHOLDER.matcher(text).results().map(match -> match.group(1)).collect(Collectors.toSet());
  }

  private String fill(String line, Map<String, String> values) {
    return PLACEHOLDER.matcher(line)
        .replaceAll(match -> Matcher.quoteReplacement(readable(values.get(match.group(1)))));
  }

  private String readable(String value) {
    try {
      return OffsetDateTime.parse(value).atZoneSameInstant(zone).format(MOMENT);
    } catch (DateTimeParseException e) {
      return CONTROLS.matcher(value.strip().replace("\r\n", "\n").replace('\r', '\n')).replaceAll(" ");
    }
  }

  private static boolean isMissing(Map<String, String> values, String name) {
    var value = values.get(name);
    return value == null || value.isBlank();
  }
}
