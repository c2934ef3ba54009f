package io.huiyin.flow.engine;

import static org.camunda.bpm.engine.authorization.Authorization.ANY;
import static org.camunda.bpm.engine.authorization.Authorization.AUTH_TYPE_GLOBAL;
import static org.camunda.bpm.engine.authorization.Authorization.AUTH_TYPE_GRANT;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.stereotype.Component;

/** The lists that Tasklist offers. Each shows only what its reader may see; a filter that exists is left as it is. */
@Component
class TaskFilters {

  private static final List<String> WHO_SEE_ALL =
      List.of("cs-supervisor", "cs-manager", "board-office", "general-manager", "auditor", StandardGroups.ADMIN);

  private final FilterService filters;
  private final TaskService tasks;
  private final AuthorizationService authorizations;

  TaskFilters(FilterService filters, TaskService tasks, AuthorizationService authorizations) {
    this.filters = filters;
    this.tasks = tasks;
    this.authorizations = authorizations;
  }

  /** Adds what is missing. */
  void ensure() {
    ensure("我的任务", "由我办理的任务", -50, query().taskAssigneeExpression("${currentUser()}"), null);
    // of the person's groups, and what is offered to the person as a stand-in
    ensure("我们组的待办", "本组还没有人领取的任务，包括代理的", -40,
        query().taskCandidateUserExpression("${currentUser()}"), null);
    ensure("即将到期", "24 小时内到期的任务", -30,
        query().dueAfterExpression("${now()}").dueBeforeExpression("${dateTime().plusHours(24)}"), null);
    ensure("已超时", "已过期限的任务", -20, query().dueBeforeExpression("${now()}"), null);
    ensure("全部任务", "公司全部未完成的任务", -10, query(), WHO_SEE_ALL);
  }

  private TaskQuery query() {
    return tasks.createTaskQuery().orderByDueDate().asc();
  }

  /** @param readers group ids, or {@code null} for everybody */
  private void ensure(String name, String description, int priority, TaskQuery query, List<String> readers) {
    if (filters.createTaskFilterQuery().filterName(name).count() > 0) {
      return;
    }
    var filter = filters.newTaskFilter(name);
    filter.setQuery(query);
    // no variables: the card shows number and ratings itself
    filter.setProperties(Map.of("description", description, "priority", priority, "refresh", true,
        "showUndefinedVariable", false, "variables", List.of()));
    filters.saveFilter(filter);
    if (readers == null) {
      var everybody = authorizations.createNewAuthorization(AUTH_TYPE_GLOBAL);
      everybody.setUserId(ANY);
      grantRead(everybody, filter.getId());
    } else {
      readers.forEach(group -> {
        var grant = authorizations.createNewAuthorization(AUTH_TYPE_GRANT);
        grant.setGroupId(group);
        grantRead(grant, filter.getId());
      });
    }
  }

  private void grantRead(Authorization authorization, String filterId) {
    authorization.setResource(Resources.FILTER);
    authorization.setResourceId(filterId);
    authorization.addPermission(Permissions.READ);
    authorizations.saveAuthorization(authorization);
  }
}
