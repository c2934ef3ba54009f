package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.story.Story.Told;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** 满意度回访: asked once, reminded once, never pressed; a low score is called back by the supervisor. [001] */
@HuiyinTest
class SurveyTest {

  @Autowired
  Story story;

  Told complaint;

  @BeforeEach
  void aCustomerWhoAcceptedTheResult() {
    story.begins("2026-09-15T10:00");
    complaint = story.aComplaint().with("category", "BUSINESS_PROCESS").isRegistered().isSettledAndTold().isConfirmed();
    story.meanwhile();
    complaint.waitsAt("collectSurvey");
    assertThat(complaint.mailsTo("customer")).contains("请您评价投诉 的处理情况");
  }

  @Test
  void aContentCustomerIsNotBotheredAgain() {
    complaint.refuses("agent1", "collectSurvey", "attitude", "efficiency", 4, "attitude", 6, "solution", 4);
    complaint.isRated(4, 5, 4);

    assertThat(complaint.says("SURVEYED")).containsExactly("客户评价：处理效率 4 分，服务态度 5 分，解决方案 4 分");
    complaint.waitsAt("fileArchive");
  }

  @Test
  void aScoreOfThreeIsCalledBackByTheSupervisor() {
    complaint.isRated(5, 3, 5);
    complaint.waitsAt("callBack");
    assertThat(complaint.heldBy("callBack")).isEqualTo("cs-supervisor");

    complaint.does("super1", "callBack", "callBackCause", "等了太久没有人回电");
    assertThat(complaint.says("TASK_COMPLETED")).contains("完成任务“回访不满意客户”");
    complaint.waitsAt("fileArchive");
  }

  @Test
  void aCustomerAnswersOnline() {
    complaint.refusesToHear("crm1", "SurveyAnswered", "solution", "efficiency", 5, "attitude", 5, "solution", 9);
    complaint.waitsAt("collectSurvey");
    complaint.happens("crm1", "SurveyAnswered", "efficiency", 5, "attitude", 5, "solution", 2, "suggestion", "退款太慢");

    assertThat(complaint.entries("SURVEYED").get(0).facts()).containsEntry("suggestion", "退款太慢").containsEntry("solution", 2);
    complaint.waitsAt("callBack");
  }

  @Test
  void aSilentCustomerIsRemindedOnceAndThenLeftInPeace() {
    var clock = complaint.clock("SURVEY_ANSWER");
    story.at(clock.warnAt()).meanwhile();
    assertThat(complaint.mailsTo("customer")).containsOnlyOnce("提醒：请您评价投诉 的处理情况");
    complaint.waitsAt("collectSurvey");

    story.at(clock.dueAt());
    complaint.waitsAt("fileArchive");
    assertThat(complaint.says("REACHED")).contains("到达“客户未评价”");
    assertThat(complaint.entries("SURVEYED")).isEmpty();
    assertThat(complaint.clock("SURVEY_ANSWER").breachedAt()).as("nobody's fault").isNull();
  }
}
