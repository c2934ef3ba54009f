package io.huiyin.flow.delegate;

import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.Var;
import io.huiyin.flow.trace.Trace;
import io.huiyin.identity.Directory;
import io.huiyin.notification.NoticeEvent;
import io.huiyin.sla.Clock;
import io.huiyin.sla.ClockNames;
import io.huiyin.sla.Clocks;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** What {@code sla-escalation} does with the clock that it watches. Each level is told once per deadline. [001] */
@Component
class Escalations {

  /** What was found at the clock, in the routing fact {@code clockState}. */
  private enum Found {
    /** The warning is told to those who hold the work. */
    WARNED,
    /** The warning comes after the deadline and is left out: the breach speaks for itself. */
    TOO_LATE_TO_WARN,
    /** The deadline is missed. */
    BREACHED,
    /** Still not done after the grace period. */
    ESCALATED,
    /** Told, but nobody gets another task: the level's last one is still open, or the rule names no group. */
    IN_HAND,
    /** The deadline has moved meanwhile. */
    NOTHING,
    /** There is nothing left to watch. */
    STOPPED
  }

  private final Clocks clocks;
  private final Deadlines deadlines;
  private final Directory directory;
  private final Announcer announcer;
  private final Trace trace;
  private final java.time.Clock clock;

  Escalations(Clocks clocks, Deadlines deadlines, Directory directory, Announcer announcer, Trace trace,
      java.time.Clock clock) {
    this.clocks = clocks;
    this.deadlines = deadlines;
    this.directory = directory;
    this.announcer = announcer;
    this.trace = trace;
    this.clock = clock;
  }

  private Found look(DelegateExecution execution, Clock watched) {
    var number = watched.number();
    var kind = watched.kind();
    var at = clock.instant();
    if (clocks.markWarned(number, kind, at)) {
      return Found.WARNED;
    }
    if (watched.warnedAt() == null && watched.warnAt() != null && !at.isBefore(watched.dueAt())
        && !Found.TOO_LATE_TO_WARN.name().equals(Var.CLOCK_STATE.find(execution))) {
      return Found.TOO_LATE_TO_WARN;
    }
    return clocks.markBreached(number, kind, at) ? Found.BREACHED
        : clocks.markEscalated(number, kind, at) ? Found.ESCALATED : Found.NOTHING;
  }

  private void act(DelegateExecution execution, Found found, Clock watched) {
    switch (found) {
      case WARNED -> {
        deadlines.status(watched, "AT_RISK");
        note(execution, watched, "SLA_WARNING", "时限预警");
        announcer.holders(watched, NoticeEvent.SLA_WARNING, facts(watched), once(NoticeEvent.SLA_WARNING, watched));
      }
      case BREACHED -> {
        deadlines.status(watched, "BREACHED");
        tell(execution, watched, NoticeEvent.SLA_BREACHED, "超时", watched.escalateTo());
      }
      case ESCALATED -> tell(execution, watched, NoticeEvent.SLA_ESCALATED, "宽限期满仍未完成", watched.escalateNext());
      default -> { }
    }
  }

  private void tell(DelegateExecution execution, Clock watched, NoticeEvent event, String what, String group) {
    if (group == null) {
      note(execution, watched, event.name(), what);
    } else {
      note(execution, watched, event.name(), what + "，升级到" + directory.groupName(group));
      announcer.group(watched.number(), event, group, facts(watched), once(event, watched));
    }
  }

  private void note(DelegateExecution execution, Clock watched, String kind, String what) {
    trace.note(execution, kind, ClockNames.of(watched.kind()) + what + "：" + watched.explanation(),
        Map.of("clock", watched.kind(), "round", watched.round(), "due", watched.dueAt().toString(),
            "rule", watched.ruleId()));
  }

  private Map<String, String> facts(Clock watched) {
    return announcer.about(watched, ClockNames.of(watched.kind()));
  }

  private static String once(NoticeEvent event, Clock watched) {
    return event + ":" + watched.kind() + ":" + watched.round() + ":" + watched.dueAt();
  }

  /** 转入督办: from its warning on, somebody watches over the clock that the step's input {@code clock} names. */
  @FlowBean(as = "supervise")
  static class Supervise implements JavaDelegate {

    private final Deadlines deadlines;

    Supervise(Deadlines deadlines) {
      this.deadlines = deadlines;
    }

    @Override
    public void execute(DelegateExecution execution) {
      deadlines.supervise(Case.number(execution), Var.CLOCK.get(execution));
    }
  }

  /** 登记预警或超时并通知: what has come of the watched clock, and who is to hear of it. */
  @FlowBean(as = "checkClock")
  static class CheckClock implements JavaDelegate {

    private final Escalations escalations;

    CheckClock(Escalations escalations) {
      this.escalations = escalations;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var watched = escalations.deadlines.watched(execution);
      var found = watched.map(clock -> escalations.look(execution, clock)).orElse(Found.STOPPED);
      Var.CLOCK_STATE.set(execution, found.name());
      if (watched.isPresent()) {
        var current = escalations.deadlines.watched(execution).orElseThrow();
        escalations.act(execution, found, current);
        switch (found) {
          case BREACHED -> handOver(execution, "supervising", "escalateTo", current.escalateTo());
          case ESCALATED -> handOver(execution, "deciding", "escalateNext", current.escalateNext());
          default -> { }
        }
      }
    }

    /** The model takes the flag back when the level's task is done. */
    private static void handOver(DelegateExecution execution, String open, String to, String group) {
      if (group == null || Boolean.TRUE.equals(execution.getVariable(open))) {
        Var.CLOCK_STATE.set(execution, Found.IN_HAND.name());
      } else {
        execution.setVariable(to, group);
        execution.setVariable(open, true);
      }
    }
  }
}
