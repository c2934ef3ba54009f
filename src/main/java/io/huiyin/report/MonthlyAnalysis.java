package io.huiyin.report;

import io.huiyin.complaint.Category;
import io.huiyin.complaint.Priority;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;

/**
 * What the complaints of a month were about and how well they were handled (月度投诉分析报告). [001][002] Holds no
 * personal data and names no case.
 *
 * @param total        complaints registered in the month
 * @param before       registered in the month before
 * @param repeats      of the total, those of a customer who had complained about the same before
 * @param closed       closed in the month for the first time
 * @param categories   every category with complaints in the month or the three before, the most frequent first
 * @param onTime       response and resolution, by priority
 * @param satisfaction {@code null} when nobody answered in the month
 * @param units        by lead unit, the most frequent first; the unit is {@code null} before classification
 * @param products     the ten most frequent
 * @param issuePoints  the ten most frequent
 * @param trend        the month and the five before, oldest first
 */
public record MonthlyAnalysis(YearMonth month, long total, long before, long repeats, long closed,
    List<CategoryLine> categories, List<OnTime> onTime, Satisfaction satisfaction, List<Count> units,
    List<Count> products, List<Count> issuePoints, List<Month> trend) {

  /** A category rises suddenly from this on: 30 % or more above its three-month average. [000's example; threshold ours] */
  private static final BigDecimal RISE = new BigDecimal("1.3");

  /**
   * A category in the month.
   *
   * @param average complaints per month in the three months before, two decimals
   */
  public record CategoryLine(Category category, long complaints, BigDecimal average) {

    /** Whether it is up 30 % or more against its average; a category that had none before rises with the first. */
    public boolean rises() {
      return complaints > 0 && BigDecimal.valueOf(complaints).compareTo(average.multiply(RISE)) >= 0;
    }
  }

  /**
   * How many clocks came to their end in the month, met or missed: a clock that was missed counts in the month of its
   * deadline, one that was met in the month in which it was met. Only the first clock of a case counts, so that a
   * re-opened case does not count twice. [001, ours]
   *
   * @param kind RESPONSE or RESOLUTION
   */
  public record OnTime(String kind, Priority priority, long met, long ended) {
  }

  /**
   * The customers' scores, 1 to 5.
   *
   * @param satisfied answers in which every score is 4 or 5 [001: 3 and less is followed up]
   */
  public record Satisfaction(long answers, long satisfied, BigDecimal efficiency, BigDecimal attitude,
      BigDecimal solution) {
  }

  /** Something and how often it was complained about. */
  public record Count(String name, long complaints) {
  }

  /** A month of the trend. */
  public record Month(YearMonth month, long complaints) {
  }

  /** The categories that rise suddenly. */
  public List<CategoryLine> rises() {
    return categories.stream().filter(CategoryLine::rises).toList();
  }
}
