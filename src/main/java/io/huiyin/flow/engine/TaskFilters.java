package io.huiyin.flow.engine;

import static org.camunda.bpm.engine.authorization.Authorization.ANY;
import static org.camunda.bpm.engine.authorization.Authorization.AUTH_TYPE_GLOBAL;
import static org.camunda.bpm.engine.authorization.Authorization.AUTH_TYPE_GRANT;

import io.huiyin.flow.engine.ShippedState.Step;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.camunda.bpm.engine.impl.persistence.entity.FilterEntity;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.stereotype.Component;

/**
 * The lists that Tasklist offers. Each shows only what its reader may see. At start-up they are brought to what is written
 * here; what an administrator changed, made or deleted stays so.
 */
@Component
class TaskFilters {

  private static final String ITEM = "filter:";
  private static final List<String> EVERYBODY = List.of(ANY);
  private static final List<String> WHO_SEE_ALL =
      List.of("cs-supervisor", "cs-manager", "board-office", "general-manager", "auditor", StandardGroups.ADMIN);

  private final FilterService filters;
  private final TaskService tasks;
  private final AuthorizationService authorizations;
  private final ShippedState shipped;

  TaskFilters(FilterService filters, TaskService tasks, AuthorizationService authorizations, ShippedState shipped) {
    this.filters = filters;
    this.tasks = tasks;
    this.authorizations = authorizations;
    this.shipped = shipped;
  }

  /** @param readers group ids, or {@code *} for everybody */
  record TaskList(String name, String description, int priority, TaskQuery query, List<String> readers) {
  }

  /** Brings the lists to what is shipped. */
  void ensure() {
    ensure(lists());
  }

  List<TaskList> lists() {
    return List.of(
        new TaskList("我的任务", "由我办理的任务", -50, query().taskAssigneeExpression("${currentUser()}"), EVERYBODY),
        // of the person's groups, and what is offered to the person as a stand-in
        new TaskList("我们组的待办", "本组还没有人领取的任务，包括代理的", -40,
            query().taskCandidateUserExpression("${currentUser()}"), EVERYBODY),
        new TaskList("即将到期", "24 小时内到期的任务", -30,
            query().dueAfterExpression("${now()}").dueBeforeExpression("${dateTime().plusHours(24)}"), EVERYBODY),
        new TaskList("已超时", "已过期限的任务", -20, query().dueBeforeExpression("${now()}"), EVERYBODY),
        new TaskList("全部任务", "公司全部未完成的任务", -10, query(), WHO_SEE_ALL));
  }

  private TaskQuery query() {
    return tasks.createTaskQuery().orderByDueDate().asc();
  }

  void ensure(List<TaskList> lists) {
    for (var list : lists) {
      var present = find(list.name);
      var draft = fill(filters.newTaskFilter(list.name), list);
      switch (shipped.step(ITEM + list.name, state(draft, list.readers.stream().map(TaskFilters::readBy)),
          state(present), isUntouched(present))) {
        case ADD -> save(draft, list.readers);
        case CHANGE -> {
          grants(present).forEach(grant -> authorizations.deleteAuthorization(grant.getId()));
          save(fill(present, list), list.readers);
        }
        default -> { }
      }
    }
    var names = lists.stream().map(list -> ITEM + list.name).toList();
    shipped.items(ITEM).stream().filter(item -> !names.contains(item)).forEach(item -> {
      var present = find(item.substring(ITEM.length()));
      if (shipped.retire(item, state(present)) == Step.REMOVE) {
        filters.deleteFilter(present.getId());
      }
    });
  }

  private Filter find(String name) {
    return filters.createTaskFilterQuery().filterName(name).list().stream().findFirst().orElse(null);
  }

  /** We name no owner, Tasklist does; and the engine counts changes. */
  private static boolean isUntouched(Filter filter) {
    return filter != null && filter.getOwner() == null && ((FilterEntity) filter).getRevision() == 1;
  }

  private static Filter fill(Filter filter, TaskList list) {
    filter.setQuery(list.query);
    // no variables: the card shows number and ratings itself
    return filter.setProperties(Map.of("description", list.description, "priority", list.priority, "refresh", true,
        "showUndefinedVariable", false, "variables", List.of()));
  }

  private String state(Filter filter) {
    return filter == null ? null : state(filter, grants(filter).stream().map(grant ->
        (grant.getGroupId() == null ? grant.getUserId() : grant.getGroupId()) + "="
            + ((AuthorizationEntity) grant).getPermissions()));
  }

  private static String state(Filter filter, Stream<String> readers) {
    return new TreeMap<>(filter.getProperties()) + " " + ((FilterEntity) filter).getQueryInternal() + " "
        + readers.sorted().toList();
  }

  private static String readBy(String reader) {
    return reader + "=" + Permissions.READ.getValue();
  }

  private List<Authorization> grants(Filter filter) {
    return authorizations.createAuthorizationQuery().resourceType(Resources.FILTER).resourceId(filter.getId()).list();
  }

  private void save(Filter filter, List<String> readers) {
    filters.saveFilter(filter);
    for (var reader : readers) {
      var grant = authorizations.createNewAuthorization(reader.equals(ANY) ? AUTH_TYPE_GLOBAL : AUTH_TYPE_GRANT);
      if (reader.equals(ANY)) {
        grant.setUserId(ANY);
      } else {
        grant.setGroupId(reader);
      }
      grant.setResource(Resources.FILTER);
      grant.setResourceId(filter.getId());
      grant.addPermission(Permissions.READ);
      authorizations.saveAuthorization(grant);
    }
  }
}
