package io.huiyin.flow.engine;

import static org.camunda.bpm.engine.authorization.Permissions.READ;
import static org.camunda.bpm.engine.authorization.Permissions.UPDATE;

import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.cfg.auth.DefaultAuthorizationProvider;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.db.entitymanager.cache.DbEntityState;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;

/**
 * What the engine grants by itself when something new appears. Beside the default: a system that registered a case may
 * go on telling that case its messages, and no other; nobody may delete the own account; history is for who made it.
 */
class OwnAuthorizations extends DefaultAuthorizationProvider {

  @Override
  public AuthorizationEntity[] newUser(User user) {
    return new AuthorizationEntity[] {
        createGrantAuthorization(user.getId(), null, Resources.USER, user.getId(), READ, UPDATE)};
  }

  /** A task that this command creates has no authorizations to look for. */
  @Override
  protected AuthorizationEntity getGrantAuthorization(String taskId, String userId, String groupId,
      Resource resource) {
    var task = Context.getCommandContext().getDbEntityManager().getDbEntityCache()
        .getCachedEntity(TaskEntity.class, taskId);
    return task != null && task.getEntityState() == DbEntityState.TRANSIENT ? null
        : super.getGrantAuthorization(taskId, userId, groupId, resource);
  }

  @Override
  public AuthorizationEntity[] newProcessInstance(ProcessInstance instance) {
    var acting = Context.getCommandContext().getAuthentication();
    if (acting == null || acting.getGroupIds() == null || !acting.getGroupIds().contains("integrator")) {
      return null;
    }
    return new AuthorizationEntity[] {createGrantAuthorization(acting.getUserId(), null, Resources.PROCESS_INSTANCE,
        instance.getId(), READ, UPDATE)};
  }

  /** A group sees a task while it waits; of what is over only who worked it keeps sight. */
  @Override
  public AuthorizationEntity[] newTaskGroupIdentityLink(Task task, String groupId, String type) {
    var runtimeAndHistory = super.newTaskGroupIdentityLink(task, groupId, type);
    return new AuthorizationEntity[] {runtimeAndHistory[0]};
  }
}
