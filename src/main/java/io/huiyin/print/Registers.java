package io.huiyin.print;

import io.huiyin.archive.Loan;
import io.huiyin.archive.PrintedForm;
import io.huiyin.identity.Person;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Service;

/** The lists that the archivist keeps on paper: who borrowed what, and what was destroyed. [000] */
@Service
public class Registers {

  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  /**
   * A loan, in words for the register.
   *
   * @param kind       电子 or 纸质, or both
   * @param approver   {@code null} until somebody decided; so are {@code lentOn} and {@code dueOn}
   * @param returnedOn {@code null} while it is out
   */
  public record LoanRow(String number, String borrower, String purpose, String kind, String approver,
      LocalDate lentOn, LocalDate dueOn, LocalDate returnedOn, String state) {

    /** As it stands at this instant. */
    public static LoanRow of(Loan loan, UnaryOperator<String> name, ZoneId zone, Instant now) {
      var lentAt = loan.isPaper() ? loan.handedOutAt() : loan.until() == null ? null : loan.decidedAt();
      return new LoanRow(loan.number().value(), name.apply(loan.borrower()),
          loan.purpose() == null ? "（已随档案销毁）" : loan.purpose(), loan.medium().label(),
          loan.decidedBy() == null ? null : name.apply(loan.decidedBy()), on(lentAt, zone), on(loan.until(), zone),
          loan.status() == Loan.Status.RETURNED ? on(loan.endedAt(), zone) : null,
          loan.isOverdue(now) ? loan.revocation() == null ? "逾期未还" : "已收回，未归还" : loan.status().label());
    }

    private static LocalDate on(Instant at, ZoneId zone) {
      return at == null ? null : LocalDate.ofInstant(at, zone);
    }
  }

  /**
   * An archive on the list of what is to be destroyed or was.
   *
   * @param keptUntil  last day of retention
   * @param legalBasis of the term
   * @param decision   销毁, or 延长至 with the day
   */
  public record DisposalRow(String number, String category, LocalDate closedOn, LocalDate keptUntil, String legalBasis,
      int entries, int evidence, String decision, String reason) {
  }

  private final PdfPrinter printer;
  private final Clock clock;

  Registers(PdfPrinter printer, Clock clock) {
    this.printer = printer;
    this.clock = clock;
  }

  /**
   * 档案借阅记录表.
   *
   * @param period what the list takes in, in words: {@code 2026 年 9 月}
   */
  public PrintedForm loans(String period, List<LoanRow> rows, Person reader) {
    return printed(loanSheet("期间：" + period, rows), reader);
  }

  /** @param scope what the list takes in, as its head says it */
  static Sheet loanSheet(String scope, List<LoanRow> rows) {
    return new Sheet("档案借阅记录表", scope, "共 " + rows.size() + " 次").landscape()
        .table(List.of("投诉编号", "借阅人", "用途", "方式", "批准人", "借出", "应还", "归还", "状态"),
            List.of(15, 9, 22, 8, 9, 10, 10, 10, 7), rows.stream().map(row -> List.of(row.number(), row.borrower(),
                row.purpose(), row.kind(), row.approver() == null ? "" : row.approver(), day(row.lentOn()),
                day(row.dueOn()), day(row.returnedOn()), row.state())).toList())
        .toSign("档案管理员");
  }

  /**
   * 档案销毁清册.
   *
   * @param list      what names the list: {@code 2026-1}
   * @param appraiser who proposed, with the day; {@code null} while it is a draft
   * @param approver  who approved, another person, with the day; {@code null} before
   */
  public PrintedForm disposal(String list, List<DisposalRow> rows, String appraiser, String approver, Person reader) {
    var sheet = new Sheet("档案销毁清册", "清册编号：" + list, "共 " + rows.size() + " 卷").landscape()
        .table(List.of("投诉编号", "类别", "办结日期", "保管至", "期限依据", "记录数", "证据数", "鉴定意见", "理由"),
            List.of(13, 8, 9, 9, 18, 6, 6, 14, 17), rows.stream().map(row -> List.of(row.number(), row.category(),
                day(row.closedOn()), day(row.keptUntil()), row.legalBasis(), String.valueOf(row.entries()),
                String.valueOf(row.evidence()), row.decision(), row.reason() == null ? "" : row.reason())).toList())
        .line("鉴定人", appraiser, "批准人", approver)
        .toSign("鉴定人", "批准人")
        .remark("鉴定人与批准人不得为同一人。销毁后，每卷的销毁证明和记录的哈希链永久保存。");
    return printed(sheet, reader);
  }

  private PrintedForm printed(Sheet sheet, Person reader) {
    var now = clock.instant();
    return new PrintedForm(sheet.title() + "-" + LocalDate.ofInstant(now, clock.getZone()) + ".pdf", sheet.title(),
        printer.print(sheet, "%s　打印时间 %s　%s".formatted(sheet.title(), MINUTE.format(now.atZone(clock.getZone())),
            reader.name()), now));
  }

  private static String day(LocalDate day) {
    return day == null ? "" : day.toString();
  }
}
