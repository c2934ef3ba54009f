package io.huiyin.flow.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.huiyin.HuiyinTest;
import io.huiyin.archive.Entry;
import io.huiyin.archive.UnknownEvidence;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.identity.CaseAction;
import io.huiyin.story.Story;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.web.server.ResponseStatusException;

/** What a person sees beside a task's form, and who sees nothing. */
@HuiyinTest
class PanelTest {

  @Autowired
  Story story;
  @Autowired
  PanelController panels;
  @Autowired
  EvidenceController evidence;
  @Autowired
  CardController cards;
  @Autowired
  ArchiveSearchController archive;
  @Autowired
  TaskService tasks;
  @Autowired
  JdbcClient jdbc;

  private Story.Told complaint;
  private String task;

  @BeforeEach
  void aComplaintWaitsForTheSupervisor() {
    story.begins("2026-09-15T10:00");
    complaint = story.aComplaint().with("customerName", "张三丰").with("customerPhone", "13800001234").isRegistered();
    task = tasks.createTaskQuery().processInstanceBusinessKey(complaint.number.value())
        .taskDefinitionKey("userTask_acceptAndClassify").singleResult().getId();
  }

  @Test
  void theSupervisorSeesTheCaseMaskedWithProposalAndClocks() {
    var panel = story.as("super1", () -> panels.panel(task)).getBody();
    assertThat(panel.number()).isEqualTo(complaint.number.value());
    assertThat(panel.customer().customerName()).isEqualTo("张**");
    assertThat(panel.customer().customerPhone()).isEqualTo("138****1234");
    assertThat(panel.clocks()).extracting(Panel.ClockView::kind).contains("RESPONSE", "RESOLUTION");
    assertThat(panel.proposal()).extracting(Panel.Proposal::label).contains("类别", "优先级", "严重程度");
    assertThat(panel.facts()).containsKeys("category", "priority", "severity", "complexity", "sensitive")
        .doesNotContainKeys("customerName", "customerPhone", "customerEmail");
  }

  @Test
  void theFormsOfferTheChannelsThatTheServerKnows() {
    assertThat(story.as("agent1", () -> panels.options("channel"))).extracting(PanelController.Named::name)
        .contains("电话", "网页表单", "监管转办");
    assertThat(story.as("agent1", () -> panels.options("contact"))).extracting(PanelController.Named::id)
        .contains("PHONE", "LETTER").doesNotContain("WEB", "REGULATOR");
    assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(() -> panels.options("contact"));
  }

  @Test
  void eachRequestForAnExtensionShowsItsOwnReason() {
    asksFor("RESOLUTION", "等待配件");
    asksFor("ACCEPTANCE", "等待主管到岗");
    assertThat(request("RESOLUTION")).containsEntry("EXTENSION_REQUESTED.reason", "等待配件")
        .containsEntry("EXTENSION_REQUESTED.clockName", "办结").containsEntry("EXTENSION_REQUESTED.amount", "1 个工作小时")
        .containsEntry("EXTENSION_REQUESTED.interimMeasures", "先借出备用机");
    assertThat(request("ACCEPTANCE")).containsEntry("EXTENSION_REQUESTED.reason", "等待主管到岗");
  }

  private void asksFor(String clock, String reason) {
    complaint.happens("agent1", "ExtensionRequested", "clock", clock, "extendBy", "1BH", "reason", reason,
        "interimMeasures", "先借出备用机");
  }

  private Map<String, Object> request(String clock) {
    var waiting = tasks.createTaskQuery().processInstanceBusinessKey(complaint.number.value())
        .taskDefinitionKey("userTask_approveExtension").processVariableValueEquals("clock", clock).singleResult();
    return story.as("super1", () -> panels.panel(waiting.getId())).getBody().facts();
  }

  @Test
  void whatTheBoardOfficeDecidedAndTheOwnMeasureStandBesideTheForm() {
    complaint.isAccepted().isContacted().isHandledBy("logistics1");
    complaint.does("board1", "determineResponsibility", "split", "unit-it:30,unit-logistics:70", "responsibilityReason", "依记录",
        "correctiveDecision", "ORDER", "correctiveUnit", "unit-logistics", "correctiveTask", "分拣错误");
    complaint.does("logistics1", "writeCorrectiveReport", "problem", "误投", "rootCause", "标签模糊", "correction", "补发",
        "correctiveAction", "换标签", "preventiveAction", "查同批", "correctiveMeasures", "换打印机|logistics1|2026-09-30",
        "verificationMethod", "抽查");
    complaint.does("board1", "handOverReport");
    var measure = tasks.createTaskQuery().processInstanceBusinessKey(complaint.number.value())
        .taskDefinitionKey("userTask_carryOutMeasure").singleResult().getId();

    var panel = story.as("logistics1", () -> panels.panel(measure)).getBody();
    assertThat(panel.findings()).containsEntry("责任划分", "仓储物流部 70%，信息技术部 30%")
        .containsEntry("纠正/预防措施", "仓储物流部，第 1 轮，进行中");
    assertThat(panel.facts()).containsEntry("measure", "换打印机").containsEntry("rootCause", "标签模糊");
  }

  @Test
  void theSupervisorSeesWhichCasesBelongToThisOne() {
    var earlier = complaint;
    var again = story.aComplaint().with("customerPhone", "+86 138 0000 1234").isRegistered();
    var merged = story.aComplaint().isRegistered()
        .does("super1", "acceptAndClassify", "acceptance", "MERGED", "leadingCase", again.number.value());

    assertThat(related(again)).contains(merged.number + " 并入本案，等待结果")
        .contains(earlier.number + " 同一客户以前的投诉");
    assertThat(panel(merged, "userTask_firstContact", "agent1").related())
        .extracting(other -> other.number() + " " + other.relation()).containsExactly(again.number + " 牵头投诉");
    assertThat(related(earlier)).doesNotContain(again.number + " 同一客户以前的投诉");
  }

  /** Not by number, not by count, not by what was ordered about it. */
  @Test
  void theCaseOfAMinorDoesNotShowBesideTheSameCustomersNextOne() {
    var phone = "13900007788";
    var minor = story.aComplaint().with("customerPhone", phone).with("involvesMinorOrVulnerable", true).isRegistered();
    var again = story.aComplaint().with("customerPhone", phone).isRegistered();
    assertThat(related(again)).isEmpty();
    minor.isTakenBy("super1", "acceptAndClassify");
    assertThat(related(again)).as("who handles it").containsExactly(minor.number + " 同一客户以前的投诉");
    again.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED").isContacted()
        .does("agent1", "writeOpinion", "opinion", "补发并道歉");
    var waiting = panel(again, "userTask_confirmOpinion", "logistics1");
    assertThat(waiting.related()).as("the unit knows of none of them").isEmpty();
    assertThat(waiting.may()).as("and yet works this one").contains(CaseAction.EVIDENCE, CaseAction.CONTACT);
  }

  private List<String> related(Story.Told told) {
    return panel(told, "userTask_acceptAndClassify", "super1").related().stream()
        .map(other -> other.number() + " " + other.relation()).toList();
  }

  private Panel panel(Story.Told told, String name, String user) {
    var id = tasks.createTaskQuery().processInstanceBusinessKey(told.number.value()).taskDefinitionKey(name)
        .singleResult().getId();
    return story.as(user, () -> panels.panel(id)).getBody();
  }

  @Test
  void thePlanShowsWhatEveryCollaboratingUnitFound() {
    complaint.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "complexity", "GENERAL", "ratingChangeReason", "两家承运商")
        .isContacted().isAgreedWith("logistics1")
        .does("super1", "assignCollaborators", "collaborators", "unit-sales")
        .does("sales1", "collaborate", "finding", "签约时承诺次日达");
    var plan = tasks.createTaskQuery().processInstanceBusinessKey(complaint.number.value())
        .taskDefinitionKey("userTask_proposePlan").singleResult().getId();
    assertThat((String) story.as("logistics1", () -> panels.panel(plan)).getBody().facts().get("finding*"))
        .startsWith("2026-09-15 10:00 ").endsWith("：签约时承诺次日达");
  }

  @Test
  void nobodyIsToldWithoutLogIn() {
    refused(401, () -> panels.panel(task));
    refused(401, () -> panels.unmask(complaint.number.value()));
    refused(401, panels::units);
    refused(401, () -> evidence.download(complaint.number.value(), UUID.randomUUID()));
  }

  @Test
  void whoHasNothingToDoWithTheCaseDoesNotFindIt() {
    story.as("logistics1", () -> {
      refused(404, () -> panels.panel(task));
      refused(404, () -> panels.file(task));
      refused(404, () -> panels.unmask(complaint.number.value()));
      refused(404, () -> panels.contact(complaint.number.value(), Map.of()));
    });
    story.as("super1", () -> {
      refused(404, () -> panels.unmask("20260915-CS-9999"));
      refused(404, () -> panels.unmask("../x"));
    });
  }

  /** Managers may read every task; a highly sensitive case stays with those who handle it all the same. [000] */
  @Test
  void aHighlySensitiveCaseShowsOnlyToThoseWhoHandleIt() {
    var sensitive = story.aComplaint().with("involvesMinorOrVulnerable", true).isRegistered();
    var waiting = tasks.createTaskQuery().processInstanceBusinessKey(sensitive.number.value())
        .taskDefinitionKey("userTask_acceptAndClassify").singleResult().getId();
    story.as("manager1", () -> {
      assertThat(panels.panel(task).getBody().number()).isEqualTo(complaint.number.value());
      assertThat(tasks.createTaskQuery().taskId(waiting).count()).as("the task itself shows").isOne();
      refused(404, () -> panels.panel(waiting));
      refused(404, () -> panels.file(waiting));
      refused(404, () -> panels.unmask(sensitive.number.value()));
      assertThat(cards.cards(Set.of(task, waiting)).getBody()).extracting(CardController.Card::taskId)
          .containsExactly(task);
    });
    story.as("super1", () -> refused(404, () -> panels.panel(waiting)));
    sensitive.isTakenBy("super1", "acceptAndClassify");
    assertThat(story.as("super1", () -> panels.panel(waiting)).getBody().sensitive()).isTrue();
    assertThat(story.as("super1", () -> cards.cards(Set.of(waiting))).getBody()).hasSize(1);
  }

  @Test
  void unmaskingIsOnRecord() {
    var customer = story.as("super1", () -> panels.unmask(complaint.number.value())).getBody();
    assertThat(customer.customerPhone()).isEqualTo("13800001234");
    assertThat(complaint.file()).filteredOn(entry -> entry.kind().equals("PERSONAL_DATA_SHOWN"))
        .extracting(Entry::actor).containsExactly("super1");
  }

  @Test
  void aContactReachesTheCaseAndStopsTheResponseClock() {
    story.as("super1", () -> panels.contact(complaint.number.value(),
        Map.of("direction", "OUTBOUND", "channel", "PHONE", "summary", "已致电客户")));
    assertThat(complaint.clock("RESPONSE").isOpen()).isFalse();
    assertThatExceptionOfType(InvalidInput.class).isThrownBy(() -> story.as("super1",
        () -> panels.contact(complaint.number.value(), Map.of("direction", "SIDEWAYS", "channel", "PHONE"))))
        .satisfies(invalid -> assertThat(invalid.errors()).extracting("field")
            .containsExactlyInAnyOrder("direction", "summary"));
  }

  @Test
  void evidenceComesBackAsADownloadUnderItsChineseName() {
    var file = new MockMultipartFile("file", "检测报告.txt", "text/html", "合格".getBytes(StandardCharsets.UTF_8));
    var answer = story.as("super1", () -> {
      try {
        var added = evidence.add(complaint.number.value(), file, "TEST_REPORT", "", false, false);
        return evidence.download(complaint.number.value(), UUID.fromString(added.id()));
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    });
    assertThat(answer.getHeaders().getContentDisposition().isAttachment()).isTrue();
    assertThat(answer.getHeaders().getContentDisposition().getFilename()).isEqualTo("检测报告.txt");
    assertThat(answer.getHeaders().getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.getHeaders().getContentType().toString()).startsWith("text/plain");
    assertThat(complaint.file()).extracting(Entry::kind).contains("EVIDENCE_ADDED", "EVIDENCE_DOWNLOADED");
  }

  @Test
  void aPictureShowsSmallAndNothingElseIsShownInside() throws java.io.IOException {
    var number = complaint.number.value();
    var bytes = new java.io.ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(800, 600, BufferedImage.TYPE_INT_RGB), "png", bytes);
    var picture = added(new MockMultipartFile("file", "现场.png", "text/html", bytes.toByteArray()));
    var text = added(new MockMultipartFile("file", "说明.txt", "image/png", "合格".getBytes(StandardCharsets.UTF_8)));

    assertThat(story.as("super1", () -> evidence.list(number)).getBody().evidence())
        .extracting(Panel.EvidenceView::name, Panel.EvidenceView::thumbnail, Panel.EvidenceView::by)
        .containsExactly(tuple("现场.png", true, "王敏"), tuple("说明.txt", false, "王敏"));
    var small = story.as("super1", () -> evidence.thumbnail(number, picture));
    assertThat(small.getHeaders().getContentType()).isEqualTo(MediaType.IMAGE_JPEG);
    assertThat(small.getHeaders().getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(small.getHeaders().getFirst("Content-Security-Policy")).isEqualTo("default-src 'none'; sandbox");
    try (var in = small.getBody().getInputStream()) {
      assertThat(ImageIO.read(in).getWidth()).isEqualTo(240);
    }
    assertThatExceptionOfType(UnknownEvidence.class)
        .isThrownBy(() -> story.as("super1", () -> evidence.thumbnail(number, text)));
    refused(404, () -> story.as("logistics1", () -> evidence.thumbnail(number, picture)));
    refused(404, () -> story.as("logistics1", () -> evidence.list(number)));
    assertThat(jdbc.sql("select detail from access_log where number = ? and person = 'super1' and action = 'VIEW'")
        .param(number).query(String.class).list()).contains("evidence", "thumbnail " + picture);
  }

  /** Who looks at the case for the sake of oversight, or reads a copy of it, stops no clock. */
  @Test
  void whoDoesNotWorkTheCaseRecordsNoContact() {
    var contact = Map.<String, Object>of("direction", "OUTBOUND", "channel", "PHONE", "summary", "已致电客户", "substantive", true);
    for (var user : List.of("auditor1", "archivist1", "board1")) {
      refused(403, () -> story.as(user, () -> panels.contact(complaint.number.value(), contact)));
    }
    assertThat(complaint.clock("RESPONSE").isOpen()).isTrue();
    assertThat(complaint.contacts()).isEmpty();
    assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(
            () -> story.as("auditor1", () -> panels.contact(complaint.number.value(), contact)))
        .satisfies(refused -> assertThat(refused.getReason()).isEqualTo("您的岗位不能登记沟通记录；请联系本案的承办人或客服主管"));
    assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(
            () -> story.as("board1", () -> panels.unmask(complaint.number.value())))
        .satisfies(refused -> assertThat(refused.getReason()).startsWith("您的岗位不能查看或打印客户的完整联系方式"));
    assertThat(jdbc.sql("select person || ' ' || detail from access_log where number = ? and action = 'REFUSED' order by id")
        .param(complaint.number.value()).query(String.class).list())
        .containsExactly("auditor1 MAY_NOT:CONTACT", "archivist1 MAY_NOT:CONTACT", "board1 MAY_NOT:CONTACT",
            "board1 MAY_NOT:UNMASK");
  }

  @Test
  void theCustomersContactShowsToWhoTalksToTheCustomerAndWhoKeepsTheFile() {
    for (var user : List.of("agent1", "super1", "manager1", "archivist1", "auditor1")) {
      assertThat(story.as(user, () -> panels.unmask(complaint.number.value())).getBody().customerPhone()).isEqualTo("13800001234");
    }
    refused(403, () -> story.as("board1", () -> panels.unmask(complaint.number.value())));
    assertThat(story.as("board1", () -> archive.open(complaint.number.value(), false)).getBody().customer().mayUnmask()).isFalse();
    assertThat(story.as("agent1", () -> archive.open(complaint.number.value(), false)).getBody().customer().mayUnmask()).isTrue();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatCannotBePutOnRecordIsNotHandedOutAndNotLeftOpen() throws java.io.IOException {
    var number = complaint.number.value();
    var bytes = new java.io.ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(80, 60, BufferedImage.TYPE_INT_RGB), "png", bytes);
    var picture = added(new MockMultipartFile("file", "现场.png", "image/png", bytes.toByteArray()));
    var before = openEvidence();
    jdbc.sql("alter table access_log add constraint broken check (detail not like :id) not valid"
        .replace(":id", "'%" + picture + "'")).update();
    try {
      assertThatExceptionOfType(DataAccessException.class)
          .isThrownBy(() -> story.as("super1", () -> evidence.thumbnail(number, picture)));
      assertThatExceptionOfType(DataAccessException.class)
          .isThrownBy(() -> story.as("super1", () -> evidence.download(number, picture)));
      assertThat(openEvidence()).isEqualTo(before);
    } finally {
      jdbc.sql("alter table access_log drop constraint broken").update();
    }
    try (var shown = story.as("super1", () -> evidence.thumbnail(number, picture)).getBody().getInputStream()) {
      assertThat(openEvidence()).as("an open one is counted").isGreaterThan(before);
    }
  }

  /** How many files of evidence this process has open. */
  private static long openEvidence() throws java.io.IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(one -> {
        try {
          return Files.readSymbolicLink(one).toString().matches(".*/evidence/[0-9a-f]{2}/.*");
        } catch (java.io.IOException closed) {
          return false;
        }
      }).count();
    }
  }

  @Test
  void anAuditorLooksAtEvidenceAndAddsNone() {
    var number = complaint.number.value();
    assertThat(story.as("auditor1", () -> evidence.list(number)).getBody().mayAdd()).isFalse();
    assertThat(story.as("super1", () -> evidence.list(number)).getBody().mayAdd()).isTrue();
    refused(403, () -> story.as("auditor1", () -> {
      try {
        return evidence.add(number, new MockMultipartFile("file", "a.txt", null, new byte[] {'x'}), "OTHER", "", false, false);
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }));
  }

  private UUID added(MockMultipartFile file) {
    return story.as("super1", () -> {
      try {
        return UUID.fromString(evidence.add(complaint.number.value(), file, "OTHER", "", false, false).id());
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    });
  }

  private static void refused(int status, Runnable call) {
    assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(call::run)
        .satisfies(refused -> assertThat(refused.getStatusCode().value()).isEqualTo(status));
  }
}
