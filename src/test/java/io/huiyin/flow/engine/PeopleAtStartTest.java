package io.huiyin.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.flow.engine.Authorizations.Grant;
import io.huiyin.flow.engine.TaskFilters.TaskList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.authorization.TaskPermissions;
import org.camunda.bpm.engine.filter.Filter;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * People, groups, rights and filters are there after the first start, and a restart adds none; what is shipped anew arrives,
 * what was changed by hand stays. Each test leaves them as shipped.
 */
@HuiyinTest
class PeopleAtStartTest {

  @Autowired
  PeopleAtStart people;

  @Autowired
  TaskFilters filters;
  @Autowired
  Authorizations rights;
  @Autowired
  FilterService service;
  @Autowired
  TaskService tasks;
  @Autowired
  AuthorizationService authorizations;
  @Autowired
  TransactionTemplate transaction;
  @Autowired
  JdbcClient jdbc;

  @Test
  void aRestartAddsNothing() {
    var before = counts();
    assertThat(before).allMatch(count -> count > 0);

    people.run(null);

    assertThat(counts()).isEqualTo(before);
  }

  @Test
  void aListOfANewVersionReachesADatabaseThatNobodyTouched() {
    ship(with("我的任务", "由我办理的任务，先到期的在前"));
    assertThat(description("我的任务")).isEqualTo("由我办理的任务，先到期的在前");
    assertThat(count("act_ru_filter where name_ = '我的任务'")).isOne();
    people.run(null);
    assertThat(description("我的任务")).isEqualTo("由我办理的任务");
  }

  @Test
  void aListOfADatabaseFromBeforeThereWasAMemoryIsKnownByItsRevision() {
    ship(with("我的任务", "旧版的说明"));
    jdbc.sql("delete from shipped_state where item = 'filter:我的任务'").update();
    jdbc.sql("update act_ru_filter set rev_ = 1 where name_ = '我的任务'").update();
    people.run(null);
    assertThat(description("我的任务")).isEqualTo("由我办理的任务");
  }

  @Test
  void aListThatAnAdministratorChangedStaysAsItIs() {
    var mine = list("已超时");
    mine.setProperties(Map.of("description", "管理员改过", "priority", -20));
    service.saveFilter(mine);
    ship(with("已超时", "新版的说明"));
    people.run(null);
    people.run(null);
    assertThat(description("已超时")).isEqualTo("管理员改过");
    assertThat(count("act_ru_filter where name_ = '已超时'")).isOne();

    service.deleteFilter(mine.getId());
    people.run(null);
    assertThat(count("act_ru_filter where name_ = '已超时'")).as("deleted by hand").isZero();
    jdbc.sql("delete from shipped_state where item = 'filter:已超时'").update();
    people.run(null);
    assertThat(description("已超时")).as("forgotten, so it comes again").isEqualTo("已过期限的任务");
  }

  @Test
  void whoeverAnAdministratorLetReadAListKeepsIt() {
    var grant = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
    grant.setGroupId("vice-president");
    grant.setResource(Resources.FILTER);
    grant.setResourceId(list("全部任务").getId());
    grant.addPermission(Permissions.READ);
    authorizations.saveAuthorization(grant);
    ship(with("全部任务", "新版的说明"));
    assertThat(description("全部任务")).isEqualTo("公司全部未完成的任务");
    assertThat(authorizations.createAuthorizationQuery().authorizationId(grant.getId()).count()).isOne();
    authorizations.deleteAuthorization(grant.getId());
  }

  @Test
  void aListThatIsNoLongerShippedGoesUnlessItWasChanged() {
    var more = new ArrayList<>(filters.lists());
    more.add(new TaskList("试用清单", "说明", 0, tasks.createTaskQuery(), List.of("cs-agent")));
    ship(more);
    ship(more);
    assertThat(count("act_ru_filter where name_ = '试用清单'")).isOne();
    people.run(null);
    assertThat(count("act_ru_filter where name_ = '试用清单'")).isZero();

    ship(more);
    var mine = list("试用清单");
    mine.setProperties(Map.of("description", "管理员改过"));
    service.saveFilter(mine);
    people.run(null);
    assertThat(description("试用清单")).isEqualTo("管理员改过");
    service.deleteFilter(mine.getId());
  }

  @Test
  void aRightOfANewVersionArrivesAndOneThatIsNoLongerShippedGoes() {
    var more = new ArrayList<>(Authorizations.grants());
    more.removeIf(grant -> grant.group().equals("cs-supervisor") && grant.resource() == Resources.TASK);
    more.add(new Grant("cs-supervisor", Resources.TASK, "*", TaskPermissions.READ, TaskPermissions.UPDATE));
    more.add(new Grant("cs-supervisor", Resources.BATCH, "*", Permissions.READ));
    grant(more);
    assertThat(right(Resources.TASK).isPermissionGranted(TaskPermissions.UPDATE)).isTrue();
    assertThat(right(Resources.BATCH)).isNotNull();
    people.run(null);
    assertThat(right(Resources.TASK).isPermissionGranted(TaskPermissions.UPDATE)).isFalse();
    assertThat(right(Resources.TASK).isPermissionGranted(TaskPermissions.READ)).isTrue();
    assertThat(right(Resources.BATCH)).isNull();
  }

  @Test
  void aRightThatAnAdministratorChangedOrTookStaysSo() {
    var mine = right(Resources.TASK);
    mine.addPermission(TaskPermissions.DELETE);
    authorizations.saveAuthorization(mine);
    people.run(null);
    assertThat(right(Resources.TASK).isPermissionGranted(TaskPermissions.DELETE)).isTrue();

    authorizations.deleteAuthorization(mine.getId());
    people.run(null);
    assertThat(right(Resources.TASK)).as("taken by hand").isNull();
    jdbc.sql("delete from shipped_state where item like 'grant:cs-supervisor/7/%'").update();
    people.run(null);
    assertThat(right(Resources.TASK).isPermissionGranted(TaskPermissions.DELETE)).as("forgotten, so it comes again").isFalse();
  }

  /** From before there was a memory nobody can say whose a differing right is: it stays. */
  @Test
  void aRightThatStoodDifferentlyBeforeThereWasAMemoryStays() {
    jdbc.sql("delete from shipped_state where item like 'grant:cs-supervisor/7/%'").update();
    var mine = right(Resources.TASK);
    mine.addPermission(TaskPermissions.DELETE);
    authorizations.saveAuthorization(mine);
    people.run(null);
    people.run(null);
    assertThat(right(Resources.TASK).isPermissionGranted(TaskPermissions.DELETE)).isTrue();
    mine.removePermission(TaskPermissions.DELETE);
    authorizations.saveAuthorization(mine);
    people.run(null);
    assertThat(count("shipped_state where item like 'grant:cs-supervisor/7/%'")).as("as shipped, so it is ours again").isOne();
  }

  private void ship(List<TaskList> lists) {
    transaction.executeWithoutResult(status -> filters.ensure(lists));
  }

  private void grant(List<Grant> grants) {
    transaction.executeWithoutResult(status -> rights.ensure(grants));
  }

  private List<TaskList> with(String name, String description) {
    return filters.lists().stream().map(one -> one.name().equals(name)
        ? new TaskList(name, description, one.priority(), one.query(), one.readers()) : one).toList();
  }

  private Filter list(String name) {
    return service.createTaskFilterQuery().filterName(name).singleResult();
  }

  private Object description(String name) {
    return list(name).getProperties().get("description");
  }

  private Authorization right(Resources resource) {
    return authorizations.createAuthorizationQuery().groupIdIn("cs-supervisor").resourceType(resource).resourceId("*")
        .singleResult();
  }

  private long count(String what) {
    return jdbc.sql("select count(*) from " + what).query(Long.class).single();
  }

  private List<Long> counts() {
    return List.of("act_ru_authorization", "act_id_user", "act_id_group", "act_id_membership", "act_ru_filter").stream()
        .map(this::count).toList();
  }
}
