package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.huiyin.HuiyinTest;
import io.huiyin.archive.ArchiveStatus;
import io.huiyin.archive.Entry;
import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.ComplaintFlow.NotWaiting;
import io.huiyin.sla.Clock;
import io.huiyin.sla.Clock.Status;
import io.huiyin.story.Story.Told;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** 重新办理: a closed complaint goes on under its number, in its archive, and its earlier figures stay. [000] */
@HuiyinTest
class ReopeningTest {

  @Autowired
  Story story;

  @BeforeEach
  void tuesdayMorning() {
    story.begins("2026-09-15T10:00");
  }

  @Test
  void aFiledComplaintIsHandledAgainAndFiledInTheSameArchive() {
    var complaint = minor().isSettledAndTold().isConfirmed().isRated(5, 5, 5).isFiled().isOver();
    var closedAt = complaint.complaint().closedAt();
    var firstClocks = story.clocks.of(complaint.number);
    var firstPages = complaint.file();
    assertThat(closedAt).isEqualTo(story.now());

    story.at("2026-09-22T10:00");
    complaint.refusesToHear("agent1", "ComplaintReopened", "reason");
    complaint.happens("agent1", "ComplaintReopened", "reason", "同一故障再次出现");
    story.meanwhile();

    complaint.waitsAt("acceptAndClassify", "firstContact");
    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.IN_PROGRESS);
    assertThat(complaint.complaint().round()).isEqualTo(2);
    assertThat(complaint.archiveStatus()).isEqualTo(ArchiveStatus.FOLLOW_UP);
    assertThat(complaint.says("REOPENED")).containsExactly("案件重新打开，第 2 轮办理");
    assertThat(complaint.entries("REOPENED").get(0).facts()).containsEntry("reason", "同一故障再次出现");
    assertThat(complaint.mailsTo("customer")).contains("投诉 已重新办理");
    for (var kind : new String[] {Clock.RESPONSE, Clock.RESOLUTION}) {
      assertThat(complaint.clock(kind).round()).isEqualTo(2);
      assertThat(complaint.clock(kind).startedAt()).isEqualTo(story.now());
    }
    assertThat(complaint.slaStatus()).isEqualTo("ON_TRACK");

    complaint.isSettledAndTold().isConfirmed();
    story.after(java.time.Duration.ofDays(4)); // the survey's invitation
    complaint.isRated(4, 4, 4).isFiled().isOver();

    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.FILED);
    assertThat(complaint.archiveStatus()).isEqualTo(ArchiveStatus.CLOSED);
    assertThat(complaint.complaint().closedAt()).as("closed when it was closed first").isEqualTo(closedAt);
    assertThat(complaint.keptUntil()).as("kept from the last closing")
        .isAfterOrEqualTo(story.instant("2029-09-22T00:00").atZone(java.time.ZoneId.of("Asia/Shanghai")).toLocalDate());
    assertThat(story.clocks.of(complaint.number)).as("what was met stays met").containsAll(firstClocks);
    var pages = complaint.file();
    assertThat(pages.subList(0, firstPages.size())).isEqualTo(firstPages);
    assertThat(pages).extracting(Entry::sequence)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, pages.size()).boxed().toList());
    assertThat(complaint.entries("SURVEYED")).hasSize(2);
    assertThat(complaint.notices()).filteredOn(notice -> notice.event().name().equals("SURVEY_INVITATION")).hasSize(2);
  }

  @Test
  void aMissedDeadlineOfTheFirstRoundStaysMissed() {
    var complaint = minor();
    story.at("2026-09-18T10:00");
    complaint.isAccepted().isContacted().happens("agent1", "ComplaintWithdrawn", "reason", "客户称已自行解决").isFiled().allIsAnsweredFor().isOver();
    assertThat(complaint.clock("RESPONSE").status()).isEqualTo(Status.MET_LATE);
    complaint.happens("agent1", "ComplaintReopened", "reason", "同一故障再次出现");
    complaint.isContacted();

    assertThat(complaint.clock("RESPONSE").round()).isEqualTo(2);
    assertThat(complaint.clock("RESPONSE").status()).isEqualTo(Status.MET);
    assertThat(story.clocks.of(complaint.number)).filteredOn(clock -> clock.kind().equals("RESPONSE"))
        .extracting(Clock::status).containsExactly(Status.MET_LATE, Status.MET);
  }

  @Test
  void aDeclinedComplaintMayComeBackAndBeAcceptedAndBeDeclinedAgain() {
    var complaint = story.aComplaint().isRegistered();
    for (var round = 1; round <= 2; round++) {
      complaint.does("super1", "acceptAndClassify", "acceptance", "DECLINED", "declineReason", "与本公司无关")
          .isFiled().isOver();
      story.meanwhile();
      complaint.refusesToHear("agent2", "ComplaintReopened", "businessKey", "reason", "客户补充了合同");
      complaint.happens("agent1", "ComplaintReopened", "reason", "客户补充了合同");
    }
    assertThat(complaint.notices()).filteredOn(notice -> notice.event().name().equals("DECLINED"))
        .as("told each time").hasSize(2);
    complaint.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "leadUnit", "unit-logistics")
        .isContacted().waitsAt("writeOpinion");
    complaint.happens("agent1", "ComplaintWithdrawn", "reason", "客户称已自行解决").isFiled().isOver();
    assertThat(complaint.complaint().status()).isEqualTo(CaseStatus.WITHDRAWN);
  }

  @Test
  void aCaseInWorkIsNotReopened() {
    var complaint = minor();
    refusesToReopen(complaint, "已登记");
    complaint.isSettledAndTold().isConfirmed();
    refusesToReopen(complaint, "客户已确认");
    complaint.isRated(5, 5, 5);
    refusesToReopen(complaint, "客户已确认");
    complaint.isFiled();
    complaint.happens("agent1", "ComplaintReopened", "reason", "同一故障再次出现");
    refusesToReopen(complaint, "处理中");
    assertThat(complaint.complaint().round()).isEqualTo(2);
  }

  private static void refusesToReopen(Told complaint, String status) {
    assertThatThrownBy(() -> complaint.happens("agent1", "ComplaintReopened", "reason", "同一故障再次出现"))
        .isInstanceOf(NotWaiting.class)
        .hasMessage("投诉 %s 现为“%s”，不接受“重新办理”，请先查看案件进度".formatted(complaint.number, status));
  }

  private Told minor() {
    return story.aComplaint().with("category", "BUSINESS_PROCESS").isRegistered();
  }
}
