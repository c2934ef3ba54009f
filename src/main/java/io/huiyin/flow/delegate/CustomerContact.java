package io.huiyin.flow.delegate;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Ratings;
import io.huiyin.flow.model.Var;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The called process {@code customer-contact}, which runs beside the work on a case. A called process sees what its caller
 * knew when it called; what happens later is told to it here, and its conditional events take it up at once. [001][004]
 */
@Component
class CustomerContact {

  private final ObjectProvider<RuntimeService> runtime;

  CustomerContact(ObjectProvider<RuntimeService> runtime) {
    this.runtime = runtime;
  }

  /**
   * Tells it facts by the names of their variables. Nobody listens before a case is being handled, or after. What it does
   * about them is done when this returns, so a step that has more to do tells it last.
   */
  void hears(ComplaintNumber number, Map<String, Object> facts) {
    running(number).ifPresent(contact -> runtime.getObject().setVariables(contact.getId(), facts));
  }

  /** Tells it that the case was graded anew; of that, it goes by the complexity only. */
  void hears(ComplaintNumber number, Ratings before, Ratings now) {
    if (now.complexity() != before.complexity()) {
      hears(number, Map.of(Var.COMPLEXITY.name(), now.complexity().name()));
    }
  }

  /** Tells it a fact if it goes by such a fact at this time. */
  void hearsAnew(ComplaintNumber number, String name, Object value) {
    running(number).filter(contact -> runtime.getObject().getVariable(contact.getId(), name) != null)
        .ifPresent(contact -> runtime.getObject().setVariable(contact.getId(), name, value));
  }

  private Optional<ProcessInstance> running(ComplaintNumber number) {
    return Optional.ofNullable(runtime.getObject().createProcessInstanceQuery()
        .processInstanceBusinessKey(number.value()).processDefinitionKey("customer-contact").singleResult());
  }
}
