package io.huiyin.flow.engine;

import static org.camunda.bpm.engine.authorization.Authorization.ANY;
import static org.camunda.bpm.engine.authorization.Authorization.AUTH_TYPE_GRANT;
import static org.camunda.bpm.engine.authorization.Resources.APPLICATION;
import static org.camunda.bpm.engine.authorization.Resources.AUTHORIZATION;
import static org.camunda.bpm.engine.authorization.Resources.BATCH;
import static org.camunda.bpm.engine.authorization.Resources.DECISION_DEFINITION;
import static org.camunda.bpm.engine.authorization.Resources.DECISION_REQUIREMENTS_DEFINITION;
import static org.camunda.bpm.engine.authorization.Resources.DEPLOYMENT;
import static org.camunda.bpm.engine.authorization.Resources.GROUP;
import static org.camunda.bpm.engine.authorization.Resources.OPERATION_LOG_CATEGORY;
import static org.camunda.bpm.engine.authorization.Resources.PROCESS_DEFINITION;
import static org.camunda.bpm.engine.authorization.Resources.PROCESS_INSTANCE;
import static org.camunda.bpm.engine.authorization.Resources.TASK;
import static org.camunda.bpm.engine.authorization.Resources.USER;

import io.huiyin.flow.engine.ShippedState.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.authorization.TaskPermissions;
import org.camunda.bpm.engine.authorization.UserOperationLogCategoryPermissions;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.springframework.stereotype.Component;

/**
 * The standard groups and what each may do in the engine; whatever is not written here is granted by a task to those
 * who may work it, or not at all. Nobody may create a task outside a process. At start-up the engine is brought to
 * what is written here; what an administrator added, changed or deleted stays so.
 */
@Component
class Authorizations {

  private static final List<String> MANAGERS = List.of("cs-manager", "board-office", "general-manager");
  private static final String COMPLAINT_HANDLING = "complaint-handling";
  private static final String CORRECTIVE_ACTION = "corrective-action";

  private static final String ITEM = "grant:";

  private final AuthorizationService authorizations;
  private final IdentityService identity;
  private final ShippedState shipped;

  Authorizations(AuthorizationService authorizations, IdentityService identity, ShippedState shipped) {
    this.authorizations = authorizations;
    this.identity = identity;
    this.shipped = shipped;
  }

  /** Brings groups and grants to what is shipped. */
  void ensure() {
    StandardGroups.names().forEach(this::ensureGroup);
    ensure(grants());
  }

  void ensure(List<Grant> grants) {
    var wanted = grants.stream().collect(Collectors.toMap(Grant::item, grant -> grant));
    var gone = shipped.items(ITEM).stream().filter(item -> !wanted.containsKey(item)).toList();
    var present = new HashMap<String, Authorization>();
    Stream.concat(wanted.values().stream().map(grant -> grant.id), gone.stream().map(item -> item.split("/", 3)[2]))
        .distinct().forEach(id -> authorizations.createAuthorizationQuery().authorizationType(AUTH_TYPE_GRANT)
            .resourceId(id).list().forEach(one -> present.put(item(one), one)));
    wanted.forEach((item, grant) -> {
      var is = present.get(item);
      switch (shipped.step(item, state(grant.fill(authorizations.createNewAuthorization(AUTH_TYPE_GRANT))), state(is), false)) {
        case ADD -> authorizations.saveAuthorization(grant.fill(authorizations.createNewAuthorization(AUTH_TYPE_GRANT)));
        case CHANGE -> authorizations.saveAuthorization(grant.fill(is));
        default -> { }
      }
    });
    gone.forEach(item -> {
      if (shipped.retire(item, state(present.get(item))) == Step.REMOVE) {
        authorizations.deleteAuthorization(present.get(item).getId());
      }
    });
  }

  private static String item(Authorization one) {
    return ITEM + one.getGroupId() + "/" + one.getResourceType() + "/" + one.getResourceId();
  }

  /** The permissions as the engine keeps them: one bit each. */
  private static String state(Authorization one) {
    return one == null ? null : String.valueOf(((AuthorizationEntity) one).getPermissions());
  }

  private void ensureGroup(String id, String name) {
    if (identity.createGroupQuery().groupId(id).count() == 0) {
      var group = identity.newGroup(id);
      group.setName(name);
      group.setType(id.equals(StandardGroups.ADMIN) ? "SYSTEM" : "WORKFLOW");
      identity.saveGroup(group);
    }
  }

  static List<Grant> grants() {
    var all = new ArrayList<Grant>();
    for (var group : working()) {
      all.add(new Grant(group, APPLICATION, "tasklist", Permissions.ACCESS));
      all.add(new Grant(group, APPLICATION, "welcome", Permissions.ACCESS));
      if (!MANAGERS.contains(group)) {
        // the model, not its instances: name and diagram beside a task
        all.add(new Grant(group, PROCESS_DEFINITION, ANY, ProcessDefinitionPermissions.READ));
      }
    }
    for (var group : List.of("cs-agent", "cs-supervisor", "integrator")) {
      all.add(new Grant(group, PROCESS_DEFINITION, COMPLAINT_HANDLING, ProcessDefinitionPermissions.READ,
          ProcessDefinitionPermissions.CREATE_INSTANCE));
      all.add(new Grant(group, PROCESS_INSTANCE, ANY, Permissions.CREATE));
    }
    for (var group : List.of("board-office", "integrator")) {
      all.add(new Grant(group, PROCESS_DEFINITION, CORRECTIVE_ACTION, ProcessDefinitionPermissions.READ,
          ProcessDefinitionPermissions.CREATE_INSTANCE));
    }
    // they lead the agents' tasks: hand over for somebody who is ill, look at what is late
    all.add(new Grant("cs-supervisor", TASK, ANY, TaskPermissions.READ));
    MANAGERS.forEach(group -> all.addAll(oversight(group)));
    all.addAll(oversight("auditor"));
    all.add(new Grant("auditor", APPLICATION, "tasklist", Permissions.ACCESS));
    all.add(new Grant("auditor", APPLICATION, "welcome", Permissions.ACCESS));
    all.add(new Grant("auditor", OPERATION_LOG_CATEGORY, ANY, UserOperationLogCategoryPermissions.READ));
    all.add(new Grant("auditor", AUTHORIZATION, ANY, Permissions.READ));
    all.add(new Grant("auditor", USER, ANY, Permissions.READ));
    all.add(new Grant("auditor", GROUP, ANY, Permissions.READ));
    all.addAll(processOwner("process-owner"));
    all.addAll(administrator());
    return all;
  }

  private static List<String> working() {
    var groups = new ArrayList<>(List.of("cs-agent", "cs-supervisor", "cs-manager", "board-office", "general-manager",
        "vice-president", "archivist"));
    for (var unit : StandardGroups.units()) {
      groups.add(unit);
      groups.add(unit + "-head");
    }
    return groups;
  }

  private static List<Grant> oversight(String group) {
    return List.of(
        new Grant(group, APPLICATION, "cockpit", Permissions.ACCESS),
        new Grant(group, TASK, ANY, TaskPermissions.READ),
        new Grant(group, PROCESS_DEFINITION, ANY, ProcessDefinitionPermissions.READ,
            ProcessDefinitionPermissions.READ_INSTANCE, ProcessDefinitionPermissions.READ_TASK,
            ProcessDefinitionPermissions.READ_HISTORY),
        "board-office".equals(group) ? new Grant(group, PROCESS_INSTANCE, ANY, Permissions.READ, Permissions.CREATE)
            : new Grant(group, PROCESS_INSTANCE, ANY, Permissions.READ),
        new Grant(group, DEPLOYMENT, ANY, Permissions.READ),
        new Grant(group, DECISION_DEFINITION, ANY, Permissions.READ, Permissions.READ_HISTORY),
        new Grant(group, DECISION_REQUIREMENTS_DEFINITION, ANY, Permissions.READ));
  }

  private static List<Grant> processOwner(String group) {
    return List.of(
        new Grant(group, APPLICATION, "cockpit", Permissions.ACCESS),
        new Grant(group, APPLICATION, "welcome", Permissions.ACCESS),
        new Grant(group, DEPLOYMENT, ANY, Permissions.CREATE, Permissions.READ),
        new Grant(group, PROCESS_DEFINITION, ANY, ProcessDefinitionPermissions.READ,
            ProcessDefinitionPermissions.UPDATE, ProcessDefinitionPermissions.SUSPEND,
            ProcessDefinitionPermissions.MIGRATE_INSTANCE, ProcessDefinitionPermissions.RETRY_JOB),
        new Grant(group, DECISION_DEFINITION, ANY, Permissions.READ, Permissions.UPDATE),
        new Grant(group, DECISION_REQUIREMENTS_DEFINITION, ANY, Permissions.READ),
        new Grant(group, BATCH, ANY, Permissions.CREATE, Permissions.READ));
  }

  private static List<Grant> administrator() {
    return Arrays.stream(Resources.values()).map(resource -> resource == TASK
        ? new Grant(StandardGroups.ADMIN, TASK, ANY, TaskPermissions.READ, TaskPermissions.UPDATE,
            TaskPermissions.DELETE, TaskPermissions.TASK_ASSIGN, TaskPermissions.TASK_WORK,
            TaskPermissions.READ_VARIABLE, TaskPermissions.UPDATE_VARIABLE)
        : new Grant(StandardGroups.ADMIN, resource, ANY, Permissions.ALL)).toList();
  }

  record Grant(String group, Resource resource, String id, Permission... permissions) {

    private String item() {
      return ITEM + group + "/" + resource.resourceType() + "/" + id;
    }

    private Authorization fill(Authorization authorization) {
      authorization.setGroupId(group);
      authorization.setResource(resource);
      authorization.setResourceId(id);
      authorization.setPermissions(permissions);
      return authorization;
    }
  }
}
