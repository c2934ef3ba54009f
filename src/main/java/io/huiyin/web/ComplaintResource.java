package io.huiyin.web;

import io.huiyin.archive.FullContacts;
import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.Category;
import io.huiyin.complaint.Channel;
import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.Complexity;
import io.huiyin.complaint.PersonalData;
import io.huiyin.complaint.Priority;
import io.huiyin.complaint.Severity;
import io.huiyin.identity.AccessLog.Action;
import io.huiyin.identity.CaseAction;
import io.huiyin.identity.Person;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Registering, reading and finding complaints. */
@RestController
@Tag(name = "投诉")
class ComplaintResource {

  private final Intake intake;
  private final VisibleCases cases;
  private final Complaints complaints;
  private final FullContacts contacts;
  private final CaseQueries queries;
  private final Times times;

  ComplaintResource(Intake intake, VisibleCases cases, Complaints complaints, FullContacts contacts,
      CaseQueries queries, Times times) {
    this.intake = intake;
    this.cases = cases;
    this.complaints = complaints;
    this.contacts = contacts;
    this.queries = queries;
    this.times = times;
  }

  @PostMapping("/api/v1/complaints")
  @Operation(summary = "登记投诉", description = """
      必填：channel、description,customerName 或 externalReference；除现场投诉外至少一种联系方式。\
      可填：customerPhone、customerEmail、memberLevel、occurredAt、occurredPlace、product、orderNumber、demand、\
      measuresTaken、contactEndedAt、departmentCode、category、issuePoint、claimAmount、groupSize、safetyRisk、\
      majorPropertyLoss、basicUseLost、mediaOrRegulatorRisk、involvesMinorOrVulnerable。有误时 400，逐项指出，不占用编号。""")
  @ApiResponse(responseCode = "201", description = "已登记")
  @ApiResponse(responseCode = "400", description = "字段有误，errors 逐项列出", content = @Content)
  @ApiResponse(responseCode = "409", description = "同一 Idempotency-Key 带来了另一份内容", content = @Content)
  ResponseEntity<Registered> register(@AuthenticationPrincipal Person caller,
      @Parameter(description = "同一个键加同一份内容得到同一个答复，不会重复登记")
      @RequestHeader(name = "Idempotency-Key", required = false) String key,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(examples = @ExampleObject("""
          {"channel": "PHONE", "customerName": "王小明", "customerPhone": "13800001234", "product": "空气净化器",
           "description": "到货时外壳破裂", "demand": "换货", "category": "LOGISTICS"}""")))
      @RequestBody Map<String, Object> fields) {
    var answer = intake.register(caller.id(), key, fields);
    return ResponseEntity.created(URI.create("/api/v1/complaints/" + answer.complaintNumber())).body(answer);
  }

  @GetMapping("/api/v1/complaints/{number}")
  @Operation(summary = "查看投诉", description = """
      客户的姓名、电话、邮箱已打码；full=true 显示完整内容，只供本案的承办人、档案管理员和审计，并记入案卷和访问日志。\
      found=true 表示从检索结果中打开，访问日志照此记载。无权查看与不存在的答复相同。""")
  CaseView get(@AuthenticationPrincipal Person caller, @PathVariable String number,
      @RequestParam(defaultValue = "false") boolean full, @RequestParam(defaultValue = "false") boolean found) {
    var complaint = cases.get(caller, number, found ? Action.SEARCH_HIT : Action.VIEW, null);
    return CaseView.of(complaint, full
        ? contacts.show(caller, cases.work(caller, number, CaseAction.UNMASK).number(), "REST")
        : complaints.personalData(complaint.number()).masked(), times);
  }

  @GetMapping("/api/v1/complaints")
  @Operation(summary = "查找投诉", description = """
      只列出您可以查看的投诉，新的在前。q 在编号、外部单号、产品、问题点中查找，请勿填写客户姓名或电话。""")
  @Parameter(name = "q")
  @Parameter(name = "category", schema = @Schema(implementation = Category.class))
  @Parameter(name = "priority", schema = @Schema(implementation = Priority.class))
  @Parameter(name = "severity", schema = @Schema(implementation = Severity.class))
  @Parameter(name = "status", schema = @Schema(implementation = CaseStatus.class))
  @Parameter(name = "unit", description = "责任单位，如 unit-logistics")
  @Parameter(name = "from", description = "登记日期起，如 2026-09-01；或带时区的时间")
  @Parameter(name = "to", description = "登记日期止(含当日)；或带时区的时间(不含该时刻)")
  @Parameter(name = "overdue", schema = @Schema(type = "boolean"))
  @Parameter(name = "page", description = "第几页，从 0 起", schema = @Schema(type = "integer"))
  @Parameter(name = "size", description = "每页 1 到 1000 条，默认 50", schema = @Schema(type = "integer"))
  PageOf<CaseQueries.CaseLine> search(@AuthenticationPrincipal Person caller,
      @Parameter(hidden = true) @RequestParam Map<String, String> query) {
    return queries.search(caller, query);
  }

  @GetMapping("/api/v1/sla/overdue")
  @Operation(summary = "超时清单", description = "已到期而未完成的时限，超时最久的在前；只含您可以查看的投诉。")
  @Parameter(name = "kind", description = "时限种类，如 RESPONSE、RESOLUTION")
  @Parameter(name = "category", schema = @Schema(implementation = Category.class))
  @Parameter(name = "priority", schema = @Schema(implementation = Priority.class))
  @Parameter(name = "severity", schema = @Schema(implementation = Severity.class))
  @Parameter(name = "status", schema = @Schema(implementation = CaseStatus.class))
  @Parameter(name = "unit", description = "责任单位")
  @Parameter(name = "page", schema = @Schema(type = "integer"))
  @Parameter(name = "size", schema = @Schema(type = "integer"))
  PageOf<CaseQueries.OverdueLine> overdue(@AuthenticationPrincipal Person caller,
      @Parameter(hidden = true) @RequestParam Map<String, String> query) {
    return queries.overdue(caller, query);
  }

  /** A case as it is shown: personal data masked unless asked for in full. */
  record CaseView(
      String complaintNumber, OffsetDateTime registeredAt, String registeredBy, Channel channel, Category category,
      String issuePoint, String product, String memberLevel, BigDecimal claimAmount, int groupSize, Priority priority,
      Severity severity, Complexity complexity,
      @Schema(description = "档案紧急程度：一般、重要、重大") String urgency,
      @Schema(description = "高度敏感") boolean sensitive, @Schema(description = "重复投诉") boolean repeat,
      @Schema(description = "迟录") boolean lateRecord, @Schema(description = "责任单位") String leadUnit,
      CaseStatus status, @Schema(description = "状态的中文名称") String statusLabel, String externalReference,
      String processInstanceId, @Schema(description = "第几轮处理") int round, OffsetDateTime closedAt,
      String customerName, String customerPhone, String customerEmail, String occurredPlace, String orderNumber,
      String description, String demand, String measuresTaken) {

    static CaseView of(Complaint c, PersonalData personal, Times times) {
      return new CaseView(c.number().value(), times.at(c.registeredAt()), c.registeredBy(), c.channel(), c.category(),
          c.issuePoint(), c.product(), c.memberLevel(), c.claimAmount(), c.groupSize(), c.ratings().priority(),
          c.ratings().severity(), c.ratings().complexity(), c.ratings().urgencyLabel(), c.sensitive(), c.repeat(),
          c.lateRecord(), c.leadUnit(), c.status(), c.status().label(), c.externalReference(), c.processInstanceId(),
          c.round(), times.at(c.closedAt()), personal.customerName(), personal.customerPhone(), personal.customerEmail(),
          personal.occurredPlace(), personal.orderNumber(), personal.description(), personal.demand(), personal.measuresTaken());
    }
  }
}
