package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.complaint.Priority;
import io.huiyin.complaint.Severity;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Major, serious and extremely complex cases: the top of the house knows at once. [003][004] */
@HuiyinTest
class MajorCaseTest {

  @Autowired
  Story story;

  @Test
  void aMajorCaseIsToldToThreePartiesAtOnce() {
    story.begins("2026-09-15T10:00");
    var complaint = story.aComplaint().with("category", "PRODUCT_QUALITY").with("safetyRisk", true).isRegistered();
    assertThat(complaint.complaint().ratings().severity()).isEqualTo(Severity.MAJOR);
    assertThat(complaint.complaint().ratings().priority()).isEqualTo(Priority.P0);

    complaint.isAccepted();
    story.meanwhile();

    for (var person : new String[] {"manager1", "gm1", "board1", "board2"}) {
      assertThat(complaint.mailsTo(person)).as(person).containsOnlyOnce("【重大投诉】 请立即关注");
    }
    assertThat(story.now()).as("without any delay").isEqualTo(story.instant("2026-09-15T10:00"));
    complaint.waitsAt("firstContact", "contactSubstantively", "holdSpecialMeeting");
    assertThat(complaint.heldBy("holdSpecialMeeting")).isEqualTo("board-office");
    assertThat(complaint.due("holdSpecialMeeting")).as("two hours for the meeting").isEqualTo(story.instant("2026-09-15T12:00"));
  }

  @Test
  void aMajorCaseWakesThemAtNight() {
    story.begins("2026-09-15T23:30");
    var complaint = story.aComplaint().with("category", "PRODUCT_QUALITY").with("safetyRisk", true).isRegistered();
    complaint.isAccepted();
    story.meanwhile();

    assertThat(complaint.mailsTo("gm1")).containsOnlyOnce("【重大投诉】 请立即关注");
    assertThat(complaint.mailsTo("board1")).containsOnlyOnce("【重大投诉】 请立即关注");
  }

  @Test
  void anExtremelyComplexCaseIsToldTooHoweverSmallTheMatter() {
    story.begins("2026-09-15T10:00");
    var complaint = story.aComplaint().with("category", "BUSINESS_PROCESS").isRegistered();
    complaint.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "complexity", "EXTREME",
        "ratingChangeReason", "涉及三个合作方");
    story.meanwhile();

    assertThat(complaint.complaint().ratings().severity()).isEqualTo(Severity.MINOR);
    assertThat(complaint.mailsTo("gm1")).containsOnlyOnce("【轻微投诉】 请立即关注");
    complaint.waitsAt("firstContact", "contactSubstantively", "setUpTaskForce");
  }
}
