package io.huiyin.flow.task;

import io.huiyin.flow.delegate.Announcer;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.trace.Trace;
import io.huiyin.notification.NoticeEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.task.IdentityLink;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.stereotype.Component;

/** Tells people that a task waits for them. */
@Component
class TaskNotice {

  /**
   * Settings {@code huiyin.task-notice}.
   *
   * @param quietGroups groups that work from the list in Tasklist all day and get no mail for every new task
   */
  @ConfigurationProperties("huiyin.task-notice")
  record Settings(@DefaultValue("cs-agent") Set<String> quietGroups) {
  }

  private final ObjectProvider<Announcer> announcer;
  private final Settings settings;

  TaskNotice(ObjectProvider<Announcer> announcer, Settings settings) {
    this.announcer = announcer;
    this.settings = settings;
  }

  void created(DelegateTask task) {
    if (!Case.isOne(task.getExecution())) {
      return;
    }
    task.getCandidates().stream().map(IdentityLink::getGroupId)
        .filter(group -> group != null && !settings.quietGroups().contains(group)).distinct()
        .forEach(group -> announcer.getObject().group(Case.number(task.getExecution()), NoticeEvent.TASK_ASSIGNED, group, facts(task),
            "task:" + task.getId()));
  }

  void assigned(DelegateTask task) {
    if (Case.isOne(task.getExecution()) && task.getAssignee() != null && !task.getAssignee().equals(Trace.actor())) {
      announcer.getObject().person(Case.number(task.getExecution()), NoticeEvent.TASK_ASSIGNED, task.getAssignee(), facts(task),
          null);
    }
  }

  private Map<String, String> facts(DelegateTask task) {
    var facts = new HashMap<String, String>();
    facts.put("task", task.getName());
    if (task.getDueDate() != null) {
      facts.put("due", announcer.getObject().minute(task.getDueDate().toInstant()));
    }
    return facts;
  }
}
