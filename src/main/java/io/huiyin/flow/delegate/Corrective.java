package io.huiyin.flow.delegate;

import io.huiyin.archive.Archives;
import io.huiyin.archive.Destruction;
import io.huiyin.archive.NewEntry;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.CorrectiveAction;
import io.huiyin.complaint.CorrectiveActions;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.Measure;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.trace.Trace;
import io.huiyin.identity.Directory;
import io.huiyin.notification.NoticeEvent;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;

/** The steps of {@code corrective-action}, and what its models ask about measures. [003] */
@FlowBean(as = "corrective")
public class Corrective {

  private static final LocalTime VISIT_FROM = LocalTime.of(9, 0);
  private static final String UNIT = "correctiveUnit";

  private final Complaints complaints;
  private final CorrectiveActions actions;
  private final Archives archives;
  private final Destruction destruction;
  private final Directory directory;
  private final Announcer announcer;
  private final Trace trace;
  private final Clock clock;

  Corrective(Complaints complaints, CorrectiveActions actions, Archives archives, Destruction destruction,
      Directory directory, Announcer announcer, Trace trace, Clock clock) {
    this.complaints = complaints;
    this.actions = actions;
    this.archives = archives;
    this.destruction = destruction;
    this.directory = directory;
    this.announcer = announcer;
    this.trace = trace;
    this.clock = clock;
  }

  /** The measures that are to be carried out now: one task each. */
  public Collection<Long> openMeasures(DelegateExecution execution) {
    return actions.openMeasures(Case.number(execution));
  }

  /** User id of who carries a measure out. */
  public String owner(long measure) {
    return actions.measure(measure).owner();
  }

  /** The end of the day until which a measure is to be done. */
  public Date dueAt(long measure) {
    return Date.from(actions.measure(measure).dueOn().plusDays(1).atStartOfDay(clock.getZone()).toInstant());
  }

  /** How an action stands, in words. */
  public String words(CorrectiveAction action, ComplaintNumber of) {
    return (action.number().equals(of) ? "" : "并入 " + action.number() + "，")
        + (action.unit() == null ? "待指定单位" : directory.groupName(action.unit())) + "，第 " + action.round() + " 轮，"
        + (action.verifiedAt() != null ? "效果已确认" : action.endedAt() != null ? "已终止" : "进行中");
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), clock.getZone());
  }

  private void checkUnit(String unit) {
    if (directory.members(unit).isEmpty()) {
      throw new InvalidInput(UNIT, "没有这个责任单位，或单位里还没有人，请从列表中选择");
    }
  }

  private LocalDate notPast(DelegateTask task, String field, String label) {
    var date = LocalDate.parse((String) task.getVariable(field));
    if (date.isBefore(today())) {
      throw new InvalidInput(field, "“%s”不能早于今天".formatted(label));
    }
    return date;
  }

  private void visitOn(DelegateTask task) {
    var visit = notPast(task, "returnVisitOn", "回访日期").atTime(VISIT_FROM).atZone(clock.getZone()).toInstant();
    task.setVariable("returnVisitAt", Date.from(visit));
  }

  /** Says something in the files of the complaints that rely on the action. */
  private void tellLinked(CorrectiveAction action, String kind, String what) {
    for (var linked : actions.linkedTo(action)) {
      archives.trace(linked, List.of(new NewEntry(kind, "并入 %s 的纠正/预防措施：%s".formatted(action.number(), what),
          Trace.actor(), "SYSTEM", clock.instant(), Map.of("action", action.number().value(), "round", action.round()))));
    }
  }

  /** 开立措施: refuses what is no complaint, and a second action beside one that runs. */
  @FlowBean(as = "openCorrective")
  static class Open implements JavaDelegate {

    private final Corrective corrective;

    Open(Corrective corrective) {
      this.corrective = corrective;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var complaint = Case.isOne(execution) ? corrective.complaints.find(Case.number(execution)) : null;
      if (complaint == null || complaint.isEmpty()) {
        throw new InvalidInput("businessKey", "没有这件投诉，请把投诉编号作为业务键");
      }
      corrective.destruction.refuseClosed(complaint.get().number(), "businessKey");
      if (corrective.actions.running(complaint.get().number()).isPresent()) {
        throw new InvalidInput("businessKey", "这件投诉已有正在进行的纠正/预防措施");
      }
      var unit = (String) execution.getVariable(UNIT);
      if (unit != null) {
        corrective.checkUnit(unit);
      }
      execution.setVariable(UNIT, unit);
      corrective.actions.open(complaint.get(), unit, Trace.actor());
      corrective.trace.note(execution, "CORRECTIVE_ORDERED", "下达纠正/预防措施，"
          + (unit == null ? "责任单位待董事办指定" : "由" + corrective.directory.groupName(unit) + "报告"), Map.of());
    }
  }

  /** 指定责任单位, for an action that was started on its own. */
  @FlowBean(as = "recordCorrectiveOrder")
  static class Ordered implements TaskListener {

    private final Corrective corrective;

    Ordered(Corrective corrective) {
      this.corrective = corrective;
    }

    @Override
    public void notify(DelegateTask task) {
      var unit = (String) task.getVariable(UNIT);
      corrective.checkUnit(unit);
      corrective.actions.assign(Case.number(task.getExecution()), unit);
    }
  }

  /** 提交报告: its problem and measures go on file; each measure has an owner who exists, and a date to come. */
  @FlowBean(as = "recordCorrectiveReport")
  static class Reported implements TaskListener {

    private final Corrective corrective;

    Reported(Corrective corrective) {
      this.corrective = corrective;
    }

    @Override
    public void notify(DelegateTask task) {
      var measures = Measure.parse((String) task.getVariable("correctiveMeasures"));
      for (var line = 0; line < measures.size(); line++) {
        if (corrective.directory.person(measures.get(line).owner()).isEmpty()) {
          throw new InvalidInput("correctiveMeasures", "“措施清单”第 %d 行的负责人不存在，请从列表中选择".formatted(line + 1));
        }
        if (measures.get(line).dueOn().isBefore(corrective.today())) {
          throw new InvalidInput("correctiveMeasures", "“措施清单”第 %d 行的完成日期不能早于今天".formatted(line + 1));
        }
      }
      corrective.actions.report(Case.number(task.getExecution()), (String) task.getVariable("problem"), measures);
    }
  }

  /** 落实措施: done, by its owner or a colleague. */
  @FlowBean(as = "recordMeasureDone")
  static class Done implements TaskListener {

    private final Corrective corrective;

    Done(Corrective corrective) {
      this.corrective = corrective;
    }

    @Override
    public void notify(DelegateTask task) {
      var on = LocalDate.parse((String) task.getVariable("measureDoneOn"));
      if (on.isAfter(corrective.today())) {
        throw new InvalidInput("measureDoneOn", "“完成日期”不能晚于今天");
      }
      corrective.actions.done(((Number) task.getVariable("measureId")).longValue(), on);
    }
  }

  /** 提醒负责人和客服经理: a measure is not done by its date. */
  @FlowBean(as = "remindMeasureOwner")
  static class Overdue implements JavaDelegate {

    private final Corrective corrective;

    Overdue(Corrective corrective) {
      this.corrective = corrective;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var number = Case.number(execution);
      var id = ((Number) execution.getVariable("measureId")).longValue();
      var measure = corrective.actions.measure(id);
      var facts = Map.of("task", "落实措施", "due", measure.dueOn().toString(), "reason", "纠正/预防措施到期未完成");
      corrective.trace.note(execution, "MEASURE_OVERDUE", "纠正/预防措施到期未完成，提醒负责人和客服经理",
          Map.of("measure", id, "owner", measure.owner(), "due", measure.dueOn().toString()));
      corrective.announcer.person(number, NoticeEvent.URGED, measure.owner(), facts, "measure:" + id);
      corrective.announcer.group(number, NoticeEvent.URGED, "cs-manager", facts, "measure:" + id);
    }
  }

  /** 确认效果: an effective action gets the date of its return visit. */
  @FlowBean(as = "recordEffect")
  static class Effect implements TaskListener {

    private final Corrective corrective;

    Effect(Corrective corrective) {
      this.corrective = corrective;
    }

    @Override
    public void notify(DelegateTask task) {
      if ("EFFECTIVE".equals(task.getVariable("effect"))) {
        corrective.visitOn(task);
      }
    }
  }

  /** 登记措施有效: from here on the retention counts anew, and the linked complaints are told. */
  @FlowBean(as = "verifyCorrective")
  static class Verify implements JavaDelegate {

    private final Corrective corrective;
    private final Retention retention;

    Verify(Corrective corrective, Retention retention) {
      this.corrective = corrective;
      this.retention = retention;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var number = Case.number(execution);
      corrective.actions.verify(number);
      var action = corrective.actions.running(number).orElseThrow();
      var what = "第 %d 轮措施已确认有效".formatted(action.round());
      corrective.trace.note(execution, "CORRECTIVE_VERIFIED", "纠正/预防措施：" + what, Map.of("round", action.round()));
      corrective.tellLinked(action, "CORRECTIVE_VERIFIED", what);
      confirmed(number);
      corrective.actions.linkedTo(action).forEach(this::confirmed);
    }

    private void confirmed(ComplaintNumber number) {
      retention.renew(number, "纠正/预防措施已确认有效", Trace.actor());
    }
  }

  /** 重新整改: not effective, or the fault came back. A new round with a report of its own. */
  @FlowBean(as = "correctAgain")
  static class Again implements JavaDelegate {

    private final Corrective corrective;

    Again(Corrective corrective) {
      this.corrective = corrective;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var number = Case.number(execution);
      corrective.actions.again(number);
      var action = corrective.actions.running(number).orElseThrow();
      var what = "措施未能奏效，开始第 %d 轮".formatted(action.round());
      corrective.trace.note(execution, "CORRECTIVE_AGAIN", "纠正/预防措施：" + what, Map.of("round", action.round()));
      corrective.tellLinked(action, "CORRECTIVE_AGAIN", what);
    }
  }

  /** 回访: the improvement holds, is to be looked at once more, or the fault came back. */
  @FlowBean(as = "recordReturnVisit")
  static class Visited implements TaskListener {

    private final Corrective corrective;

    Visited(Corrective corrective) {
      this.corrective = corrective;
    }

    @Override
    public void notify(DelegateTask task) {
      if ("AGAIN".equals(task.getVariable("improvement"))) {
        corrective.visitOn(task);
      }
    }
  }

  /** The process is over, at its end or because its case was withdrawn. */
  @FlowBean(as = "endCorrective")
  static class End implements ExecutionListener {

    private final Corrective corrective;

    End(Corrective corrective) {
      this.corrective = corrective;
    }

    @Override
    public void notify(DelegateExecution execution) {
      var running = corrective.actions.running(Case.number(execution));
      running.ifPresent(action -> {
        corrective.actions.end(action.number());
        if (action.verifiedAt() == null) {
          corrective.tellLinked(action, "CORRECTIVE_ENDED", "已终止，未确认有效");
        }
      });
    }
  }
}
