package io.huiyin.flow.engine;

import java.time.Duration;
import java.util.List;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.impl.AuthorizationQueryImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.db.DbEntity;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationManager;

/**
 * The engine's authorizations without two of its queries in every command. A group without authorizations matches none,
 * so it need not be sorted out first; and that nobody has revoked anything is remembered for {@link #MEMORY}. From the
 * first revocation on the engine asks each time, as it does by default.
 */
class LeanAuthorizations extends AuthorizationManager {

  private static final Duration MEMORY = Duration.ofSeconds(10);

  private final Factory factory;

  private LeanAuthorizations(Factory factory) {
    this.factory = factory;
  }

  @Override
  public List<String> filterAuthenticatedGroupIds(List<String> groupIds) {
    return groupIds == null ? List.of() : groupIds;
  }

  @Override
  protected boolean isRevokeAuthCheckEnabled(String userId, List<String> groupIds) {
    return factory.mayBeRevoked(this) && super.isRevokeAuthCheckEnabled(userId, groupIds);
  }

  @Override
  public void insert(DbEntity entity) {
    factory.written((AuthorizationEntity) entity);
    super.insert(entity);
  }

  @Override
  public void update(AuthorizationEntity authorization) {
    factory.written(authorization);
    super.update(authorization);
  }

  private boolean anyRevocation() {
    return Context.getCommandContext().runWithoutAuthorization(() -> selectAuthorizationCountByQueryCriteria(
        (AuthorizationQueryImpl) new AuthorizationQueryImpl().authorizationType(Authorization.AUTH_TYPE_REVOKE))) > 0;
  }

  /** One for the engine; a manager lives for one command. */
  static class Factory implements SessionFactory {

    private volatile boolean revoked;
    private volatile long noneAt = System.nanoTime() - MEMORY.toNanos();

    @Override
    public Class<?> getSessionType() {
      return AuthorizationManager.class;
    }

    @Override
    public Session openSession() {
      return new LeanAuthorizations(this);
    }

    private boolean mayBeRevoked(LeanAuthorizations manager) {
      if (!revoked && System.nanoTime() - noneAt >= MEMORY.toNanos()) {
        revoked = manager.anyRevocation();
        noneAt = System.nanoTime();
      }
      return revoked;
    }

    private void written(AuthorizationEntity authorization) {
      revoked |= authorization.getAuthorizationType() == Authorization.AUTH_TYPE_REVOKE;
    }
  }
}
