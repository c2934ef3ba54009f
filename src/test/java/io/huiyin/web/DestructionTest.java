package io.huiyin.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.huiyin.DatabaseScan;
import io.huiyin.archive.ArchiveAudit;
import io.huiyin.archive.ArchiveSettings;
import io.huiyin.archive.Archives;
import io.huiyin.archive.CheckReport;
import io.huiyin.archive.DailyRoots;
import io.huiyin.archive.Destruction;
import io.huiyin.archive.Disposal;
import io.huiyin.archive.EvidenceStore;
import io.huiyin.archive.FollowUps;
import io.huiyin.archive.FourChecks;
import io.huiyin.archive.LegalHolds;
import io.huiyin.archive.LoanFlow;
import io.huiyin.archive.NamedReaders;
import io.huiyin.archive.NewEntry;
import io.huiyin.archive.OfflineVerifier;
import io.huiyin.archive.SimilarCases;
import io.huiyin.archive.Verification;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.flow.desk.ArchiveEnd;
import io.huiyin.identity.Directory;
import io.huiyin.privacy.Vault;
import io.huiyin.story.Story.Told;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Destroying a case leaves nothing of the person in any table, sealed or not, any file, the engine's history or the log. */
class DestructionTest extends Application {

  private static final String NAME = "欧阳若兰";
  private static final String PHONE = "13677001122";
  private static final String EMAIL = "ouyang.ruolan@example.org";
  private static final String PLACE = "杭州市西湖区龙井路八十八号";
  private static final String DESCRIPTION = "电水壶漏电，烫伤了手背";
  private static final String DEMAND = "要求赔偿医药费并登门道歉";
  private static final String ORDER = "DD-7711223-RL";
  private static final String DOCUMENT = "医院开具的烫伤诊断书";
  private static final String REFERENCE = "CRM-RL-20240416";

  private static final List<String> WORDS = List.of("电水壶漏电", "登门道歉", "嫌慢", "龙井路八十八号");
  private static final List<String> CUSTOMER = List.of(NAME, PHONE);

  @Autowired
  EvidenceStore evidence;
  @Autowired
  Archives archives;
  @Autowired
  FourChecks checks;
  @Autowired
  FollowUps followUps;
  @Autowired
  NamedReaders readers;
  @Autowired
  LoanFlow lending;
  @Autowired
  SimilarCases similar;
  @Autowired
  Directory directory;
  @Autowired
  Vault vault;
  @Autowired
  ArchiveSettings settings;
  @Autowired
  ArchiveAudit audit;
  @Autowired
  DailyRoots roots;
  @Autowired
  Destruction destruction;
  @Autowired
  Disposal disposal;
  @Autowired
  LegalHolds holds;
  @Autowired
  ArchiveEnd end;
  @Autowired
  TaskService tasks;
  @Autowired
  HistoryService history;
  @Autowired
  PlatformTransactionManager transactions;

  @Test
  void nothingOfThePersonIsLeft() throws IOException {
    var log = new ListAppender<ILoggingEvent>();
    log.start();
    var root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(log);
    try {
      var complaint = aCaseThatHoldsAllACaseCanHold();
      var number = complaint.number.value();
      var secrets = List.of(NAME, PHONE, EMAIL, PLACE, DESCRIPTION, DEMAND, ORDER, DOCUMENT, REFERENCE,
          vault.lookupHash("phone:" + PHONE), vault.lookupHash("email:" + EMAIL));
      var scan = new DatabaseScan(jdbc, vault);
      assertThat(tables(scan.find(table -> true, secrets))).as("the scan finds what is there").contains("complaint.personal",
          "complaint.external_reference", "complaint_contact_hash.hash", "complaint_contact.summary", "archive_payload.sealed",
          "archive_evidence.file_name", "archive_evidence.note", "archive_waiver.reason", "sla_ledger.reason",
          "corrective_action.problem", "corrective_measure.content", "notice.address", "notice.body", "legal_hold.reason",
          "legal_hold.lift_reason", "disposal_item.reason", "erasure_request.reason", "archive_loan.purpose",
          "archive_loan.opinion", "archive_loan.return_note", "case_reader.reason", "case_reader.removal_reason",
          "archive_check_acceptance.reason", "archive_follow_up.note");
      assertThat(WORDS).as("the search finds it").allSatisfy(word -> assertThat(found("q", word)).contains(number));
      assertThat(CUSTOMER).allSatisfy(customer -> assertThat(found("customer", customer)).contains(number));
      var alike = story.aComplaint().with("category", "AFTER_SALES").with("description", "电水壶漏电，烫伤了手").isRegistered();
      assertThat(similar(alike)).as("and its like").contains(number);
      assertThat(files(secrets)).as("and in the files").isNotEmpty();
      var instances = instances(complaint);
      instances.removeAll(running(complaint)); // the request itself
      assertThat(instances).hasSizeGreaterThan(5);
      var facts = jdbc.sql("select category, priority, severity, status, registered_at, closed_at, round, lead_unit"
          + " from complaint where number = ?").param(complaint.number.value()).query().singleRow();
      var clocks = jdbc.sql("select count(*) from sla_clock where complaint = ?").param(complaint.number.value())
          .query(Long.class).single();

      complaint.does("agent1", "tellErasure", "contactChannel", "PHONE", "erasureTold", "已告知" + NAME);
      story.meanwhile();

      var certificate = destruction.certificate(complaint.number).orElseThrow();
      assertThat(certificate.filesRemain()).isFalse();
      assertThat(certificate.counts()).containsKeys("证据材料", "通知的地址和内容", "时限变动的理由", "登记请求的记录", "免交材料的理由",
          "借阅的用途和说明", "指定知情人的理由", "同意带问题保管的理由", "待跟进核对的备注", "全文检索的索引词");
      assertThat(WORDS).as("the search").allSatisfy(word -> assertThat(found("q", word)).doesNotContain(number));
      assertThat(CUSTOMER).allSatisfy(customer -> assertThat(found("customer", customer)).doesNotContain(number));
      assertThat(found("number", number)).containsExactly(number);
      assertThat(similar(alike)).doesNotContain(number);
      assertThat(scan.find(table -> true, secrets)).as("every table, seals opened").isEmpty();
      assertThat(files(secrets)).as("every file").isEmpty();
      assertThat(log.list.stream().filter(event -> !event.getLoggerName().startsWith("com.icegreen"))
          .map(event -> event.getFormattedMessage() + (event.getThrowableProxy() == null ? ""
              : ThrowableProxyUtil.asString(event.getThrowableProxy())))
          .filter(line -> secrets.stream().anyMatch(line::contains))).as("the log").isEmpty();
      assertThat(new DatabaseScan(jdbc).find(table -> table.startsWith("act_"), List.copyOf(instances)))
          .as("the engine's history of the case").isEmpty();
      assertThat(instances(complaint)).as("but for what destroyed it").hasSize(2);

      assertThat(jdbc.sql("select category, priority, severity, status, registered_at, closed_at, round, lead_unit"
          + " from complaint where number = ?").param(complaint.number.value()).query().singleRow())
          .as("statistics keep their facts").isEqualTo(facts);
      assertThat(jdbc.sql("select count(*) from sla_clock where complaint = ?").param(complaint.number.value())
          .query(Long.class).single()).isGreaterThanOrEqualTo(clocks);
      theChainStillVerifies(complaint);
      overRest(complaint);
      thePackageIsIntactAndHoldsNothing(complaint, secrets);
    } finally {
      root.detachAppender(log);
    }
  }

  private void theChainStillVerifies(Told complaint) {
    assertThat(complaint.verification().intact()).isTrue();
    assertThat(evidence.verify(complaint.number)).isEmpty();
    roots.write(new TransactionTemplate(transactions).execute(status -> roots.seal()).day());
    assertThat(roots.verify()).filteredOn(finding -> finding.contains(complaint.number.value())).isEmpty();
    var results = new HashMap<String, Verification>();
    audit.verifyAll(results::put);
    assertThat(results.get(complaint.number.value()).intact()).isTrue();
    assertThat(checks.run(complaint.number, CheckReport.Occasion.ON_DEMAND, "archivist1").findings()).isEmpty();
    assertThat(checks.sample(LocalDate.of(2028, 2, 1), 100_000, "x")).as("nothing to sample any more").doesNotContain(complaint.number);
  }

  private void thePackageIsIntactAndHoldsNothing(Told complaint, List<String> secrets) throws IOException {
    var taken = get("auditor1", "/api/v1/archives/" + complaint.number + "/package");
    assertThat(taken.status()).isEqualTo(200);
    var zip = Files.write(Files.createTempFile("destroyed", ".zip"), taken.raw().body());
    assertThat(OfflineVerifier.findings(zip, null)).isEmpty();
    try (var file = new ZipFile(zip.toFile())) {
      for (var entry : file.stream().toList()) {
        var content = new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(secrets).as(entry.getName()).noneMatch(content::contains);
        assertThat(entry.getName()).doesNotStartWith("evidence/");
      }
      assertThat(file.stream().map(ZipEntry::getName).filter(name -> name.startsWith("forms/"))).as("who borrowed it and its end")
          .containsExactly("forms/" + complaint.number + "-11-档案借阅记录表.pdf", "forms/" + complaint.number + "-12-档案销毁证明.pdf");
      var page = new String(file.getInputStream(file.getEntry("index.html")).readAllBytes(), StandardCharsets.UTF_8);
      assertThat(page).contains("档案销毁证明", "月度投诉分析报告和档案销毁清册涉及许多案件，不放进单个案卷");
      try (var pdf = Loader.loadPDF(file.getInputStream(file.getEntry("forms/" + complaint.number + "-12-档案销毁证明.pdf"))
          .readAllBytes())) {
        assertThat(pdf.getNumberOfPages()).isOne();
        assertThat(new PDFTextStripper().getText(pdf)).contains("鉴定人", "批准人", "清除内容", "个人信息删除请求第");
      }
    } finally {
      Files.delete(zip);
    }
  }

  private List<String> found(String name, String value) {
    var answer = post("archivist1", "/api/v1/archives/search", Map.of(name, value));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("items").findValuesAsText("complaintNumber");
  }

  private List<String> similar(Told complaint) {
    return similar.of(complaint.complaint(), directory.person("archivist1").orElseThrow()).stream()
        .map(SimilarCases.Similar::number).toList();
  }

  private void overRest(Told complaint) {
    var number = complaint.number.value();
    var view = get("auditor1", "/api/v1/complaints/" + number);
    assertThat(view.status()).isEqualTo(200);
    assertThat(view.json().get("customerName").isNull()).isTrue();
    assertThat(view.json().get("category").asText()).isEqualTo("AFTER_SALES");
    assertThat(get("auditor1", "/api/v1/complaints/" + number + "/evidence").json()).isEmpty();
    assertThat(get("auditor1", "/api/v1/complaints/" + number + "/timeline?size=500").text()).contains("档案销毁");
    assertThat(get("auditor1", "/api/v1/archives/" + number + "/verification").json().get("intact").asBoolean()).isTrue();
    var certificate = get("auditor1", "/api/v1/archives/" + number + "/destruction");
    assertThat(certificate.status()).isEqualTo(200);
    assertThat(certificate.json().get("approvedBy").asText()).isEqualTo("board1");
    assertThat(certificate.json().get("head").asText()).hasSize(64);
    assertThat(get("legal1", "/api/v1/archives/" + number + "/destruction").status()).isEqualTo(404);
  }

  /** With a free text by name in every field that a case, its archive and its end can hold. */
  private Told aCaseThatHoldsAllACaseCanHold() {
    story.begins("2024-04-16T09:30");
    var fields = new HashMap<String, Object>(Map.of("channel", "PHONE", "customerName", NAME, "customerPhone", PHONE,
        "customerEmail", EMAIL, "occurredPlace", PLACE, "description", DESCRIPTION, "demand", DEMAND, "orderNumber", ORDER,
        "externalReference", REFERENCE, "measuresTaken", "已请" + NAME + "停用"));
    var answer = post("agent1", "/api/v1/complaints", fields, "Idempotency-Key", "key-" + ORDER.hashCode());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    var complaint = story.complaint(new ComplaintNumber(answer.json().get("complaintNumber").asText()));
    complaint.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "category", "AFTER_SALES", "leadUnit",
        "unit-after-sales", "ratingChangeReason", NAME + "的水壶属于售后");
    complaint.does("agent1", "firstContact", "contactChannel", "PHONE", "contactSummary", "已致电" + NAME);
    complaint.happens("agent1", "ClockPaused", "reason", "等" + NAME + "寄回水壶");
    complaint.happens("agent1", "ClockResumed", "reason", NAME + "已寄出");
    complaint.happens("super1", "ComplaintRegraded", "priority", "P1", "reason", NAME + "受伤");
    complaint.happens("agent1", "Urged", "reason", NAME + "催问");
    evidence.add(complaint.number, new ByteArrayInputStream((DOCUMENT + NAME).getBytes(StandardCharsets.UTF_8)),
        NAME + "的诊断书.txt", "OTHER", DOCUMENT, false, "agent1");
    complaint.does("agent1", "writeOpinion", "opinion", "赔付" + NAME);
    complaint.does("aftersales1", "confirmOpinion", "unitAnswer", "AGREE", "unitNote", NAME + "说得对");
    complaint.does("aftersales1", "proposePlan", "cause", DESCRIPTION, "measures", "上门到" + PLACE, "planDueOn", "2024-04-19",
        "planCost", 300, "planDepartments", 1);
    complaint.does("super1", "reviewPlan", "planDecision", "APPROVED", "planComment", "尽快联系" + PHONE);
    complaint.does("aftersales1", "executePlan", "executionResult", "已到" + PLACE, "executedOn", "2024-04-16");
    complaint.does("agent1", "tellResult", "contactChannel", "EMAIL", "resultTold", "已写信到" + EMAIL);
    complaint.does("agent1", "confirmResult", "customerAnswer", "ACCEPTED", "confirmationForm", "PHONE", "confirmationNote", NAME);
    complaint.does("agent1", "collectSurvey", "efficiency", 2, "attitude", 5, "solution", 4, "suggestion", NAME + "的建议");
    complaint.does("super1", "callBack", "callBackCause", NAME + "嫌慢", "callBackSuggestion", DEMAND);
    complaint.does("board1", "determineResponsibility", "split", "unit-after-sales:100", "responsibilityReason", NAME,
        "correctiveDecision", "ORDER", "correctiveUnit", "unit-after-sales", "correctiveTask", "像" + NAME + "这样的水壶");
    complaint.does("aftersales1", "writeCorrectiveReport", "problem", DESCRIPTION, "rootCause", NAME, "correction", NAME,
        "correctiveAction", "改壶盖", "preventiveAction", "查同批", "correctiveMeasures",
        "上门到" + PLACE + "复查|aftersales1|2024-05-16", "verificationMethod", "问" + NAME);
    complaint.does("board1", "handOverReport", "handOverNote", "请联系" + PHONE);
    complaint.does("aftersales1", "carryOutMeasure", "measureResult", "已到" + PLACE, "measureDoneOn", "2024-04-16");
    complaint.does("manager1", "checkEffect", "effect", "EFFECTIVE", "effectRecord", NAME, "returnVisitOn", "2024-04-16");
    story.meanwhile();
    complaint.does("agent1", "returnVisit", "contactChannel", "PHONE", "contactSummary", NAME + "说很好", "improvement", "HOLDS");
    complaint.does("aftersales1", "completeDocuments", "documentsOutcome", "WAIVER", "waiverReason", NAME + "没有工单");
    complaint.does("archivist1", "waiveDocuments", "waiverDecision", "APPROVED", "waiverComment", NAME + "情况属实");
    complaint.does("archivist1", "fileArchive", "archiveStatus", "FOLLOW_UP", "filingNote", NAME + "一案归档",
        "onPaper", true, "room", "二楼", "cabinet", "A-3", "box", "12", "position", "左二", "keyHolder", "梁雪");
    story.meanwhile();
    isFollowedUpCheckedAndBorrowed(complaint);
    complaint.allIsAnsweredFor().isOver();
    isHeldExtendedAndAskedToBeErased(complaint);
    return complaint;
  }

  private void isFollowedUpCheckedAndBorrowed(Told complaint) {
    followUps.decide(complaint.number, FollowUps.Decision.KEEP, NAME + "还要来一次", "archivist1");
    followUps.decide(complaint.number, FollowUps.Decision.DONE, NAME + "已满意", "archivist1");
    var urgency = jdbc.sql("select urgency from archive where number = ?").param(complaint.number.value())
        .query(String.class).single();
    jdbc.sql("update archive set urgency = null where number = ?").param(complaint.number.value()).update();
    checks.run(complaint.number, CheckReport.Occasion.ON_DEMAND, "archivist1");
    inTransaction(() -> checks.accept(complaint.number, NAME + "一案著录不全，予以说明", "board1"));
    jdbc.sql("update archive set urgency = ? where number = ?").params(urgency, complaint.number.value()).update();
    // as EvidenceStore does where a scanner finds something
    inTransaction(() -> archives.append(complaint.number, List.of(new NewEntry("EVIDENCE_REFUSED",
        "拒收带病毒的文件：Eicar-Test（1 KB）", "agent1", "UPLOAD", story.now(),
        Map.of("fileName", NAME + "的照片.exe", "virus", "Eicar-Test")))));
    var reader = readers.name(complaint.number, directory.person("legal1").orElseThrow(), NAME + "可能起诉", "board1");
    readers.remove(complaint.number, reader.id(), NAME + "不起诉了", "board1");
    story.as("gm1", () -> lending.request(directory.person("gm1").orElseThrow(), complaint.number.value(),
        new HashMap<>(Map.of("purpose", "复盘" + NAME + "一案", "days", 7, "medium", "BOTH"))));
    complaint.does("archivist1", "approveLoan", "loanDecision", "APPROVED", "loanOpinion", "请勿外传" + NAME + "的情况");
    complaint.does("archivist1", "handOutPaper", "handOutNote", NAME + "案卷 3 份");
    complaint.does("archivist1", "confirmReturn", "returnOutcome", "DAMAGED", "returnNote", NAME + "的诊断书缺页");
    story.meanwhile();
  }

  private void inTransaction(Runnable action) {
    new TransactionTemplate(transactions).executeWithoutResult(status -> action.run());
  }

  private void isHeldExtendedAndAskedToBeErased(Told complaint) {
    story.begins(complaint.keptUntil().plusDays(1) + "T10:00");
    holds.lift(complaint.number, holds.place(complaint.number, NAME + "起诉", "board1"), NAME + "撤诉", "board1");
    var list = story.as("archivist1", end::appraise).orElseThrow();
    disposal.mark(list, null, Disposal.Decision.EXTEND, LocalDate.of(2028, 1, 31), NAME + "还会再来", "archivist1");
    decides("archivist1", "appraiseDisposal", Map.of());
    decides("board1", "approveDisposal", Map.of("disposalDecision", "APPROVED", "disposalComment", "同意"));
    story.begins("2028-02-01T10:00");
    story.as("agent1", () -> end.askErasure(complaint.number));
    complaint.does("agent1", "verifyIdentity", "identityCheck", "CALL_BACK", "identityOutcome", "RECOGNISED",
        "identityNote", NAME + "本人来电");
    complaint.does("archivist1", "decideErasure", "erasureDecision", "DELETE", "erasureReason", NAME + "的请求成立");
    complaint.does("board1", "approveErasure", "erasureApproval", "APPROVED", "erasureComment", "同意" + NAME);
    story.meanwhile();
  }

  private void decides(String userId, String task, Map<String, Object> fields) {
    story.as(userId, () -> tasks.complete(
        tasks.createTaskQuery().taskDefinitionKey("userTask_" + task).singleResult().getId(), fields));
  }

  private Set<String> instances(Told complaint) {
    return history.createHistoricProcessInstanceQuery().processInstanceBusinessKey(complaint.number.value()).list().stream()
        .map(HistoricProcessInstance::getId).collect(Collectors.toSet());
  }

  private Set<String> running(Told complaint) {
    return history.createHistoricProcessInstanceQuery().processInstanceBusinessKey(complaint.number.value()).unfinished()
        .list().stream().map(HistoricProcessInstance::getId).collect(Collectors.toSet());
  }

  private static Set<String> tables(Set<String> found) {
    return found.stream().map(place -> place.replaceAll(":.*", "")).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Files that hold one of the words: in the data directory, and what came into the machine's temporary one. */
  private List<String> files(List<String> words) throws IOException {
    var temporary = Path.of(System.getProperty("java.io.tmpdir"));
    var began = ManagementFactory.getRuntimeMXBean().getStartTime();
    try (var data = Files.walk(settings.evidenceDir().toAbsolutePath().getParent()); var passing = Files.list(temporary)) {
      return Stream.concat(data, passing.filter(file -> file.toFile().lastModified() >= began)).filter(Files::isRegularFile).filter(file -> {
        try {
          var content = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
          return words.stream().anyMatch(content::contains);
        } catch (NoSuchFileException | AccessDeniedException othersFile) {
          return false;
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }).map(Object::toString).toList();
    }
  }
}
