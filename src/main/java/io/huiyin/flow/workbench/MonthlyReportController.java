package io.huiyin.flow.workbench;

import static io.huiyin.flow.workbench.Answers.fresh;

import io.huiyin.identity.Person;
import io.huiyin.print.MonthlyReport;
import io.huiyin.report.MonthlyAnalyses;
import io.huiyin.report.MonthlyAnalysis;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The report on a month's complaints at the archive desk. */
@RestController
@RequestMapping("/camunda/api/ext/archive/reports")
class MonthlyReportController {

  private final Caller caller;
  private final MonthlyReport report;

  MonthlyReportController(Caller caller, MonthlyReport report) {
    this.caller = caller;
    this.report = report;
  }

  @GetMapping("/monthly")
  ResponseEntity<MonthlyAnalysis> figures(@RequestParam(required = false) String month) {
    reader();
    return fresh(report.figures(month));
  }

  @GetMapping("/monthly.pdf")
  ResponseEntity<byte[]> print(@RequestParam(required = false) String month) {
    var person = reader();
    return FormsController.pdf(caller.elevated(() -> report.print(month, person)));
  }

  private Person reader() {
    var person = caller.person();
    if (!MonthlyAnalyses.mayRead(person)) {
      throw new ResponseStatusException(HttpStatus.FORBIDDEN, "月度报告只供管理人员、审计和档案管理员查看");
    }
    return person;
  }
}
