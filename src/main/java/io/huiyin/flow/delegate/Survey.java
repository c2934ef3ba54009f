package io.huiyin.flow.delegate;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.FieldError;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.trace.Trace;
import io.huiyin.notification.NoticeEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** 满意度: the invitation, the reminder, and the scores that come back. [001] */
final class Survey {

  private static final List<String> SCORES = List.of("efficiency", "attitude", "solution");

  private Survey() {
  }

  /** Sends a text to the customer, once per round; the step's input {@code event} says which. */
  @FlowBean(as = "notifyCustomer")
  static class NotifyCustomer implements JavaDelegate {

    private final Announcer announcer;
    private final Deadlines deadlines;
    private final Complaints complaints;

    NotifyCustomer(Announcer announcer, Deadlines deadlines, Complaints complaints) {
      this.complaints = complaints;
      this.announcer = announcer;
      this.deadlines = deadlines;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var number = Case.number(execution);
      var event = NoticeEvent.valueOf((String) execution.getVariableLocal("event"));
      var round = complaints.get(number).round();
      announcer.customer(number, event, facts(number), round == 1 ? event.name() : event.name() + ":" + round);
    }

    private Map<String, String> facts(ComplaintNumber number) {
      return deadlines.open(number, "SURVEY_ANSWER").map(clock -> Map.of("due", announcer.minute(clock.dueAt())))
          .orElse(Map.of());
    }
  }

  /** 登记评价: scores from the task, or from the message {@code SurveyAnswered}. */
  @FlowBean(as = "recordSurvey")
  static class RecordSurvey implements JavaDelegate {

    private final Trace trace;

    RecordSurvey(Trace trace) {
      this.trace = trace;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var facts = new HashMap<String, Object>(Case.take(execution, Set.of("suggestion")));
      var faults = new ArrayList<FieldError>();
      for (var name : SCORES) {
        if (execution.getVariable(name) instanceof Number score && score.intValue() == score.doubleValue()
            && score.intValue() >= 1 && score.intValue() <= 5) {
          facts.put(name, score.intValue());
        } else {
          faults.add(new FieldError(name, "应为 1 至 5 的整数"));
        }
      }
      if (!faults.isEmpty()) {
        throw new InvalidInput(faults);
      }
      trace.note(execution, "SURVEYED", "客户评价：处理效率 %s 分，服务态度 %s 分，解决方案 %s 分".formatted(
          facts.get("efficiency"), facts.get("attitude"), facts.get("solution")), facts);
    }
  }
}
