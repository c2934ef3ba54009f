package io.huiyin.flow.workbench;

import static io.huiyin.flow.workbench.Answers.fresh;

import io.huiyin.archive.ArchiveQuery;
import io.huiyin.archive.ArchiveSearch;
import io.huiyin.archive.ArchiveSearch.Hit;
import io.huiyin.archive.ArchiveStatus;
import io.huiyin.archive.Filings;
import io.huiyin.archive.SimilarCases;
import io.huiyin.archive.Urgency;
import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.Category;
import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.Complexity;
import io.huiyin.complaint.FieldReader;
import io.huiyin.complaint.Priority;
import io.huiyin.complaint.Severity;
import io.huiyin.identity.AccessLog;
import io.huiyin.identity.AccessLog.Action;
import io.huiyin.identity.CaseAction;
import io.huiyin.identity.Directory;
import io.huiyin.identity.Person;
import io.huiyin.report.Spreadsheet;
import io.huiyin.report.Spreadsheet.Column;
import io.huiyin.web.Download;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Searching and reading at the archive desk, under the web apps' session. A question is posted: what a person looks for
 * may be a customer, and belongs into no address. [000]
 */
@RestController
@RequestMapping("/camunda/api/ext")
class ArchiveSearchController {

  private static final int LARGEST_PAGE = 100;

  private final Caller caller;
  private final Panels panels;
  private final Complaints complaints;
  private final ArchiveSearch search;
  private final Filings filings;
  private final SimilarCases similar;
  private final AccessLog log;
  private final Directory directory;
  private final Spreadsheet spreadsheet;
  private final Clock clock;
  private final TransactionTemplate transaction;

  ArchiveSearchController(Caller caller, Panels panels, Complaints complaints, ArchiveSearch search,
      Filings filings, SimilarCases similar, AccessLog log, Directory directory,
      Spreadsheet spreadsheet, Clock clock, PlatformTransactionManager transactions) {
    this.caller = caller;
    this.panels = panels;
    this.complaints = complaints;
    this.search = search;
    this.filings = filings;
    this.similar = similar;
    this.log = log;
    this.directory = directory;
    this.spreadsheet = spreadsheet;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** What there is to choose from. */
  @GetMapping("/archive/search/choices")
  ArchiveView.Choices choices() {
    caller.person();
    return new ArchiveView.Choices(choices(Category.values(), Category::label),
        choices(Priority.values(), one -> one + " " + one.label()), choices(Severity.values(), Severity::label),
        choices(Complexity.values(), Complexity::label), choices(CaseStatus.values(), CaseStatus::label),
        choices(ArchiveStatus.values(), ArchiveStatus::label), choices(Urgency.values(), Urgency::label));
  }

  /** One page of what fits: the names of {@link ArchiveQuery#NAMES}, {@code page} from 0 and {@code size}. */
  @PostMapping("/archive/search")
  ResponseEntity<ArchiveView.Results> search(@RequestBody Map<String, Object> question) {
    var person = caller.person();
    var in = reader(question, "page", "size");
    var query = ArchiveQuery.from(in);
    var size = in.number("size", 1, LARGEST_PAGE, 20);
    var page = in.number("page", 0, ArchiveSearch.DEEPEST / size - 1, 0);
    in.throwIfFaulty();
    var found = search.find(person, query, page * size, size);
    var names = names();
    return fresh(new ArchiveView.Results(found.hits().stream().map(hit -> line(hit, names)).toList(), page, size,
        found.total(), found.exact(), found.more()));
  }

  /** The same as an Excel file, without the customers; each case's log says that it was in it. */
  @PostMapping("/archive/search/export")
  ResponseEntity<byte[]> export(@RequestBody Map<String, Object> question) {
    var person = caller.person();
    var in = reader(question);
    var query = ArchiveQuery.from(in);
    in.throwIfFaulty();
    var found = search.find(person, query, 0, Spreadsheet.MOST_ROWS);
    Spreadsheet.demandAll(found.more() ? Spreadsheet.MOST_ROWS + 1 : found.hits().size(), Spreadsheet.MOST_ROWS, "q");
    var hits = found.hits();
    transaction.executeWithoutResult(status ->
        hits.forEach(hit -> log.record(person, hit.number(), Action.EXPORT, "search")));
    var names = names();
    return Download.attachment("档案检索结果.xlsx").contentType(MediaType.parseMediaType(Spreadsheet.MEDIA_TYPE))
        .body(spreadsheet.of("档案检索结果", columns(), hits.stream().map(hit -> line(hit, names)).toList()));
  }

  private static List<Column<ArchiveView.Line>> columns() {
    return List.of(new Column<>("投诉编号", 20, ArchiveView.Line::number),
        new Column<>("登记时间", 17, line -> at(line.registeredAt())), new Column<>("类别", 12, ArchiveView.Line::category),
        new Column<>("问题点", 20, ArchiveView.Line::issuePoint), new Column<>("产品", 20, ArchiveView.Line::product),
        new Column<>("优先级", 9, line -> line.priority().code()),
        new Column<>("严重程度", 10, line -> line.severity().label()), new Column<>("办理状态", 12, ArchiveView.Line::status),
        new Column<>("责任单位", 16, ArchiveView.Line::leadUnit), new Column<>("办结时间", 17, line -> at(line.closedAt())),
        new Column<>("档案状态", 10, line -> line.archiveStatus() == null ? null : line.archiveStatus().label()),
        new Column<>("紧急程度", 10, ArchiveView.Line::urgency), new Column<>("归档时间", 17, line -> at(line.filedAt())),
        new Column<>("保管至", 12, ArchiveView.Line::retentionUntil),
        new Column<>("重复投诉", 9, line -> line.repeat() ? "是" : null),
        new Column<>("高度敏感", 9, line -> line.sensitive() ? "是" : null));
  }

  private static Instant at(OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  /** A case file as a whole. {@code found}: it was opened from the results of a search. */
  @GetMapping("/archive/cases/{number}")
  ResponseEntity<ArchiveView.CaseView> open(@PathVariable String number,
      @RequestParam(defaultValue = "false") boolean found) {
    var complaint = caller.complaint(number);
    log.record(caller.person(), number, found ? Action.SEARCH_HIT : Action.VIEW, "file");
    var may = caller.mayDo(complaint);
    return fresh(caller.elevated(() -> transaction.execute(status -> view(complaint, may))));
  }

  private ArchiveView.CaseView view(Complaint complaint, Set<CaseAction> may) {
    var personal = complaints.personalData(complaint.number()).masked();
    var filing = filings.of(complaint.number());
    var line = new Hit(complaint.number().value(), complaint.registeredAt(), complaint.closedAt(),
        filing.category() == null ? complaint.category() : filing.category(),
        complaint.issuePoint(), complaint.product(), complaint.ratings().priority(), complaint.ratings().severity(),
        complaint.status(), complaint.leadUnit(), complaint.sensitive(), complaint.repeat(), filing.status(), filing.urgency(),
        filing.filedAt(), filing.retentionUntil());
    return new ArchiveView.CaseView(line(line, names()), panels.grades(complaint),
        filing.urgency() == null ? complaint.ratings().urgencyLabel() : filing.urgency().label(),
        complaint.channel().label(), complaint.memberLevel(), complaint.round(), caller.name(complaint.registeredBy()),
        complaint.lateRecord(), complaint.restricted(), complaint.externalReference(), personal.orderNumber(), personal.occurredPlace(),
        Panel.Customer.of(personal, may), personal.description(), personal.demand(), personal.measuresTaken(),
        filing.legalBasis(), filing.paperLocation(), panels.file(complaint.number()));
  }

  /** Past complaints like this one. With their {@code solutions}, each was looked at and its log says so. */
  @GetMapping("/complaints/{number}/similar")
  ResponseEntity<List<ArchiveView.SimilarView>> similar(@PathVariable String number,
      @RequestParam(defaultValue = "false") boolean solutions) {
    var complaint = caller.complaint(number);
    var person = caller.person();
    var found = similar.of(complaint, person);
    if (solutions) {
      transaction.executeWithoutResult(status ->
          found.forEach(one -> log.record(person, one.number(), Action.VIEW, "similar")));
    }
    return fresh(found.stream().map(one -> new ArchiveView.SimilarView(one.number(), panels.at(one.registeredAt()),
        panels.at(one.closedAt()), one.alike(), solutions ? one.measures() : null, solutions ? one.result() : null,
        solutions ? one.rating() : null)).toList());
  }

  private ArchiveView.Line line(Hit hit, Function<String, String> unit) {
    return new ArchiveView.Line(hit.number(), panels.at(hit.registeredAt()), optional(hit.closedAt()),
        hit.category().label(), hit.issuePoint(), hit.product(),
        new Panel.Code(hit.priority().name(), hit.priority().label()),
        new Panel.Code(hit.severity().name(), hit.severity().label()), hit.status().label(),
        hit.leadUnit() == null ? null : unit.apply(hit.leadUnit()), hit.sensitive(), hit.repeat(),
        hit.archiveStatus() == null ? null : new Panel.Code(hit.archiveStatus().name(), hit.archiveStatus().label()),
        hit.urgency() == null ? null : hit.urgency().label(), optional(hit.filedAt()), hit.retentionUntil());
  }

  private OffsetDateTime optional(Instant at) {
    return at == null ? null : panels.at(at);
  }

  /** Each unit's name is asked for once. */
  private Function<String, String> names() {
    var known = new HashMap<String, String>();
    return unit -> known.computeIfAbsent(unit, missing -> caller.elevated(() -> directory.groupName(missing)));
  }

  private FieldReader reader(Map<String, Object> question, String... more) {
    var in = new FieldReader(question, clock.instant());
    var names = new HashSet<>(ArchiveQuery.NAMES);
    names.addAll(Set.of(more));
    in.refuseUnknown(names);
    return in;
  }

  private static <E extends Enum<E>> List<Panel.Choice> choices(E[] values, Function<E, String> label) {
    return Arrays.stream(values).map(value -> new Panel.Choice(value.name(), label.apply(value))).toList();
  }
}
