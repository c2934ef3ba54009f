package io.huiyin.web;

import io.huiyin.identity.Person;
import io.huiyin.print.MonthlyReport;
import io.huiyin.report.MonthlyAnalysis;
import io.huiyin.report.Spreadsheet;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The report on a month's complaints: figures only, no case. The form is asked for by {@code Accept} or a suffix. [001] */
@RestController
@RequestMapping("/api/v1/reports/monthly")
@Tag(name = "报表", description = "管理人员、审计和档案管理员可读")
class MonthlyReportResource {

  private final MonthlyReport report;

  MonthlyReportResource(MonthlyReport report) {
    this.report = report;
  }

  /** What a caller gets who asks for nothing in particular; therefore without {@code produces}. */
  @GetMapping("/{month}")
  @Operation(summary = "月度投诉分析", description = "month 形如 2026-09，须是已经结束的月份。其他格式用请求头 Accept，或在地址后加 .pdf、.xlsx、.html。")
  MonthlyAnalysis figures(@PathVariable String month) {
    return report.figures(month);
  }

  @GetMapping(path = {"/{month}", "/{month}.pdf"}, produces = MediaType.APPLICATION_PDF_VALUE)
  @Operation(summary = "月度投诉分析报告（PDF）")
  ResponseEntity<byte[]> print(@AuthenticationPrincipal Person caller, @PathVariable String month) {
    return CaseFormsResource.pdf(report.print(month, caller));
  }

  @GetMapping(path = {"/{month}", "/{month}.xlsx"}, produces = Spreadsheet.MEDIA_TYPE)
  @Operation(summary = "月度投诉分析（Excel）")
  ResponseEntity<byte[]> workbook(@PathVariable String month) {
    var file = report.workbook(month);
    return Download.attachment(file.name()).contentType(MediaType.parseMediaType(Spreadsheet.MEDIA_TYPE))
        .body(file.bytes());
  }

  @GetMapping(path = {"/{month}", "/{month}.html"}, produces = "text/html;charset=UTF-8")
  @Operation(summary = "月度投诉分析报告（网页）")
  String page(@AuthenticationPrincipal Person caller, @PathVariable String month) {
    return report.page(month, caller);
  }
}
