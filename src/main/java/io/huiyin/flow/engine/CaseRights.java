package io.huiyin.flow.engine;

import static org.camunda.bpm.engine.authorization.Permissions.UPDATE;
import static org.camunda.bpm.engine.authorization.Resources.PROCESS_INSTANCE;

import org.camunda.bpm.engine.impl.cfg.auth.AuthorizationCommandChecker;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;

/**
 * Who may tell a case its messages may tell them to the processes that the case has called as well: the customer's
 * answer waits in one of those.
 */
class CaseRights extends AuthorizationCommandChecker {

  @Override
  public void checkUpdateProcessInstance(ExecutionEntity execution) {
    var called = !execution.getProcessInstanceId().equals(execution.getRootProcessInstanceId());
    if (!called || !getAuthorizationManager().isAuthorized(UPDATE, PROCESS_INSTANCE, execution.getRootProcessInstanceId())) {
      super.checkUpdateProcessInstance(execution);
    }
  }
}
