package io.huiyin.web;

import io.huiyin.archive.Loan;
import io.huiyin.archive.LoanFlow;
import io.huiyin.archive.Loans;
import io.huiyin.complaint.FieldReader;
import io.huiyin.identity.Person;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Borrowing filed archives. Who asks need not be allowed to see the case, and learns no more than that it is filed. */
@RestController
@Tag(name = "档案借阅")
class LoanResource {

  private final LoanFlow lending;
  private final Loans loans;
  private final Times times;
  private final Clock clock;

  LoanResource(LoanFlow lending, Loans loans, Times times, Clock clock) {
    this.lending = lending;
    this.loans = loans;
    this.times = times;
    this.clock = clock;
  }

  /** A loan of the caller's own. */
  record LoanView(long id, String complaintNumber, String purpose, int days, Loan.Medium medium, Loan.Status status,
      String statusLabel, OffsetDateTime requestedAt, OffsetDateTime decidedAt,
      @Schema(description = "审批意见") String opinion,
      @Schema(description = "到期时间；电子档案到时自动关闭") OffsetDateTime until,
      @Schema(description = "还可续借几次") int extensionsLeft, OffsetDateTime handedOutAt, OffsetDateTime endedAt) {
  }

  @PostMapping("/api/v1/archives/{number}/loans")
  @Operation(summary = "申请借阅", description = """
      必填：purpose 用途，days 天数，medium(ELECTRONIC 电子、PAPER 纸质、BOTH)。审批人和最多天数以规则表 loan-policy 为准。\
      编号不存在的、还没有归档的，答复相同，都是 404。""")
  @ApiResponse(responseCode = "201", description = "已登记，等待审批")
  ResponseEntity<LoanView> request(@AuthenticationPrincipal Person caller, @PathVariable String number,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(examples = @ExampleObject("""
          {"purpose": "季度质量复盘", "days": 7, "medium": "ELECTRONIC"}""")))
      @RequestBody Map<String, Object> body) {
    var loan = lending.request(caller, number, body);
    return ResponseEntity.created(URI.create("/api/v1/loans/" + loan.id())).body(view(loan));
  }

  @GetMapping("/api/v1/loans")
  @Operation(summary = "我的借阅", description = "新的在前。")
  @Parameter(name = "number", description = "投诉编号")
  @Parameter(name = "open", description = "只看待审批和借阅中的", schema = @Schema(type = "boolean"))
  @Parameter(name = "page", schema = @Schema(type = "integer"))
  @Parameter(name = "size", schema = @Schema(type = "integer"))
  PageOf<LoanView> mine(@AuthenticationPrincipal Person caller,
      @Parameter(hidden = true) @RequestParam Map<String, String> query) {
    var in = new FieldReader(query, clock.instant());
    in.refuseUnknown(Set.of("number", "open", "page", "size"));
    var page = PageOf.Request.from(in, 50);
    var filter = new Loans.Filter(in.text("number", 40), caller.id(), in.flag("open"), false);
    in.throwIfFaulty();
    var found = loans.search(filter, page.offset(), page.size());
    return new PageOf<>(found.loans().stream().map(this::view).toList(), page.page(), page.size(), found.total());
  }

  @PostMapping("/api/v1/loans/{id}/withdrawal")
  @Operation(summary = "撤回借阅申请", description = "审批之前可以撤回。")
  LoanView withdraw(@AuthenticationPrincipal Person caller, @PathVariable long id) {
    return view(lending.withdraw(caller, id));
  }

  @PostMapping("/api/v1/loans/{id}/return")
  @Operation(summary = "提前归还", description = "电子档案立即关闭；纸质案卷交给档案管理员，由其登记归还。")
  LoanView giveBack(@AuthenticationPrincipal Person caller, @PathVariable long id) {
    return view(lending.giveBack(caller, id));
  }

  @PostMapping("/api/v1/loans/{id}/revocation")
  @Operation(summary = "收回借阅", description = """
      必填：reason 理由。可以收回的组以规则表 loan-policy 为准，其他人得到 404。电子档案立即关闭；借出的纸质案卷立即催还。""")
  LoanView revoke(@AuthenticationPrincipal Person caller, @PathVariable long id,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(examples = @ExampleObject("""
          {"reason": "案件已列为高度敏感"}""")))
      @RequestBody Map<String, Object> body) {
    return view(lending.revoke(caller, id, body));
  }

  @PostMapping("/api/v1/loans/{id}/extension")
  @Operation(summary = "申请续借", description = """
      到期之前可以申请续借同样的天数，由借阅人以外的人审批；审批人和次数以规则表 loan-policy 为准。到期仍未审批的，申请失效。""")
  LoanView extend(@AuthenticationPrincipal Person caller, @PathVariable long id) {
    return view(lending.extend(caller, id));
  }

  private LoanView view(Loan loan) {
    return new LoanView(loan.id(), loan.number().value(), loan.purpose(), loan.days(), loan.medium(), loan.status(),
        loan.status().label(), times.at(loan.requestedAt()), times.at(loan.decidedAt()), loan.opinion(),
        times.at(loan.until()), loan.extensionsLeft(), times.at(loan.handedOutAt()), times.at(loan.endedAt()));
  }
}
