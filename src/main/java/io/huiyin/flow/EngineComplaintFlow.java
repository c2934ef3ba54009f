package io.huiyin.flow;

import io.huiyin.complaint.ComplaintFlow;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import java.util.Map;
import org.camunda.bpm.engine.MismatchingMessageCorrelationException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The flow of a complaint as the engine runs it. */
@Component
class EngineComplaintFlow implements ComplaintFlow {

  private final RuntimeService runtime;
  private final ProcessEngineConfigurationImpl engine;
  private final Complaints complaints;

  EngineComplaintFlow(RuntimeService runtime, ProcessEngineConfigurationImpl engine, Complaints complaints) {
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
  @Transactional
  public void tell(ComplaintNumber number, String message, Map<String, Object> fields) {
    try {
      engine.getCommandExecutorTxRequired().execute(command -> command.runWithoutAuthorization(() ->
          runtime.createMessageCorrelation(message).processInstanceBusinessKey(number.value()).setVariables(fields)
              .correlateWithResult()));
    } catch (MismatchingMessageCorrelationException e) {
      throw new NotWaiting(number, message, complaints.get(number).status());
    }
  }
}
