package io.huiyin.flow.workbench;

import static io.huiyin.flow.workbench.Answers.fresh;

import io.huiyin.archive.Disposal;
import io.huiyin.archive.Disposal.Decision;
import io.huiyin.archive.Disposal.DisposalList;
import io.huiyin.archive.Disposal.Item;
import io.huiyin.archive.Disposal.Line;
import io.huiyin.archive.Disposal.Outcome;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.desk.ArchiveEnd;
import io.huiyin.identity.AccessLog;
import io.huiyin.identity.AccessLog.Action;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Person;
import io.huiyin.print.Registers;
import io.huiyin.print.Registers.DisposalRow;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** 鉴定销毁 at the archive desk: the lists, what each archive's fate is to be, and the register to print. Numbers only. */
@RestController
@RequestMapping("/camunda/api/ext/archive/disposal")
class DisposalController {

  private static final Set<String> READERS = Set.of("archivist", "board-office", "auditor");
  private static final int PAGE = 100;
  private static final int VOLUME = 2_000;

  private final Caller caller;
  private final Panels panels;
  private final Disposal disposal;
  private final ArchiveEnd end;
  private final Registers registers;

  DisposalController(Caller caller, Panels panels, Disposal disposal, ArchiveEnd end, Registers registers) {
    this.caller = caller;
    this.panels = panels;
    this.disposal = disposal;
    this.end = end;
    this.registers = registers;
  }

  record ListView(long id, String status, boolean appraisal, String openedBy, OffsetDateTime openedAt, String submittedBy,
      OffsetDateTime submittedAt, String approvedBy, OffsetDateTime approvedAt, String comment, int items, int undecided,
      int destroy, int extend, int open) {
  }

  record ItemView(String number, LocalDate retentionUntil, String legalBasis, String decision, LocalDate extendUntil,
      String reason, String appraisedBy, String outcome, String outcomeReason, OffsetDateTime outcomeAt) {
  }

  record ListWithItems(ListView list, List<ItemView> items, boolean mayAppraise, int volumes) {
  }

  /** @param list {@code null} when nothing is past its term */
  record Started(Long list) {
  }

  /** @param numbers {@code null} means all that are undecided */
  record Marks(List<String> numbers, String decision, String until, String reason) {
  }

  record Marked(int marked) {
  }

  @GetMapping
  ResponseEntity<List<ListView>> lists() {
    return fresh(disposal.lists(custodians(mayRead())).stream().map(this::view).toList());
  }

  @PostMapping
  Started appraise() {
    caller.only(Set.of("archivist"), "只有档案管理员可以发起鉴定");
    return new Started(end.appraise().orElse(null));
  }

  @GetMapping("/{list}")
  ResponseEntity<ListWithItems> items(@PathVariable long list, @RequestParam(defaultValue = "0") int page) {
    var found = readable(list);
    var items = disposal.items(list, null, Math.max(0, page) * PAGE, PAGE);
    return fresh(new ListWithItems(view(found), items.stream().map(this::view).toList(),
        found.status() == Disposal.Status.APPRAISAL && caller.person().groups().contains(found.custodian()), Volume.count(found.items())));
  }

  /**
   * What of a list is printed at once.
   *
   * @param volumes how many the whole list has, 1 for an empty one
   */
  record Volume(int part, int volumes) {

    static int count(int items) {
      return Math.max(1, (items + VOLUME - 1) / VOLUME);
    }

    /** @param part from 1; may be {@code null} where there is one volume only */
    static Volume of(int items, Integer part) {
      var volumes = count(items);
      if (part == null ? volumes > 1 : part < 1 || part > volumes) {
        throw new InvalidInput("part", "清册共 %d 卷，一次最多打印 %d 卷，请选择第 1 至 %d 册中的一册打印".formatted(items, VOLUME, volumes));
      }
      return new Volume(part == null ? 1 : part, volumes);
    }

    int offset() {
      return (part - 1) * VOLUME;
    }

    String of(long list) {
      return "第 %d 号".formatted(list) + (volumes == 1 ? "" : "，第 %d 册，共 %d 册".formatted(part, volumes));
    }
  }

  /** 档案销毁清册, to print and sign; a long one in volumes. */
  @GetMapping("/{list}/register.pdf")
  ResponseEntity<byte[]> print(@PathVariable long list, @RequestParam(required = false) Integer part) {
    var found = readable(list);
    var volume = Volume.of(found.items(), part);
    caller.log(AccessLog.MANY, Action.PRINT, AccessLog.DISPOSAL_REGISTER + list);
    return FormsController.pdf(registers.disposal(volume.of(list),
        disposal.register(list, volume.offset(), VOLUME).stream().map(this::row).toList(),
        signed(found.submittedBy(), found.submittedAt()), signed(found.approvedBy(), found.approvedAt()),
        caller.person()));
  }

  private DisposalRow row(Line line) {
    var item = line.item();
    return new DisposalRow(item.number().value(), line.category().label(), day(line.closedAt()), item.retentionUntil(),
        item.legalBasis(), line.entries(), line.evidence(), item.decision() == null ? "未鉴定" : switch (item.decision()) {
          case DESTROY -> "销毁";
          case EXTEND -> "延长至 " + item.extendUntil();
        }, item.outcome() == Outcome.STOPPED ? "未销毁：" + item.outcomeReason() : item.reason());
  }

  private String signed(String userId, Instant at) {
    return userId == null ? null : caller.name(userId) + "　" + day(at);
  }

  private LocalDate day(Instant at) {
    return at == null ? null : panels.at(at).toLocalDate();
  }

  @PostMapping("/{list}/marks")
  Marked mark(@PathVariable long list, @RequestBody Marks marks) {
    var found = readable(list);
    caller.only(Set.of(found.custodian()), "这份清册由%s鉴定".formatted("archivist".equals(found.custodian()) ? "档案管理员" : "董事办"));
    return new Marked(disposal.mark(list, marks.numbers, decision(marks.decision), date(marks.until), marks.reason,
        caller.person().id()));
  }

  private static Decision decision(String name) {
    try {
      return name == null ? null : Decision.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new InvalidInput("decision", "结论只能是 DESTROY（销毁）或 EXTEND（延长保管）");
    }
  }

  private static LocalDate date(String text) {
    try {
      return text == null || text.isBlank() ? null : LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidInput("extendUntil", "日期写成 2029-12-31 的样子");
    }
  }

  private Person mayRead() {
    return caller.only(READERS, "只有档案管理员、董事办和审计可以查看销毁清册");
  }

  /** What is highly sensitive is nobody's to know by number but the board office's, which approves every list. */
  private static Set<String> custodians(Person reader) {
    return reader.groups().contains("board-office") ? CaseAccess.CUSTODIANS : Set.of("archivist");
  }

  private DisposalList readable(long list) {
    var theirs = custodians(mayRead());
    return Optional.of(disposal.get(list)).filter(found -> theirs.contains(found.custodian())).orElseThrow();
  }

  private ListView view(DisposalList one) {
    return new ListView(one.id(), switch (one.status()) {
      case APPRAISAL -> "鉴定中";
      case APPROVAL -> "待批准";
      case APPROVED -> one.open() > 0 ? "已批准，正在销毁" : "已办结";
    }, one.status() == Disposal.Status.APPRAISAL, caller.name(one.openedBy()), panels.at(one.openedAt()),
        name(one.submittedBy()), panels.at(one.submittedAt()), name(one.approvedBy()), panels.at(one.approvedAt()),
        one.comment(), one.items(), one.undecided(), one.destroy(), one.extend(), one.open());
  }

  private ItemView view(Item one) {
    return new ItemView(one.number().value(), one.retentionUntil(), one.legalBasis(),
        one.decision() == null ? null : one.decision() == Decision.DESTROY ? "销毁" : "延长保管", one.extendUntil(),
        one.reason(), name(one.appraisedBy()), one.outcome() == null ? null : switch (one.outcome()) {
          case DESTROYED -> "已销毁";
          case EXTENDED -> "已延长";
          case STOPPED -> "未销毁";
        }, one.outcomeReason(), panels.at(one.outcomeAt()));
  }

  private String name(String userId) {
    return userId == null ? null : caller.name(userId);
  }
}
