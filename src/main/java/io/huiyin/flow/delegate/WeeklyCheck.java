package io.huiyin.flow.delegate;

import io.huiyin.archive.Archives;
import io.huiyin.archive.FollowUps;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Directory;
import io.huiyin.identity.Person;
import io.huiyin.notification.NoticeEvent;
import io.huiyin.sla.WorkingCalendar;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** 每周待跟进核对: once a week who keeps them looks at every archive in 需跟进 and reminds those who handle it. [000] */
@Service
class WeeklyCheck implements FollowUps.Reminder {

  private static final Duration REST = Duration.ofHours(1);
  private static final int DAYS_TO_CHECK = 2;

  private final Archives archives;
  private final Complaints complaints;
  private final Directory directory;
  private final Announcer announcer;
  private final ObjectProvider<ProcessEngineConfigurationImpl> engine;

  WeeklyCheck(Archives archives, Complaints complaints, Directory directory, Announcer announcer,
      ObjectProvider<ProcessEngineConfigurationImpl> engine) {
    this.archives = archives;
    this.complaints = complaints;
    this.directory = directory;
    this.announcer = announcer;
    this.engine = engine;
  }

  /** Reminds those who hold open tasks of the case, else who handled it last. */
  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void remind(ComplaintNumber number, String note, String actor) {
    var facts = new HashMap<String, String>();
    facts.put("by", directory.personName(actor));
    if (note != null) {
      facts.put("reason", note);
    }
    // an archivist may start no process, and the notice is one
    engine.getObject().getCommandExecutorTxRequired().execute(command -> command.runWithoutAuthorization(() -> {
      announcer.remindHandlers(number, NoticeEvent.FOLLOW_UP_DUE, handler(number), facts, REST);
      return null;
    }));
  }

  @Override
  public String handler(ComplaintNumber number) {
    return Stream.concat(archives.actors(number, "TASK_COMPLETED").stream(),
            Stream.of(number).map(one -> complaints.get(one).registeredBy())).distinct()
        .flatMap(actor -> directory.person(actor).stream()).filter(WeeklyCheck::handles).map(Person::id)
        .findFirst().orElse("");
  }

  private static boolean handles(Person person) {
    return person.groups().stream().anyMatch(group -> group.startsWith("unit-") || Set.of("cs-agent", "cs-supervisor")
        .contains(group));
  }

  /** 推算上班时间: the opening of business of the first working day from now on. */
  @FlowBean(as = "findWorkingMorning")
  static class FindWorkingMorning implements JavaDelegate {

    private final WorkingCalendar calendar;
    private final Clock clock;

    FindWorkingMorning(WorkingCalendar calendar, Clock clock) {
      this.calendar = calendar;
      this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
      // the first second that is worked
      var opens = calendar.plusBusiness(clock.instant(), Duration.ofSeconds(1)).minusSeconds(1);
      execution.setVariable("workingMorning", Date.from(opens));
    }
  }

  /** 清点待跟进档案: how many each group is to check, and whether somebody's task of last week is still open. */
  @FlowBean(as = "countFollowUps")
  static class Count implements JavaDelegate {

    private final FollowUps followUps;
    private final ObjectProvider<TaskService> tasks;
    private final WorkingCalendar calendar;
    private final Clock clock;

    Count(FollowUps followUps, ObjectProvider<TaskService> tasks, WorkingCalendar calendar, Clock clock) {
      this.followUps = followUps;
      this.tasks = tasks;
      this.calendar = calendar;
      this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
      var open = CaseAccess.CUSTODIANS.stream().filter(this::stillChecks).collect(Collectors.toSet());
      var asked = CaseAccess.CUSTODIANS.stream().filter(group -> !open.contains(group)).sorted()
          .filter(group -> !followUps.open(Set.of(group)).isEmpty()).toList();
      execution.setVariable("followUps", asked.size());
      execution.setVariable("custodians", String.join(",", asked));
      execution.setVariable("lastCheckOpen", asked.isEmpty() && !open.isEmpty());
      execution.setVariable("followUpsDueAt", Date.from(calendar.plusWorkingDays(clock.instant(), DAYS_TO_CHECK)));
    }

    private boolean stillChecks(String group) {
      return tasks.getObject().createTaskQuery().taskDefinitionKey("userTask_checkFollowUps").taskCandidateGroup(group)
          .includeAssignedTasks().count() > 0;
    }
  }

  /** 核对待跟进档案: is done when every archive that the task's group keeps was decided about since the task came. */
  @FlowBean(as = "demandFollowUps")
  static class Demand implements TaskListener {

    private final FollowUps followUps;

    Demand(FollowUps followUps) {
      this.followUps = followUps;
    }

    @Override
    public void notify(DelegateTask task) {
      Instant since = task.getCreateTime().toInstant();
      // tasks from before the board office kept any have no group
      var group = task.hasVariable("custodian") ? (String) task.getVariable("custodian") : "archivist";
      var open = followUps.open(Set.of(group)).stream().filter(one -> one.since().isBefore(since) && !one.isDecidedSince(since))
          .map(one -> one.number().value()).toList();
      if (!open.isEmpty()) {
        throw new InvalidInput("followUps", "还有 %d 卷没有核对：%s；请逐卷选择提醒经办人、继续跟进或跟进完毕".formatted(
            open.size(), open.stream().limit(5).collect(Collectors.joining("、")) + (open.size() > 5 ? "等" : "")));
      }
    }
  }
}
