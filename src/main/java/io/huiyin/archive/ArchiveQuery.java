package io.huiyin.archive;

import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.Category;
import io.huiyin.complaint.Complexity;
import io.huiyin.complaint.FieldReader;
import io.huiyin.complaint.Priority;
import io.huiyin.complaint.Severity;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What an archive is looked for by; {@code null} where it does not matter. [000][001][002]
 *
 * @param number   how the complaint number begins
 * @param customer whole name, phone or e-mail address
 * @param words    each occurs somewhere in what was said and written
 * @param category as the archivist confirmed it, if the case is filed
 * @param urgency  third level of the archive's classification, known once it is filed
 * @param handler  user id of somebody who worked on the case
 */
public record ArchiveQuery(String number, String customer, List<String> words, Category category, String issuePoint,
    String product, String unit, Priority priority, Severity severity, Complexity complexity, CaseStatus status,
    ArchiveStatus archiveStatus, Urgency urgency, String handler, Span registered, Span closed, Span filed, Sort sort) {

  /** The names of the fields; {@code q} are the words. */
  public static final Set<String> NAMES = Set.of("number", "customer", "q", "category", "issuePoint", "product", "unit",
      "priority", "severity", "complexity", "status", "archiveStatus", "urgency", "handler", "registeredFrom", "registeredTo",
      "closedFrom", "closedTo", "filedFrom", "filedTo", "sort");

  private static final int MOST_WORDS = 8;

  /** What comes first: registered last, registered first, closed last. */
  public enum Sort {
    NEWEST, OLDEST, CLOSED
  }

  /** Days, both included; {@code null} is open. */
  public record Span(LocalDate from, LocalDate to) {
  }

  /** Reads the fields; the reader remembers what is wrong with them. */
  public static ArchiveQuery from(FieldReader in) {
    var sort = in.optional("sort", Sort.class);
    return new ArchiveQuery(in.matching("number", "[0-9A-Z-]{1,30}", "请填写投诉编号或它的开头，如 20260924-CS"),
        in.text("customer", 100), words(in), in.optional("category", Category.class), in.text("issuePoint", 100),
        in.text("product", 200), in.text("unit", 60), in.optional("priority", Priority.class),
        in.optional("severity", Severity.class), in.optional("complexity", Complexity.class),
        in.optional("status", CaseStatus.class), in.optional("archiveStatus", ArchiveStatus.class),
        in.optional("urgency", Urgency.class), in.text("handler", 60), span(in, "registered"), span(in, "closed"),
        span(in, "filed"), sort == null ? Sort.NEWEST : sort);
  }

  private static List<String> words(FieldReader in) {
    var text = in.text("q", 200);
    if (text == null) {
      return List.of();
    }
    var words = Arrays.stream(text.split("[\\s　]+")).filter(word -> !word.isEmpty()).distinct().toList();
    if (words.size() > MOST_WORDS) {
      in.fault("q", "最多同时查找 " + MOST_WORDS + " 个词，请减少");
    }
    if (words.stream().map(SearchWords::normalised).anyMatch(word -> SearchWords.pieces(word).isEmpty())) {
      in.fault("q", "每个词至少要有连在一起的两个字(字母、数字)，一个字查不了，请写得更完整");
    }
    return words;
  }

  private static Span span(FieldReader in, String name) {
    var span = new Span(day(in, name + "From"), day(in, name + "To"));
    if (span.from != null && span.to != null && span.to.isBefore(span.from)) {
      in.fault(name + "To", "截止日期早于起始日期，请调整");
    }
    return span;
  }

  private static LocalDate day(FieldReader in, String field) {
    var text = in.text(field, 10);
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      in.fault(field, "日期格式不对，应形如 2026-09-24");
      return null;
    }
  }
}
