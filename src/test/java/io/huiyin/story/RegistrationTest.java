package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.archive.ArchiveStatus;
import io.huiyin.archive.Entry;
import io.huiyin.complaint.CaseStatus;
import io.huiyin.sla.Clock.Status;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** From the customer's words to the decision whether the company takes the complaint up. [000][001] */
@HuiyinTest
class RegistrationTest {

  @Autowired
  Story story;

  @BeforeEach
  void tuesdayMorning() {
    story.begins("2026-09-15T10:00");
  }

  @Test
  void aComplaintFromTheStartFormIsOnRecordAndAcknowledged() {
    var complaint = story.aComplaint().isRegisteredInTasklist();
    story.meanwhile();

    complaint.waitsAt("acceptAndClassify", "firstContact");
    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.REGISTERED);
    assertThat(complaint.entries("REGISTERED")).extracting(Entry::actor).containsExactly("agent1");
    assertThat(complaint.clock("RESPONSE").status()).isEqualTo(Status.RUNNING);
    assertThat(complaint.slaStatus()).isEqualTo("ON_TRACK");
    assertThat(complaint.mailsTo("customer")).containsExactly("您的投诉我们已收到，投诉编号");
  }

  @Test
  void aDeclinedComplaintIsAnsweredWithTheReasonAndFiled() {
    var complaint = story.aComplaint().isRegistered();
    complaint.refuses("super1", "acceptAndClassify", "declineReason", "acceptance", "DECLINED");
    complaint.does("super1", "acceptAndClassify", "acceptance", "DECLINED", "declineReason", "不属于本公司的订单");
    story.meanwhile();

    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.DECLINED);
    assertThat(complaint.clock("RESPONSE").status()).isEqualTo(Status.CANCELLED);
    assertThat(complaint.clock("RESOLUTION").status()).isEqualTo(Status.CANCELLED);
    assertThat(complaint.mailsTo("customer")).contains("关于投诉 的受理结果");
    complaint.waitsAt("fileArchive");

    complaint.isFiled().isOver();
    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.DECLINED);
    assertThat(complaint.archiveStatus()).isEqualTo(ArchiveStatus.CLOSED);
    assertThat(complaint.keptUntil()).isEqualTo(LocalDate.of(2029, 9, 15));
  }

  @Test
  void aMisunderstandingIsExplainedAndFiled() {
    var complaint = story.aComplaint().with("category", "SYSTEM_FAULT").isRegistered();
    complaint.does("super1", "acceptAndClassify", "acceptance", "EXPLAINED");
    complaint.waitsAt("explain", "firstContact");

    complaint.does("agent1", "explain", "explanation", "请在设置里打开通知权限", "contactChannel", "PHONE");
    story.meanwhile();

    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.EXPLAINED);
    assertThat(complaint.clock("RESPONSE").status()).as("explaining is a contact").isEqualTo(Status.MET);
    assertThat(complaint.clock("RESOLUTION").status()).isEqualTo(Status.CANCELLED);
    assertThat(complaint.mailsTo("customer")).contains("关于投诉 的答复");
    complaint.waitsAt("fileArchive").isFiled().isOver();
    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.EXPLAINED);
  }

  @Test
  void aChangedProposalNeedsAReason() {
    var complaint = story.aComplaint().isRegistered();
    complaint.refuses("super1", "acceptAndClassify", "ratingChangeReason", "acceptance", "ACCEPTED", "priority", "P1");
    complaint.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "priority", "P1", "ratingChangeReason",
        "客户下周出差");

    assertThat(complaint.complaint().ratings().priority().name()).isEqualTo("P1");
    assertThat(complaint.clock("RESOLUTION").dueAt()).isEqualTo(story.instant("2026-09-17T10:00"));
    assertThat(complaint.complaint().leadUnit()).isEqualTo("unit-logistics");
  }
}
