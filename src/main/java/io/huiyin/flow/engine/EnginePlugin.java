package io.huiyin.flow.engine;

import io.huiyin.flow.trace.TracePlugin;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.spring.boot.starter.util.SpringBootProcessEnginePlugin;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** How the engine differs from its defaults; each line is a decision of docs/adr. */
@Component
@Order
class EnginePlugin extends AbstractProcessEnginePlugin {

  private final ListableBeanFactory beans;
  private final RoutingFacts routingFacts;
  private final TracePlugin trace;

  EnginePlugin(ListableBeanFactory beans, RoutingFacts routingFacts, TracePlugin trace) {
    this.beans = beans;
    this.routingFacts = routingFacts;
    this.trace = trace;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    engine.setCustomHistoryLevels(new ArrayList<>(List.of(new LeanHistoryLevel())));
    engine.setBeans(new WhitelistedBeans(beans));
    engine.setHistoryRemovalTimeStrategy("start");
    engine.setHistoryTimeToLive("P1095D");
    engine.setHistoryCleanupBatchWindowStartTime("01:00");
    engine.setHistoryCleanupBatchWindowEndTime("05:00");
    engine.setDefaultUserPermissionNameForTask("TASK_WORK");
    engine.setEnableHistoricInstancePermissions(true);
    engine.setEnsureJobDueDateNotNull(true);
    engine.setEnablePasswordPolicy(true);
    engine.setEnableExceptionsAfterUnhandledBpmnError(true);
    engine.setDelegateInterceptor(new SilentFailures());
    before(engine, new DomainFailures());
    engine.setCustomPostCommandInterceptorsTxRequired(withGuard());
    engine.setCustomPostCommandInterceptorsTxRequiresNew(withGuard());
    trace.install(engine);
  }

  private static void before(ProcessEngineConfigurationImpl engine, CommandInterceptor interceptor) {
    engine.setCustomPreCommandInterceptorsTxRequired(List.of(interceptor));
    engine.setCustomPreCommandInterceptorsTxRequiresNew(List.of(new DomainFailures()));
  }

  private List<CommandInterceptor> withGuard() {
    return List.of(new CommandEnd(new PersonalDataGuard(routingFacts), trace));
  }
}
