package io.huiyin.web;

import io.huiyin.archive.CheckItem;
import io.huiyin.archive.CheckReport;
import io.huiyin.archive.CheckReport.Occasion;
import io.huiyin.archive.CheckReport.Outcome;
import io.huiyin.archive.FollowUps;
import io.huiyin.archive.FollowUps.Decision;
import io.huiyin.archive.FollowUps.FollowUp;
import io.huiyin.archive.FourChecks;
import io.huiyin.complaint.FieldReader;
import io.huiyin.identity.AccessLog;
import io.huiyin.identity.AccessLog.Action;
import io.huiyin.identity.Person;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The four checks of an archive, and the archives that are to follow up. */
@RestController
@RequestMapping("/api/v1/archives")
@Tag(name = "档案")
class ArchiveCheckResource {

  private final VisibleCases cases;
  private final FourChecks checks;
  private final FollowUps followUps;
  private final AccessLog log;
  private final Times times;
  private final Clock clock;

  ArchiveCheckResource(VisibleCases cases, FourChecks checks, FollowUps followUps, AccessLog log, Times times,
      Clock clock) {
    this.cases = cases;
    this.checks = checks;
    this.followUps = followUps;
    this.log = log;
    this.times = times;
    this.clock = clock;
  }

  /** One item's result. */
  record ResultView(CheckItem.Property property, CheckItem item, String label, Outcome outcome, String outcomeLabel,
      @Schema(description = "通过时为空") String finding) {
  }

  /** A report. */
  record ReportView(String complaintNumber, OffsetDateTime at, Occasion occasion, String actor,
      @Schema(description = "检测时的记录条数") int entries, boolean passed, List<ResultView> results) {
  }

  @GetMapping("/{number}/checks")
  @Operation(summary = "四性检测报告", description = "真实性、完整性、可用性、安全性；新的在前。")
  @Parameter(name = "page", schema = @Schema(type = "integer"))
  @Parameter(name = "size", schema = @Schema(type = "integer"))
  PageOf<ReportView> list(@AuthenticationPrincipal Person caller, @PathVariable String number,
      @Parameter(hidden = true) @RequestParam Map<String, String> query) {
    var in = new FieldReader(query, clock.instant());
    in.refuseUnknown(Set.of("page", "size"));
    var page = PageOf.Request.from(in, 50);
    in.throwIfFaulty();
    var complaint = cases.get(caller, number).number();
    log.record(caller, number, Action.VIEW, "checks");
    return page.of(checks.of(complaint).stream().map(this::view).toList());
  }

  @PostMapping("/{number}/checks")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "立即做四性检测", description = "档案管理员和审计可用；报告存入案卷。")
  ReportView run(@AuthenticationPrincipal Person caller, @PathVariable String number) {
    var complaint = cases.get(caller, number).number();
    log.record(caller, number, Action.VERIFY, "checks");
    return view(checks.run(complaint, Occasion.ON_DEMAND, caller.id()));
  }

  /** An archive in 需跟进 and the latest decision about it. */
  record FollowUpView(String complaintNumber, OffsetDateTime since, OffsetDateTime filedAt, Decision decision,
      String note, String decidedBy, OffsetDateTime decidedAt) {
  }

  @GetMapping("/follow-ups")
  @Operation(summary = "待跟进档案", description = "状态为需跟进的档案，等得最久的在前；高度敏感和限制处理的由董事办核对，其余的由档案管理员核对。")
  @Parameter(name = "page", schema = @Schema(type = "integer"))
  @Parameter(name = "size", schema = @Schema(type = "integer"))
  PageOf<FollowUpView> followUps(@AuthenticationPrincipal Person caller,
      @Parameter(hidden = true) @RequestParam Map<String, String> query) {
    var in = new FieldReader(query, clock.instant());
    in.refuseUnknown(Set.of("page", "size"));
    var page = PageOf.Request.from(in, 50);
    in.throwIfFaulty();
    return page.of(followUps.open(caller.groups()).stream().map(this::view).toList());
  }

  @PostMapping("/{number}/follow-up")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "核对一卷待跟进档案",
      description = "decision：REMIND 提醒经办人（同一个人一小时内最多一封邮件）、KEEP 继续跟进、DONE 跟进完毕（须写 note）。")
  void decide(@AuthenticationPrincipal Person caller, @PathVariable String number,
      @RequestBody Map<String, Object> body) {
    var answer = FollowUps.Answer.from(body, clock.instant());
    followUps.decide(cases.kept(caller, number).number(), answer.decision(), answer.note(), caller.id());
  }

  private ReportView view(CheckReport report) {
    return new ReportView(report.number().value(), times.at(report.at()), report.occasion(), report.actor(),
        report.entries(), report.passed(), report.results().stream().map(result -> new ResultView(
            result.item().property(), result.item(), result.item().label(), result.outcome(),
            result.outcome().label(), result.finding())).toList());
  }

  private FollowUpView view(FollowUp one) {
    return new FollowUpView(one.number().value(), times.at(one.since()), times.at(one.filedAt()), one.decision(),
        one.note(), one.decidedBy(), times.at(one.decidedAt()));
  }
}
