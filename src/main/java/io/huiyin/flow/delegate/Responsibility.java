package io.huiyin.flow.delegate;

import io.huiyin.archive.Archives;
import io.huiyin.archive.NewEntry;
import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.CorrectiveActions;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.Responsibilities;
import io.huiyin.complaint.ResponsibilitySplit;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.RuleTables;
import io.huiyin.flow.trace.Trace;
import io.huiyin.identity.Directory;
import io.huiyin.notification.NoticeEvent;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** 责任认定: the board office splits the responsibility between units and may order a corrective action. [003][004] */
@Component
public class Responsibility {

  private static final List<String> CUSTOMER_SERVICE = List.of("cs-supervisor", "cs-manager");

  private final Complaints complaints;
  private final Responsibilities responsibilities;
  private final CorrectiveActions actions;
  private final Archives archives;
  private final RuleTables tables;
  private final Directory directory;
  private final Announcer announcer;
  private final Trace trace;
  private final Clock clock;

  Responsibility(Complaints complaints, Responsibilities responsibilities, CorrectiveActions actions,
      Archives archives, RuleTables tables, Directory directory, Announcer announcer, Trace trace, Clock clock) {
    this.complaints = complaints;
    this.responsibilities = responsibilities;
    this.actions = actions;
    this.archives = archives;
    this.tables = tables;
    this.directory = directory;
    this.announcer = announcer;
    this.trace = trace;
    this.clock = clock;
  }

  /** A split in words. */
  public String words(ResponsibilitySplit split) {
    return split.shares().stream().map(share -> directory.groupName(share.unit()) + " " + share.percent() + "%")
        .collect(Collectors.joining("，"));
  }

  private RuleTables.Answer need(Complaint complaint) {
    return tables.askOne("corrective-action-order", Map.of(
        "severity", complaint.ratings().severity().name(), "complexity", complaint.ratings().complexity().name(),
        "issuePointCount", actions.complaintsAboutIssuePointOf(complaint)));
  }

  /** 判断是否必须采取纠正措施, for the board office to see and for the path to take. */
  @FlowBean(as = "correctiveNeed")
  static class Need implements JavaDelegate {

    private final Responsibility responsibility;

    Need(Responsibility responsibility) {
      this.responsibility = responsibility;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var complaint = responsibility.complaints.get(Case.number(execution));
      execution.setVariable("severity", complaint.ratings().severity().name());
      execution.setVariable("correctiveMandatory", responsibility.need(complaint).flag("mandatory"));
    }
  }

  /** 责任认定 is decided: the split, and whether a corrective action is ordered, shared with another case, or left out. */
  @FlowBean(as = "recordResponsibility")
  static class Decided implements TaskListener {

    private final Responsibility responsibility;

    Decided(Responsibility responsibility) {
      this.responsibility = responsibility;
    }

    @Override
    public void notify(DelegateTask task) {
      responsibility.decide(task, ResponsibilitySplit.parse((String) task.getVariable("split")));
    }
  }

  private void decide(DelegateTask task, ResponsibilitySplit split) {
    for (var line = 0; line < split.shares().size(); line++) {
      if (directory.members(split.shares().get(line).unit()).isEmpty()) {
        throw new InvalidInput("split", "“责任划分”第 %d 行的责任单位不存在，或单位里还没有人，请从列表中选择".formatted(line + 1));
      }
    }
    var complaint = complaints.get(Case.number(task.getExecution()));
    switch ((String) task.getVariable("correctiveDecision")) {
      case "ORDER" -> checkOrder(complaint, (String) task.getVariable("correctiveUnit"));
      case "LINK" -> link(task, complaint);
      default -> checkNone(complaint);
    }
    responsibilities.decide(complaint.number(), split, Trace.actor());
    var words = words(split);
    trace.note(task.getExecution(), "RESPONSIBILITY_DECIDED", "责任认定：" + words, Map.of("split", split.code()));
    tell(complaint, split, words);
  }

  private void checkOrder(Complaint complaint, String unit) {
    if (directory.members(unit).isEmpty()) {
      throw new InvalidInput("correctiveUnit", "没有这个责任单位，或单位里还没有人，请从列表中选择");
    }
    if (actions.running(complaint.number()).isPresent()) {
      throw new InvalidInput("correctiveDecision", "本案已有正在进行的纠正/预防措施，不能再下达；请选择不再下达");
    }
  }

  private void link(DelegateTask task, Complaint complaint) {
    var shared = actions.runningAbout(complaint)
        .filter(action -> actions.link(complaint.number(), action, Trace.actor()))
        .orElseThrow(() -> new InvalidInput("correctiveDecision", "没有针对同一问题点正在进行的纠正/预防措施，不能并入"));
    trace.note(task.getExecution(), "CORRECTIVE_LINKED", "并入 " + shared.number() + " 的纠正/预防措施",
        Map.of("action", shared.number().value()));
    archives.append(shared.number(), List.of(new NewEntry("CORRECTIVE_LINKED",
        "投诉 " + complaint.number() + " 并入本案的纠正/预防措施", Trace.actor(), "SYSTEM", clock.instant(),
        Map.of("linked", complaint.number().value()))));
  }

  private void checkNone(Complaint complaint) {
    var need = need(complaint);
    if (need.flag("mandatory") && actions.running(complaint.number()).isEmpty()) {
      throw new InvalidInput("correctiveDecision", need.text("reason") + "，必须采取纠正/预防措施，请下达或并入");
    }
  }

  private void tell(Complaint complaint, ResponsibilitySplit split, String words) {
    var facts = new HashMap<>(Map.of("split", words, "category", complaint.category().label()));
    var once = "responsibility:" + clock.instant();
    CUSTOMER_SERVICE.forEach(group ->
        announcer.group(complaint.number(), NoticeEvent.RESPONSIBILITY_DECIDED, group, facts, once));
    split.shares().forEach(share ->
        announcer.group(complaint.number(), NoticeEvent.RESPONSIBILITY_DECIDED, share.unit(), facts, once));
  }
}
