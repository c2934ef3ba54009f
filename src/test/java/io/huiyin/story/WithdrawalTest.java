package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.huiyin.HuiyinTest;
import io.huiyin.archive.ArchiveStatus;
import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.ComplaintFlow.NotWaiting;
import io.huiyin.sla.Clock.Status;
import io.huiyin.story.Story.Told;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** 撤诉: the customer may call it off at any time before the file is closed; the record stays. [003] */
@HuiyinTest
class WithdrawalTest {

  @Autowired
  Story story;

  @BeforeEach
  void tuesdayMorning() {
    story.begins("2026-09-15T10:00");
  }

  @Test
  void beforeAcceptance() {
    withdrawn(story.aComplaint().isRegistered());
  }

  @Test
  void whileTheUnitWorksOnAPlan() {
    var complaint = story.aComplaint().isRegistered().isAccepted().isContacted().isAgreedWith("logistics1");
    withdrawn(complaint.waitsAt("proposePlan"));
    assertThat(complaint.clock("PLAN").status()).isNotIn(Status.RUNNING, Status.PAUSED);
    assertThat(complaint.says("TASK_CANCELLED")).contains("任务“制定处理方案”不再需要");
  }

  @Test
  void whileTheManagerSupervises() {
    var complaint = story.aComplaint().with("memberLevel", "VIP").isRegistered().isAccepted();
    story.at("2026-09-15T14:00");
    complaint.waitsAt("writeOpinion", "firstContact", "superviseOverdue");
    complaint.happens("agent1", "ComplaintWithdrawn", "reason", "客户称已自行解决");
    complaint.waitsAt("fileArchive", "superviseOverdue").isFiled();
    complaint.answersFor("manager1", "superviseOverdue", "RESPONSE").isOver();
  }

  @Test
  void whileTheClockRests() {
    var complaint = story.aComplaint().isRegistered().isAccepted().isContacted();
    complaint.happens("agent1", "ClockPaused", "reason", "等客户补充照片");
    withdrawn(complaint);
  }

  @Test
  void insteadOfAcceptingTheResult() {
    withdrawn(story.aComplaint().with("category", "BUSINESS_PROCESS").isRegistered().isSettledAndTold());
  }

  @Test
  void whileTheCustomerIsAskedHowItWas() {
    withdrawn(story.aComplaint().with("category", "BUSINESS_PROCESS").isRegistered().isSettledAndTold().isConfirmed()
        .waitsAt("collectSurvey"));
  }

  @Test
  void notAfterTheFileIsClosed() {
    var complaint = story.aComplaint().with("category", "BUSINESS_PROCESS").isRegistered().isSettledAndTold()
        .isConfirmed().isRated(5, 5, 5).isFiled();
    assertThatThrownBy(() -> complaint.happens("agent1", "ComplaintWithdrawn", "reason", "不想追究了"))
        .isInstanceOf(NotWaiting.class)
        .hasMessage("投诉 " + complaint.number + " 现为“已归档”，不接受“撤诉”，请先查看案件进度");
    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.FILED);
  }

  private void withdrawn(Told complaint) {
    complaint.happens("agent1", "ComplaintWithdrawn", "reason", "客户称已自行解决");
    story.meanwhile();

    complaint.waitsAt("fileArchive");
    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.WITHDRAWN);
    assertThat(complaint.clock("RESOLUTION").isOpen()).isFalse();
    assertThat(complaint.clock("RESPONSE").isOpen()).isFalse();
    assertThat(complaint.entries("CLOSED").get(0).facts()).containsEntry("reason", "客户称已自行解决");
    assertThat(complaint.mailsTo("customer")).contains("投诉 已按您的要求撤回");

    complaint.isFiled().isOver();
    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.WITHDRAWN);
    assertThat(complaint.archiveStatus()).isEqualTo(ArchiveStatus.CLOSED);
  }
}
