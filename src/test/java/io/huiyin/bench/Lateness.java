package io.huiyin.bench;

import io.huiyin.flow.engine.FlowBean;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** The step behind a timer: how late it fired, and how often, by process definition and instance. */
@FlowBean(as = "lateness")
class Lateness implements JavaDelegate {

  private final Map<String, Long> millis = new ConcurrentHashMap<>();
  private final AtomicInteger fired = new AtomicInteger();

  @Override
  public void execute(DelegateExecution execution) {
    var due = ((Date) execution.getVariable("progressDueAt")).getTime();
    millis.put(execution.getProcessInstanceId(), System.currentTimeMillis() - due);
    fired.incrementAndGet();
  }

  void forget() {
    millis.clear();
    fired.set(0);
  }

  /** How many instances fired at least once. */
  int instances() {
    return millis.size();
  }

  /** How often anything fired, repetitions after a lost race included. */
  int fired() {
    return fired.get();
  }

  /** The latenesses of these instances, sorted; an instance that has not fired is missing. */
  List<Long> of(List<String> instances) {
    return instances.stream().map(millis::get).filter(value -> value != null).sorted().toList();
  }
}
