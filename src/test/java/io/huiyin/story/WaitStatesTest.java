package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.huiyin.HuiyinTest;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Wherever a case waits, re-grading and extending keep exactly the timers that should be there. The stories stop at
 * every task of every model for it, see {@link WaitStates}; here are the waits without a task, and the look itself.
 */
@HuiyinTest
@Order(Integer.MAX_VALUE - 1)
class WaitStatesTest {

  /** Processes that no single complaint runs. */
  private static final Set<String> NOT_OF_A_CASE =
      Set.of("archive-weekly-check", "archive-disposal", "archive-loan", "monthly-report", "problem-review");

  @Autowired
  Story story;

  @BeforeEach
  void tuesdayMorning() {
    story.begins("2026-09-15T10:00");
  }

  @Test
  void everyTaskOfEveryModelWasLookedAt() throws Exception {
    assumeTrue(Coverage.witnessed(stories()), "only a part of the stories ran");
    var tasks = new TreeSet<String>();
    try (var files = Files.list(Path.of("processes"))) {
      for (var file : files.filter(file -> file.toString().endsWith(".bpmn")).toList()) {
        var model = Bpmn.readModelFromFile(file.toFile());
        var process = model.getModelElementsByType(Process.class).iterator().next().getId();
        model.getModelElementsByType(UserTask.class).forEach(task -> tasks.add(process + "/" + task.getId()));
      }
    }
    tasks.removeIf(task -> NOT_OF_A_CASE.contains(task.replaceAll("/.*", "")));
    assertThat(WaitStates.lookedAt()).containsAll(tasks);
  }

  @Test
  void whileTheClocksRest() {
    var complaint = story.aComplaint().isRegistered().isAccepted().isContacted();
    complaint.happens("agent1", "ClockPaused", "reason", "等客户补充照片");
    story.waitStates.lookAt(complaint.number);
    complaint.happens("agent1", "ClockResumed");
    story.waitStates.lookAt(complaint.number);
  }

  @Test
  void whileALeadingCaseIsHandled() {
    var leading = story.aComplaint().isRegistered();
    var merged = story.aComplaint().isRegistered()
        .does("super1", "acceptAndClassify", "acceptance", "MERGED", "leadingCase", leading.number.value())
        .isContacted();
    story.waitStates.lookAt(merged.number);
    leading.does("super1", "acceptAndClassify", "acceptance", "DECLINED", "declineReason", "与本公司无关");
    story.waitStates.lookAt(merged.number); // the job that goes on is not done yet
  }

  @Test
  void whenWarnedBreachedAndEscalated() {
    var complaint = story.aComplaint().with("basicUseLost", true).isRegistered();
    for (var at : List.of("2026-09-15T11:01", "2026-09-15T12:00", "2026-09-15T13:00", "2026-09-16T11:00")) {
      story.at(at);
      story.waitStates.lookAt(complaint.number);
    }
  }

  @Test
  void aTimerThatIsNotWhereItsClockStandsIsFound() {
    var complaint = story.aComplaint().isRegistered();
    var timer = story.management.createJobQuery().processInstanceId(complaint.complaint().processInstanceId()).timers()
        .list().get(0);
    story.management.setJobDuedate(timer.getId(), Date.from(timer.getDuedate().toInstant().plusSeconds(60)), false);
    assertThatThrownBy(() -> story.waitStates.check(complaint.number, "moved")).isInstanceOf(AssertionError.class);
  }

  @Test
  void aTimerThatIsGoneIsFound() {
    var complaint = story.aComplaint().isRegistered();
    var timer = story.management.createJobQuery().processInstanceId(complaint.complaint().processInstanceId()).timers()
        .list().get(0);
    story.management.deleteJob(timer.getId());
    assertThatThrownBy(() -> story.waitStates.check(complaint.number, "deleted")).isInstanceOf(AssertionError.class)
        .hasMessageContaining("waits for");
  }

  @Test
  void aClockThatMovedWithoutItsTimersIsFound() {
    var complaint = story.aComplaint().isRegistered();
    complaint.isExtendedBehindTheTimersBack("RESOLUTION", "2WD");
    assertThatThrownBy(() -> story.waitStates.check(complaint.number, "extended")).isInstanceOf(AssertionError.class);
  }

  private static List<String> stories() throws Exception {
    var here = Path.of(WaitStatesTest.class.getResource(".").toURI());
    try (Stream<Path> classes = Files.list(here)) {
      return classes.map(Path::toFile).map(File::getName).filter(name -> name.endsWith("Test.class"))
          .map(name -> WaitStatesTest.class.getPackageName() + "." + name.replace(".class", ""))
          .filter(name -> !name.endsWith(".WaitStatesTest") && !name.endsWith(".ModelCoverageTest")).toList();
    }
  }
}
