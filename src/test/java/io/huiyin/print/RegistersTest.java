package io.huiyin.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.identity.Person;
import io.huiyin.print.Registers.DisposalRow;
import io.huiyin.print.Registers.LoanRow;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The archivist's lists on paper. [000] */
class RegistersTest {

  private static final Person ARCHIVIST = new Person("archivist1", "梁雪", "", Set.of("archivist"));

  private final Registers registers = new Registers(new PdfPrinter(),
      Clock.fixed(Instant.parse("2026-09-30T08:00:00Z"), ZoneId.of("Asia/Shanghai")));

  @Test
  void theLoanRegisterSaysWhoBorrowedWhatAndWhetherItCameBack() {
    var printed = registers.loans("2026 年 9 月", List.of(
        new LoanRow("20260901-CS-0001", "张伟", "季度复盘，核对承运商责任", "电子", "梁雪", LocalDate.of(2026, 9, 8),
            LocalDate.of(2026, 9, 15), LocalDate.of(2026, 9, 12), "已归还"),
        new LoanRow("20260902-CS-0003", "李强", "监管检查调阅", "电子、纸质", "梁雪", LocalDate.of(2026, 9, 10),
            LocalDate.of(2026, 9, 17), null, "逾期")), ARCHIVIST);

    PrintedFormsTest.Paper.keep(printed);
    assertThat(PrintedFormsTest.Paper.text(printed)).contains("档案借阅记录表", "共 2 次", "20260901-CS-0001", "监管检查调阅", "逾期",
        "档案管理员（签字）", "打印时间 2026-09-30 16:00");
    assertThat(PrintedFormsTest.Paper.pages(printed)).isEqualTo(1);
  }

  @Test
  void aLongDisposalListRepeatsItsHeadOnEveryPage() {
    var rows = IntStream.rangeClosed(1, 120).mapToObj(i -> new DisposalRow("20220901-CS-%04d".formatted(i), "物流履约",
        LocalDate.of(2022, 9, 20), LocalDate.of(2025, 9, 20), "《消费者权益保护法》第五十六条", 64, 3,
        i == 7 ? "延长至 2028-09-20" : "销毁", i == 7 ? "同一客户的诉讼尚未结束" : null)).toList();

    var printed = registers.disposal("2026-1", rows, "梁雪　2026-09-28", "李强　2026-09-30", ARCHIVIST);

    PrintedFormsTest.Paper.keep(printed);
    var text = PrintedFormsTest.Paper.text(printed);
    var pages = PrintedFormsTest.Paper.pages(printed);
    assertThat(pages).isGreaterThan(3);
    assertThat(text.split("投诉编号", -1)).hasSize(pages + 1);
    assertThat(rows).allSatisfy(row -> assertThat(text).contains(row.number()));
    assertThat(text).contains("延长至", "同一客户的诉讼尚未结束", "梁雪　2026-09-28", "批准人（签字）");
  }
}
