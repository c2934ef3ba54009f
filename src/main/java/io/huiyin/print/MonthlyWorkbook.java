package io.huiyin.print;

import io.huiyin.identity.Directory;
import io.huiyin.report.MonthlyAnalysis;
import io.huiyin.report.MonthlyAnalysis.CategoryLine;
import io.huiyin.report.MonthlyAnalysis.Count;
import io.huiyin.report.MonthlyAnalysis.Month;
import io.huiyin.report.MonthlyAnalysis.OnTime;
import io.huiyin.report.Spreadsheet;
import io.huiyin.report.Spreadsheet.Column;
import io.huiyin.report.Spreadsheet.Page;
import io.huiyin.sla.ClockNames;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** The figures of the monthly report as numbers to calculate with, a sheet for each part of it. [001] */
@Component
class MonthlyWorkbook {

  private final Spreadsheet spreadsheet;
  private final Directory directory;

  MonthlyWorkbook(Spreadsheet spreadsheet, Directory directory) {
    this.spreadsheet = spreadsheet;
    this.directory = directory;
  }

  byte[] of(MonthlyAnalysis figures) {
    var scores = figures.satisfaction();
    return spreadsheet.of(List.of(
        values("总体情况", List.of(Map.entry("投诉总量", figures.total()), Map.entry("上月投诉总量", figures.before()),
            Map.entry("本月办结", figures.closed()), Map.entry("重复投诉", figures.repeats()))),
        new Page<>("类型分布", List.of(new Column<CategoryLine>("类别", 20, line -> line.category().label()),
            new Column<>("件数", 10, CategoryLine::complaints), new Column<>("前三个月平均", 14, CategoryLine::average),
            new Column<>("突增", 8, line -> line.rises() ? "是" : null)), figures.categories()),
        new Page<>("处理及时率", List.of(new Column<OnTime>("时限", 16, line -> ClockNames.of(line.kind())),
            new Column<>("优先级", 10, line -> line.priority().name()), new Column<>("按时", 10, OnTime::met),
            new Column<>("到期或完成", 12, OnTime::ended)), figures.onTime()),
        values("客户满意度", scores == null ? List.of() : List.of(Map.entry("评价人数", scores.answers()),
            Map.entry("满意人数", scores.satisfied()), Map.entry("处理效率均分", scores.efficiency()),
            Map.entry("服务态度均分", scores.attitude()), Map.entry("解决方案均分", scores.solution()))),
        counts("责任单位", figures.units(), count -> count.name() == null ? "（未受理定级）" : directory.groupName(count.name())),
        counts("产品或服务", figures.products(), Count::name),
        counts("问题点", figures.issuePoints(), Count::name),
        new Page<>("近六个月趋势", List.of(new Column<Month>("月份", 12, Month::month),
            new Column<>("件数", 10, Month::complaints)), figures.trend())));
  }

  private static Page<Entry<String, Number>> values(String title, List<Entry<String, Number>> values) {
    return new Page<>(title, List.of(new Column<>("项目", 20, Entry::getKey), new Column<>("数值", 12, Entry::getValue)),
        values);
  }

  private static Page<Count> counts(String title, List<Count> counts, Function<Count, Object> name) {
    return new Page<>(title, List.of(new Column<>(title, 30, name), new Column<>("件数", 10, Count::complaints)), counts);
  }
}
