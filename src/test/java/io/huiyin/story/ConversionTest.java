package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.huiyin.HuiyinTest;
import io.huiyin.complaint.Priority;
import io.huiyin.complaint.Severity;
import io.huiyin.story.Story.Told;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** 同类投诉转严重: five complaints about one issue point within 30 days, wherever the running ones are. [003] */
@HuiyinTest
class ConversionTest {

  private static int points;

  @Autowired
  Story story;

  String issuePoint;

  @BeforeEach
  void tuesdayMorning() {
    story.begins("2026-09-15T10:00");
    issuePoint = "闸门打不开 " + ++points;
  }

  @Test
  void theFifthComplaintTurnsTheFourRunningOnesWhereverTheyAre() {
    var unaccepted = another();
    var opinion = another().isAccepted().isContacted();
    var plan = another().isAccepted().isContacted().isAgreedWith("logistics1");
    var told = another().isAccepted().isContacted().isAgreedWith("logistics1").isPlannedBy("logistics1", 500, 1)
        .isApprovedBy("super1", "reviewPlan").isExecutedBy("logistics1").waitsAt("tellResult");
    story.meanwhile();
    assertThat(unaccepted.complaint().ratings().severity()).as("four are not many").isEqualTo(Severity.GENERAL);

    var fifth = another();
    story.meanwhile();

    assertThat(fifth.complaint().ratings().severity()).isEqualTo(Severity.SERIOUS);
    assertThat(fifth.entries("REGRADED")).as("it came in as serious").isEmpty();
    for (var converted : List.of(unaccepted, opinion, plan, told)) {
      isConverted(converted);
    }
    unaccepted.waitsAt("acceptAndClassify", "firstContact");
    opinion.waitsAt("holdSpecialMeeting");
    plan.waitsAt("holdSpecialMeeting");
    told.waitsAt("tellResult");
    assertThat(plan.says("TASK_CANCELLED")).contains("任务“制定处理方案”不再需要");
    assertThat(plan.says("TASK_COMPLETED")).as("what was done stays on file").anyMatch(text -> text.contains("填写处理意见")
        || text.contains("单位确认") || text.contains("确认"));
    assertThat(fifth.says("CASE_CONVERTED")).hasSize(4);

    var sixth = another();
    story.meanwhile();
    assertThat(sixth.complaint().ratings().severity()).isEqualTo(Severity.SERIOUS);
    List.of(unaccepted, opinion, plan, told).forEach(this::isConverted);
    unaccepted.isAccepted();
    story.meanwhile();
    isConverted(unaccepted);
  }

  @Test
  void anIssuePointFoundAtAcceptanceCountsToo() {
    var others = IntStream.range(0, 4).mapToObj(i -> another()).toList();
    var fifth = story.aComplaint().isRegistered();
    fifth.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "issuePoint", issuePoint);
    assertThat(fifth.complaint().issuePoint()).isEqualTo(issuePoint);
    story.meanwhile();

    isConverted(fifth);
    others.forEach(this::isConverted);
  }

  @Test
  void ofTwoThatComeTogetherOneIsTheFifth() {
    var others = IntStream.range(0, 3).mapToObj(i -> another()).toList();
    var together = Stream.of(1, 2).map(i -> CompletableFuture.supplyAsync(this::another)).toList().stream()
        .map(CompletableFuture::join).toList();
    assertThat(together).filteredOn(one -> one.complaint().ratings().severity() == Severity.SERIOUS).hasSize(1);
    story.meanwhile();

    assertThat(Stream.concat(others.stream(), together.stream()))
        .allMatch(one -> one.complaint().ratings().severity() == Severity.SERIOUS);
  }

  @Test
  void aKillInTheMiddleConvertsEachCaseExactlyOnce() {
    var others = IntStream.range(0, 4).mapToObj(i -> another()).toList();
    var fifth = story.aComplaint().isRegistered();
    fifth.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "issuePoint", issuePoint);
    var all = List.of(others.get(0), others.get(1), others.get(2), others.get(3), fifth);

    run(conversionJobs(fifth).get(0)); // finds the five
    var each = conversionJobs(fifth);
    assertThat(each).as("a transaction for each case").hasSize(5);
    run(each.get(0));
    run(each.get(1));
    // the third one fails, then the power goes off
    var blocked = (String) story.runtime.getVariable(each.get(2).getExecutionId(), "caseNumber");
    var main = all.stream().filter(one -> one.number.value().equals(blocked)).findFirst().orElseThrow()
        .complaint().processInstanceId();
    story.runtime.suspendProcessInstanceById(main);
    assertThatThrownBy(() -> run(each.get(2))).isInstanceOf(RuntimeException.class);
    assertThat(all).filteredOn(one -> one.complaint().ratings().severity() == Severity.SERIOUS).hasSize(2);
    story.runtime.activateProcessInstanceById(main);

    story.after(Duration.ofMinutes(1));
    all.forEach(this::isConverted);
    assertThat(fifth.says("CASE_CONVERTED")).hasSize(5);
    assertThat(conversionJobs(fifth)).isEmpty();
  }

  @Test
  void aCaseThatIsClosedOrSeriousAlreadyStays() {
    var serious = another();
    serious.happens("super1", "ComplaintRegraded", "severity", "MAJOR", "reason", "媒体来电");
    var withdrawn = another();
    withdrawn.happens("agent1", "ComplaintWithdrawn", "reason", "客户称已自行解决");
    var withdrawnLater = another();
    another();
    var fifth = another();
    run(conversionJobs(fifth).get(0));
    withdrawnLater.happens("agent1", "ComplaintWithdrawn", "reason", "客户称已自行解决");
    story.meanwhile();

    assertThat(serious.complaint().ratings().severity()).isEqualTo(Severity.MAJOR);
    assertThat(withdrawn.entries("REGRADED")).isEmpty();
    assertThat(withdrawnLater.entries("REGRADED")).isEmpty();
    assertThat(conversionJobs(fifth)).isEmpty();
  }

  @Test
  void fourWithinThirtyDaysAreNotMany() {
    another();
    story.at("2026-10-15T10:00");
    IntStream.range(0, 3).forEach(i -> another());
    var fifthInAll = another();
    story.meanwhile();

    assertThat(fifthInAll.complaint().ratings().severity()).isEqualTo(Severity.GENERAL);
    assertThat(conversionJobs(fifthInAll)).isEmpty();
  }

  private Told another() {
    return story.aComplaint().with("issuePoint", issuePoint).isRegistered();
  }

  /** Re-graded once in ledger and file, and management heard of it once. */
  private void isConverted(Told complaint) {
    var ratings = complaint.complaint().ratings();
    assertThat(ratings.severity()).as(complaint.number.value()).isEqualTo(Severity.SERIOUS);
    assertThat(ratings.priority()).isEqualTo(Priority.P0);
    assertThat(complaint.entries("REGRADED")).hasSize(1);
    assertThat(complaint.entries("REGRADED").get(0).facts().get("reason")).asString().contains("5 次");
    assertThat(complaint.ledger("RESOLUTION")).containsOnlyOnce("REGRADED");
    assertThat(complaint.clock("RESOLUTION").dueAt()).as("P0 from registration")
        .isEqualTo(complaint.complaint().registeredAt().truncatedTo(java.time.temporal.ChronoUnit.MILLIS)
            .plus(Duration.ofHours(24)));
    assertThat(complaint.notices()).filteredOn(notice -> notice.event().name().equals("MAJOR_CASE")
        && notice.recipient().equals("gm1")).as("the general manager of " + complaint.number).hasSize(1);
  }

  private void run(Job job) {
    story.management.executeJob(job.getId());
  }

  private List<Job> conversionJobs(Told cause) {
    return story.runtime.createProcessInstanceQuery().processInstanceBusinessKey(cause.number.value())
        .processDefinitionKey("issue-conversion").list().stream()
        .flatMap(instance -> story.management.createJobQuery().processInstanceId(instance.getId()).list().stream())
        .toList();
  }
}
