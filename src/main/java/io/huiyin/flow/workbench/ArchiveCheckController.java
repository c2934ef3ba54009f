package io.huiyin.flow.workbench;

import static io.huiyin.flow.workbench.Answers.fresh;

import io.huiyin.archive.CheckItem;
import io.huiyin.archive.CheckReport;
import io.huiyin.archive.CheckReport.Occasion;
import io.huiyin.archive.CheckReport.Outcome;
import io.huiyin.archive.FollowUps;
import io.huiyin.archive.FollowUps.Decision;
import io.huiyin.archive.FollowUps.FollowUp;
import io.huiyin.archive.FourChecks;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.FieldReader;
import io.huiyin.identity.AccessLog;
import io.huiyin.identity.AccessLog.Action;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Person;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The four checks and the follow-ups, for the archive desk and the archivist's task. */
@RestController
@RequestMapping("/camunda/api/ext/archive")
class ArchiveCheckController {

  private static final int LARGEST_PAGE = 200;
  private static final Set<String> CHECKERS = Set.of("archivist", "auditor");

  private final Caller caller;
  private final FourChecks checks;
  private final FollowUps followUps;
  private final FollowUps.Reminder reminder;
  private final Complaints complaints;
  private final AccessLog log;
  private final Panels panels;
  private final Clock clock;

  ArchiveCheckController(Caller caller, FourChecks checks, FollowUps followUps, FollowUps.Reminder reminder,
      Complaints complaints, AccessLog log, Panels panels, Clock clock) {
    this.caller = caller;
    this.checks = checks;
    this.followUps = followUps;
    this.reminder = reminder;
    this.complaints = complaints;
    this.log = log;
    this.panels = panels;
    this.clock = clock;
  }

  record ItemView(String label, String meaning, Outcome outcome, String outcomeLabel, String finding) {
  }

  record PropertyView(String label, List<ItemView> items) {
  }

  record ReportView(OffsetDateTime at, String occasion, String actor, int entries, boolean passed,
      List<PropertyView> properties) {
  }

  /** The reports of a case, the newest first. */
  @GetMapping("/cases/{number}/checks")
  ResponseEntity<List<ReportView>> reports(@PathVariable String number) {
    var complaint = caller.complaint(number).number();
    log.record(caller.person(), number, Action.VIEW, "checks");
    return fresh(checks.of(complaint).stream().map(this::view).toList());
  }

  @PostMapping("/cases/{number}/checks")
  ReportView check(@PathVariable String number) {
    var complaint = caller.complaint(number).number();
    caller.only(CHECKERS, "只有档案管理员和审计可以做四性检测");
    log.record(caller.person(), number, Action.VERIFY, "checks");
    var actor = caller.person().id();
    return caller.elevated(() -> view(checks.run(complaint, Occasion.ON_DEMAND, actor)));
  }

  /** @param handler who would be reminded, where nobody holds a task of the case */
  record FollowUpView(String number, String category, String status, OffsetDateTime since, OffsetDateTime filedAt,
      String handler, String decision, String note, String decidedBy, OffsetDateTime decidedAt) {
  }

  /** @param page from 0 */
  record FollowUpPage(List<FollowUpView> followUps, int page, int size, int total) {
  }

  /** The archives in 需跟进, the longest waiting first. */
  @GetMapping("/follow-ups")
  ResponseEntity<FollowUpPage> followUps(@RequestParam Map<String, String> query) {
    var person = mayFollowUp();
    var in = new FieldReader(query, clock.instant());
    in.refuseUnknown(Set.of("page", "size"));
    var page = in.number("page", 0, 1_000_000, 0);
    var size = in.number("size", 1, LARGEST_PAGE, 50);
    in.throwIfFaulty();
    var open = followUps.open(person.groups());
    return fresh(new FollowUpPage(open.stream().skip((long) page * size).limit(size).map(this::view).toList(), page, size,
        open.size()));
  }

  /** {@code decision} as in {@link Decision}, and {@code note}. */
  @PostMapping("/follow-ups/{number}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void decide(@PathVariable String number, @RequestBody Map<String, Object> body) {
    mayFollowUp();
    var complaint = caller.kept(number).number();
    var answer = FollowUps.Answer.from(body, clock.instant());
    var actor = caller.person().id();
    caller.elevated(() -> {
      followUps.decide(complaint, answer.decision(), answer.note(), actor);
      return null;
    });
  }

  private Person mayFollowUp() {
    return caller.only(CaseAccess.CUSTODIANS, "只有档案管理员和董事办核对待跟进的档案");
  }

  private ReportView view(CheckReport report) {
    return new ReportView(panels.at(report.at()), report.occasion().label(), caller.name(report.actor()),
        report.entries(), report.passed(), Arrays.stream(CheckItem.Property.values())
            .map(property -> new PropertyView(property.label(), report.results().stream()
                .filter(result -> result.item().property() == property)
                .map(result -> new ItemView(result.item().label(), result.item().meaning(), result.outcome(),
                    result.outcome().label(), result.finding())).toList())).toList());
  }

  private FollowUpView view(FollowUp one) {
    var complaint = complaints.get(one.number());
    var handler = reminder.handler(one.number());
    return new FollowUpView(one.number().value(), complaint.category().label(), complaint.status().label(),
        panels.at(one.since()), one.filedAt() == null ? null : panels.at(one.filedAt()),
        handler.isEmpty() ? "" : caller.name(handler), one.decision() == null ? null : one.decision().label(),
        one.note(), one.decidedBy() == null ? null : caller.name(one.decidedBy()),
        one.decidedAt() == null ? null : panels.at(one.decidedAt()));
  }
}
