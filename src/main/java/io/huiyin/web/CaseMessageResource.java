package io.huiyin.web;

import io.huiyin.complaint.CaseMessage;
import io.huiyin.complaint.ComplaintFlow;
import io.huiyin.identity.CaseAction;
import io.huiyin.identity.Person;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.Map;
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
@Tag(name = "案件事项", description = "案件当前不接受该事项时答复 409")
class CaseMessageResource {

  private final VisibleCases cases;
  private final ComplaintFlow flow;
  private final Clock clock;

  CaseMessageResource(VisibleCases cases, ComplaintFlow flow, Clock clock) {
    this.cases = cases;
    this.flow = flow;
    this.clock = clock;
  }

  @PostMapping("/contacts")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "登记与客户的沟通", description = """
      direction(OUTBOUND 我方联系、INBOUND 客户来联系)、channel、summary 必填；at 为沟通时间，默认现在。\
      首次我方联系即为首次响应；substantive(true、false)表示实质性沟通，只有我方联系才算，复杂投诉 48 小时内要有一次。""")
  void contact(@AuthenticationPrincipal Person caller, @PathVariable String number,
      @RequestBody Map<String, Object> body) {
    tell(caller, number, CaseMessage.CONTACT, body);
  }

  @PostMapping("/withdrawal")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "客户撤诉", description = "reason 必填。")
  void withdraw(@AuthenticationPrincipal Person caller, @PathVariable String number,
      @RequestBody Map<String, Object> body) {
    tell(caller, number, CaseMessage.WITHDRAWAL, body);
  }

  @PostMapping("/reopening")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "重新办理已结束的投诉", description = """
      reason 必填。在原编号、原档案中开始新一轮办理，此前的时限和评价不变。案件还在办理时答复 409。""")
  void reopen(@AuthenticationPrincipal Person caller, @PathVariable String number,
      @RequestBody Map<String, Object> body) {
    tell(caller, number, CaseMessage.REOPENING, body);
  }

  @PostMapping("/urges")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "催办", description = "reason 必填。")
  void urge(@AuthenticationPrincipal Person caller, @PathVariable String number,
      @RequestBody Map<String, Object> body) {
    tell(caller, number, CaseMessage.URGE, body);
  }

  @PostMapping("/pauses")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "暂停计时，等待客户", description = "reason 必填。只有等待客户才可暂停，累计不超过规定的工作日。")
  void pause(@AuthenticationPrincipal Person caller, @PathVariable String number,
      @RequestBody Map<String, Object> body) {
    tell(caller, number, CaseMessage.PAUSE, body);
  }

  @DeleteMapping("/pauses")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "结束暂停，恢复计时", description = "没有请求正文。暂停的经过仍留在时限台账中。")
  void resume(@AuthenticationPrincipal Person caller, @PathVariable String number) {
    tell(caller, number, CaseMessage.RESUMPTION, Map.of());
  }

  @PostMapping("/extensions")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "申请延期", description = """
      extendBy(如 PT24H、8BH 工作小时、2WD 工作日)、reason 必填;interimMeasures 为书面的临时处理措施，\
      本案先前的申请已写明的可不填;clock 默认 RESOLUTION。次数和时长以规则表 extension-policy 为准，批准后期限才会变动。""")
  void extend(@AuthenticationPrincipal Person caller, @PathVariable String number,
      @RequestBody Map<String, Object> body) {
    tell(caller, number, CaseMessage.EXTENSION, body);
  }

  @PostMapping("/ratings")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "重新定级", description = """
      reason 必填；priority、severity、complexity 填写要改的。时限按新等级从原起点重算，暂停与既有超时保留。""")
  void regrade(@AuthenticationPrincipal Person caller, @PathVariable String number,
      @RequestBody Map<String, Object> body) {
    tell(caller, number, CaseMessage.REGRADING, body);
  }

  private void tell(Person caller, String number, CaseMessage message, Map<String, Object> body) {
    var complaint = cases.work(caller, number, CaseAction.valueOf(message.name()));
    message.tell(flow, complaint.number(), body, clock.instant());
  }
}
