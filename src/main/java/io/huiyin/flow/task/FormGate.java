package io.huiyin.flow.task;

import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.model.Var;
import io.huiyin.flow.workbench.FormSpec;
import io.huiyin.flow.workbench.FormSpecs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Checks a completion against the task's form, whichever way it comes: Tasklist and REST meet the same rules. */
@Component
class FormGate {

  private final ObjectProvider<FormSpecs> specs;

  FormGate(ObjectProvider<FormSpecs> specs) {
    this.specs = specs;
  }

  /** A decision of an earlier pass must not answer for this one. */
  void clearDecisions(DelegateTask task) {
    spec(task).ifPresent(spec -> spec.fields().stream()
        .filter(field -> field.routing() && field.prefill().isBlank())
        .forEach(field -> task.getExecution().removeVariable(field.name())));
  }

  /** @throws InvalidInput naming every faulty field; the task stays open */
  void check(DelegateTask task) {
    spec(task).ifPresent(spec -> {
      var faults = spec.check(submitted(task, spec));
      if (!faults.isEmpty()) {
        throw new InvalidInput(faults);
      }
      var values = spec.values(submitted(task, spec));
      spec.fields().stream().filter(field -> field.routing())
          .forEach(field -> Var.change(task, field.name(), values.get(field.name())));
    });
  }

  Optional<FormSpec> spec(DelegateTask task) {
    return specs.getObject().of(task.getProcessDefinitionId(), task.getTaskDefinitionKey());
  }

  Map<String, Object> submitted(DelegateTask task, FormSpec spec) {
    var values = new LinkedHashMap<String, Object>();
    spec.fields().stream().filter(field -> task.hasVariable(field.name()))
        .forEach(field -> values.put(field.name(), task.getVariable(field.name())));
    return values;
  }
}
