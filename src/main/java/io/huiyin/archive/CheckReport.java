package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Result of the four checks of one case file.
 *
 * @param id      of the stored report
 * @param entries how many entries the file had then
 * @param passed  whether nothing failed
 * @param results one for each {@link CheckItem}, in its order
 */
public record CheckReport(long id, ComplaintNumber number, Instant at, Occasion occasion, String actor, int entries,
    boolean passed, List<Result> results) {

  /** Why the file was checked. */
  public enum Occasion {
    FILING("归档前"), ON_DEMAND("按需"), NIGHTLY("夜间抽检");

    private final String label;

    Occasion(String label) {
      this.label = label;
    }

    /** What a person reads. */
    public String label() {
      return label;
    }
  }

  /** How one item came out. */
  public enum Outcome {
    PASSED("通过"), FAILED("未通过"), NOT_APPLICABLE("不适用"), ACCEPTED("已说明");

    private final String label;

    Outcome(String label) {
      this.label = label;
    }

    /** What a person reads. */
    public String label() {
      return label;
    }
  }

  /**
   * One item's result.
   *
   * @param finding in Chinese what was found, or why the item does not apply; {@code null} when it passed
   */
  public record Result(CheckItem item, Outcome outcome, String finding) {

    String words() {
      return "%s·%s：%s".formatted(item.property().label(), item.label(), finding);
    }
  }

  public List<Result> failed() {
    return results.stream().filter(result -> result.outcome == Outcome.FAILED).toList();
  }

  /** What failed, a line for each; empty when nothing did. */
  public String findings() {
    return failed().stream().map(Result::words).collect(Collectors.joining("\n"));
  }

  /** How each of the four properties came out, a line for each. */
  public String overview() {
    return Arrays.stream(CheckItem.Property.values()).map(property -> property.label() + "："
            + Arrays.stream(Outcome.values()).map(outcome -> words(property, outcome)).filter(text -> !text.isEmpty())
                .collect(Collectors.joining("，")))
        .collect(Collectors.joining("\n"));
  }

  private String words(CheckItem.Property property, Outcome outcome) {
    var count = results.stream()
        .filter(result -> result.item.property() == property && result.outcome == outcome).count();
    return count == 0 ? "" : count + " 项" + outcome.label();
  }

  /** The report in one sentence, for the case file. */
  String summary() {
    var notApplicable = results.stream().filter(result -> result.outcome == Outcome.NOT_APPLICABLE).count();
    return "四性检测（%s）%s：%d 项，不适用 %d 项%s".formatted(occasion.label(), passed ? "通过" : "未通过", results.size(),
        notApplicable, passed ? "" : failed().stream().map(result -> result.item.label())
            .collect(Collectors.joining("、", "，未通过：", "")));
  }
}
