package io.huiyin.flow.delegate;

import io.huiyin.archive.ArchiveStatus;
import io.huiyin.archive.Completeness;
import io.huiyin.archive.FilingFacts;
import io.huiyin.archive.PaperLocation;
import io.huiyin.archive.RequiredDocument;
import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.RuleTables;
import io.huiyin.flow.trace.Trace;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** 归档: required documents by category, waiver with a reason, filing with the retention term. [000] */
@Component
public class Filing {

  private final Complaints complaints;
  private final Completeness completeness;
  private final RuleTables tables;
  private final Submissions submissions;
  private final Retention retention;
  private final Trace trace;
  private final Clock clock;

  Filing(Complaints complaints, Completeness completeness, RuleTables tables, Submissions submissions,
      Retention retention, Trace trace, Clock clock) {
    this.complaints = complaints;
    this.completeness = completeness;
    this.tables = tables;
    this.submissions = submissions;
    this.retention = retention;
    this.trace = trace;
    this.clock = clock;
  }

  /** The mandatory documents that the case's file still lacks. */
  public List<RequiredDocument> missing(ComplaintNumber number) {
    return completeness.missing(number, required(complaints.get(number)));
  }

  /** What the file must hold; a case that ended without being handled needs none. */
  private List<RequiredDocument> required(Complaint complaint) {
    return switch (complaint.status()) {
      case DECLINED, EXPLAINED, WITHDRAWN -> List.of();
      default -> tables.ask("required-documents", Map.of("category", complaint.category().name(),
              "channel", complaint.channel().name())).stream()
          .map(rule -> new RequiredDocument(rule.text("documentType"), rule.text("label"), rule.flag("mandatory"),
              rule.text("whoBrings"))).toList();
    };
  }

  /** 核对必备材料. */
  @FlowBean(as = "checkDocuments")
  static class Check implements JavaDelegate {

    private final Filing filing;

    Check(Filing filing) {
      this.filing = filing;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var missing = filing.missing(Case.number(execution));
      execution.setVariable("documentsMissing", !missing.isEmpty());
      if (!missing.isEmpty()) {
        filing.trace.note(execution, "DOCUMENTS_MISSING", "归档前缺少必备材料："
            + missing.stream().map(RequiredDocument::label).collect(Collectors.joining("、")), Map.of());
      }
    }
  }

  /** 审核免交申请: an approved waiver counts for every document that is missing now, with its reason. */
  @FlowBean(as = "waiveDocuments")
  static class Waive implements TaskListener {

    private final Filing filing;

    Waive(Filing filing) {
      this.filing = filing;
    }

    @Override
    public void notify(DelegateTask task) {
      if ("APPROVED".equals(task.getVariable("waiverDecision"))) {
        var number = Case.number(task.getExecution());
        filing.missing(number).forEach(document -> filing.completeness.waive(number, document.code(),
            (String) task.getVariable("waiverComment"), Trace.actor()));
      }
    }
  }

  /** 确定保管期限并归档: the term comes from {@link Retention}. */
  @FlowBean(as = "fileArchive")
  static class File implements JavaDelegate {

    private final Filing filing;

    File(Filing filing) {
      this.filing = filing;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var number = Case.number(execution);
      var complaint = filing.complaints.get(number);
      var term = filing.retention.of(complaint);
      var status = ArchiveStatus.valueOf((String) execution.getVariable("archiveStatus"));
      filing.completeness.file(number, filing.required(complaint),
          new FilingFacts(term.until(), term.legalBasis(), filing.paper(number), status), Trace.actor(),
          filing.clock.instant());
      switch (complaint.status()) {
        case DECLINED, EXPLAINED, WITHDRAWN -> { }
        default -> filing.complaints.status(number, CaseStatus.FILED);
      }
      filing.complaints.filed(number);
    }
  }

  private PaperLocation paper(ComplaintNumber number) {
    var cabinet = submissions.latest(number, "cabinet");
    return cabinet.isEmpty() ? null : new PaperLocation(cabinet, submissions.latest(number, "box"),
        submissions.latest(number, "position"), submissions.latest(number, "keyHolder"));
  }
}
