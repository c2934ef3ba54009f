package io.huiyin.flow.delegate;

import io.huiyin.complaint.Complaints;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.RuleTables;
import io.huiyin.identity.Directory;
import io.huiyin.notification.NoticeEvent;
import io.huiyin.sla.Amount;
import io.huiyin.sla.WorkingCalendar;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** 改善通报: the board office circulates how the improvement goes until it holds. [003] */
final class Circulars {

  private Circulars() {
  }

  /** 安排下次通报: the table {@code circular-cadence} says when, by the ratings that the case has now. */
  @FlowBean(as = "scheduleCircular")
  static class Schedule implements JavaDelegate {

    private final Complaints complaints;
    private final RuleTables tables;
    private final WorkingCalendar calendar;
    private final Clock clock;

    Schedule(Complaints complaints, RuleTables tables, WorkingCalendar calendar, Clock clock) {
      this.complaints = complaints;
      this.tables = tables;
      this.calendar = calendar;
      this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var ratings = complaints.get(Case.number(execution)).ratings();
      var interval = tables.askOne("circular-cadence",
          Map.of("severity", ratings.severity().name(), "complexity", ratings.complexity().name())).text("interval");
      execution.setVariable("circularDueAt", Date.from(Amount.parse(interval).after(clock.instant(), calendar)));
    }
  }

  /** 发出通报 to CS manager, general manager and the responsible unit. */
  @FlowBean(as = "sendCircular")
  static class Send implements JavaDelegate {

    private static final List<String> TOLD = List.of("cs-manager", "general-manager");

    private final Complaints complaints;
    private final Submissions submissions;
    private final Directory directory;
    private final Announcer announcer;

    Send(Complaints complaints, Submissions submissions, Directory directory, Announcer announcer) {
      this.complaints = complaints;
      this.submissions = submissions;
      this.directory = directory;
      this.announcer = announcer;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var number = Case.number(execution);
      var complaint = complaints.get(number);
      var facts = Map.of("severity", complaint.ratings().severity().label(),
          "category", complaint.category().label(), "unit", directory.groupName(complaint.leadUnit()),
          "decision", "CONFIRMED".equals(execution.getVariable("improvement")) ? "改善已确认" : "改善进行中",
          "explanation", submissions.latest(number, "improvementStatus"));
      Stream.concat(TOLD.stream(), Stream.of(complaint.leadUnit()))
          .forEach(group -> announcer.group(number, NoticeEvent.IMPROVEMENT_CIRCULAR, group, facts, null));
    }
  }
}
