package io.huiyin.complaint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How much each unit answers for a complaint, in whole per cent; together 100. [003] Written {@code unit-it:70,unit-product:30}. */
public record ResponsibilitySplit(List<Share> shares) {

  private static final Pattern SHARE = Pattern.compile(
      "\\s*(unit-[a-z][a-z0-9-]{0,40}(?<!-head))\\s*:\\s*(\\d{1,3})\\s*%?\\s*");

  /** @param percent 1 to 100 */
  public record Share(String unit, int percent) {
  }

  /** @throws IllegalArgumentException saying in Chinese what to correct, by the line, never repeating the text */
  public static ResponsibilitySplit parse(String text) {
    var shares = new ArrayList<Share>();
    var units = new HashSet<String>();
    var sum = 0;
    for (var part : text.split(",", -1)) {
      var line = shares.size() + 1;
      var share = SHARE.matcher(part);
      if (!share.matches()) {
        throw new IllegalArgumentException("第 %d 行应当是责任单位和整数比例，写成 unit-logistics:60 的样子，各行用逗号隔开".formatted(line));
      }
      var percent = Integer.parseInt(share.group(2));
      if (percent < 1 || percent > 100) {
        throw new IllegalArgumentException("第 %d 行的比例应当在 1 到 100 之间".formatted(line));
      }
      if (!units.add(share.group(1))) {
        throw new IllegalArgumentException("第 %d 行的责任单位已经列过，请合并成一行".formatted(line));
      }
      shares.add(new Share(share.group(1), percent));
      sum += percent;
    }
    if (sum != 100) {
      throw new IllegalArgumentException("各单位比例之和应为 100，现在是 " + sum);
    }
    return new ResponsibilitySplit(List.copyOf(shares));
  }

  /** The written form that {@link #parse} reads. */
  public String code() {
    return shares.stream().map(share -> share.unit + ":" + share.percent).collect(Collectors.joining(","));
  }
}
