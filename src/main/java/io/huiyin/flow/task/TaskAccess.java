package io.huiyin.flow.task;

import io.huiyin.flow.model.Case;
import io.huiyin.flow.trace.Trace;
import io.huiyin.identity.CaseAccess;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.task.IdentityLink;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Whoever is to work a task may see its case: the group while the task waits, the person who works it for good. [000] */
@Component
class TaskAccess {

  private final CaseAccess access;

  TaskAccess(@Lazy CaseAccess access) {
    this.access = access;
  }

  void open(DelegateTask task) {
    if (Case.isOne(task.getExecution())) {
      var groups = task.getCandidates().stream().map(IdentityLink::getGroupId).filter(id -> id != null)
          .collect(Collectors.toSet());
      access.grantForTask(number(task), Optional.empty(), groups, task.getId());
    }
  }

  void assigned(DelegateTask task) {
    if (Case.isOne(task.getExecution()) && task.getAssignee() != null) {
      access.grantForTask(number(task), Optional.of(task.getAssignee()), Set.of(), task.getId());
    }
  }

  void close(DelegateTask task) {
    if (Case.isOne(task.getExecution())) {
      access.revokeForTask(task.getId());
      if ("complete".equals(task.getEventName()) && !Trace.actor().equals("system")) {
        access.grantPerson(number(task), Trace.actor());
      }
    }
  }

  private static String number(DelegateTask task) {
    return task.getExecution().getProcessBusinessKey();
  }
}
