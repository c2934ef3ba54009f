package io.huiyin.flow.delegate;

import io.huiyin.complaint.Complaints;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.identity.Directory;
import io.huiyin.notification.NoticeEvent;
import io.huiyin.sla.Clock;
import java.util.HashMap;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** 通知三方: a MAJOR, SERIOUS or EXTREME case is told to CS manager, general manager and board office at once. [003][004] */
@FlowBean(as = "notifyManagement")
class Management implements JavaDelegate {

  private static final List<String> TOLD = List.of("cs-manager", "general-manager", "board-office");

  private final Complaints complaints;
  private final Deadlines deadlines;
  private final Directory directory;
  private final Announcer announcer;

  Management(Complaints complaints, Deadlines deadlines, Directory directory, Announcer announcer) {
    this.complaints = complaints;
    this.deadlines = deadlines;
    this.directory = directory;
    this.announcer = announcer;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var number = Case.number(execution);
    var complaint = complaints.get(number);
    var facts = new HashMap<String, String>();
    facts.put("severity", complaint.ratings().severity().label());
    facts.put("category", complaint.category().label());
    facts.put("unit", complaint.leadUnit() == null ? "待定" : directory.groupName(complaint.leadUnit()));
    deadlines.open(number, Clock.RESOLUTION).ifPresent(clock -> facts.put("due", announcer.minute(clock.dueAt())));
    TOLD.forEach(group -> announcer.group(number, NoticeEvent.MAJOR_CASE, group, facts, "major"));
  }
}
