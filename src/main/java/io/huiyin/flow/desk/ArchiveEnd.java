package io.huiyin.flow.desk;

import io.huiyin.complaint.ComplaintNumber;
import java.util.Optional;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.springframework.stereotype.Component;

/** Starts what ends an archive. Who may ask for it is checked by whoever calls; the engine would ask for its own rights. */
@Component
public class ArchiveEnd {

  private final RuntimeService runtime;
  private final TaskService tasks;
  private final Unbound unbound;

  ArchiveEnd(RuntimeService runtime, TaskService tasks, Unbound unbound) {
    this.runtime = runtime;
    this.tasks = tasks;
    this.unbound = unbound;
  }

  /** Starts an appraisal of what is past its term. @return its list, empty if there is nothing */
  public Optional<Long> appraise() {
    var instance = unbound.act(() -> runtime.createMessageCorrelation("DisposalDemanded").correlateStartMessage());
    return unbound.act(() -> tasks.createTaskQuery().processInstanceId(instance.getId()).list()).stream().findFirst()
        .map(task -> unbound.act(() -> (Long) tasks.getVariable(task.getId(), "disposalList")));
  }

  /** A customer asks for the data of this case to be deleted. */
  public void askErasure(ComplaintNumber number) {
    unbound.run(() -> runtime.startProcessInstanceByKey("erasure-request", number.value()));
  }
}
