package io.huiyin.flow;

import io.huiyin.complaint.ComplaintFlow;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.flow.model.Var;
import java.util.Map;
import org.camunda.bpm.engine.MismatchingMessageCorrelationException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The flow of a complaint as the engine runs it. */
@Component
class EngineComplaintFlow implements ComplaintFlow {

  private static final int ATTEMPTS = 10;

  private final RuntimeService runtime;
  private final ProcessEngineConfigurationImpl engine;
  private final Complaints complaints;
  private final TransactionTemplate transaction;

  EngineComplaintFlow(RuntimeService runtime, ProcessEngineConfigurationImpl engine, Complaints complaints,
      PlatformTransactionManager transactions) {
    transaction = new TransactionTemplate(transactions);
    this.complaints = complaints;
    this.runtime = runtime;
    this.engine = engine;
  }

  @Override
  @Transactional
  public ComplaintNumber receive(Map<String, Object> fields) {
    var instance = runtime.createMessageCorrelation("ComplaintReceived").setVariables(fields).correlateStartMessage();
    return new ComplaintNumber(instance.getBusinessKey());
  }

  /** Who may tell a case something is decided by whoever calls; the engine would ask for rights over the instance. */
  @Override
  public void tell(ComplaintNumber number, String message, Map<String, Object> fields) {
    for (var attempt = 1; ; attempt++) {
      try {
        transaction.executeWithoutResult(status -> correlate(number, message, fields));
        return;
      } catch (OptimisticLockingException e) {
        // somebody else moved the case in the same moment; within a caller's transaction only the caller can repeat
        if (attempt == ATTEMPTS || TransactionSynchronizationManager.isActualTransactionActive()) {
          throw e;
        }
      }
    }
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void marked(ComplaintNumber number, boolean sensitive) {
    engine.getCommandExecutorTxRequired().execute(command -> command.runWithoutAuthorization(() -> {
      runtime.createProcessInstanceQuery().processInstanceBusinessKey(number.value())
          .variableValueEquals(Var.SENSITIVE.name(), !sensitive).list()
          .forEach(instance -> runtime.setVariable(instance.getId(), Var.SENSITIVE.name(), sensitive));
      return null;
    }));
  }

  private void correlate(ComplaintNumber number, String message, Map<String, Object> fields) {
    try {
      engine.getCommandExecutorTxRequired().execute(command -> command.runWithoutAuthorization(() ->
          runtime.createMessageCorrelation(message).processInstanceBusinessKey(number.value()).setVariables(fields)
              .correlateWithResult()));
    } catch (MismatchingMessageCorrelationException e) {
      throw new NotWaiting(number, message, complaints.get(number).status());
    }
  }
}
