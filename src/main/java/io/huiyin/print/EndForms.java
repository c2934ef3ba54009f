package io.huiyin.print;

import io.huiyin.archive.CaseForms.Draft;
import io.huiyin.archive.Destruction;
import io.huiyin.archive.Destruction.Certificate;
import io.huiyin.archive.Loan;
import io.huiyin.archive.Loans;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.identity.Directory;
import io.huiyin.print.Registers.LoanRow;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What became of a case file after it was filed: who borrowed it, and that it was destroyed. For its package. [000] */
@Component
class EndForms {

  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final Loans loans;
  private final Destruction destruction;
  private final Directory directory;
  private final PdfPrinter printer;
  private final Clock clock;

  EndForms(Loans loans, Destruction destruction, Directory directory, PdfPrinter printer, Clock clock) {
    this.loans = loans;
    this.destruction = destruction;
    this.directory = directory;
    this.printer = printer;
    this.clock = clock;
  }

  /** @param at the last thing on record, so that the same record is the same file */
  List<Draft> drafts(ComplaintNumber number, Instant at) {
    var drafts = new ArrayList<Draft>();
    var borrowed = loans.of(number);
    if (!borrowed.isEmpty()) {
      drafts.add(draft(number, 11, borrowed(number, borrowed, at), at));
    }
    destruction.certificate(number).ifPresent(found -> drafts.add(draft(number, 12, certificate(found), at)));
    return drafts;
  }

  private Sheet borrowed(ComplaintNumber number, List<Loan> borrowed, Instant at) {
    return Registers.loanSheet("投诉编号：" + number, borrowed.stream()
        .map(loan -> LoanRow.of(loan, directory::personName, clock.getZone(), at)).toList());
  }

  private Sheet certificate(Certificate found) {
    return new Sheet("档案销毁证明", "投诉编号：" + found.number(), "销毁时间：" + MINUTE.format(found.destroyedAt().atZone(clock.getZone())))
        .line("鉴定人", directory.personName(found.appraisedBy()), "批准人", directory.personName(found.approvedBy()))
        .line("根据", found.list() == null ? "个人信息删除请求第 " + found.erasure() + " 号" : "销毁清册第 " + found.list() + " 号",
            "保留记录", found.entries() + " 条")
        .text("保管依据", found.legalBasis())
        .text("清除内容", found.counts().entrySet().stream().map(one -> one.getKey() + " " + one.getValue() + " 项")
            .collect(Collectors.joining("，")))
        .text("末条哈希", found.head())
        .remark("内容已经销毁；记录的哈希链和每日存证继续保留，可以核验。");
  }

  private Draft draft(ComplaintNumber number, int serial, Sheet sheet, Instant at) {
    return new Draft("%s-%02d-%s.pdf".formatted(number, serial, sheet.title()), sheet.title(),
        () -> printer.print(sheet, number + "　" + sheet.title(), at));
  }
}
