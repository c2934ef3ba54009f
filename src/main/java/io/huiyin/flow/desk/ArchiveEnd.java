package io.huiyin.flow.desk;

import io.huiyin.complaint.ComplaintNumber;
import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.springframework.stereotype.Component;

/** Starts what ends an archive. Who may ask for it is checked by whoever calls; the engine would ask for its own rights. */
@Component
public class ArchiveEnd {

  private final RuntimeService runtime;
  private final TaskService tasks;
  private final IdentityService identity;
  private final Unbound unbound;

  ArchiveEnd(RuntimeService runtime, TaskService tasks, IdentityService identity, Unbound unbound) {
    this.runtime = runtime;
    this.tasks = tasks;
    this.identity = identity;
    this.unbound = unbound;
  }

  /** Starts an appraisal of what is past its term. @return the list that the caller appraises, empty if there is none */
  public Optional<Long> appraise() {
    var instance = unbound.act(() -> runtime.createMessageCorrelation("DisposalDemanded").correlateStartMessage());
    var groups = identity.getCurrentAuthentication().getGroupIds();
    return unbound.act(() -> tasks.createTaskQuery().processInstanceId(instance.getId()).taskCandidateGroupIn(groups)
        .list()).stream().findFirst()
        .map(task -> unbound.act(() -> (Long) tasks.getVariable(task.getId(), "disposalList")));
  }

  /** A customer asks for the data of this case to be deleted. */
  public void askErasure(ComplaintNumber number) {
    unbound.run(() -> runtime.startProcessInstanceByKey("erasure-request", number.value()));
  }
}
