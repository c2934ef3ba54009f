package io.huiyin.flow;

import io.huiyin.complaint.ComplaintFlow;
import io.huiyin.complaint.ComplaintNumber;
import java.util.Map;
import org.camunda.bpm.engine.MismatchingMessageCorrelationException;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The flow of a complaint as the engine runs it. */
@Component
class EngineComplaintFlow implements ComplaintFlow {

  private final RuntimeService runtime;

  EngineComplaintFlow(RuntimeService runtime) {
    this.runtime = runtime;
  }

  @Override
  @Transactional
  public ComplaintNumber receive(Map<String, Object> fields) {
    var instance = runtime.createMessageCorrelation("ComplaintReceived").setVariables(fields).correlateStartMessage();
    return new ComplaintNumber(instance.getBusinessKey());
  }

  @Override
  @Transactional
  public void tell(ComplaintNumber number, String message, Map<String, Object> fields) {
    try {
      runtime.createMessageCorrelation(message).processInstanceBusinessKey(number.value()).setVariables(fields)
          .correlate();
    } catch (MismatchingMessageCorrelationException e) {
      throw new NotWaiting(number, message);
    }
  }
}
