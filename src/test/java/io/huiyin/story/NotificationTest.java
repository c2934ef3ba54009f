package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.notification.NoticeView;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** 通知投递: nobody is woken without need, and a dead mail server delays a mail but holds up no case. */
@HuiyinTest
class NotificationTest {

  @Autowired
  Story story;

  @Test
  void anOrdinaryMailWaitsForTheMorning() {
    story.begins("2026-09-15T22:00");
    var complaint = story.aComplaint().isRegistered();
    story.at("2026-09-16T07:59");
    assertThat(complaint.mailsTo("customer")).isEmpty();
    assertThat(complaint.notices()).extracting(NoticeView::status).containsOnly("PENDING");

    story.at("2026-09-16T08:00").meanwhile();
    assertThat(complaint.mailsTo("customer")).containsExactly("您的投诉我们已收到，投诉编号");
    assertThat(acknowledgement(complaint).sentAt()).isEqualTo(story.instant("2026-09-16T08:00"));
    assertThat(complaint.says("NOTICE_SENT")).contains("通知客户：已受理回执");
  }

  @Test
  void aMailIsTriedAgainUntilTheServerIsBack() {
    story.begins("2026-09-15T10:00");
    story.mailServerIsDown();
    var complaint = story.aComplaint().isRegistered();
    story.meanwhile();
    assertThat(acknowledgement(complaint).status()).isEqualTo("FAILED");
    assertThat(acknowledgement(complaint).failure()).contains("无法连接邮件服务器");
    complaint.waitsAt("acceptAndClassify", "firstContact");
    complaint.isAccepted().waitsAt("firstContact", "writeOpinion");

    story.after(Duration.ofMinutes(1));
    assertThat(acknowledgement(complaint).attempts()).isEqualTo(2);
    story.mailServerIsUp();
    story.after(Duration.ofMinutes(5));
    assertThat(acknowledgement(complaint).status()).isEqualTo("SENT");
    assertThat(complaint.mailsTo("customer")).hasSize(1);
    assertThat(complaint.incidents()).isZero();
  }

  @Test
  void aMailThatCannotBeSentAllDayIsAnIncidentUntilSomebodyRetries() {
    story.begins("2026-09-15T10:00");
    story.mailServerIsDown();
    var complaint = story.aComplaint().isRegistered();
    story.at("2026-09-15T15:00");
    var ofTheMorning = complaint.notices().stream()
        .filter(notice -> notice.createdAt().equals(story.instant("2026-09-15T10:00"))).count();
    assertThat(complaint.incidents()).as("one for each mail, in Cockpit").isEqualTo(ofTheMorning).isPositive();
    var attempts = acknowledgement(complaint).attempts();
    story.at("2026-09-15T18:00");
    assertThat(acknowledgement(complaint).attempts()).as("nobody tries any more").isEqualTo(attempts);

    story.mailServerIsUp();
    complaint.isRetried();
    assertThat(acknowledgement(complaint).status()).isEqualTo("SENT");
    assertThat(complaint.mailsTo("customer")).hasSize(1);
    assertThat(complaint.incidents()).isZero();
  }

  private static NoticeView acknowledgement(Story.Told complaint) {
    return complaint.notices().stream().filter(notice -> notice.event().name().equals("ACKNOWLEDGED")).findFirst()
        .orElseThrow();
  }
}
