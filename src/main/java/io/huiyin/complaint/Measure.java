package io.huiyin.complaint;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One measure of a corrective action: what, by whom, until when. [norm] A list of them is written with a line for each,
 * {@code 加装地址校验|it1|2026-10-15}.
 *
 * @param owner user id
 */
public record Measure(String content, String owner, LocalDate dueOn) {

  private static final int LONGEST = 500;
  private static final int MOST = 30;
  private static final Pattern LINE = Pattern.compile(
      "\\s*(\\S.*?)\\s*\\|\\s*([A-Za-z0-9][A-Za-z0-9._@-]{0,63})\\s*\\|\\s*(\\d{4}-\\d{2}-\\d{2})\\s*");

  /** @throws IllegalArgumentException saying in Chinese what to correct, by the line, never repeating the text */
  public static List<Measure> parse(String text) {
    var measures = new ArrayList<Measure>();
    for (var line : text.strip().split("\\R\\s*")) {
      var at = measures.size() + 1;
      if (at > MOST) {
        throw new IllegalArgumentException("最多 %d 项，请合并".formatted(MOST));
      }
      var parts = LINE.matcher(line);
      if (!parts.matches()) {
        throw new IllegalArgumentException("第 %d 行应当写明措施、负责人和完成日期，写成 措施|用户名|2026-09-30 的样子，每项一行".formatted(at));
      }
      if (parts.group(1).length() > LONGEST) {
        throw new IllegalArgumentException("第 %d 行的措施最多 %d 个字，请精简".formatted(at, LONGEST));
      }
      try {
        measures.add(new Measure(parts.group(1), parts.group(2), LocalDate.parse(parts.group(3))));
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("第 %d 行的完成日期不对".formatted(at));
      }
    }
    return List.copyOf(measures);
  }

  /** The written form that {@link #parse} reads. */
  public static String code(List<Measure> measures) {
    return measures.stream().map(one -> one.content + "|" + one.owner + "|" + one.dueOn)
        .collect(Collectors.joining("\n"));
  }
}
