package io.huiyin.print;

import io.huiyin.archive.PrintedForm;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.identity.Directory;
import io.huiyin.identity.Person;
import io.huiyin.report.MonthlyAnalyses;
import io.huiyin.report.MonthlyAnalysis;
import io.huiyin.report.MonthlyAnalysis.CategoryLine;
import io.huiyin.report.MonthlyAnalysis.Count;
import io.huiyin.report.MonthlyAnalysis.OnTime;
import io.huiyin.sla.ClockNames;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

/** 月度投诉分析报告: in figures, on paper, as a page and as a workbook. [001][002] */
@Service
public class MonthlyReport {

  private static final String TITLE = "月度投诉分析报告";
  private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("yyyy 年 M 月");
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final MonthlyAnalyses analyses;
  private final Directory directory;
  private final PdfPrinter printer;
  private final MonthlyWorkbook workbook;
  private final Clock clock;

  MonthlyReport(MonthlyAnalyses analyses, Directory directory, PdfPrinter printer, MonthlyWorkbook workbook, Clock clock) {
    this.analyses = analyses;
    this.directory = directory;
    this.printer = printer;
    this.workbook = workbook;
    this.clock = clock;
  }

  /**
   * The figures of a month for a person who may have them.
   *
   * @param month {@code yyyy-MM}, or {@code null} for last month
   * @throws InvalidInput naming {@code month} if that is no month, or one that is not over
   */
  public MonthlyAnalysis figures(String month) {
    var wanted = analyses.latest();
    if (month != null) {
      if (!month.matches("20\\d\\d-(0[1-9]|1[0-2])")) {
        throw new InvalidInput("month", "月份应写成 2026-09 的样子");
      }
      wanted = YearMonth.parse(month);
    }
    if (wanted.isAfter(analyses.latest())) {
      throw new InvalidInput("month", "这个月还没有结束，请选择 " + analyses.latest() + " 或更早的月份");
    }
    return analyses.of(wanted);
  }

  /** As {@link #figures}, on paper. */
  public PrintedForm print(String month, Person reader) {
    var figures = figures(month);
    return new PrintedForm(fileName(figures, "pdf"), TITLE, printer.print(sheet(figures, reader), foot(figures), clock.instant()));
  }

  /** As {@link #print}, as a page for a browser (HTML). */
  public String page(String month, Person reader) {
    var figures = figures(month);
    return printer.page(sheet(figures, reader), foot(figures));
  }

  /** A file and its name. */
  public record File(String name, byte[] bytes) {
  }

  /** As {@link #figures}, as an Excel file (.xlsx). */
  public File workbook(String month) {
    var figures = figures(month);
    return new File(fileName(figures, "xlsx"), workbook.of(figures));
  }

  private static String fileName(MonthlyAnalysis figures, String extension) {
    return "%s-%s.%s".formatted(TITLE, figures.month(), extension);
  }

  private String foot(MonthlyAnalysis figures) {
    return "%s　%s　由系统按登记、时限和案卷数据统计　打印时间 %s".formatted(TITLE, figures.month(),
        MINUTE.format(clock.instant().atZone(clock.getZone())));
  }

  private Sheet sheet(MonthlyAnalysis figures, Person reader) {
    var sheet = new Sheet(TITLE, "报告月份：" + MONTH.format(figures.month()), "制表人：" + reader.name());
    sheet.section("一、总体情况")
        .line("投诉总量", figures.total() + " 件", "比上月", change(figures.total(), figures.before()),
            "本月办结", figures.closed() + " 件", "重复投诉", figures.repeats() + " 件，占 " + share(figures.repeats(), figures.total()))
        .text("突增提示", figures.rises().isEmpty() ? "没有比前三个月平均上升 30% 及以上的类别" : figures.rises().stream()
            .map(line -> "%s %d 件，前三个月平均 %s 件，%s".formatted(line.category().label(), line.complaints(),
                line.average().stripTrailingZeros().toPlainString(), rise(line)))
            .collect(Collectors.joining("\n")));
    sheet.section("二、类型分布").table(List.of("类别", "件数", "占比", "前三个月平均", "变化"), List.of(30, 14, 16, 20, 20),
        figures.categories().stream().map(line -> List.of(line.category().label(), String.valueOf(line.complaints()),
            share(line.complaints(), figures.total()), line.average().toPlainString(), rise(line))).toList());
    sheet.section("三、处理及时率（按优先级）").table(List.of("时限", "优先级", "按时", "到期或完成", "及时率"),
        List.of(24, 24, 16, 18, 18), figures.onTime().stream().map(MonthlyReport::onTime).toList());
    sheet.section("四、客户满意度");
    var scores = figures.satisfaction();
    if (scores == null) {
      sheet.line("评价", "本月没有客户评价");
    } else {
      sheet.line("评价人数", scores.answers() + " 人", "满意率", share(scores.satisfied(), scores.answers()),
          "处理效率均分", scores.efficiency() + " 分", "服务态度均分", scores.attitude() + " 分",
          "解决方案均分", scores.solution() + " 分", "说明", "满意：各项都在 4 分及以上");
    }
    counts(sheet, "五、按责任单位", "责任单位", figures.units(), figures.total(),
        count -> count.name() == null ? "（未受理定级）" : directory.groupName(count.name()));
    counts(sheet, "六、按产品或服务（前 10 位）", "产品或服务", figures.products(), figures.total(), Count::name);
    counts(sheet, "七、高频问题点（前 10 位）", "问题点", figures.issuePoints(), figures.total(), Count::name);
    var most = Math.max(1, figures.trend().stream().mapToLong(MonthlyAnalysis.Month::complaints).max().orElse(1));
    return sheet.section("八、近六个月趋势").table(List.of("月份", "件数", "走势"), List.of(20, 15, 65), figures.trend().stream()
        .map(one -> List.of(one.month().toString(), String.valueOf(one.complaints()),
            "■".repeat((int) (one.complaints() * 30 / most)))).toList());
  }

  private static void counts(Sheet sheet, String heading, String name, List<Count> counts, long total,
      Function<Count, String> label) {
    sheet.section(heading).table(List.of(name, "件数", "占比"), List.of(60, 20, 20), counts.stream()
        .map(count -> List.of(label.apply(count), String.valueOf(count.complaints()), share(count.complaints(), total))).toList());
  }

  private static List<String> onTime(OnTime line) {
    return List.of(ClockNames.of(line.kind()), line.priority().name() + " " + line.priority().label(),
        String.valueOf(line.met()), String.valueOf(line.ended()), share(line.met(), line.ended()));
  }

  private static String rise(CategoryLine line) {
    var mark = line.rises() ? "（突增）" : "";
    return line.average().signum() == 0 ? "前三个月没有" + mark
        : percent(BigDecimal.valueOf(line.complaints()).divide(line.average(), 4, RoundingMode.HALF_UP).subtract(BigDecimal.ONE)) + mark;
  }

  private static String change(long now, long before) {
    return before == 0 ? "上月没有投诉" : percent(BigDecimal.valueOf(now - before)
        .divide(BigDecimal.valueOf(before), 4, RoundingMode.HALF_UP)) + "（上月 " + before + " 件）";
  }

  private static String percent(BigDecimal ratio) {
    return (ratio.signum() > 0 ? "+" : "") + ratio.movePointRight(2).setScale(1, RoundingMode.HALF_UP) + "%";
  }

  private static String share(long part, long whole) {
    return whole == 0 ? "—" : BigDecimal.valueOf(part).movePointRight(2).divide(BigDecimal.valueOf(whole), 1,
        RoundingMode.HALF_UP) + "%";
  }
}
