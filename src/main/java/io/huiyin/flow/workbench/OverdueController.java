package io.huiyin.flow.workbench;

import static io.huiyin.flow.workbench.Answers.fresh;

import io.huiyin.complaint.FieldReader;
import io.huiyin.identity.AccessLog.Action;
import io.huiyin.identity.Directory;
import io.huiyin.report.OverdueClocks;
import io.huiyin.report.OverdueClocks.Group;
import io.huiyin.sla.ClockNames;
import io.huiyin.sla.Clocks;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What the pages in Cockpit call, under the web apps' session: what is overdue, why, and who holds it. */
@RestController
@RequestMapping("/camunda/api/ext")
class OverdueController {

  private static final int LARGEST_PAGE = 100;

  private final Caller caller;
  private final OverdueClocks overdue;
  private final Holders holders;
  private final Panels panels;
  private final Clocks clocks;
  private final Directory directory;
  private final RuntimeService runtime;
  private final Clock clock;

  OverdueController(Caller caller, OverdueClocks overdue, Holders holders, Panels panels, Clocks clocks,
      Directory directory, RuntimeService runtime, Clock clock) {
    this.caller = caller;
    this.overdue = overdue;
    this.holders = holders;
    this.panels = panels;
    this.clocks = clocks;
    this.directory = directory;
    this.runtime = runtime;
    this.clock = clock;
  }

  /**
   * One page of what is overdue, the longest first.
   *
   * @param query {@code page} from 0, {@code size}, and the names of {@link OverdueClocks.Filter}
   */
  @GetMapping("/overdue")
  @Transactional(readOnly = true)
  ResponseEntity<OverdueView> overdue(@RequestParam Map<String, String> query) {
    var person = caller.only(OverdueClocks.LEADING, "超时清单只供管理人员查看");
    var in = new FieldReader(query, clock.instant());
    var names = new HashSet<>(OverdueClocks.Filter.NAMES);
    names.addAll(Set.of("page", "size"));
    in.refuseUnknown(names);
    var filter = OverdueClocks.Filter.from(in);
    var page = in.number("page", 0, 1_000_000, 0);
    var size = in.number("size", 1, LARGEST_PAGE, 20);
    in.throwIfFaulty();
    var summary = overdue.summary(person, true);
    var found = overdue.find(person, true, filter, (long) page * size, size);
    var numbers = found.lines().stream().map(OverdueClocks.Line::complaintNumber).distinct().toList();
    var open = caller.elevated(() -> holders.of(numbers));
    return fresh(new OverdueView(panels.at(clock.instant()),
        new OverdueView.Counts(summary.clocks(), summary.cases(), summary.urgent(), summary.escalated()),
        choices(summary.groups(), Group::kind, ClockNames::of),
        choices(summary.groups(), Group::unit, directory::groupName),
        found.lines().stream().map(line -> line(line, open)).toList(), page, size, found.total()));
  }

  /** The clocks of a case that the caller may see, by one of its process instances. */
  @GetMapping("/process-instances/{id}/clocks")
  @Transactional
  ResponseEntity<OverdueView.CaseClocks> clocks(@PathVariable String id) {
    caller.person();
    var instance = runtime.createProcessInstanceQuery().processInstanceId(id).singleResult();
    if (instance == null || instance.getBusinessKey() == null) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
    var complaint = caller.complaint(instance.getBusinessKey());
    caller.log(complaint, Action.VIEW, null);
    return fresh(new OverdueView.CaseClocks(complaint.number().value(), panels.at(clock.instant()),
        panels.clocks(complaint), clocks.ledger(complaint.number()).stream().map(change -> new OverdueView.Change(
            panels.at(change.at()), ClockNames.of(change.kind()), change.change().label(), caller.name(change.actor()),
            change.reason(), change.dueBefore() == null ? null : panels.at(change.dueBefore()),
            panels.at(change.dueAfter()))).toList()));
  }

  private OverdueView.Line line(OverdueClocks.Line line, Holders.Open open) {
    return new OverdueView.Line(line.complaintNumber(), line.processInstanceId(), ClockNames.of(line.kind()),
        panels.at(line.dueAt()), line.explanation(), new Panel.Code(line.level().name(), line.level().label()),
        new Panel.Code(line.priority().name(), line.priority().label()),
        new Panel.Code(line.severity().name(), line.severity().label()), line.category().label(),
        line.status().label(), line.leadUnit() == null ? null : directory.groupName(line.leadUnit()),
        open.steps(line.complaintNumber(), line.kind()), open.supervision(line.complaintNumber(), line.kind()));
  }

  private static List<Panel.Choice> choices(List<Group> groups, Function<Group, String> value,
      Function<String, String> label) {
    return groups.stream().map(value).filter(Objects::nonNull).distinct()
        .map(code -> new Panel.Choice(code, label.apply(code))).toList();
  }
}
