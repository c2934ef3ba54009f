package io.huiyin.web;

import io.huiyin.archive.ArchiveQuery;
import io.huiyin.archive.ArchiveSearch;
import io.huiyin.archive.ArchiveSearch.Hit;
import io.huiyin.archive.ArchiveStatus;
import io.huiyin.archive.Urgency;
import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.Category;
import io.huiyin.complaint.Complexity;
import io.huiyin.complaint.FieldReader;
import io.huiyin.complaint.Priority;
import io.huiyin.complaint.Severity;
import io.huiyin.identity.Person;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Search over the archives, for programs. */
@RestController
@RequestMapping("/api/v1/archives")
@Tag(name = "档案检索", description = "只列出您可以查看的档案")
class ArchiveSearchResource {

  private static final int LARGEST_PAGE = 100;

  private final ArchiveSearch search;
  private final Times times;
  private final Clock clock;

  ArchiveSearchResource(ArchiveSearch search, Times times, Clock clock) {
    this.search = search;
    this.times = times;
    this.clock = clock;
  }

  /** An archive that was found. */
  record ArchiveLine(String complaintNumber, OffsetDateTime registeredAt, OffsetDateTime closedAt, Category category,
      String issuePoint, String product, Priority priority, Severity severity, CaseStatus status,
      @Schema(description = "责任单位") String leadUnit, boolean sensitive, boolean repeat,
      @Schema(description = "档案状态") ArchiveStatus archiveStatus,
      @Schema(description = "紧急程度，归档时确认") Urgency urgency, OffsetDateTime filedAt,
      @Schema(description = "保管至") LocalDate retentionUntil) {
  }

  /** One page of what was found. */
  record ArchivePage(List<ArchiveLine> items, @Schema(description = "第几页，从 0 起") int page,
      @Schema(description = "每页最多几条") int size, @Schema(description = "一共几条；exact 为 false 时是约数，可能更多") long total,
      boolean exact, @Schema(description = "是否还有下一页") boolean more) {
  }

  @GetMapping
  @Operation(summary = "检索档案", description = """
      q 在投诉内容、诉求、方案、意见和沟通记录中查找：用空格隔开的每个词都要出现，每个词至少两个字。
      按客户检索请用 POST /api/v1/archives/search，个人信息不得写在地址里。""")
  @Parameter(name = "q", description = "词，以空格隔开")
  @Parameter(name = "number", description = "投诉编号或其开头")
  @Parameter(name = "category", schema = @Schema(implementation = Category.class))
  @Parameter(name = "issuePoint")
  @Parameter(name = "product")
  @Parameter(name = "unit", description = "责任单位，如 unit-logistics")
  @Parameter(name = "priority", schema = @Schema(implementation = Priority.class))
  @Parameter(name = "severity", schema = @Schema(implementation = Severity.class))
  @Parameter(name = "complexity", schema = @Schema(implementation = Complexity.class))
  @Parameter(name = "status", schema = @Schema(implementation = CaseStatus.class))
  @Parameter(name = "archiveStatus", schema = @Schema(implementation = ArchiveStatus.class))
  @Parameter(name = "urgency", description = "紧急程度", schema = @Schema(implementation = Urgency.class))
  @Parameter(name = "handler", description = "经办人的用户 id")
  @Parameter(name = "registeredFrom", description = "登记日期起，如 2026-09-01")
  @Parameter(name = "registeredTo", description = "登记日期止(含当日)")
  @Parameter(name = "closedFrom", description = "办结日期起")
  @Parameter(name = "closedTo", description = "办结日期止(含当日)")
  @Parameter(name = "filedFrom", description = "归档日期起")
  @Parameter(name = "filedTo", description = "归档日期止(含当日)")
  @Parameter(name = "sort", schema = @Schema(implementation = ArchiveQuery.Sort.class))
  @Parameter(name = "page", description = "第几页，从 0 起", schema = @Schema(type = "integer"))
  @Parameter(name = "size", description = "每页 1 到 100 条，默认 20", schema = @Schema(type = "integer"))
  ArchivePage list(@AuthenticationPrincipal Person caller,
      @Parameter(hidden = true) @RequestParam Map<String, String> question) {
    var in = new FieldReader(question, clock.instant());
    if (question.containsKey("customer")) {
      in.fault("customer", "客户的姓名、电话、邮箱不得写在地址里，请改用 POST /api/v1/archives/search");
    }
    return find(caller, in);
  }

  @PostMapping("/search")
  @Operation(summary = "检索档案(条件写在正文中)", description = "字段同上，另有 customer：完整的姓名、电话或邮箱。")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(examples = @ExampleObject("""
      {"customer": "13800001234", "q": "外壳 破裂", "category": "LOGISTICS", "page": 0}""")))
  ArchivePage search(@AuthenticationPrincipal Person caller, @RequestBody Map<String, Object> question) {
    return find(caller, new FieldReader(question, clock.instant()));
  }

  private ArchivePage find(Person caller, FieldReader in) {
    var names = new HashSet<>(ArchiveQuery.NAMES);
    names.addAll(List.of("page", "size"));
    in.refuseUnknown(names);
    var query = ArchiveQuery.from(in);
    var size = in.number("size", 1, LARGEST_PAGE, 20);
    var page = in.number("page", 0, ArchiveSearch.DEEPEST / size - 1, 0);
    in.throwIfFaulty();
    var found = search.find(caller, query, page * size, size);
    return new ArchivePage(found.hits().stream().map(this::line).toList(), page, size, found.total(), found.exact(),
        found.more());
  }

  private ArchiveLine line(Hit hit) {
    return new ArchiveLine(hit.number(), times.at(hit.registeredAt()), times.at(hit.closedAt()), hit.category(),
        hit.issuePoint(), hit.product(), hit.priority(), hit.severity(), hit.status(), hit.leadUnit(), hit.sensitive(),
        hit.repeat(), hit.archiveStatus(), hit.urgency(), times.at(hit.filedAt()), hit.retentionUntil());
  }
}
