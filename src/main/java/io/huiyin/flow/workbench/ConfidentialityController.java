package io.huiyin.flow.workbench;

import static io.huiyin.flow.workbench.Answers.fresh;

import io.huiyin.archive.Confidentiality;
import io.huiyin.archive.Confidentiality.Mark;
import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.identity.AccessLog.Action;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** 保密: how far a case is closed, and who closes and opens it, at the archive desk. [000][PIPL 47] */
@RestController
@RequestMapping("/camunda/api/ext/archive/cases/{number}")
class ConfidentialityController {

  private final Caller caller;
  private final Confidentiality confidentiality;
  private final Complaints complaints;
  private final Clock clock;

  ConfidentialityController(Caller caller, Confidentiality confidentiality, Complaints complaints, Clock clock) {
    this.caller = caller;
    this.confidentiality = confidentiality;
    this.complaints = complaints;
    this.clock = clock;
  }

  /** @param custodian group that keeps the archive, in words */
  record View(boolean sensitive, boolean restricted, String custodian, boolean mayMark, boolean mayUnmark,
      boolean mayLift) {
  }

  @GetMapping("/confidentiality")
  ResponseEntity<View> view(@PathVariable String number) {
    var complaint = known(number);
    caller.log(complaint, Action.VIEW, null);
    var lifts = Confidentiality.mayLift(caller.person());
    return fresh(new View(complaint.sensitive(), complaint.restricted(),
        complaint.sensitive() || complaint.restricted() ? "董事办" : "档案管理员",
        Confidentiality.mayMark(caller.person(), complaint), complaint.sensitive() && lifts,
        complaint.restricted() && lifts));
  }

  /** {@code sensitive} and {@code reason}. */
  @PostMapping("/sensitivity")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void mark(@PathVariable String number, @RequestBody Map<String, Object> body) {
    var complaint = known(number);
    Caller.allow(Confidentiality.mayDecide(caller.person(), complaint), complaint.sensitive()
        ? "只有董事办可以取消高度敏感标记" : "只有客服主管、客服经理和董事办可以标记高度敏感");
    var mark = Mark.from(body, clock.instant());
    confidentiality.mark(complaint.number(), mark, caller.person().id());
  }

  /** {@code reason}. */
  @PostMapping("/restriction/lifting")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void lift(@PathVariable String number, @RequestBody Map<String, Object> body) {
    var complaint = known(number);
    Caller.allow(Confidentiality.mayLift(caller.person()), "只有董事办可以解除限制处理");
    confidentiality.liftRestriction(complaint.number(), Confidentiality.reason(body, clock.instant()),
        caller.person().id());
  }

  /** The board office closes and opens cases that it need not see; others those that they see. */
  private Complaint known(String number) {
    return Confidentiality.mayLift(caller.person()) ? Optional.of(number).filter(ComplaintNumber::isValid)
        .map(ComplaintNumber::new).flatMap(complaints::find)
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)) : caller.complaint(number);
  }
}
