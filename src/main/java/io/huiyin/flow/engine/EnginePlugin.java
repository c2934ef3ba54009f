package io.huiyin.flow.engine;

import io.huiyin.flow.model.RuleTables;
import io.huiyin.flow.task.UserTasks;
import io.huiyin.flow.trace.TracePlugin;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.multitenancy.TenantCommandChecker;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.spring.SpringExpressionManager;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.annotation.DependsOn;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** How the engine differs from its defaults; each line is a decision of docs/adr. */
@Component
@Order
@DependsOn("flywayInitializer") // our tables first: deploying and people at start-up write to them
class EnginePlugin extends AbstractProcessEnginePlugin {

  private final ListableBeanFactory beans;
  private final RoutingFacts routingFacts;
  private final TracePlugin trace;
  private final UserTasks userTasks;
  private final RuleTables ruleTables;

  EnginePlugin(ListableBeanFactory beans, RoutingFacts routingFacts, TracePlugin trace, UserTasks userTasks,
      RuleTables ruleTables) {
    this.beans = beans;
    this.routingFacts = routingFacts;
    this.trace = trace;
    this.userTasks = userTasks;
    this.ruleTables = ruleTables;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    engine.setCustomHistoryLevels(new ArrayList<>(List.of(new LeanHistoryLevel())));
    engine.setExpressionManager(new SpringExpressionManager(null, new WhitelistedBeans(beans)));
    engine.setHistoryRemovalTimeStrategy("start");
    engine.setHistoryTimeToLive("P1095D");
    engine.setHistoryCleanupBatchWindowStartTime("01:00");
    engine.setHistoryCleanupBatchWindowEndTime("05:00");
    engine.setDefaultUserPermissionNameForTask("TASK_WORK");
    engine.setEnsureJobDueDateNotNull(true);
    engine.setJobExecutorAcquireByDueDate(true); // after a downtime the oldest deadline comes first
    engine.setEnablePasswordPolicy(true);
    engine.setUserResourceWhitelistPattern("[a-zA-Z0-9][a-zA-Z0-9._@-]{0,63}");
    engine.setGroupResourceWhitelistPattern("[a-z][a-z0-9-]{0,63}");
    engine.setResourceAuthorizationProvider(new OwnAuthorizations());
    engine.setCommandCheckers(new ArrayList<>(List.of(new TenantCommandChecker(), new CaseRights())));
    engine.setTaskMetricsEnabled(false); // counts task workers for a licence nobody has
    engine.setCustomSessionFactories(new ArrayList<>(List.of(new LeanAuthorizations.Factory())));
    engine.setEnableExceptionsAfterUnhandledBpmnError(true);
    engine.setDelegateInterceptor(new SilentFailures());
    engine.setCustomPreCommandInterceptorsTxRequired(List.of(new DomainFailures()));
    engine.setCustomPreCommandInterceptorsTxRequiresNew(List.of(new DomainFailures()));
    engine.setCustomPostCommandInterceptorsTxRequired(withGuard());
    engine.setCustomPostCommandInterceptorsTxRequiresNew(withGuard());
    ruleTables.install(engine);
    trace.install(engine);
    userTasks.install(engine);
  }

  private List<CommandInterceptor> withGuard() {
    return List.of(new CommandEnd(new PersonalDataGuard(routingFacts), trace));
  }
}
