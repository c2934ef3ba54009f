package io.huiyin.flow.workbench;

import static io.huiyin.flow.workbench.Answers.fresh;

import io.huiyin.complaint.CaseMessage;
import io.huiyin.complaint.ComplaintFlow;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.flow.desk.Absences;
import io.huiyin.flow.desk.Copies;
import io.huiyin.flow.desk.Desk;
import io.huiyin.identity.AccessLog.Action;
import io.huiyin.identity.CaseAction;
import io.huiyin.identity.CaseCopies.Copy;
import io.huiyin.identity.Person;
import io.huiyin.identity.StandIns.StandIn;
import io.huiyin.sla.Clock.Status;
import io.huiyin.sla.ClockNames;
import io.huiyin.sla.Clocks;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The toolbar of a task in Tasklist, and stand-ins: who may do what beside completing a task, and doing it. What each
 * may do to the case is a {@link CaseAction}; whoever works the task or leads those who do may hand over, return and copy.
 */
@RestController
@RequestMapping("/camunda/api/ext")
class DeskController {

  /** They track the case, whoever holds the task. */
  private static final Set<String> SERVICE = Set.of("cs-agent", "cs-supervisor", "cs-manager");
  private static final Set<String> SUPERVISORS = Set.of("cs-supervisor", "cs-manager");

  private final Caller caller;
  private final Desk desk;
  private final Copies copies;
  private final Absences absences;
  private final Complaints complaints;
  private final Clocks clocks;
  private final Panels panels;
  private final ComplaintFlow flow;
  private final Clock clock;

  DeskController(Caller caller, Desk desk, Copies copies, Absences absences, Complaints complaints, Clocks clocks,
      Panels panels, ComplaintFlow flow, Clock clock) {
    this.caller = caller;
    this.desk = desk;
    this.copies = copies;
    this.absences = absences;
    this.complaints = complaints;
    this.clocks = clocks;
    this.panels = panels;
    this.flow = flow;
    this.clock = clock;
  }

  /** What the caller may do with a task and its case, and what the dialogues start from. */
  record Actions(String number, boolean handOver, String returnTo, boolean urge, boolean copy, boolean extend,
      boolean pause, boolean resume, boolean regrade, boolean withdraw, int returns, int urges,
      List<Panel.Choice> clocks, Panel.Grades ratings, List<CopyView> copies) {
  }

  record CopyView(long id, String reader, String by, OffsetDateTime at, boolean mayTakeBack) {
  }

  record CopiedCase(String number, String category, String status, String by, OffsetDateTime at) {
  }

  /** @param mayEnd whether the caller may take it back */
  record StandInView(long id, String absent, String standIn, LocalDate from, LocalDate until, boolean mayEnd) {
  }

  record StandInsView(boolean setsForOthers, LocalDate today, List<StandInView> coming) {
  }

  @GetMapping("/tasks/{taskId}/actions")
  ResponseEntity<Actions> actions(@PathVariable String taskId) {
    var person = caller.person();
    var complaint = caller.complaintOf(caller.task(taskId));
    caller.log(complaint, Action.VIEW, null);
    var options = desk.options(person, taskId);
    var open = clocks.of(complaint.number()).stream().filter(one -> one.isOpen()).toList();
    var paused = open.stream().anyMatch(one -> one.status() == Status.PAUSED);
    var may = caller.mayDo(complaint);
    var answer = new Actions(complaint.number().value(), options.holds(), options.returnToName(),
        may.contains(CaseAction.URGE), mayCopy(person, options),
        may.contains(CaseAction.EXTENSION) && mayExtend(person, options) && !open.isEmpty(),
        may.contains(CaseAction.PAUSE) && !open.isEmpty() && !paused,
        may.contains(CaseAction.RESUMPTION) && paused, may.contains(CaseAction.REGRADING),
        may.contains(CaseAction.WITHDRAWAL), complaint.returns(), complaint.urges(),
        open.stream().map(one -> new Panel.Choice(one.kind(), ClockNames.of(one.kind()))).toList(),
        panels.grades(complaint), copies.of(complaint.number()).stream().map(copy -> view(person, copy)).toList());
    return fresh(answer);
  }

  /** 转办: {@code person} or {@code unit}, and {@code reason}. */
  @PostMapping("/tasks/{taskId}/hand-over")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void handOver(@PathVariable String taskId, @RequestBody Map<String, Object> body) {
    caller.workOn(caller.task(taskId), CaseAction.HANDLING);
    desk.handOver(caller.person(), taskId, body);
  }

  /** 退回 to the step before: {@code reason}. */
  @PostMapping("/tasks/{taskId}/return")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void giveBack(@PathVariable String taskId, @RequestBody Map<String, Object> body) {
    caller.workOn(caller.task(taskId), CaseAction.HANDLING);
    desk.giveBack(caller.person(), taskId, body);
  }

  /** 抄送: {@code person} or {@code unit}. */
  @PostMapping("/tasks/{taskId}/copies")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void copy(@PathVariable String taskId, @RequestBody Map<String, Object> body) {
    var complaint = caller.workOn(caller.task(taskId), CaseAction.HANDLING);
    Caller.allow(mayCopy(caller.person(), desk.options(caller.person(), taskId)), "只有承办人和主管可以抄送");
    copies.give(caller.person(), complaint, body);
  }

  @DeleteMapping("/tasks/{taskId}/copies/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void takeBack(@PathVariable String taskId, @PathVariable long id) {
    copies.takeBack(caller.person(), caller.workOn(caller.task(taskId), CaseAction.HANDLING).number(), id);
  }

  /** 催办: {@code reason}. */
  @PostMapping("/tasks/{taskId}/urges")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void urge(@PathVariable String taskId, @RequestBody Map<String, Object> body) {
    tell(taskId, CaseMessage.URGE, body);
  }

  @PostMapping("/tasks/{taskId}/extensions")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void extend(@PathVariable String taskId, @RequestBody Map<String, Object> body) {
    var person = caller.person();
    caller.task(taskId);
    Caller.allow(mayExtend(person, desk.options(person, taskId)), "只有承办人和客服可以申请延期");
    tell(taskId, CaseMessage.EXTENSION, body);
  }

  @PostMapping("/tasks/{taskId}/pauses")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void pause(@PathVariable String taskId, @RequestBody Map<String, Object> body) {
    tell(taskId, CaseMessage.PAUSE, body);
  }

  @DeleteMapping("/tasks/{taskId}/pauses")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void resume(@PathVariable String taskId) {
    tell(taskId, CaseMessage.RESUMPTION, Map.of());
  }

  @PostMapping("/tasks/{taskId}/ratings")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void regrade(@PathVariable String taskId, @RequestBody Map<String, Object> body) {
    tell(taskId, CaseMessage.REGRADING, body);
  }

  @PostMapping("/tasks/{taskId}/withdrawal")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void withdraw(@PathVariable String taskId, @RequestBody Map<String, Object> body) {
    tell(taskId, CaseMessage.WITHDRAWAL, body);
  }

  /** The cases that were copied to the caller. */
  @GetMapping("/copies")
  ResponseEntity<List<CopiedCase>> copied() {
    var found = copies.forPerson(caller.person()).stream().map(copy -> complaints
            .find(new ComplaintNumber(copy.number())).filter(caller::handles)
            .map(complaint -> new CopiedCase(copy.number(), complaint.category().label(), complaint.status().label(),
                caller.name(copy.givenBy()), panels.at(copy.givenAt()))).orElse(null))
        .filter(Objects::nonNull).toList();
    return fresh(found);
  }

  @GetMapping("/stand-ins")
  ResponseEntity<StandInsView> standIns() {
    var person = caller.person();
    return fresh(new StandInsView(
        Absences.setsForOthers(person), LocalDate.now(clock),
        absences.seenBy(person).stream().map(one -> view(person, one)).toList()));
  }

  /** 代理人: {@code standIn}, {@code from}, {@code until}, and {@code absent} if it is not the caller. */
  @PostMapping("/stand-ins")
  @ResponseStatus(HttpStatus.CREATED)
  StandInView standIn(@RequestBody Map<String, Object> body) {
    return view(caller.person(), absences.set(caller.person(), body));
  }

  @DeleteMapping("/stand-ins/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void endStandIn(@PathVariable long id) {
    absences.end(caller.person(), id);
  }

  private void tell(String taskId, CaseMessage message, Map<String, Object> body) {
    var complaint = caller.workOn(caller.task(taskId), CaseAction.valueOf(message.name()));
    message.tell(flow, complaint.number(), body, clock.instant());
  }

  private static boolean mayExtend(Person person, Desk.Options options) {
    return options.holds() || person.isIn(SERVICE);
  }

  private static boolean mayCopy(Person person, Desk.Options options) {
    return options.holds() || person.isIn(SUPERVISORS);
  }

  private CopyView view(Person person, Copy copy) {
    return new CopyView(copy.id(), copies.reader(copy), caller.name(copy.givenBy()), panels.at(copy.givenAt()),
        copies.mayTakeBack(person, copy));
  }

  private StandInView view(Person person, StandIn one) {
    return new StandInView(one.id(), caller.name(one.absent()), caller.name(one.standIn()), one.from(), one.until(),
        one.absent().equals(person.id()) || Absences.setsForOthers(person));
  }
}
