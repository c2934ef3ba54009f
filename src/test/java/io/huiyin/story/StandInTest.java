package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.huiyin.HuiyinTest;
import io.huiyin.VirtualClock;
import io.huiyin.complaint.FieldError;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.desk.Absences;
import io.huiyin.flow.desk.Desk;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Directory;
import io.huiyin.identity.Person;
import io.huiyin.story.Story.Told;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NoSuchElementException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** 代理人: no task waits for somebody on leave. Today is Tuesday, 15 September. [ours] */
@HuiyinTest
class StandInTest {

  @Autowired
  Story story;
  @Autowired
  Absences absences;
  @Autowired
  Desk desk;
  @Autowired
  Directory directory;
  @Autowired
  CaseAccess access;
  @Autowired
  TaskService tasks;
  @Autowired
  VirtualClock clock;
  @Autowired
  JdbcClient jdbc;

  Told complaint;

  @BeforeEach
  void everybodyIsHere() {
    story.begins("2026-09-15T10:00");
    jdbc.sql("update stand_in set ended_at = now() where ended_at is null").update();
    complaint = story.aComplaint().isRegistered()
        .does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "leadUnit", "unit-logistics");
  }

  @Test
  void whatThePersonHoldsMovesWhenTheLeaveBegins() {
    claims("agent1", "writeOpinion");
    isAway("agent1", "agent1", "agent2", "2026-09-16", "2026-09-17");
    story.at("2026-09-15T23:59");
    assertThat(complaint.heldBy("writeOpinion")).isEqualTo("agent1");

    story.at("2026-09-16T00:00").meanwhile();
    assertThat(complaint.heldBy("writeOpinion")).isEqualTo("agent2");
    assertThat(task("writeOpinion").getOwner()).isEqualTo("agent1");
    assertThat(complaint.says("TASK_STOOD_IN")).containsExactly("陈静不在岗，任务“填写处理意见”由代理人刘洋办理");
    assertThat(access.maySee(person("agent2"), complaint.number.value(), false)).isTrue();
    complaint.does("agent2", "writeOpinion", "opinion", "补发并道歉");
    assertThat(complaint.openTasks()).contains("userTask_confirmOpinion");
  }

  @Test
  void whatIsGivenToThePersonDuringTheLeaveGoesToTheStandIn() {
    claims("agent2", "writeOpinion");
    isAway("manager1", "agent1", "super1", "2026-09-15", "2026-09-15");
    story.meanwhile();
    var id = task("writeOpinion").getId();
    story.as("agent2", () -> desk.handOver(person("agent2"), id, Map.of("person", "agent1", "reason", "请接手")));
    assertThat(complaint.heldBy("writeOpinion")).isEqualTo("super1");
    assertThat(task("writeOpinion").getOwner()).isEqualTo("agent1");
  }

  @Test
  void afterTheLastDayItIsOverByItself() {
    claims("agent2", "writeOpinion");
    isAway("agent1", "agent1", "super1", "2026-09-15", "2026-09-15");
    story.at("2026-09-16T00:00");
    var id = task("writeOpinion").getId();
    story.as("agent2", () -> desk.handOver(person("agent2"), id, Map.of("person", "agent1", "reason", "请接手")));
    assertThat(complaint.heldBy("writeOpinion")).isEqualTo("agent1");
    assertThat(absences.seenBy(person("manager1"))).isEmpty();
  }

  @Test
  void aStandInWhoIsAwayAsWellIsFollowedToTheNextOne() {
    claims("agent1", "writeOpinion");
    isAway("agent2", "agent2", "super1", "2026-09-15", "2026-09-20");
    isAway("agent1", "agent1", "agent2", "2026-09-16", "2026-09-17");
    story.at("2026-09-16T00:00");
    assertThat(complaint.heldBy("writeOpinion")).isEqualTo("super1");
  }

  @Test
  void aCircleIsRefusedWhereTheDaysMeet() {
    isAway("agent1", "agent1", "agent2", "2026-09-16", "2026-09-18");
    isAway("agent2", "agent2", "super1", "2026-09-18", "2026-09-20");
    refused("standIn", () -> isAway("super1", "super1", "agent1", "2026-09-18", "2026-09-18"));
    isAway("super1", "super1", "agent1", "2026-09-19", "2026-09-19"); // agent1 is back that day
  }

  @Test
  void whenAWholeGroupIsAwayItsTasksAreOfferedToTheStandIns() {
    isAway("manager1", "logistics1", "product1", "2026-09-15", "2026-09-16");
    isAway("manager1", "logistics-head1", "product-head1", "2026-09-15", "2026-09-16");
    story.meanwhile();
    complaint.does("agent1", "writeOpinion", "opinion", "补发并道歉");
    story.meanwhile();
    assertThat(offeredTo("confirmOpinion", "product1")).isTrue();
    assertThat(offeredTo("confirmOpinion", "product-head1")).isTrue();
    assertThat(complaint.mailsTo("product1")).containsExactly("【待办】责任单位确认意见（）");
    assertThat(access.maySee(person("product1"), complaint.number.value(), false)).isTrue();
    assertThat(claimable("product1", "confirmOpinion")).isTrue();

    story.at("2026-09-17T00:00");
    assertThat(offeredTo("confirmOpinion", "product1")).isFalse();
    assertThat(claimable("product1", "confirmOpinion")).isFalse();
    assertThat(access.maySee(person("product1"), complaint.number.value(), false)).isFalse();
    assertThat(complaint.heldBy("confirmOpinion")).isEqualTo("unit-logistics");
  }

  @Test
  void whatTheGroupWaitsForAlreadyIsOfferedWhenTheLastOfItGoes() {
    complaint.does("agent1", "writeOpinion", "opinion", "补发并道歉");
    isAway("manager1", "logistics1", "product1", "2026-09-15", "2026-09-16");
    story.meanwhile();
    assertThat(offeredTo("confirmOpinion", "product1")).as("the head is still here").isFalse();
    isAway("manager1", "logistics-head1", "product-head1", "2026-09-15", "2026-09-16");
    story.meanwhile();
    assertThat(offeredTo("confirmOpinion", "product1")).isTrue();
    claims("product1", "confirmOpinion");
    complaint.does("product1", "confirmOpinion", "unitAnswer", "AGREE").waitsAt("proposePlan", "firstContact");
  }

  @Test
  void anOfferPassesOnWhenTheStandInGoesToo() {
    complaint.does("agent1", "writeOpinion", "opinion", "补发并道歉");
    isAway("manager1", "logistics1", "product1", "2026-09-15", "2026-09-18");
    isAway("manager1", "logistics-head1", "product1", "2026-09-15", "2026-09-18");
    isAway("product1", "product1", "it1", "2026-09-16", "2026-09-17");
    story.meanwhile();
    assertThat(offeredTo("confirmOpinion", "it1")).isFalse();
    story.at("2026-09-16T00:00");
    assertThat(offeredTo("confirmOpinion", "it1")).isTrue();
    story.at("2026-09-18T00:00");
    assertThat(offeredTo("confirmOpinion", "it1")).as("product1 is back").isFalse();
    assertThat(offeredTo("confirmOpinion", "product1")).isTrue();
  }

  @Test
  void theAuthorOfAPlanDoesNotStandInForItsApproval() {
    story.joins("super1", "unit-logistics");
    try {
      complaint.isAgreedWith("logistics1").isPlannedBy("super1", 20_000, 2);
      story.joins("manager1", "cs-supervisor");
      complaint.isApprovedBy("manager1", "reviewPlan");
      claims("manager1", "approvePlan");
      isAway("manager1", "manager1", "super1", "2026-09-15", "2026-09-16");
      story.meanwhile();
      assertThat(complaint.heldBy("approvePlan")).as("back to the group").isEqualTo("cs-manager");
      assertThat(offeredTo("approvePlan", "super1")).isFalse();
      assertThat(complaint.says("TASK_STOOD_IN")).containsExactly("张伟不在岗，代理人不能办理“上级审批方案”，任务回到本组");
    } finally {
      story.leaves("super1", "unit-logistics");
      story.leaves("manager1", "cs-supervisor");
    }
  }

  @Test
  void whoIsBackEarlyEndsItAndOneThatHasNotBegunIsTakenBack() {
    var now = isAway("agent1", "agent1", "agent2", "2026-09-15", "2026-09-20");
    var later = isAway("agent1", "agent1", "agent2", "2026-10-01", "2026-10-03");
    story.meanwhile();
    assertThatThrownBy(() -> absences.end(person("agent2"), now)).isInstanceOf(NoSuchElementException.class);
    story.as("agent1", () -> absences.end(person("agent1"), now));
    story.as("manager1", () -> absences.end(person("manager1"), later));
    assertThat(absences.seenBy(person("agent1"))).isEmpty();
    claims("agent1", "writeOpinion");
    story.at("2026-10-01T00:00");
    assertThat(complaint.heldBy("writeOpinion")).isEqualTo("agent1");
    assertThatThrownBy(() -> absences.end(person("agent1"), now)).isInstanceOf(NoSuchElementException.class);
  }

  /** Nothing ran from the evening before until noon of the second day. */
  @Test
  void afterADowntimeTheLeaveBeginsOnceAndALeaveThatIsOverMovesNothing() {
    claims("agent1", "writeOpinion");
    claims("agent2", "firstContact");
    isAway("agent1", "agent1", "super1", "2026-09-16", "2026-09-18");
    isAway("agent2", "agent2", "super1", "2026-09-16", "2026-09-16");
    clock.hold(story.instant("2026-09-17T12:00")); // nothing fires: the application was down
    story.meanwhile();
    assertThat(complaint.heldBy("writeOpinion")).isEqualTo("super1");
    assertThat(complaint.heldBy("firstContact")).isEqualTo("agent2");
    assertThat(complaint.entries("TASK_STOOD_IN")).hasSize(1);
  }

  @Test
  void aStandInThatMakesNoSenseIsRefused() {
    refused("absent", () -> isAway("agent1", "agent2", "super1", "2026-09-16", "2026-09-17"));
    refused("absent", () -> isAway("manager1", "nobody1", "super1", "2026-09-16", "2026-09-17"));
    refused("standIn", () -> isAway("agent1", "agent1", "agent1", "2026-09-16", "2026-09-17"));
    refused("standIn", () -> isAway("agent1", "agent1", "nobody1", "2026-09-16", "2026-09-17"));
    refused("standIn", () -> isAway("agent1", "agent1", "auditor1", "2026-09-16", "2026-09-17"));
    refused("until", () -> isAway("agent1", "agent1", "agent2", "2026-09-16", "2026-09-15"));
    refused("until", () -> isAway("agent1", "agent1", "agent2", "2026-09-01", "2026-09-14"));
    refused("until", () -> isAway("agent1", "agent1", "agent2", "2026-09-16", "2028-09-15"));
    refused("from", () -> isAway("agent1", "agent1", "agent2", "tomorrow", "2026-09-15"));
    isAway("agent1", "agent1", "agent2", "2026-09-16", "2026-09-18");
    refused("from", () -> isAway("agent1", "agent1", "super1", "2026-09-18", "2026-09-19"));
    assertThat(absences.seenBy(person("agent2"))).hasSize(1);
    assertThat(absences.seenBy(person("it1"))).isEmpty();
  }

  private long isAway(String by, String absent, String standIn, String from, String until) {
    return story.as(by, () -> absences.set(person(by), new HashMap<>(
        Map.of("absent", absent, "standIn", standIn, "from", from, "until", until))).id());
  }

  private void claims(String user, String task) {
    var id = task(task).getId();
    story.as(user, () -> tasks.claim(id, user));
  }

  private boolean offeredTo(String task, String user) {
    return tasks.getIdentityLinksForTask(task(task).getId()).stream().map(IdentityLink::getUserId)
        .anyMatch(user::equals);
  }

  /** Whether the list 我们组的待办 shows it. */
  private boolean claimable(String user, String task) {
    var id = task(task).getId();
    return story.as(user, () -> tasks.createTaskQuery().taskCandidateUser(user).taskId(id).count()) == 1;
  }

  private void refused(String field, Runnable attempt) {
    assertThatThrownBy(attempt::run).isInstanceOfSatisfying(InvalidInput.class, refused ->
        assertThat(refused.errors()).extracting(FieldError::field).contains(field));
  }

  private Person person(String user) {
    return new Person(user, directory.person(user).orElseThrow().name(), "", new HashSet<>(story.groupsOf(user)));
  }

  private Task task(String name) {
    return tasks.createTaskQuery().processInstanceBusinessKey(complaint.number.value())
        .taskDefinitionKey("userTask_" + name).singleResult();
  }
}
