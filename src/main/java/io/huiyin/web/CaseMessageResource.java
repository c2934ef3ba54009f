package io.huiyin.web;

import io.huiyin.complaint.Channel;
import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.ComplaintFlow;
import io.huiyin.complaint.Complexity;
import io.huiyin.complaint.Direction;
import io.huiyin.complaint.FieldReader;
import io.huiyin.complaint.Priority;
import io.huiyin.complaint.Severity;
import io.huiyin.identity.Person;
import io.huiyin.sla.Amount;
import io.huiyin.sla.Clock;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What happens to a case from outside: each call is one message to its process. */
@RestController
@RequestMapping("/api/v1/complaints/{number}")
@Tag(name = "案件事项")
class CaseMessageResource {

  private static final int LONGEST_REASON = 500;

  private final VisibleCases cases;
  private final ComplaintFlow flow;
  private final java.time.Clock clock;

  CaseMessageResource(VisibleCases cases, ComplaintFlow flow, java.time.Clock clock) {
    this.cases = cases;
    this.flow = flow;
    this.clock = clock;
  }

  @PostMapping("/contacts")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "登记与客户的沟通", description = """
      direction(OUTBOUND 我方联系、INBOUND 客户来联系)、channel、summary 必填;at 为沟通时间,默认现在。""")
  void contact(@AuthenticationPrincipal Person caller, @PathVariable String number,
      @RequestBody Map<String, Object> body) {
    var complaint = cases.get(caller, number);
    var in = read(body, "direction", "channel", "summary", "at");
    var direction = in.required("direction", Direction.class);
    var channel = in.required("channel", Channel.class);
    var summary = in.requiredText("summary", 2_000);
    var at = in.past("at");
    if (at != null && at.isBefore(complaint.registeredAt())) {
      in.fault("at", "不能早于投诉登记时间");
    }
    in.throwIfFaulty();
    flow.tell(complaint.number(), "CustomerContacted", Map.of("direction", direction.name(), "channel", channel.name(),
        "summary", summary, "at", (at == null ? clock.instant() : at).toString()));
  }

  @PostMapping("/withdrawal")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "客户撤诉", description = "reason 必填。")
  void withdraw(@AuthenticationPrincipal Person caller, @PathVariable String number,
      @RequestBody Map<String, Object> body) {
    tellReason(cases.get(caller, number), "ComplaintWithdrawn", body);
  }

  @PostMapping("/urges")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "催办", description = "reason 必填。")
  void urge(@AuthenticationPrincipal Person caller, @PathVariable String number,
      @RequestBody Map<String, Object> body) {
    tellReason(cases.get(caller, number), "Urged", body);
  }

  @PostMapping("/pauses")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "暂停计时,等待客户", description = "reason 必填。只有等待客户才可暂停,累计不超过规定的工作日。")
  void pause(@AuthenticationPrincipal Person caller, @PathVariable String number,
      @RequestBody Map<String, Object> body) {
    tellReason(cases.get(caller, number), "ClockPaused", body);
  }

  @DeleteMapping("/pauses")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "结束暂停,恢复计时", description = "暂停的经过仍留在时限台账中。")
  void resume(@AuthenticationPrincipal Person caller, @PathVariable String number) {
    flow.tell(cases.get(caller, number).number(), "ClockResumed", Map.of());
  }

  @PostMapping("/extensions")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "申请延期", description = """
      extendBy(如 PT24H、8BH 工作小时、2WD 工作日)、interimMeasures 临时处理措施、reason 必填;\
      clock 默认 RESOLUTION。批准后期限才会变动。""")
  void extend(@AuthenticationPrincipal Person caller, @PathVariable String number,
      @RequestBody Map<String, Object> body) {
    var complaint = cases.get(caller, number);
    var in = read(body, "clock", "extendBy", "interimMeasures", "reason");
    var kind = in.matching("clock", "[A-Z][A-Z_]{0,39}", "应为时限种类的代码,如 RESOLUTION");
    var by = in.requiredText("extendBy", 20);
    if (by != null && !isAmount(by)) {
      in.fault("extendBy", "应为时长:PT24H(小时)、8BH(工作小时)或 2WD(工作日)");
    }
    var measures = in.requiredText("interimMeasures", 2_000);
    var reason = in.requiredText("reason", LONGEST_REASON);
    in.throwIfFaulty();
    flow.tell(complaint.number(), "ExtensionRequested", Map.of("clock", kind == null ? Clock.RESOLUTION : kind,
        "extendBy", by, "interimMeasures", measures, "reason", reason));
  }

  @PostMapping("/ratings")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "重新定级", description = """
      priority、severity、complexity 至少填一项,reason 必填。时限按新等级从原起点重算,暂停与既有超时保留。""")
  void regrade(@AuthenticationPrincipal Person caller, @PathVariable String number,
      @RequestBody Map<String, Object> body) {
    var complaint = cases.get(caller, number);
    var in = read(body, "priority", "severity", "complexity", "reason");
    var fields = new HashMap<String, Object>();
    put(fields, "priority", in.optional("priority", Priority.class));
    put(fields, "severity", in.optional("severity", Severity.class));
    put(fields, "complexity", in.optional("complexity", Complexity.class));
    if (fields.isEmpty() && in.fine("priority", "severity", "complexity")) {
      in.fault("priority", "priority、severity、complexity 请至少填写一项");
    }
    put(fields, "reason", in.requiredText("reason", LONGEST_REASON));
    in.throwIfFaulty();
    flow.tell(complaint.number(), "ComplaintRegraded", fields);
  }

  private void tellReason(Complaint complaint, String message, Map<String, Object> body) {
    var in = read(body, "reason");
    var reason = in.requiredText("reason", LONGEST_REASON);
    in.throwIfFaulty();
    flow.tell(complaint.number(), message, Map.of("reason", reason));
  }

  private FieldReader read(Map<String, Object> body, String... known) {
    var in = new FieldReader(body, clock.instant());
    in.refuseUnknown(Set.of(known));
    return in;
  }

  private static boolean isAmount(String text) {
    try {
      return Amount.parse(text).unit() != Amount.Unit.SAME_DAY;
    } catch (IllegalArgumentException | ArithmeticException e) {
      return false;
    }
  }

  private static void put(Map<String, Object> fields, String name, Object value) {
    if (value != null) {
      fields.put(name, value.toString());
    }
  }
}
