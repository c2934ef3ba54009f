package io.huiyin.complaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 责任划分 and 措施清单 as they are written in a form or over REST. */
class WrittenListsTest {

  @Test
  void aSplitOfOneHundredPerCent() {
    var split = ResponsibilitySplit.parse(" unit-logistics:60, unit-it: 30% ,unit-product:10");

    assertThat(split.shares()).containsExactly(new ResponsibilitySplit.Share("unit-logistics", 60),
        new ResponsibilitySplit.Share("unit-it", 30), new ResponsibilitySplit.Share("unit-product", 10));
    assertThat(ResponsibilitySplit.parse(split.code())).isEqualTo(split);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      unit-logistics:60,unit-it:30                   | 各单位比例之和应为 100，现在是 90
      unit-logistics:60,unit-it:50                   | 各单位比例之和应为 100，现在是 110
      unit-logistics:60,unit-it:20,unit-logistics:20 | 第 3 行的责任单位已经列过，请合并成一行
      unit-logistics:100,unit-it:0                   | 第 2 行的比例应当在 1 到 100 之间
      unit-logistics:-20,unit-it:120                 | 第 1 行应当是责任单位和整数比例，写成 unit-logistics:60 的样子，各行用逗号隔开
      unit-logistics:60.5,unit-it:39.5               | 第 1 行应当是责任单位和整数比例，写成 unit-logistics:60 的样子，各行用逗号隔开
      unit-logistics:100,                            | 第 2 行应当是责任单位和整数比例，写成 unit-logistics:60 的样子，各行用逗号隔开
      cs-agent:100                                   | 第 1 行应当是责任单位和整数比例，写成 unit-logistics:60 的样子，各行用逗号隔开
      unit-logistics-head:100                        | 第 1 行应当是责任单位和整数比例，写成 unit-logistics:60 的样子，各行用逗号隔开
      """)
  void aSplitThatIsWrongSaysWhere(String text, String fault) {
    assertThatIllegalArgumentException().isThrownBy(() -> ResponsibilitySplit.parse(text)).withMessage(fault);
  }

  @Test
  void measuresWithOwnerAndDate() {
    var measures = Measure.parse("加装地址校验 | it1 | 2026-10-15\r\n复核 A|B 两个分拣口|logistics1|2026-09-30\n");

    assertThat(measures).containsExactly(new Measure("加装地址校验", "it1", LocalDate.of(2026, 10, 15)),
        new Measure("复核 A|B 两个分拣口", "logistics1", LocalDate.of(2026, 9, 30)));
    assertThat(Measure.parse(Measure.code(measures))).isEqualTo(measures);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', textBlock = """
      加装地址校验;                    第 1 行应当写明措施、负责人和完成日期，写成 措施|用户名|2026-09-30 的样子，每项一行
      加装地址校验|it1;                第 1 行应当写明措施、负责人和完成日期，写成 措施|用户名|2026-09-30 的样子，每项一行
      |it1|2026-10-15;                第 1 行应当写明措施、负责人和完成日期，写成 措施|用户名|2026-09-30 的样子，每项一行
      加装地址校验|胡斌|2026-10-15;     第 1 行应当写明措施、负责人和完成日期，写成 措施|用户名|2026-09-30 的样子，每项一行
      加装地址校验|it1|2026-02-30;      第 1 行的完成日期不对
      """)
  void aMeasureThatIsWrongSaysWhere(String text, String fault) {
    assertThatIllegalArgumentException().isThrownBy(() -> Measure.parse(text)).withMessage(fault);
  }
}
