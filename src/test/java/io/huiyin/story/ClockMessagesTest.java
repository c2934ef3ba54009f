package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.complaint.Priority;
import io.huiyin.sla.Clock.Status;
import io.huiyin.story.Story.Told;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What may happen to a running case at any time: waiting, re-grading, urging, more evidence. [001][003] */
@HuiyinTest
class ClockMessagesTest {

  @Autowired
  Story story;

  Told complaint;

  @BeforeEach
  void aCaseInWork() {
    story.begins("2026-09-15T10:00");
    complaint = story.aComplaint().isRegistered().isAccepted().isContacted().waitsAt("writeOpinion");
  }

  @Test
  void whileWeWaitForTheCustomerTheClockRestsAndNobodyReports() {
    var before = complaint.clock("RESOLUTION").dueAt();
    story.at("2026-09-15T11:00");
    complaint.refusesToHear("agent1", "ClockPaused", "reason");
    complaint.happens("agent1", "ClockPaused", "reason", "等客户补充照片");
    assertThat(complaint.clock("RESOLUTION").status()).isEqualTo(Status.PAUSED);
    assertThat(complaint.clock("OPINION").status()).isEqualTo(Status.PAUSED);
    assertThat(complaint.clock("OPINION").pauseLimitAt()).isEqualTo(story.instant("2026-09-21T11:00"));
    complaint.refusesToHear("agent1", "ClockPaused", "reason", "reason", "再等等");

    story.at("2026-09-17T11:00");
    complaint.waitsAt("writeOpinion");
    complaint.happens("agent1", "ClockResumed", "reason", "照片已收到");
    assertThat(complaint.clock("RESOLUTION").status()).isEqualTo(Status.RUNNING);
    assertThat(complaint.clock("RESOLUTION").dueAt()).as("two working days later").isAfter(before);
    assertThat(complaint.due("writeOpinion")).isEqualTo(complaint.clock("OPINION").dueAt());
    assertThat(complaint.entries("CLOCK_RESUMED").get(0).actor()).isEqualTo("agent1");

    story.after(Duration.ofMinutes(1));
    assertThat(complaint.openTasks()).as("the customer hears from us right away").contains("userTask_reportProgress");
  }

  @Test
  void aCustomerWhoNeverAnswersDoesNotStopTheClockForever() {
    complaint.happens("agent1", "ClockPaused", "reason", "等客户补充照片");
    var limit = complaint.clock("RESOLUTION").pauseLimitAt();
    story.at(limit.minusSeconds(60));
    assertThat(complaint.clock("RESOLUTION").status()).isEqualTo(Status.PAUSED);

    story.at(limit);
    assertThat(complaint.clock("RESOLUTION").status()).isEqualTo(Status.RUNNING);
    assertThat(complaint.entries("CLOCK_RESUMED").get(0).actor()).isEqualTo("system");
    complaint.refusesToHear("agent1", "ClockPaused", "reason", "reason", "再等等");
  }

  @Test
  void aRegradedCaseIsDueSooner() {
    story.at("2026-09-15T11:00");
    complaint.refusesToHear("super1", "ComplaintRegraded", "reason", "priority", "P0");
    complaint.happens("super1", "ComplaintRegraded", "priority", "P0", "reason", "客户家中停水");

    assertThat(complaint.complaint().ratings().priority()).isEqualTo(Priority.P0);
    assertThat(complaint.clock("RESOLUTION").dueAt()).isEqualTo(story.instant("2026-09-16T10:00"));
    assertThat(complaint.ledger("RESOLUTION")).contains("REGRADED");
    assertThat(complaint.says("REGRADED")).containsExactly("重新定级：优先级 P2→P0，严重程度 一般→一般");
    story.at("2026-09-16T10:00");
    assertThat(complaint.openTasks()).as("and late sooner").contains("userTask_superviseOverdue");
  }

  @Test
  void urgingRemindsWhoeverHoldsTheCaseOncePerHour() {
    complaint.happens("crm1", "Urged", "reason", "客户又来电询问").happens("crm1", "Urged");
    story.meanwhile();
    assertThat(complaint.mailsTo("agent1")).containsExactly("【催办】投诉");
    assertThat(complaint.entries("URGED")).hasSize(2);

    story.at("2026-09-15T11:05");
    complaint.happens("crm1", "Urged");
    story.meanwhile();
    assertThat(complaint.mailsTo("agent1")).containsExactly("【催办】投诉", "【催办】投诉");
  }

  @Test
  void moreEvidenceIsNoted() {
    complaint.hasDocument("agent1", "DAMAGE_PHOTO").happens("agent1", "EvidenceAdded");

    assertThat(complaint.says("EVIDENCE_ADDED")).hasSize(1);
    assertThat(complaint.says("MESSAGE_RECEIVED")).contains("收到消息“收到补充证据”");
    complaint.waitsAt("writeOpinion");
  }
}
