package io.huiyin.flow.delegate;

import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.trace.Trace;
import io.huiyin.notification.NoticeEvent;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** 催办: whoever holds the case is reminded, at most once per hour and person. [ours] */
@FlowBean(as = "urgeHolders")
class UrgeHolders implements JavaDelegate {

  private final Announcer announcer;
  private final Trace trace;
  private final Clock clock;

  UrgeHolders(Announcer announcer, Trace trace, Clock clock) {
    this.announcer = announcer;
    this.trace = trace;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    trace.note(execution, "URGED", "催办", Case.take(execution, Set.of("reason")));
    var hour = clock.instant().truncatedTo(ChronoUnit.HOURS);
    announcer.holders(Case.number(execution), NoticeEvent.URGED, Map.of(), "urge:" + hour);
  }
}
