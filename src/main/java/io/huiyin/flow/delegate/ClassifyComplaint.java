package io.huiyin.flow.delegate;

import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.GroupComplaints;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.Severity;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.Var;
import io.huiyin.flow.trace.Trace;
import io.huiyin.identity.Directory;
import io.huiyin.notification.NoticeEvent;
import io.huiyin.sla.Clocks;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;

/**
 * 受理定级: what the supervisor on duty decides becomes the case's classification. A changed proposal needs a reason;
 * changed ratings move the running clocks. The lead unit's head and the supervisors get a copy. [001]
 */
@FlowBean(as = "classifyComplaint")
class ClassifyComplaint implements TaskListener {

  private final Complaints complaints;
  private final Clocks clocks;
  private final Deadlines deadlines;
  private final CustomerContact customerContact;
  private final GroupComplaints groups;
  private final Conversion conversion;
  private final Trace trace;
  private final Directory directory;
  private final Announcer announcer;
  private final java.time.Clock clock;

  ClassifyComplaint(Complaints complaints, Clocks clocks, Deadlines deadlines, CustomerContact customerContact,
      GroupComplaints groups, Conversion conversion, Trace trace, Directory directory, Announcer announcer,
      java.time.Clock clock) {
    this.complaints = complaints;
    this.clocks = clocks;
    this.deadlines = deadlines;
    this.customerContact = customerContact;
    this.groups = groups;
    this.conversion = conversion;
    this.trace = trace;
    this.directory = directory;
    this.announcer = announcer;
    this.clock = clock;
  }

  @Override
  public void notify(DelegateTask task) {
    var number = Case.number(task.getExecution());
    var before = asAbout(task, complaints.get(number));
    var ratings = before.atLeast(Case.ratings(task));
    var category = Var.CATEGORY.get(task);
    var sensitive = Boolean.TRUE.equals(Var.SENSITIVE.find(task));
    var merged = "MERGED".equals(task.getVariable("acceptance"));
    var accepted = "ACCEPTED".equals(task.getVariable("acceptance"));
    var changed = !ratings.equals(before.atLeast(before.ratings())) || category != before.category();
    var reason = (String) task.getVariable("ratingChangeReason");
    if (changed && (reason == null || reason.isBlank())) {
      throw new InvalidInput("ratingChangeReason", "类别或定级与系统建议不同，请说明理由");
    }
    if (before.sensitive() && !sensitive) {
      throw new InvalidInput("sensitive", "本案已标记高度敏感，请保留勾选；确需取消的，请董事办在档案台说明理由取消");
    }
    if (accepted && directory.members(Var.LEAD_UNIT.get(task)).isEmpty()) {
      throw new InvalidInput("leadUnit", "没有这个责任单位，或单位里还没有人，请从列表中选择");
    }
    if (merged) {
      var leading = groups.merge(number, (String) task.getVariable("leadingCase"), Trace.actor());
      trace.note(task.getExecution(), "MERGED", "并入牵头投诉 " + leading + "，等待其处理结果",
          Map.of("leadingCase", leading.value()));
    }
    Case.setRatings(task, ratings);
    complaints.classify(number, category, ratings, sensitive, accepted ? Var.LEAD_UNIT.find(task) : null,
        CaseStatus.IN_PROGRESS);
    var dates = deadlines.dates(number);
    if (accepted || merged) {
      clocks.accept(number, ratings, Trace.actor(), clock.instant());
    } else if (!ratings.equals(before.ratings())) {
      clocks.regrade(number, ratings, reason, Trace.actor(), clock.instant());
    }
    if (!ratings.equals(before.ratings())) {
      deadlines.voidExtensions(number);
    }
    if (!dates.equals(deadlines.dates(number))) {
      deadlines.redate(number);
    }
    if (accepted && ratings.severity() != Severity.MINOR) {
      var unit = Var.LEAD_UNIT.get(task);
      var facts = Map.of("unit", directory.groupName(unit), "category", category.label());
      announcer.group(number, NoticeEvent.CASE_COPIED, unit + "-head", facts, "copied");
    }
    customerContact.hears(number, before.ratings(), ratings);
  }

  /** The case as it now shows: the issue point and the category decide whom and what else it belongs to. [001][003] */
  private Complaint asAbout(DelegateTask task, Complaint complaint) {
    var number = complaint.number();
    var issuePoint = (String) task.getVariable("issuePoint");
    if (issuePoint != null && !issuePoint.isBlank() && !issuePoint.strip().equals(complaint.issuePoint())) {
      conversion.check(task, complaints.aboutIssuePoint(number, issuePoint.strip()));
    }
    var category = Var.CATEGORY.get(task);
    if (!complaint.repeat() && !complaints.earlierOfSameCustomer(complaint.about(category)).isEmpty()) {
      complaints.markRepeat(number);
      Var.REPEAT.set(task, true);
    }
    return complaints.get(number);
  }
}
