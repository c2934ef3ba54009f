package io.huiyin.flow.task;

import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.flow.model.Case;
import io.huiyin.flow.model.Var;
import io.huiyin.flow.workbench.FormSpec;
import io.huiyin.flow.workbench.FormSpecs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Checks a completion against the task's form, whichever way it comes: Tasklist and REST meet the same rules. */
@Component
class FormGate {

  private final ObjectProvider<FormSpecs> specs;
  private final Complaints complaints;

  FormGate(ObjectProvider<FormSpecs> specs, @Lazy Complaints complaints) {
    this.specs = specs;
    this.complaints = complaints;
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

  /** What was submitted, and what conditions may ask of the case. */
  Map<String, Object> submitted(DelegateTask task, FormSpec spec) {
    var values = new LinkedHashMap<String, Object>();
    spec.fields().stream().filter(field -> task.hasVariable(field.name()))
        .forEach(field -> values.put(field.name(), task.getVariable(field.name())));
    if (Case.isOne(task.getExecution())) {
      complaints.find(Case.number(task.getExecution())).map(Complaint::ratings).ifPresent(ratings -> {
        values.put("case.priority", ratings.priority().name());
        values.put("case.severity", ratings.severity().name());
        values.put("case.complexity", ratings.complexity().name());
      });
    }
    return values;
  }
}
