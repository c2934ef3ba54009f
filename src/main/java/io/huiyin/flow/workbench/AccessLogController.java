package io.huiyin.flow.workbench;

import static io.huiyin.flow.workbench.Answers.fresh;
import static java.util.Map.entry;

import io.huiyin.archive.Loan;
import io.huiyin.complaint.FieldReader;
import io.huiyin.identity.AccessLog;
import io.huiyin.identity.AccessLog.Action;
import io.huiyin.identity.AccessLog.Entry;
import io.huiyin.identity.AccessLog.Filter;
import io.huiyin.identity.CaseAction;
import io.huiyin.print.CaseForm;
import io.huiyin.report.Spreadsheet;
import io.huiyin.report.Spreadsheet.Column;
import io.huiyin.web.Download;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The access log at the archive desk, for auditors alone. [000] */
@RestController
@RequestMapping("/camunda/api/ext/archive")
class AccessLogController {

  private static final int LARGEST_PAGE = 500;
  private static final int LARGEST_EXPORT = 100_000;
  private static final List<Column<Line>> COLUMNS = List.of(new Column<>("时间", 17, line -> line.at.toInstant()),
      new Column<>("用户", 14, Line::person), new Column<>("姓名", 12, Line::name), new Column<>("投诉编号", 20, Line::number),
      new Column<>("动作", 16, Line::action), new Column<>("说明", 40, Line::detail));
  private static final Map<String, String> DETAILS = Map.ofEntries(entry(AccessLog.LOAN_EXPIRED, "借阅已到期"),
      entry(AccessLog.LOAN_REGISTER, "档案借阅记录表"), entry("ACCESS_LOG", "访问日志"), entry(AccessLog.NEW_ROOT_FILE, "另建存证文件"), entry("search", "检索结果"), entry("file", "案卷"), entry("checks", "四性检测"),
      entry("evidence", "证据清单"), entry("retention", "保管"), entry("similar", "相似的历史投诉"), entry("forms", "表单清单"),
      entry("destruction", "销毁证明"), entry("readers", "知情人和借阅"));
  private static final String THUMBNAIL = "thumbnail ";

  private final Caller caller;
  private final AccessLog log;
  private final Panels panels;
  private final Spreadsheet spreadsheet;
  private final Clock clock;

  AccessLogController(Caller caller, AccessLog log, Panels panels, Spreadsheet spreadsheet, Clock clock) {
    this.caller = caller;
    this.log = log;
    this.panels = panels;
    this.spreadsheet = spreadsheet;
    this.clock = clock;
  }

  record Line(long id, OffsetDateTime at, String person, String name, String number, String action, String detail) {
  }

  record LogPage(List<Panel.Choice> actions, List<Line> lines, int page, int size, long total) {
  }

  /** @param query {@code person}, {@code number}, {@code action}, days {@code from} and {@code to}; {@code page}, {@code size} */
  @GetMapping("/access-log")
  ResponseEntity<LogPage> find(@RequestParam Map<String, String> query) {
    var in = reader(query, "page", "size");
    var filter = filter(in);
    var page = in.number("page", 0, 1_000_000, 0);
    var size = in.number("size", 1, LARGEST_PAGE, 50);
    in.throwIfFaulty();
    return fresh(new LogPage(
        Stream.of(Action.values()).map(action -> new Panel.Choice(action.name(), action.label())).toList(),
        lines(filter, (long) page * size, size), page, size, log.count(filter)));
  }

  /** The same as an Excel file, the newest first; taking it out is on record itself. */
  @GetMapping("/access-log.xlsx")
  ResponseEntity<byte[]> export(@RequestParam Map<String, String> query) {
    var in = reader(query);
    var filter = filter(in);
    in.throwIfFaulty();
    Spreadsheet.demandAll(log.count(filter), LARGEST_EXPORT, "from");
    caller.log(AccessLog.MANY, Action.EXPORT, "ACCESS_LOG");
    return Download.attachment("访问日志-%s.xlsx".formatted(LocalDate.now(clock)))
        .contentType(MediaType.parseMediaType(Spreadsheet.MEDIA_TYPE))
        .body(spreadsheet.of("访问日志", COLUMNS, lines(filter, 0, LARGEST_EXPORT)));
  }

  private FieldReader reader(Map<String, String> query, String... more) {
    caller.only(Set.of("auditor"), "访问日志只供审计查看");
    var in = new FieldReader(query, clock.instant());
    var known = new HashSet<>(Set.of("person", "number", "action", "from", "to"));
    known.addAll(List.of(more));
    in.refuseUnknown(known);
    return in;
  }

  private Filter filter(FieldReader in) {
    var to = in.day("to");
    return new Filter(in.text("person", 64), in.text("number", 40), in.optional("action", Action.class),
        startOf(in.day("from")), startOf(to == null ? null : to.plusDays(1)));
  }

  private Instant startOf(LocalDate day) {
    return day == null ? null : day.atStartOfDay(clock.getZone()).toInstant();
  }

  private List<Line> lines(Filter filter, long offset, int limit) {
    var names = new HashMap<String, String>();
    return log.find(filter, offset, limit).stream().map(entry -> new Line(entry.id(), panels.at(entry.at()),
        entry.person(), names.computeIfAbsent(entry.person(), caller::name), entry.number(), entry.action().label(),
        detail(entry))).toList();
  }

  /** A loan's state is on record by code with the loan's id behind, evidence by its id, a form by its code. */
  private static String detail(Entry entry) {
    var detail = entry.detail() == null ? "" : entry.detail();
    if (entry.action() == Action.DOWNLOAD) {
      return "证据 " + detail;
    }
    if (detail.startsWith(THUMBNAIL)) {
      return "证据缩略图 " + detail.substring(THUMBNAIL.length());
    }
    if (detail.startsWith(AccessLog.DISPOSAL_REGISTER)) {
      return "档案销毁清册 第 " + detail.substring(AccessLog.DISPOSAL_REGISTER.length()) + " 号";
    }
    if (detail.startsWith(AccessLog.MAY_NOT)) {
      return "不能" + CaseAction.valueOf(detail.substring(AccessLog.MAY_NOT.length())).label();
    }
    if (entry.action() == Action.PRINT || entry.action() == Action.UNMASK) {
      return CaseForm.of(detail).map(CaseForm::title).orElse(DETAILS.getOrDefault(detail, detail));
    }
    return Stream.of(Loan.Status.values()).filter(status -> detail.startsWith(status.name() + ":")).findFirst()
        .map(status -> "借阅 %s：%s".formatted(detail.substring(status.name().length() + 1), status.label()))
        .orElse(DETAILS.getOrDefault(detail, detail));
  }
}
