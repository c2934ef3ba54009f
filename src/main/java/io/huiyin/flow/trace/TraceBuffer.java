package io.huiyin.flow.trace;

import io.huiyin.archive.NewEntry;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;

/**
 * What happened during one command, in order. A case has no number before registration, so an entry remembers its
 * execution and the number is looked up when the command ends.
 */
class TraceBuffer implements Session {

  record Happening(ExecutionEntity processInstance, NewEntry entry) {
  }

  private List<Happening> happenings = new ArrayList<>();

  void add(ExecutionEntity execution, NewEntry entry) {
    happenings.add(new Happening(execution.getProcessInstance(), entry));
  }

  List<Happening> drain() {
    var drained = happenings;
    happenings = new ArrayList<>();
    return drained;
  }

  @Override
  public void flush() {
    // written by TracePlugin at the end of the command, before the engine's own rows
  }

  @Override
  public void close() {
    happenings.clear();
  }
}
