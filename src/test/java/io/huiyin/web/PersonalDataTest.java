package io.huiyin.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.huiyin.DatabaseScan;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.story.Story.Told;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Whatever happens to a case, nothing that tells who the customer is reaches the engine's tables or the log. */
class PersonalDataTest extends Application {

  private static final String NAME = "诸葛青云";
  private static final String PHONE = "13577886655";
  private static final String EMAIL = "zhuge.qingyun@example.org";
  private static final String PLACE = "成都市锦江区春熙路九十九号";
  private static final String DESCRIPTION = "咖啡机漏电，手被电了一下";
  private static final String DEMAND = "要求全额退款并书面道歉";
  private static final String ORDER = "DD-8837261-QY";
  private static final String WISH = "希望由女客服联系";
  private static final List<String> SECRETS = List.of(NAME, PHONE, EMAIL, PLACE, DESCRIPTION, DEMAND, ORDER, WISH);
  private static final Predicate<String> ENGINE = table -> table.startsWith("act_");

  @Autowired
  TaskService tasks;
  @Autowired
  RuntimeService runtime;
  @Autowired
  HistoryService history;
  @Autowired
  ManagementService management;
  @Autowired
  JavaMailSenderImpl mail;
  @Autowired
  JdbcClient jdbc;
  @Autowired
  PlatformTransactionManager transactions;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private Level usual;

  @BeforeEach
  void listen() {
    usual = root.getLevel();
    root.setLevel(Level.INFO); // as in production
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void listenNoMore() {
    root.detachAppender(log);
    root.setLevel(usual);
  }

  @Test
  void staysOutOfTheEngineAndTheLogOnAFullJourney() {
    story.begins("2026-04-14T09:30");
    var complaint = registeredOverTheEngine();
    aDeadMailServerLeavesAnIncident(complaint);
    var scan = new DatabaseScan(jdbc);
    assertThat(scan.find(ENGINE, SECRETS)).as("while the case runs").isEmpty();

    complaint.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "category", "AFTER_SALES", "leadUnit", "unit-after-sales",
        "ratingChangeReason", NAME + "的咖啡机属于售后");
    complaint.does("agent1", "firstContact", "contactChannel", "PHONE", "contactSummary", "已致电" + NAME + "(" + PHONE + ")");
    tell(complaint, "CustomerContacted", Map.of("direction", "INBOUND", "channel", "PHONE", "summary", NAME + "来电：" + DEMAND));
    tell(complaint, "ClockPaused", Map.of("reason", "等" + NAME + "从" + PLACE + "寄回机器"));
    tell(complaint, "ClockResumed", Map.of("reason", NAME + "已寄出"));
    tell(complaint, "ComplaintRegraded", Map.of("priority", "P1", "reason", NAME + "是老客户"));
    tell(complaint, "ExtensionRequested", Map.of("extendBy", "PT24H", "interimMeasures", "先借给" + NAME + "一台", "reason", "等" + NAME + "的机器"));
    complaint.does("super1", "approveExtension", "extensionDecision", "APPROVED", "extensionComment", "按" + NAME + "的意思");
    tell(complaint, "Urged", Map.of("reason", NAME + "催问"));
    evidence(complaint);
    assertThat(scan.find(ENGINE, SECRETS)).as("after the messages").isEmpty();

    complaint.does("agent1", "writeOpinion", "opinion", "给" + NAME + "退款，因为" + DESCRIPTION);
    complaint.does("aftersales1", "confirmOpinion", "unitAnswer", "AGREE", "unitNote", NAME + "说得对");
    complaint.does("aftersales1", "proposePlan", "cause", DESCRIPTION, "measures", "上门到" + PLACE, "planDueOn", "2026-04-17",
        "planCost", 300, "planDepartments", 1);
    complaint.does("super1", "reviewPlan", "planDecision", "APPROVED", "planComment", "尽快联系" + PHONE);
    complaint.does("aftersales1", "executePlan", "executionResult", "已到" + PLACE + "取机", "executedOn", "2026-04-14");
    complaint.does("agent1", "tellResult", "contactChannel", "EMAIL", "resultTold", "已写信到" + EMAIL);
    complaint.does("agent1", "confirmResult", "customerAnswer", "ACCEPTED", "confirmationForm", "PHONE", "confirmationNote", NAME + "同意");
    complaint.does("agent1", "collectSurvey", "efficiency", 2, "attitude", 5, "solution", 4, "suggestion", WISH);
    complaint.does("super1", "callBack", "callBackCause", NAME + "嫌慢", "callBackSuggestion", WISH);
    complaint.does("board1", "determineResponsibility", "split", "unit-after-sales:100", "responsibilityReason", NAME + "没有责任",
        "correctiveDecision", "ORDER", "correctiveUnit", "unit-after-sales", "correctiveTask", "像" + NAME + "这样的机器");
    complaint.does("aftersales1", "writeCorrectiveReport", "problem", DESCRIPTION, "rootCause", NAME + "的机器受潮", "correction",
        "给" + NAME + "换新", "correctiveAction", "改包装", "preventiveAction", "查同批", "correctiveMeasures",
        "上门到" + PLACE + "复查|aftersales1|2026-05-14", "verificationMethod", "问" + NAME);
    complaint.does("board1", "handOverReport", "handOverNote", "请联系" + PHONE);
    complaint.does("aftersales1", "carryOutMeasure", "measureResult", "已到" + PLACE, "measureDoneOn", "2026-04-14");
    complaint.does("manager1", "checkEffect", "effect", "EFFECTIVE", "effectRecord", NAME + "满意", "returnVisitOn", "2026-04-14");
    story.meanwhile();
    complaint.does("agent1", "returnVisit", "contactChannel", "PHONE", "contactSummary", NAME + "说很好", "improvement", "HOLDS");
    waived(complaint);
    complaint.does("archivist1", "fileArchive", "archiveStatus", "CLOSED", "filingNote", NAME + "一案归档");
    management.createJobQuery().noRetriesLeft().list().forEach(job -> management.setJobRetries(job.getId(), 1));
    story.after(Duration.ofHours(3)); // the mail server is back, and the last mails go out
    complaint.allIsAnsweredFor().isOver();

    assertThat(story.mail().getReceivedMessages()).as("mails went out").hasSizeGreaterThan(5);
    assertThat(scan.find(ENGINE, SECRETS)).as("the engine's tables").isEmpty();
    assertThat(scan.find(ENGINE.negate(), SECRETS)).as("our tables hold it sealed only").isEmpty();
    assertThat(log.list).as("the journey is in the log").isNotEmpty();
    assertThat(log.list.stream().filter(event -> !event.getLoggerName().startsWith("com.icegreen")) // the customer's mail server
        .map(PersonalDataTest::text).filter(line -> SECRETS.stream().anyMatch(line::contains)))
        .as("the log").isEmpty();
    assertThat(complaint.file().toString()).as("the record has it").contains(NAME, PLACE, WISH, DESCRIPTION);
  }

  /** The scan would not be worth much if it overlooked a value. */
  @ParameterizedTest
  @CsvSource({"act_ru_variable, text_, text", "act_ge_bytearray, bytes_, bytea", "act_hi_comment, message_, text",
      "act_hi_comment, full_msg_, bytea", "act_ru_job, handler_cfg_, text", "act_ge_bytearray, bytes_, serialized",
      "act_hi_procinst, business_key_, text", "complaint, personal, bytea"})
  void theScanFindsAPlantedValue(String table, String column, String form) {
    story.begins("2026-04-14T09:30");
    registeredOverTheEngine();
    var rolledBack = new TransactionTemplate(transactions);
    rolledBack.executeWithoutResult(status -> {
      status.setRollbackOnly();
      if (jdbc.sql("select count(*) from " + table).query(Long.class).single() == 0) {
        jdbc.sql("insert into act_hi_comment (id_, time_) values ('planted', now())").update();
      }
      assertThat(jdbc.sql("update " + table + " set " + column + " = ? where ctid = (select min(ctid) from " + table + ")")
          .param(planted(form)).update()).isOne();
      assertThat(new DatabaseScan(jdbc).find(table::equals, SECRETS)).containsExactly(table + "." + column + ": " + NAME);
    });
    assertThat(new DatabaseScan(jdbc).find(table::equals, SECRETS)).isEmpty();
  }

  @Test
  void isRefusedAsVariableCommentOrAttachment() {
    story.begins("2026-04-14T09:30");
    var complaint = registeredOverTheEngine();
    var task = "/engine-rest/task/" + tasks.createTaskQuery().processInstanceBusinessKey(complaint.number.value())
        .taskDefinitionKey("userTask_firstContact").singleResult().getId();
    var instance = "/engine-rest/process-instance/" + complaint.complaint().processInstanceId();

    refused("PUT", task + "/variables/customerName", Map.of("value", NAME, "type", "String"), "customerName", "没有声明这个字段");
    refused("PUT", task + "/localVariables/note", Map.of("value", NAME, "type", "String"), "note", "没有声明这个字段");
    refused("PUT", instance + "/variables/customerPhone", Map.of("value", PHONE, "type", "String"), "customerPhone", "没有声明这个字段");
    refused("PUT", instance + "/variables/leadUnit", Map.of("value", DESCRIPTION.repeat(20), "type", "String"), "leadUnit", "不超过 100 字");
    refused("PUT", instance + "/variables/leadUnit", Map.of("value", Base64.getEncoder().encodeToString(serialized(NAME)),
        "type", "Bytes"), "leadUnit", "简单值");
    assertThat(call("admin", "POST", task + "/comment/create", Map.of("message", NAME)).status()).isEqualTo(400);
    var taskId = task.substring(task.lastIndexOf('/') + 1);
    assertThatThrownBy(() -> tasks.createComment(taskId, null, NAME))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("不要使用任务评论");
    assertThatThrownBy(() -> tasks.createAttachment("text/plain", taskId, null, "照片", NAME,
        new ByteArrayInputStream(NAME.getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("不要使用任务附件");
    assertThat(new DatabaseScan(jdbc).find(ENGINE, SECRETS)).isEmpty();
  }

  /** By the administrator, whom no missing right keeps from trying. */
  private void refused(String method, String path, Object body, String field, String message) {
    assertRefused(call("admin", method, path, body), field, message);
  }

  private static void assertRefused(Answer answer, String field, String message) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().has("errors")).as(answer.text()).isTrue();
    assertThat(answer.json().get("errors").findValuesAsText("field")).containsExactly(field);
    assertThat(answer.json().get("errors").get(0).get("message").asText()).contains(message);
  }

  private Told registeredOverTheEngine() {
    var fields = new HashMap<String, Object>();
    Map.of("channel", "PHONE", "customerName", NAME, "customerPhone", PHONE, "customerEmail", EMAIL, "occurredPlace", PLACE,
        "description", DESCRIPTION, "demand", DEMAND, "orderNumber", ORDER, "measuresTaken", "已请" + NAME + "断电")
        .forEach((name, value) -> fields.put(name, Map.of("value", value, "type", "String")));
    var answer = post("crm1", "/engine-rest/process-definition/key/complaint-handling/start", Map.of("variables", fields));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return story.complaint(new ComplaintNumber(answer.json().get("businessKey").asText()));
  }

  private void tell(Told complaint, String message, Map<String, String> fields) {
    var variables = new HashMap<String, Object>();
    fields.forEach((name, value) -> variables.put(name, Map.of("value", value, "type", "String")));
    var answer = post("crm1", "/engine-rest/message", Map.of("messageName", message, "businessKey", complaint.number.value(),
        "processVariables", variables));
    assertThat(answer.status()).as(message + " " + answer.text()).isEqualTo(204);
  }

  private void evidence(Told complaint) {
    var boundary = "xxBOUNDARYxx";
    var answer = call("agent1", "POST", "/api/v1/complaints/" + complaint.number + "/evidence", """
        --%1$s\r
        Content-Disposition: form-data; name="file"; filename="%2$s.txt"\r
        Content-Type: text/plain\r
        \r
        %3$s\r
        --%1$s\r
        Content-Disposition: form-data; name="kind"\r
        \r
        WORK_ORDER\r
        --%1$s\r
        Content-Disposition: form-data; name="note"\r
        Content-Type: text/plain; charset=UTF-8\r
        \r
        %2$s提供\r
        --%1$s--\r
        """.formatted(boundary, NAME, DESCRIPTION), "Content-Type", "multipart/form-data; boundary=" + boundary);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  /** Nobody listens on the port, so delivery fails until its retries are used up. */
  private void aDeadMailServerLeavesAnIncident(Told complaint) {
    var port = mail.getPort();
    mail.setPort(1);
    try {
      story.after(Duration.ofMinutes(160));
    } finally {
      mail.setPort(port);
    }
    assertThat(runtime.createIncidentQuery().count()).as("incidents").isPositive();
    assertThat(history.createHistoricIncidentQuery().count()).isPositive();
    assertThat(complaint.file()).isNotEmpty();
  }

  private void waived(Told complaint) {
    if (complaint.openTasks().contains("userTask_completeDocuments")) {
      complaint.does("aftersales1", "completeDocuments", "documentsOutcome", "WAIVER", "waiverReason", NAME + "没有工单");
      complaint.does("archivist1", "waiveDocuments", "waiverDecision", "APPROVED", "waiverComment", NAME + "情况属实");
    }
  }

  private static Object planted(String form) {
    return switch (form) {
      case "bytea" -> ("<" + NAME + ">").getBytes(StandardCharsets.UTF_8);
      case "serialized" -> serialized(new HashMap<>(Map.of("name", NAME)));
      default -> "客户" + NAME;
    };
  }

  private static byte[] serialized(Object value) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String text(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    return event.getLoggerName() + " " + event.getFormattedMessage() + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown));
  }
}
