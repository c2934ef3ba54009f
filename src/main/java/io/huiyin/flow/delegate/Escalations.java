package io.huiyin.flow.delegate;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.Var;
import io.huiyin.flow.trace.Trace;
import io.huiyin.notification.NoticeEvent;
import io.huiyin.sla.Clocks;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** The steps of {@code sla-escalation}: warn, mark the breach, escalate again. Each acts once per deadline. [001] */
@Component
class Escalations {

  private final Clocks clocks;
  private final Deadlines deadlines;
  private final Announcer announcer;
  private final Trace trace;
  private final java.time.Clock clock;

  Escalations(Clocks clocks, Deadlines deadlines, Announcer announcer, Trace trace, java.time.Clock clock) {
    this.clocks = clocks;
    this.deadlines = deadlines;
    this.announcer = announcer;
    this.trace = trace;
    this.clock = clock;
  }

  private void step(DelegateExecution execution, String reached, Mark mark, Runnable act) {
    var number = Case.number(execution);
    var kind = Var.CLOCK.get(execution);
    if (mark.claim(number, kind, clock.instant())) {
      execution.setVariable("clockState", reached);
      act.run();
    } else {
      execution.setVariable("clockState", deadlines.open(number, kind).isPresent() ? "MOVED" : "STOPPED");
    }
  }

  private interface Mark {
    boolean claim(ComplaintNumber number, String kind, java.time.Instant at);
  }

  private void tell(DelegateExecution execution, String kind, String text, NoticeEvent event, String group) {
    var number = Case.number(execution);
    var clockKind = Var.CLOCK.get(execution);
    var current = deadlines.open(number, clockKind).orElseThrow();
    trace.note(execution, kind, text.formatted(ClockNames.of(clockKind)) + "：" + current.explanation(),
        Map.of("clock", clockKind, "round", current.round(), "due", current.dueAt().toString(),
            "rule", current.ruleId()));
    var facts = announcer.about(number, current, ClockNames.of(clockKind));
    var once = event + ":" + clockKind + ":" + current.round() + ":" + current.dueAt();
    if (group == null) {
      announcer.holders(number, event, facts, once);
    } else {
      announcer.group(number, event, group, facts, once);
    }
  }

  /** 登记预警并提醒承办人. */
  @FlowBean(as = "warnHolders")
  static class Warn implements JavaDelegate {

    private final Escalations escalations;

    Warn(Escalations escalations) {
      this.escalations = escalations;
    }

    @Override
    public void execute(DelegateExecution execution) {
      escalations.step(execution, "WARNED", escalations.clocks::markWarned, () -> {
        escalations.deadlines.status(Case.number(execution), "AT_RISK");
        escalations.tell(execution, "SLA_WARNING", "%s时限预警", NoticeEvent.SLA_WARNING, null);
      });
    }
  }

  /** 登记超时: the breach is a fact that stays; the manager supervises. */
  @FlowBean(as = "markBreach")
  static class Breach implements JavaDelegate {

    private final Escalations escalations;

    Breach(Escalations escalations) {
      this.escalations = escalations;
    }

    @Override
    public void execute(DelegateExecution execution) {
      escalations.step(execution, "BREACHED", escalations.clocks::markBreached, () -> {
        escalations.deadlines.status(Case.number(execution), "BREACHED");
        escalations.tell(execution, "SLA_BREACHED", "%s超时，升级到客服经理", NoticeEvent.SLA_BREACHED, "cs-manager");
      });
    }
  }

  /** 登记再次升级: still not done after the grace period. */
  @FlowBean(as = "markEscalated")
  static class Escalate implements JavaDelegate {

    private final Escalations escalations;

    Escalate(Escalations escalations) {
      this.escalations = escalations;
    }

    @Override
    public void execute(DelegateExecution execution) {
      escalations.step(execution, "ESCALATED", escalations.clocks::markEscalated, () -> escalations.tell(
          execution, "SLA_ESCALATED", "%s宽限期满仍未完成，升级到董事办", NoticeEvent.SLA_ESCALATED, "board-office"));
    }
  }
}
