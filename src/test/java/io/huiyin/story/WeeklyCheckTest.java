package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.huiyin.HuiyinTest;
import io.huiyin.archive.ArchiveStatus;
import io.huiyin.archive.FollowUps;
import io.huiyin.archive.FollowUps.Decision;
import io.huiyin.complaint.FieldError;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.story.Story.Told;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** 每周待跟进核对: on the first working morning of a week the archivist looks at every archive in 需跟进. [000] */
@HuiyinTest
class WeeklyCheckTest {

  @Autowired
  Story story;
  @Autowired
  FollowUps followUps;
  @Autowired
  JdbcClient jdbc;

  @BeforeEach
  void aFridayOnWhichNothingIsToFollowUp() {
    begins("2026-09-18T10:00");
  }

  private void begins(String localTime) {
    story.begins(localTime);
    jdbc.sql("update archive set status = 'CLOSED', follow_up_since = null where status = 'FOLLOW_UP'").update();
    story.management.createJobQuery().processDefinitionKey("archive-weekly-check").timers().list()
        .forEach(job -> story.management.recalculateJobDuedate(job.getId(), false));
  }

  private Told filedToFollowUp() {
    return filedToFollowUp(story.aComplaint());
  }

  private static Told filedToFollowUp(Story.Caller complaint) {
    return complaint.isRegistered().does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "severity",
            "MINOR", "ratingChangeReason", "只晚了一天").isContacted()
        .does("agent1", "settleDirectly", "measures", "催促配送", "settlement", "已送达").isTold().isConfirmed()
        .isRated(5, 5, 5).hasDocument("logistics1", "WAYBILL")
        .does("logistics1", "completeDocuments", "documentsOutcome", "SUPPLEMENTED")
        .does("archivist1", "fileArchive", "archiveStatus", "FOLLOW_UP");
  }

  @Test
  void onMondayMorningThereIsOneTaskForAllOfThem() {
    var first = filedToFollowUp();
    story.after(Duration.ofMinutes(1));
    var second = filedToFollowUp();
    story.at("2026-09-21T08:59:59");
    assertThat(task()).isEmpty();
    story.at("2026-09-21T09:00");

    assertThat(task()).singleElement().satisfies(task -> {
      assertThat(groups(task)).containsExactly("archivist");
      assertThat(task.getDueDate()).as("2 working days").isEqualTo(java.util.Date.from(story.instant("2026-09-23T18:00")));
    });
    assertThat(followUps.open(Set.of("archivist"))).extracting(FollowUps.FollowUp::number).containsExactly(first.number, second.number);
  }

  /** The board office keeps what is highly sensitive; the archivist, who may not see it, is not asked. [000] */
  @Test
  void whatIsHighlySensitiveIsFollowedUpByTheBoardOffice() {
    var sensitive = filedToFollowUp(story.aComplaint().with("involvesMinorOrVulnerable", true));
    story.at("2026-09-21T09:00");
    assertThat(task()).singleElement().satisfies(task -> assertThat(groups(task)).containsExactly("board-office"));
    assertThat(followUps.open(Set.of("archivist"))).isEmpty();
    assertThat(followUps.open(Set.of("board-office"))).extracting(FollowUps.FollowUp::number).containsExactly(sensitive.number);

    story.after(Duration.ofMinutes(1));
    var plain = filedToFollowUp();
    story.at("2026-09-28T09:00");
    assertThat(task()).as("the board office's of last week is still open").hasSize(2)
        .extracting(this::groups).containsExactlyInAnyOrder(List.of("board-office"), List.of("archivist"));
    decides(plain, Decision.KEEP, null);
    story.completes("archivist1", taskOf("archivist"), "checkNote", "已核对");
    assertThatThrownBy(() -> story.completes("board1", taskOf("board-office"))).isInstanceOf(InvalidInput.class)
        .hasMessageContaining(sensitive.number.value());
    story.as("board1", () -> followUps.decide(sensitive.number, Decision.DONE, "监护人已确认", "board1"));
    story.completes("board1", taskOf("board-office"), "checkNote", "已核对");
    assertThat(task()).isEmpty();
    assertThat(sensitive.archiveStatus()).isEqualTo(ArchiveStatus.CLOSED);
  }

  private Task taskOf(String group) {
    return task().stream().filter(task -> groups(task).contains(group)).findFirst().orElseThrow();
  }

  @Test
  void nothingToFollowUpIsNoTask() {
    story.at("2026-09-21T12:00");
    assertThat(task()).isEmpty();
  }

  @Test
  void aMondayThatIsAHolidayWaitsForTheFirstWorkingMorning() {
    begins("2026-10-02T10:00");
    var one = filedToFollowUp();
    story.at("2026-10-08T08:59:59");
    assertThat(task()).isEmpty();
    story.at("2026-10-08T09:00");
    assertThat(task()).hasSize(1);
    assertThat(one.archiveStatus()).isEqualTo(ArchiveStatus.FOLLOW_UP);
  }

  @Test
  void whatIsStillOpenFromLastWeekIsNotAskedForTwice() {
    filedToFollowUp();
    story.at("2026-09-21T09:00");
    var before = task();
    story.at("2026-09-28T09:00");
    assertThat(task()).hasSize(1).extracting(Task::getId).containsExactly(before.get(0).getId());
  }

  @Test
  void theTaskIsDoneWhenEveryArchiveHasBeenLookedAt() {
    var first = filedToFollowUp();
    var second = filedToFollowUp();
    story.at("2026-09-21T09:30");
    assertThatThrownBy(this::completes).isInstanceOfSatisfying(InvalidInput.class, refused -> {
      assertThat(refused.errors()).extracting(FieldError::field).containsExactly("followUps");
      assertThat(refused.errors().get(0).message()).contains("还有 2 卷", first.number.value(), second.number.value());
    });
    decides(first, Decision.KEEP, null);
    assertThatThrownBy(this::completes).isInstanceOf(InvalidInput.class);
    decides(second, Decision.DONE, "运单已补齐");
    completes();
    assertThat(task()).isEmpty();

    assertThat(first.archiveStatus()).isEqualTo(ArchiveStatus.FOLLOW_UP);
    assertThat(second.archiveStatus()).isEqualTo(ArchiveStatus.CLOSED);
    assertThat(second.says("FOLLOW_UP_DONE")).containsExactly("待跟进核对：跟进完毕");
    assertThat(second.entries("FOLLOW_UP_DONE").get(0).facts()).containsEntry("note", "运单已补齐");
    assertThat(second.verification().intact()).isTrue();
    story.at("2026-09-28T09:00");
    assertThat(task()).as("the other one again").hasSize(1);
  }

  @Test
  void whoHandledTheCaseIsRemindedOnceAnHour() {
    var one = filedToFollowUp();
    story.at("2026-09-21T09:30");
    decides(one, Decision.REMIND, "请补收件人签字的回单");
    decides(one, Decision.REMIND, "请尽快");
    story.meanwhile();
    assertThat(one.mailsTo("logistics1")).filteredOn(subject -> subject.contains("待跟进")).hasSize(1);
    assertThat(one.mailsTo("agent1")).noneMatch(subject -> subject.contains("待跟进"));
    story.after(Duration.ofMinutes(61));
    decides(one, Decision.REMIND, null);
    story.meanwhile();
    assertThat(one.mailsTo("logistics1")).filteredOn(subject -> subject.contains("待跟进")).hasSize(2);
    assertThat(one.says("FOLLOW_UP_REMIND")).hasSize(3);
  }

  @Test
  void aCaseThatIsHandledAgainIsNotDoneAndItsHoldersAreReminded() {
    var one = filedToFollowUp();
    one.happens("agent1", "ComplaintReopened", "reason", "故障再次出现");
    story.at("2026-09-21T09:30");
    assertThat(followUps.open(Set.of("archivist"))).extracting(FollowUps.FollowUp::number).containsExactly(one.number);
    assertThatThrownBy(() -> decides(one, Decision.DONE, "好了")).isInstanceOfSatisfying(InvalidInput.class,
        refused -> assertThat(refused.errors().get(0).message()).contains("案件正在重新办理"));
    decides(one, Decision.REMIND, null);
    story.meanwhile();
    assertThat(one.mailsTo("super1")).as("who accepts it").anyMatch(subject -> subject.contains("待跟进"));
  }

  @Test
  void everyFaultOfADecisionIsNamed() {
    var one = filedToFollowUp();
    refused(one, Decision.DONE, " ", "note");
    refused(one, null, null, "decision");
    refused(one, Decision.KEEP, "长".repeat(1001), "note");
    decides(one, Decision.DONE, "已补齐");
    refused(one, Decision.KEEP, null, "decision");
  }

  private void refused(Told one, Decision decision, String note, String field) {
    assertThatThrownBy(() -> decides(one, decision, note)).isInstanceOfSatisfying(InvalidInput.class,
        refused -> assertThat(refused.errors()).extracting(FieldError::field).containsExactly(field));
  }

  private void decides(Told one, Decision decision, String note) {
    story.as("archivist1", () -> followUps.decide(one.number, decision, note, "archivist1"));
  }

  private List<Task> task() {
    return story.tasks.createTaskQuery().taskDefinitionKey("userTask_checkFollowUps").list();
  }

  private void completes() {
    story.completes("archivist1", task().get(0), "checkNote", "已核对");
  }

  private List<String> groups(Task task) {
    return story.tasks.getIdentityLinksForTask(task.getId()).stream().map(IdentityLink::getGroupId).toList();
  }
}
