package io.huiyin.web;

import io.huiyin.identity.Person;
import io.huiyin.print.MonthlyReport;
import io.huiyin.report.MonthlyAnalysis;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The report on a month's complaints: figures only, no case. [001] */
@RestController
@Tag(name = "报表", description = "管理人员、审计和档案管理员可读")
class MonthlyReportResource {

  private final MonthlyReport report;

  MonthlyReportResource(MonthlyReport report) {
    this.report = report;
  }

  @GetMapping("/api/v1/reports/monthly")
  @Operation(summary = "月度投诉分析", description = "month 形如 2026-09，不填为上个月。")
  MonthlyAnalysis figures(@RequestParam(required = false) String month) {
    return report.figures(month);
  }

  @GetMapping("/api/v1/reports/monthly.pdf")
  @Operation(summary = "月度投诉分析报告（PDF）")
  ResponseEntity<byte[]> print(@AuthenticationPrincipal Person caller, @RequestParam(required = false) String month) {
    return CaseFormsResource.pdf(report.print(month, caller));
  }
}
