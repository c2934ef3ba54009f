package io.huiyin.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.huiyin.HuiyinTest;
import io.huiyin.complaint.Category;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.Priority;
import io.huiyin.identity.Person;
import io.huiyin.report.MonthlyAnalysis;
import io.huiyin.report.MonthlyAnalysis.CategoryLine;
import io.huiyin.report.MonthlyAnalysis.Count;
import io.huiyin.report.MonthlyAnalysis.OnTime;
import io.huiyin.report.MonthlyAnalysis.Satisfaction;
import io.huiyin.story.Story;
import io.huiyin.story.Story.Told;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** 月度投诉分析报告: last month in figures, from what is on record. The stories lie in years that no other test uses. [001] */
@HuiyinTest
class MonthlyReportTest {

  private static final Person MANAGER = new Person("manager1", "张伟", "", Set.of("cs-manager"));

  @Autowired
  Story story;
  @Autowired
  MonthlyReport report;

  @Test
  void aMonthInFigures() {
    three("2031-02-10T10:00");
    three("2031-03-10T10:00");
    three("2031-04-10T10:00");
    for (var i = 0; i < 3; i++) {
      story.begins("2031-05-12T10:00");
      minor("净水器 A3").isRated(5, 4, 5);
    }
    story.begins("2031-05-13T10:00");
    minor("空气净化器").isRated(5, 5, 2).hasDocument("agent1", "WAYBILL")
        .does("super1", "callBack", "callBackCause", "等待太久").isFiled();
    story.begins("2031-05-14T10:00");
    var late = story.aComplaint().with("category", "PRODUCT_QUALITY").with("product", "净水器 A3").isRegistered();
    story.at("2031-05-20T10:00"); // nobody calls the customer in time
    story.at("2031-06-03T09:00");

    var figures = report.figures(null);

    assertThat(figures.month()).isEqualTo(YearMonth.of(2031, 5));
    assertThat(figures.total()).isEqualTo(5);
    assertThat(figures.before()).isEqualTo(3);
    assertThat(figures.closed()).isEqualTo(1);
    assertThat(figures.categories()).extracting(CategoryLine::category, CategoryLine::complaints, CategoryLine::rises)
        .containsExactly(tuple(Category.LOGISTICS, 4L, true),
            tuple(Category.PRODUCT_QUALITY, 1L, true));
    assertThat(figures.categories().get(0).average()).isEqualByComparingTo("3");
    assertThat(figures.onTime()).contains(new OnTime("RESPONSE", late.complaint().ratings().priority(),
        late.complaint().ratings().priority() == Priority.P2 ? 4 : 0, late.complaint().ratings().priority() == Priority.P2 ? 5 : 1));
    assertThat(figures.satisfaction()).isEqualTo(new Satisfaction(4, 3, new BigDecimal("5.00"), new BigDecimal("4.25"),
        new BigDecimal("4.25")));
    assertThat(figures.products()).containsExactly(new Count("净水器 A3", 4), new Count("空气净化器", 1));
    assertThat(figures.units()).extracting(Count::complaints).containsExactlyInAnyOrder(4L, 1L);
    assertThat(figures.trend()).extracting(MonthlyAnalysis.Month::complaints).containsExactly(0L, 0L, 3L, 3L, 3L, 5L);

    var printed = report.print("2031-05", MANAGER);
    PrintedFormsTest.Paper.keep(printed);
    assertThat(PrintedFormsTest.Paper.text(printed)).contains("2031 年 5 月", "5 件", "+66.7%（上月 3 件）",
        "物流履约 4 件，前三个月平均 3 件，+33.3%（突增）", "净水器 A3", "4.25 分", "75.0%", "制表人：张伟");
    assertThat(printed.fileName()).isEqualTo("月度投诉分析报告-2031-05.pdf");
  }

  @Test
  void aMonthWithoutComplaintsPrintsToo() {
    story.begins("2033-02-03T10:00");

    assertThat(report.figures("2033-01").total()).isZero();
    assertThat(PrintedFormsTest.Paper.text(report.print("2033-01", MANAGER)))
        .contains("0 件", "上月没有投诉", "本月没有客户评价", "没有比前三个月平均上升 30% 及以上的类别");
  }

  @Test
  void aMonthThatIsNotOverOrNoMonthIsRefused() {
    story.begins("2033-02-03T10:00");

    for (var month : new String[] {"2033-02", "2034-01", "2033-13", "33-1", "2033-01-01"}) {
      assertThatThrownBy(() -> report.figures(month)).as(month).isInstanceOfSatisfying(InvalidInput.class, refused ->
          assertThat(refused.errors()).singleElement().satisfies(error -> assertThat(error.field()).isEqualTo("month")));
    }
  }

  private void three(String day) {
    story.begins(day);
    for (var i = 0; i < 3; i++) {
      story.aComplaint().isRegistered();
    }
  }

  private Told minor(String product) {
    var complaint = story.aComplaint().with("product", product).isRegistered();
    complaint.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "severity", "MINOR", "ratingChangeReason",
        "只晚了一天");
    complaint.isContacted().does("agent1", "settleDirectly", "measures", "催促配送", "settlement", "已送达");
    return complaint.isTold().isConfirmed();
  }
}
