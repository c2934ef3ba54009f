package io.huiyin.flow.delegate;

import io.huiyin.archive.ArchiveStatus;
import io.huiyin.archive.CheckReport;
import io.huiyin.archive.Completeness;
import io.huiyin.archive.FilingFacts;
import io.huiyin.archive.FilingRules;
import io.huiyin.archive.FourChecks;
import io.huiyin.archive.PaperLocation;
import io.huiyin.archive.RequiredDocument;
import io.huiyin.archive.Urgency;
import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.Category;
import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.RuleTables;
import io.huiyin.flow.trace.Trace;
import io.huiyin.flow.trace.TracePlugin;
import io.huiyin.identity.Directory;
import io.huiyin.identity.Person;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** 归档: required documents by category, waiver with a reason, the four checks, filing with the retention term. [000] */
@Component
public class Filing implements FilingRules {

  /** A document that the unit responsible for the case brings, in the rule table. */
  private static final String LEAD_UNIT = "lead-unit";
  /** A document that whoever registered the case brings, in the rule table. */
  private static final String REGISTRAR = "registrar";
  private static final String CUSTOMER_SERVICE = "cs-agent";
  /** An older report says nothing about the file that is being put away. */
  private static final Duration REPORT_HOLDS = Duration.ofDays(1);


  private final Complaints complaints;
  private final Completeness completeness;
  private final RuleTables tables;
  private final Submissions submissions;
  private final Retention retention;
  private final FourChecks checks;
  private final Directory directory;
  private final Trace trace;
  private final TracePlugin record;
  private final Clock clock;

  Filing(Complaints complaints, Completeness completeness, RuleTables tables, Submissions submissions,
      Retention retention, FourChecks checks, Directory directory, Trace trace, TracePlugin record, Clock clock) {
    this.complaints = complaints;
    this.completeness = completeness;
    this.tables = tables;
    this.submissions = submissions;
    this.retention = retention;
    this.checks = checks;
    this.directory = directory;
    this.trace = trace;
    this.record = record;
    this.clock = clock;
  }

  /** The mandatory documents that the case's file still lacks. */
  public List<RequiredDocument> missing(ComplaintNumber number) {
    return completeness.missing(number, required(complaints.get(number)));
  }

  @Override
  public List<RequiredDocument> required(ComplaintNumber number) {
    return required(complaints.get(number));
  }

  /** What the file must hold and who has to bring it; a case that ended without being handled needs nothing. */
  private List<RequiredDocument> required(Complaint complaint) {
    return switch (complaint.status()) {
      case DECLINED, EXPLAINED, WITHDRAWN -> List.of();
      default -> tables.ask("required-documents", Map.of("category", complaint.category().name(),
              "channel", complaint.channel().name())).stream()
          .map(rule -> new RequiredDocument(rule.text("documentType"), rule.text("label"), rule.flag("mandatory"),
              bringer(complaint, rule.text("whoBrings")))).toList();
    };
  }

  /** Group or person; customer service brings what would be a unit's or a colleague's that is not there. */
  private String bringer(Complaint complaint, String whoBrings) {
    return switch (whoBrings) {
      case LEAD_UNIT -> complaint.leadUnit() == null ? CUSTOMER_SERVICE : complaint.leadUnit();
      case REGISTRAR -> directory.person(complaint.registeredBy())
          .filter(person -> person.groups().contains(CUSTOMER_SERVICE)).map(Person::id).orElse(CUSTOMER_SERVICE);
      default -> whoBrings;
    };
  }

  /** The mandatory documents that the file lacks and this group or person has to bring. */
  private List<RequiredDocument> missing(ComplaintNumber number, String bringer) {
    return missing(number).stream().filter(document -> document.whoBrings().equals(bringer)).toList();
  }

  private String words(List<RequiredDocument> documents) {
    return documents.stream().map(document -> document.words(directory)).collect(Collectors.joining("、"));
  }

  /** What a multi-instance step calls for those who bring documents: {@code ${bringers.group(bringer)}}. */
  @FlowBean(as = "bringers")
  public static class Bringers {

    private final Filing filing;

    Bringers(Filing filing) {
      this.filing = filing;
    }

    /** The group that may take the task; none where a person has it. */
    public List<String> group(String bringer) {
      return filing.directory.person(bringer).isPresent() ? List.of() : List.of(bringer);
    }

    /** The person who has the task, or {@code null} where it waits for a group. */
    public String person(String bringer) {
      return filing.directory.person(bringer).map(Person::id).orElse(null);
    }
  }

  /** 核对必备材料: what is missing, and of whom. */
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
        execution.setVariable("bringersMissing",
            missing.stream().map(RequiredDocument::whoBrings).distinct().collect(Collectors.joining(",")));
        filing.trace.note(execution, "DOCUMENTS_MISSING", "归档前缺少必备材料：" + filing.words(missing), Map.of());
      }
    }
  }

  /** 补齐材料: who says that all is there has brought all that is expected from there. */
  @FlowBean(as = "demandDocuments")
  static class Demand implements TaskListener {

    private final Filing filing;

    Demand(Filing filing) {
      this.filing = filing;
    }

    @Override
    public void notify(DelegateTask task) {
      var missing = filing.missing(Case.number(task.getExecution()), (String) task.getVariable("bringer"));
      if ("SUPPLEMENTED".equals(task.getVariable("documentsOutcome")) && !missing.isEmpty()) {
        throw new InvalidInput("documentsOutcome",
            "还缺：" + filing.words(missing) + "；请先上传，确实无法取得的请申请免交");
      }
    }
  }

  /** 审核免交申请: an approved waiver counts for what is missing of those who asked for it, with its reason. */
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
        filing.missing(number, (String) task.getVariable("bringer")).forEach(document -> filing.completeness.waive(
            number, document.code(), (String) task.getVariable("waiverComment"), Trace.actor()));
      }
    }
  }

  /** 归档登记, sent back: whom the archivist asks for more. */
  @FlowBean(as = "askSupplement")
  static class AskSupplement implements TaskListener {

    private final Filing filing;

    AskSupplement(Filing filing) {
      this.filing = filing;
    }

    @Override
    public void notify(DelegateTask task) {
      if (ArchiveStatus.PENDING.name().equals(task.getVariable("archiveStatus"))) {
        task.getExecution().setVariable("bringersMissing", filing.bringer(
            filing.complaints.get(Case.number(task.getExecution())), (String) task.getVariable("supplementFrom")));
      }
    }
  }

  /** 四性检测 of the case's file. */
  @FlowBean(as = "runFourChecks")
  static class RunChecks implements JavaDelegate {

    private final Filing filing;

    RunChecks(Filing filing) {
      this.filing = filing;
    }

    @Override
    public void execute(DelegateExecution execution) {
      execution.setVariable("checksPassed",
          filing.check(Case.number(execution), CheckReport.Occasion.FILING, Trace.actor()).passed());
    }
  }

  private CheckReport check(ComplaintNumber number, CheckReport.Occasion occasion, String actor) {
    record.writeNow();
    return checks.run(number, occasion, actor);
  }

  /** 决定是否带问题保管: the board office answers for findings that nobody can mend. */
  @FlowBean(as = "acceptFindings")
  static class AcceptFindings implements TaskListener {

    private final Filing filing;

    AcceptFindings(Filing filing) {
      this.filing = filing;
    }

    @Override
    public void notify(DelegateTask task) {
      if ("ACCEPTED".equals(task.getVariable("findingsAccepted"))) {
        filing.record.writeNow();
        filing.checks.accept(Case.number(task.getExecution()), (String) task.getVariable("acceptReason"), Trace.actor());
      }
    }
  }

  /** 建议分类: what the tables propose for the archivist to confirm. */
  @FlowBean(as = "proposeClassification")
  static class Propose implements JavaDelegate {

    private static final List<String> CHOSEN = List.of("archiveCategory", "archiveStatus", "archiveUrgency");

    private final Filing filing;

    Propose(Filing filing) {
      this.filing = filing;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var proposal = filing.classification(filing.complaints.get(Case.number(execution)));
      execution.setVariable("proposedCategory", proposal.category().name());
      execution.setVariable("proposedStatus", proposal.status().name());
      execution.setVariable("proposedUrgency", proposal.urgency().name());
      execution.removeVariables(CHOSEN); // what was chosen before it was sent back answers for nothing
    }
  }

  private record Classification(Category category, ArchiveStatus status, Urgency urgency) {
  }

  private Classification classification(Complaint complaint) {
    var answer = tables.askOne("archive-classification", Map.of("priority", complaint.ratings().priority().name(),
        "severity", complaint.ratings().severity().name(),
        "waivers", completeness.waivers(complaint.number())));
    return new Classification(complaint.category(), ArchiveStatus.valueOf(answer.text("status")),
        Urgency.valueOf(answer.text("urgency")));
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
      filing.demandChecks(number);
      var term = filing.retention.of(complaint);
      var proposal = filing.classification(complaint);
      filing.completeness.file(number, filing.required(complaint), new FilingFacts(term.until(), term.legalBasis(),
              filing.paper(number), chosen(execution, "archiveCategory", proposal.category()),
              chosen(execution, "archiveStatus", proposal.status()),
              chosen(execution, "archiveUrgency", proposal.urgency())),
          Trace.actor(), filing.clock.instant());
      switch (complaint.status()) {
        case DECLINED, EXPLAINED, WITHDRAWN -> { }
        default -> filing.complaints.status(number, CaseStatus.FILED);
      }
      filing.complaints.filed(number);
    }

    private static <E extends Enum<E>> E chosen(DelegateExecution execution, String field, E proposed) {
      return execution.getVariable(field) instanceof String code && !code.isEmpty()
          ? Enum.valueOf(proposed.getDeclaringClass(), code) : proposed;
    }
  }

  /** The file passed the four checks as it is put away: what came in since the last report is checked too. */
  private void demandChecks(ComplaintNumber number) {
    if (!checks.isCleared(number, REPORT_HOLDS)) {
      var report = check(number, CheckReport.Occasion.FILING, Trace.actor());
      if (!report.passed()) {
        throw new InvalidInput("archiveStatus", "四性检测未通过，不能归档：" + report.findings().replace('\n', '；')
            + "。请选择“待处理”退回，或排除问题后再归档");
      }
    }
  }

  private PaperLocation paper(ComplaintNumber number) {
    return !Boolean.parseBoolean(submissions.latest(number, "onPaper")) ? null
        : new PaperLocation(submissions.latest(number, "room"), submissions.latest(number, "cabinet"),
            submissions.latest(number, "box"), submissions.latest(number, "position"),
            submissions.latest(number, "keyHolder"));
  }
}
