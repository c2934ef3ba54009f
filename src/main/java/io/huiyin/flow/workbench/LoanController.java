package io.huiyin.flow.workbench;

import static io.huiyin.flow.workbench.Answers.fresh;

import io.huiyin.archive.Destruction;
import io.huiyin.archive.Loan;
import io.huiyin.archive.LoanFlow;
import io.huiyin.archive.Loans;
import io.huiyin.archive.NamedReaders;
import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.FieldReader;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.desk.Copies;
import io.huiyin.flow.desk.Eligible;
import io.huiyin.identity.AccessLog;
import io.huiyin.identity.AccessLog.Action;
import io.huiyin.identity.Directory;
import io.huiyin.identity.Person;
import io.huiyin.print.Registers;
import io.huiyin.print.Registers.LoanRow;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.springframework.web.server.ResponseStatusException;

/**
 * The loan register at the archive desk, and who may read one archive. Borrowing needs no right to the case: who asks
 * learns no more than that it is filed. [000]
 */
@RestController
@RequestMapping("/camunda/api/ext/archive")
class LoanController {

  private static final Set<String> REGISTER = Set.of("archivist", "auditor", "board-office");
  private static final Set<String> FILTERS = Set.of("number", "borrower", "open", "overdue", "page", "size");
  private static final Set<String> PRINT_FILTERS = Set.of("number", "borrower", "open", "overdue");
  private static final int LARGEST_PAGE = 500;
  private static final int LARGEST_PRINT = 2_000;

  private final Caller caller;
  private final LoanFlow lending;
  private final Loans loans;
  private final NamedReaders readers;
  private final Copies copies;
  private final Complaints complaints;
  private final Directory directory;
  private final Panels panels;
  private final Registers registers;
  private final Destruction destruction;
  private final Clock clock;

  LoanController(Caller caller, LoanFlow lending, Loans loans, NamedReaders readers, Copies copies,
      Complaints complaints, Directory directory, Panels panels, Registers registers, Destruction destruction, Clock clock) {
    this.caller = caller;
    this.lending = lending;
    this.loans = loans;
    this.readers = readers;
    this.copies = copies;
    this.complaints = complaints;
    this.directory = directory;
    this.panels = panels;
    this.registers = registers;
    this.destruction = destruction;
    this.clock = clock;
  }

  /** @param mine whether the caller is the borrower, who may withdraw, give back or extend it */
  record LoanView(long id, String number, String borrower, String purpose, int days, String medium, String status,
      String statusLabel, boolean overdue, boolean mine, boolean mayGiveBack, boolean mayExtend, boolean mayRevoke,
      OffsetDateTime requestedAt, String decidedBy, OffsetDateTime decidedAt, String opinion, OffsetDateTime until,
      String handedOutBy, OffsetDateTime handedOutAt, String endedBy, OffsetDateTime endedAt, String returnNote,
      String revokedBy, OffsetDateTime revokedAt, String revocationReason) {
  }

  /** @param register whether this is everybody's loans, and not the caller's own alone */
  record LoanPage(boolean register, List<LoanView> loans, int page, int size, long total) {
  }

  record ReaderView(Long id, String person, String why, String by, OffsetDateTime since, String reason) {
  }

  /**
   * Who may read a case and how to ask for it.
   *
   * @param seen      whether the caller may read it; if not, {@code readers} and {@code loans} hold the caller's own only
   * @param mayName   whether the caller names readers
   * @param mayAsk    whether the caller may ask for a loan
   * @param destroyed whether there is nothing left to borrow
   */
  record AccessView(boolean seen, boolean sensitive, boolean mayName, boolean mayAsk, boolean destroyed, String location,
      List<ReaderView> readers, List<LoanView> loans) {
  }

  /** The register for those who keep it, for others what they borrowed themselves. */
  @GetMapping("/loans")
  ResponseEntity<LoanPage> loans(@RequestParam Map<String, String> query) {
    var person = caller.person();
    var in = new FieldReader(query, clock.instant());
    in.refuseUnknown(FILTERS);
    var filter = filter(in, person);
    var page = in.number("page", 0, 1_000_000, 0);
    var size = in.number("size", 1, LARGEST_PAGE, 50);
    in.throwIfFaulty();
    var found = loans.search(filter, (long) page * size, size);
    return fresh(new LoanPage(person.isIn(REGISTER), found.loans().stream().map(loan -> view(person, loan)).toList(),
        page, size, found.total()));
  }

  /** 档案借阅记录表 of the loans that {@link #loans} lists with the same filter, all pages of it. */
  @GetMapping("/loans/register.pdf")
  ResponseEntity<byte[]> print(@RequestParam Map<String, String> query) {
    var person = caller.person();
    var in = new FieldReader(query, clock.instant());
    in.refuseUnknown(PRINT_FILTERS);
    var filter = filter(in, person);
    in.throwIfFaulty();
    var found = loans.search(filter, 0, LARGEST_PRINT);
    if (found.total() > LARGEST_PRINT) {
      throw new InvalidInput("number", "共 %d 次借阅，一次最多打印 %d 次，请按借阅人等条件缩小范围"
          .formatted(found.total(), LARGEST_PRINT));
    }
    caller.log(known(filter.number()).map(one -> one.number().value()).orElse(AccessLog.MANY), Action.PRINT,
        AccessLog.LOAN_REGISTER);
    return FormsController.pdf(registers.loans(period(found.loans()), found.loans().stream().map(this::line).toList(),
        person));
  }

  private Loans.Filter filter(FieldReader in, Person person) {
    return new Loans.Filter(in.text("number", 40),
        person.isIn(REGISTER) ? in.text("borrower", 64) : person.id(), in.flag("open"), in.flag("overdue"));
  }

  /** From the first request to the last; they come the latest first. */
  private String period(List<Loan> latestFirst) {
    return latestFirst.isEmpty() ? "没有借阅" : day(latestFirst.get(latestFirst.size() - 1).requestedAt()) + " 至 "
        + day(latestFirst.get(0).requestedAt());
  }

  private LoanRow line(Loan loan) {
    return LoanRow.of(loan, caller::name, clock.getZone(), clock.instant());
  }

  /** Who reads this case: those who are named, copies, loans. */
  @GetMapping("/cases/{number}/access")
  ResponseEntity<AccessView> access(@PathVariable String number) {
    var person = caller.person();
    var known = known(number);
    var seen = known.filter(caller::handles);
    var filed = known.filter(one -> complaints.isFiled(one.number()) && (seen.isPresent() || Eligible.works(person)));
    var destroyed = filed.filter(one -> destruction.standing(one.number()).destroyed()).isPresent();
    var asks = filed.isPresent() && !destroyed && Eligible.works(person);
    var names = known.filter(this::isForTheNamed).isPresent() && mayName(person);
    if (seen.isEmpty() && !names) {
      return fresh(new AccessView(false, false, false, asks, destroyed, null, List.of(), known.stream()
          .flatMap(one -> loans.of(one.number()).stream()).filter(loan -> loan.borrower().equals(person.id()))
          .map(loan -> view(person, loan)).toList()));
    }
    var complaint = known.orElseThrow();
    caller.log(complaint, Action.VIEW, seen.isPresent() ? null : "readers");
    return fresh(new AccessView(seen.isPresent(), complaint.sensitive(), names, asks, destroyed,
        seen.flatMap(one -> loans.location(one.number())).orElse(null), readers(complaint),
        loans.of(complaint.number()).stream().map(loan -> view(person, loan)).toList()));
  }

  /** 申请借阅: {@code purpose}, {@code days}, {@code medium}. */
  @PostMapping("/cases/{number}/loans")
  @ResponseStatus(HttpStatus.CREATED)
  LoanView request(@PathVariable String number, @RequestBody Map<String, Object> body) {
    var person = caller.person();
    Caller.allow(Eligible.works(person), "只有办理投诉的同事可以借阅档案");
    return view(person, lending.request(person, number, body));
  }

  @PostMapping("/loans/{id}/withdrawal")
  LoanView withdraw(@PathVariable long id) {
    return view(caller.person(), lending.withdraw(caller.person(), id));
  }

  @PostMapping("/loans/{id}/return")
  LoanView giveBack(@PathVariable long id) {
    return view(caller.person(), lending.giveBack(caller.person(), id));
  }

  /** {@code reason}. */
  @PostMapping("/loans/{id}/revocation")
  LoanView revoke(@PathVariable long id, @RequestBody Map<String, Object> body) {
    return view(caller.person(), lending.revoke(caller.person(), id, body));
  }

  @PostMapping("/loans/{id}/extension")
  LoanView extend(@PathVariable long id) {
    return view(caller.person(), lending.extend(caller.person(), id));
  }

  /** 指定知情人 of a highly sensitive case, by the board office: {@code person}, {@code reason}. */
  @PostMapping("/cases/{number}/readers")
  @ResponseStatus(HttpStatus.CREATED)
  void name(@PathVariable String number, @RequestBody Map<String, Object> body) {
    var complaint = sensitive(number);
    var in = new FieldReader(body, clock.instant());
    in.refuseUnknown(Set.of("person", "reason"));
    var id = in.requiredText("person", 64);
    var reason = in.requiredText("reason", 1_000);
    var reader = id == null ? Optional.<Person>empty() : directory.person(id);
    if (id != null && reader.isEmpty()) {
      in.fault("person", "没有这位同事，请重新选择");
    }
    in.throwIfFaulty();
    readers.name(complaint.number(), reader.orElseThrow(), reason, caller.person().id());
  }

  /** {@code reason}. */
  @PostMapping("/cases/{number}/readers/{id}/removal")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@PathVariable String number, @PathVariable long id, @RequestBody Map<String, Object> body) {
    var complaint = sensitive(number);
    var in = new FieldReader(body, clock.instant());
    in.refuseUnknown(Set.of("reason"));
    var reason = in.requiredText("reason", 1_000);
    in.throwIfFaulty();
    readers.remove(complaint.number(), id, reason, caller.person().id());
  }

  /** The board office names readers of cases that it need not see itself. */
  private Complaint sensitive(String number) {
    Caller.allow(mayName(caller.person()), "只有董事办可以指定或取消知情人");
    return known(number).filter(this::isForTheNamed)
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "没有这个编号的高度敏感案件"));
  }

  /** Or was, and some are named still. */
  private boolean isForTheNamed(Complaint complaint) {
    return complaint.sensitive() || complaint.restricted() || !readers.of(complaint.number()).isEmpty();
  }

  private Optional<Complaint> known(String number) {
    return Optional.ofNullable(number).filter(ComplaintNumber::isValid).map(ComplaintNumber::new).flatMap(complaints::find);
  }

  private List<ReaderView> readers(Complaint complaint) {
    var all = new ArrayList<ReaderView>();
    readers.of(complaint.number()).forEach(one -> all.add(new ReaderView(one.id(), caller.name(one.person()), "知情人",
        caller.name(one.namedBy()), panels.at(one.namedAt()), one.reason())));
    copies.of(complaint.number()).forEach(copy -> all.add(new ReaderView(null, copies.reader(copy), "抄送",
        caller.name(copy.givenBy()), panels.at(copy.givenAt()), null)));
    return all;
  }

  private LoanView view(Person person, Loan loan) {
    var mine = loan.borrower().equals(person.id());
    var revocation = loan.revocation();
    var reading = mine && loan.status() == Loan.Status.LENT && clock.instant().isBefore(loan.until());
    return new LoanView(loan.id(), loan.number().value(), caller.name(loan.borrower()), loan.purpose(), loan.days(),
        loan.medium().label(), loan.status().name(), loan.status().label(), loan.isOverdue(clock.instant()), mine,
        reading && !loan.isPaper(), reading && loan.extensionsLeft() > 0, loan.isRevocableBy(person),
        at(loan.requestedAt()), name(loan.decidedBy()), at(loan.decidedAt()), loan.opinion(), at(loan.until()),
        name(loan.handedOutBy()), at(loan.handedOutAt()), name(loan.endedBy()), at(loan.endedAt()), loan.returnNote(),
        revocation == null ? null : caller.name(revocation.by()), revocation == null ? null : at(revocation.at()),
        revocation == null ? null : revocation.reason());
  }

  private String name(String userId) {
    return userId == null ? null : caller.name(userId);
  }

  private OffsetDateTime at(Instant instant) {
    return instant == null ? null : panels.at(instant);
  }

  private LocalDate day(Instant instant) {
    return instant == null ? null : panels.at(instant).toLocalDate();
  }

  private static boolean mayName(Person person) {
    return person.groups().contains("board-office");
  }
}
