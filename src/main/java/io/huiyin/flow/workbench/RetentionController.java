package io.huiyin.flow.workbench;

import static io.huiyin.flow.workbench.Answers.fresh;

import io.huiyin.archive.Destruction;
import io.huiyin.archive.Destruction.Certificate;
import io.huiyin.archive.ErasureRequests;
import io.huiyin.archive.ErasureRequests.ErasureRequest;
import io.huiyin.archive.LegalHolds;
import io.huiyin.archive.LegalHolds.Hold;
import io.huiyin.flow.desk.ArchiveEnd;
import io.huiyin.identity.AccessLog;
import io.huiyin.identity.CaseAction;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** How long a case file is kept, what holds it, what a customer asked for, and the certificate when it is gone. */
@RestController
@RequestMapping("/camunda/api/ext/archive/{number}")
class RetentionController {

  private static final Set<String> HOLDERS = Set.of("archivist", "board-office");
  private static final Map<String, String> CHECKS = Map.of("CALL_BACK", "回拨登记的电话", "REGISTERED_EMAIL",
      "登记的邮箱确认", "ID_DOCUMENT", "核对身份证件", "ACCOUNT", "会员账号确认", "AUTHORISED", "委托书和双方证件");

  private final Caller caller;
  private final Panels panels;
  private final Destruction destruction;
  private final LegalHolds holds;
  private final ErasureRequests requests;
  private final ArchiveEnd end;
  private final AccessLog log;

  RetentionController(Caller caller, Panels panels, Destruction destruction, LegalHolds holds, ErasureRequests requests,
      ArchiveEnd end, AccessLog log) {
    this.caller = caller;
    this.panels = panels;
    this.destruction = destruction;
    this.holds = holds;
    this.requests = requests;
    this.end = end;
    this.log = log;
  }

  record HoldView(long id, String reason, String placedBy, OffsetDateTime placedAt, String liftReason, String liftedBy,
      OffsetDateTime liftedAt) {
  }

  record ErasureView(String registeredBy, OffsetDateTime registeredAt, String identityCheck, Boolean verified,
      String legalGround, String decision, String reason, String decidedBy, String approvedBy, OffsetDateTime toldAt,
      boolean open) {
  }

  record CertificateView(OffsetDateTime destroyedAt, int entries, String head, Map<String, Object> counts,
      String legalBasis, String ground, String appraisedBy, String approvedBy, boolean filesRemain) {
  }

  record RetentionView(String status, LocalDate until, String legalBasis, boolean expired, boolean held,
      List<HoldView> holds, List<ErasureView> erasures, CertificateView certificate, boolean mayHold,
      boolean mayAskErasure) {
  }

  @GetMapping("/retention")
  ResponseEntity<RetentionView> retention(@PathVariable String number) {
    var complaint = caller.cover(number);
    var person = caller.person();
    log.record(person, number, AccessLog.Action.VIEW, "retention");
    var standing = destruction.standing(complaint.number());
    var asked = requests.of(complaint.number());
    return fresh(new RetentionView(
        standing.destroyed() ? "已销毁" : standing.status().label(), standing.until(), standing.legalBasis(),
        standing.expired(), standing.held(), holds.of(complaint.number()).stream().map(this::view).toList(),
        asked.stream().map(this::view).toList(),
        destruction.certificate(complaint.number()).map(this::view).orElse(null),
        person.isIn(HOLDERS) && !standing.destroyed(),
        caller.mayDo(complaint).contains(CaseAction.ERASURE) && !standing.destroyed() && asked.stream().allMatch(one -> one.endedAt() != null)));
  }

  /** 法律冻结: {@code reason}. */
  @PostMapping("/holds")
  @ResponseStatus(HttpStatus.CREATED)
  void place(@PathVariable String number, @RequestBody Map<String, String> body) {
    var complaint = caller.cover(number);
    caller.only(HOLDERS, "只有档案管理员和董事办可以冻结档案");
    holds.place(complaint.number(), body.get("reason"), caller.person().id());
  }

  /** 解除冻结: {@code reason}. */
  @PostMapping("/holds/{id}/lift")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void lift(@PathVariable String number, @PathVariable long id, @RequestBody Map<String, String> body) {
    var complaint = caller.cover(number);
    caller.only(HOLDERS, "只有档案管理员和董事办可以解除冻结");
    holds.lift(complaint.number(), id, body.get("reason"), caller.person().id());
  }

  /** 登记客户的删除请求: the process takes it from here. */
  @PostMapping("/erasure-requests")
  @ResponseStatus(HttpStatus.CREATED)
  void askErasure(@PathVariable String number) {
    end.askErasure(caller.work(number, CaseAction.ERASURE).number());
  }

  private HoldView view(Hold hold) {
    return new HoldView(hold.id(), hold.reason(), caller.name(hold.placedBy()), panels.at(hold.placedAt()),
        hold.liftReason(), hold.liftedBy() == null ? null : caller.name(hold.liftedBy()), panels.at(hold.liftedAt()));
  }

  private ErasureView view(ErasureRequest one) {
    return new ErasureView(caller.name(one.registeredBy()), panels.at(one.registeredAt()),
        one.identityCheck() == null ? null : CHECKS.getOrDefault(one.identityCheck(), one.identityCheck()),
        one.verified(), one.legalGround(), one.decision() == null ? null : switch (one.decision()) {
          case DELETE -> "删除";
          case RESTRICT -> "限制处理";
          case REFUSE -> "不予删除";
        }, one.reason(), one.decidedBy() == null ? null : caller.name(one.decidedBy()),
        one.approvedBy() == null ? null : caller.name(one.approvedBy()), panels.at(one.toldAt()), one.endedAt() == null);
  }

  private CertificateView view(Certificate one) {
    return new CertificateView(panels.at(one.destroyedAt()), one.entries(), one.head(), one.counts(), one.legalBasis(),
        one.list() != null ? "销毁清册第 " + one.list() + " 号" : "客户的个人信息删除请求第 " + one.erasure() + " 号",
        caller.name(one.appraisedBy()), caller.name(one.approvedBy()), one.filesRemain());
  }
}
