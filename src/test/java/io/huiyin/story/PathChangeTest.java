package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.complaint.Complexity;
import io.huiyin.complaint.Priority;
import io.huiyin.complaint.Ratings;
import io.huiyin.complaint.Severity;
import io.huiyin.story.Story.Told;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A re-grade that changes who handles the case moves it there; elsewhere it only changes ratings and deadlines. [003] */
@HuiyinTest
class PathChangeTest {

  @Autowired
  Story story;

  @BeforeEach
  void tuesdayMorning() {
    story.begins("2026-09-15T10:00");
  }

  @Test
  void aMinorMatterThatTurnsOutGeneralBecomesAProject() {
    var complaint = story.aComplaint().with("category", "BUSINESS_PROCESS").isRegistered().isAccepted().isContacted()
        .waitsAt("settleDirectly");
    regraded(complaint, "GENERAL");

    complaint.waitsAt("writeOpinion");
    assertThat(complaint.clock("RESULT_NOTICE").isOpen()).isFalse();
    assertThat(complaint.clock("OPINION").isOpen()).isTrue();
    assertThat(complaint.says("TASK_CANCELLED")).containsExactly("任务“客服直接处理”不再需要");
    assertThat(complaint.notices()).noneMatch(notice -> notice.event().name().equals("MAJOR_CASE"));
  }

  @Test
  void aProjectThatTurnsOutMinorIsSettledDirectly() {
    var complaint = story.aComplaint().isRegistered().isAccepted().isContacted().isAgreedWith("logistics1")
        .waitsAt("proposePlan");
    regraded(complaint, "MINOR");

    complaint.waitsAt("settleDirectly");
    assertThat(complaint.clock("PLAN").isOpen()).isFalse();
    assertThat(complaint.file()).as("what the unit and the agent wrote stays").anyMatch(entry ->
        entry.facts().get("submitted") instanceof java.util.Map<?, ?> written && "补发并道歉".equals(written.get("opinion")));
    assertThat(story.runtime.createProcessInstanceQuery().processInstanceBusinessKey(complaint.number.value())
        .processDefinitionKey("case-project").count()).isZero();
    complaint.does("agent1", "settleDirectly", "measures", "当场补办手续", "settlement", "已办妥").isTold()
        .waitsAt("confirmResult");
  }

  @Test
  void aProjectThatTurnsOutMajorIsHandledAnewAndManagementHearsOfItOnce() {
    var complaint = story.aComplaint().isRegistered().isAccepted().isContacted().isAgreedWith("logistics1");
    regraded(complaint, "MAJOR");
    assertThat(complaint.says("TASK_CANCELLED")).containsExactly("任务“制定处理方案”不再需要");
    var tasks = complaint.openTasks();

    regraded(complaint, "SERIOUS");
    assertThat(complaint.openTasks()).as("the same path: nothing moves").isEqualTo(tasks);
    story.meanwhile();
    assertThat(complaint.mailsTo("gm1")).hasSize(1);
    assertThat(complaint.mailsTo("board1")).filteredOn(mail -> mail.contains("重大")).hasSize(1);
  }

  @Test
  void beforeAcceptanceAndAfterTheWorkOnlyRatingsAndDeadlinesChange() {
    var unaccepted = story.aComplaint().isRegistered();
    regraded(unaccepted, "MAJOR");
    unaccepted.waitsAt("acceptAndClassify", "firstContact");
    story.meanwhile();
    assertThat(unaccepted.mailsTo("gm1")).hasSize(1);
    unaccepted.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED");
    story.meanwhile();
    assertThat(unaccepted.mailsTo("gm1")).as("they know already").hasSize(1);

    var settled = story.aComplaint().with("category", "BUSINESS_PROCESS").isRegistered().isAccepted().isContacted()
        .does("agent1", "settleDirectly", "measures", "当场补办手续", "settlement", "已办妥").waitsAt("tellResult");
    regraded(settled, "MAJOR");
    settled.waitsAt("tellResult");
    assertThat(settled.clock("RESOLUTION").dueAt()).isEqualTo(story.instant("2026-09-16T10:00"));
  }

  @Test
  void theFloorsHoldForARegradeByHandToo() {
    var repeat = story.aComplaint().with("customerPhone", "+86 139-1234-0001").isRegistered();
    var again = story.aComplaint().with("customerPhone", "13912340001").isRegistered();
    assertThat(repeat.complaint().repeat()).isFalse();
    assertThat(again.complaint().repeat()).isTrue();
    again.happens("super1", "ComplaintRegraded", "priority", "P2", "reason", "只是询问进度");
    assertThat(again.complaint().ratings().priority()).as("a repeat complaint is at least P1").isEqualTo(Priority.P1);

    var unsafe = story.aComplaint().with("safetyRisk", true).isRegistered();
    unsafe.happens("super1", "ComplaintRegraded", "priority", "P0", "severity", "GENERAL", "reason", "只有一户");
    assertThat(unsafe.complaint().ratings()).as("P0 for safety is at least MAJOR")
        .isEqualTo(new Ratings(Priority.P0, Severity.MAJOR, unsafe.complaint().ratings().complexity()));
    unsafe.happens("super1", "ComplaintRegraded", "priority", "P1", "severity", "GENERAL", "complexity", "NONE",
        "reason", "检测排除了安全问题");
    assertThat(unsafe.complaint().ratings()).as("no longer P0, no longer held up")
        .isEqualTo(new Ratings(Priority.P1, Severity.GENERAL, Complexity.NONE));
  }

  private static void regraded(Told complaint, String severity) {
    complaint.happens("super1", "ComplaintRegraded", "severity", severity, "reason", "核实后重新评估");
  }
}
