package io.huiyin.flow.delegate;

import io.huiyin.archive.Destruction;
import io.huiyin.archive.Disposal;
import io.huiyin.archive.ErasureRequests;
import io.huiyin.archive.ErasureRequests.Decision;
import io.huiyin.archive.NamedReaders;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.RuleTables;
import io.huiyin.flow.trace.Trace;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.CaseCopies;
import io.huiyin.identity.Directory;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** The steps of {@code erasure-request} (个人信息删除请求). [norm: PIPL 47, 50] */
@Component
class Erasure {

  private static final String RESTRICTED = "restricted";
  private static final Map<Decision, String> WORDS =
      Map.of(Decision.DELETE, "删除", Decision.RESTRICT, "限制处理", Decision.REFUSE, "不予删除");

  private final ErasureRequests requests;
  private final Complaints complaints;
  private final Destruction destruction;
  private final RuleTables tables;
  private final NamedReaders readers;
  private final Disposal disposal;
  private final CaseAccess access;
  private final CaseCopies copies;
  private final Directory directory;
  private final Trace trace;

  Erasure(ErasureRequests requests, Complaints complaints, Destruction destruction, RuleTables tables, NamedReaders readers,
      Disposal disposal, CaseAccess access, CaseCopies copies, Directory directory, Trace trace) {
    this.requests = requests;
    this.complaints = complaints;
    this.destruction = destruction;
    this.tables = tables;
    this.readers = readers;
    this.disposal = disposal;
    this.access = access;
    this.copies = copies;
    this.directory = directory;
    this.trace = trace;
  }

  private static ComplaintNumber number(DelegateTask task) {
    return Case.number(task.getExecution());
  }

  /** Who may still see a case that is only stored. */
  private static Set<String> named(DelegateExecution execution) {
    return Set.of(((String) execution.getVariable("restrictedTo")).split(","));
  }

  private static Decision decision(DelegateTask task) {
    return Decision.valueOf((String) task.getVariable("erasureDecision"));
  }

  /** 登记删除请求: refuses what is no complaint, what is destroyed, and a second request beside one that runs. */
  @FlowBean(as = "openErasure")
  static class Open implements JavaDelegate {

    private final Erasure erasure;

    Open(Erasure erasure) {
      this.erasure = erasure;
    }

    @Override
    public void execute(DelegateExecution execution) {
      if (!Case.isOne(execution) || erasure.complaints.find(Case.number(execution)).isEmpty()) {
        throw new InvalidInput("businessKey", "没有这件投诉，请把投诉编号作为业务键");
      }
      var number = Case.number(execution);
      erasure.destruction.refuseDestroyed(number, "businessKey");
      erasure.requests.open(number, Trace.actor());
      execution.setVariable("identityOutcome", "NOT_YET");
      erasure.trace.note(execution, "ERASURE_REQUESTED", "客户要求删除个人信息", Map.of());
    }
  }

  /** 核实客户身份: how and by whom is on record, whatever the outcome. */
  @FlowBean(as = "recordIdentity")
  static class Identity implements TaskListener {

    private final Erasure erasure;

    Identity(Erasure erasure) {
      this.erasure = erasure;
    }

    @Override
    public void notify(DelegateTask task) {
      erasure.requests.verify(number(task), (String) task.getVariable("identityCheck"),
          "RECOGNISED".equals(task.getVariable("identityOutcome")), Trace.actor());
    }
  }

  /** 登记不予删除: nobody's data are deleted on a stranger's word. [PIPL 50] */
  @FlowBean(as = "refuseUnrecognised")
  static class Unrecognised implements JavaDelegate {

    private static final String GROUND = "《个人信息保护法》第五十条：无法核实请求人的身份";

    private final Erasure erasure;

    Unrecognised(Erasure erasure) {
      this.erasure = erasure;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var number = Case.number(execution);
      erasure.requests.propose(number, Decision.REFUSE, GROUND);
      erasure.requests.decide(number, Decision.REFUSE, null, Trace.actor());
      execution.setVariable("erasureDecision", Decision.REFUSE.name());
      erasure.trace.note(execution, "ERASURE_ASSESSED", "个人信息删除请求：身份未能核实，不予删除",
          Map.of("proposal", WORDS.get(Decision.REFUSE), "legalGround", GROUND));
    }
  }

  /** 查明法律依据: what the table says of the archive as it stands now. */
  @FlowBean(as = "assessErasure")
  static class Assess implements JavaDelegate {

    private final Erasure erasure;

    Assess(Erasure erasure) {
      this.erasure = erasure;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var number = Case.number(execution);
      var standing = erasure.destruction.standing(number);
      var rule = erasure.tables.askOne("erasure-ground",
          Map.of("filed", standing.filed(), "held", standing.held(), "expired", standing.expired()));
      var proposal = Decision.valueOf(rule.text("proposal"));
      execution.setVariable("custodian", erasure.access.custodian(number.value()));
      erasure.requests.propose(number, proposal, rule.text("legalGround"));
      erasure.trace.note(execution, "ERASURE_ASSESSED", "个人信息删除请求：按规则应当" + WORDS.get(proposal),
          Map.of("proposal", WORDS.get(proposal), "legalGround", rule.text("legalGround")));
    }
  }

  /** 决定如何处理: never further than the law's ground goes. */
  @FlowBean(as = "recordErasureDecision")
  static class Decide implements TaskListener {

    private final Erasure erasure;
    private final Authors authors;

    Decide(Erasure erasure, Authors authors) {
      this.erasure = erasure;
      this.authors = authors;
    }

    @Override
    public void notify(DelegateTask task) {
      var number = number(task);
      var proposal = erasure.requests.running(number).orElseThrow().proposal();
      var decision = decision(task);
      if (decision.ordinal() < proposal.ordinal()) {
        throw new InvalidInput("erasureDecision", "按规则应当%s，不能决定%s".formatted(WORDS.get(proposal), WORDS.get(decision)));
      }
      if (decision == Decision.RESTRICT) {
        if (!erasure.complaints.isFiled(number)) {
          throw new InvalidInput("erasureDecision", "案件已重新办理，现在不能限制处理，请决定不予删除");
        }
        named(task.getExecution()).stream().filter(id -> erasure.directory.person(id).isEmpty()).findFirst().ifPresent(unknown -> {
          throw new InvalidInput("restrictedTo", "名单中有人不存在，请从列表中选择");
        });
      }
      erasure.requests.decide(number, decision, (String) task.getVariable("erasureReason"), Trace.actor());
      task.getExecution().setVariable("erasureDecider", String.join(",", authors.of(task)));
    }
  }

  /** 批准删除, by somebody else than who decided it. */
  @FlowBean(as = "approveErasure")
  static class Approve implements TaskListener {

    private final Erasure erasure;

    Approve(Erasure erasure) {
      this.erasure = erasure;
    }

    @Override
    public void notify(DelegateTask task) {
      if ("APPROVED".equals(task.getVariable("erasureApproval"))) {
        erasure.requests.approve(number(task), Trace.actor());
      }
    }
  }

  /** 限制处理: from here on only those who were named see the case; every list and search leaves it out. */
  @FlowBean(as = "restrictCase")
  static class Restrict implements JavaDelegate {

    private final Erasure erasure;

    Restrict(Erasure erasure) {
      this.erasure = erasure;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var number = Case.number(execution);
      var named = named(execution);
      erasure.complaints.restrict(number);
      erasure.disposal.leaveOpenList(number);
      erasure.copies.of(number.value()).forEach(copy -> erasure.copies.takeBack(copy, Trace.actor()));
      erasure.readers.nameOnly(number, named, "应客户要求限制处理", Trace.actor());
      execution.setVariable(RESTRICTED, true);
      erasure.trace.note(execution, "PROCESSING_RESTRICTED", "应客户要求限制处理：只存储和保护，仅 " + named.size() + " 名指定人员可以查看",
          Map.of("persons", named));
    }
  }

  /** 告知客户. */
  @FlowBean(as = "recordErasureTold")
  static class Told implements TaskListener {

    private final Erasure erasure;

    Told(Erasure erasure) {
      this.erasure = erasure;
    }

    @Override
    public void notify(DelegateTask task) {
      erasure.requests.told(number(task), Trace.actor());
    }
  }

  /** The request is over, answered or cancelled. Who told the customer of a restriction does not keep the case. */
  @FlowBean(as = "endErasure")
  static class End implements ExecutionListener {

    private final Erasure erasure;

    End(Erasure erasure) {
      this.erasure = erasure;
    }

    @Override
    public void notify(DelegateExecution execution) {
      if (Case.isOne(execution)) {
        var number = Case.number(execution);
        if (execution.hasVariable(RESTRICTED)) {
          erasure.readers.closeToOthers(number);
        }
        erasure.requests.end(number);
      }
    }
  }
}
