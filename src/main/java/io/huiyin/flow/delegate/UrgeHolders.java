package io.huiyin.flow.delegate;

import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.FieldReader;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.trace.Trace;
import io.huiyin.identity.Directory;
import io.huiyin.notification.NoticeEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/**
 * 催办: whoever holds the case is reminded, each person at most once within an hour, whoever urges. Every urge counts.
 * [ours]
 */
@FlowBean(as = "urgeHolders")
class UrgeHolders implements JavaDelegate {

  private static final Duration REST = Duration.ofHours(1);

  private final Complaints complaints;
  private final Announcer announcer;
  private final Directory directory;
  private final Trace trace;
  private final Clock clock;

  UrgeHolders(Complaints complaints, Announcer announcer, Directory directory, Trace trace, Clock clock) {
    this.complaints = complaints;
    this.announcer = announcer;
    this.directory = directory;
    this.trace = trace;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var fields = Case.take(execution, Set.of("reason"));
    var in = new FieldReader(fields, clock.instant());
    in.text("reason", 4_000);
    in.throwIfFaulty();
    var urged = complaints.countUrge(Case.number(execution)); // the row's lock lets one urge pass at a time
    trace.note(execution, "URGED", "第 %d 次催办".formatted(urged.urges()), fields);
    announcer.remindHolders(urged.number(), NoticeEvent.URGED,
        Map.of("by", directory.personName(Trace.actor())), REST);
  }
}
