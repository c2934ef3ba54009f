package io.huiyin.flow.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * The names that may stand as process variables: the facts a path, a deadline or a person is chosen by. Everything
 * else that is submitted goes to the record. Forms add to the core list by marking a field {@code routing}, models by
 * the extension property {@code routingFacts}.
 */
@Component
public class RoutingFacts {

  private static final Set<String> CORE = Set.of(
      "complaintNumber", "category", "priority", "severity", "complexity", "sensitive", "repeat", "leadUnit",
      "responseDueAt", "resolutionDueAt", "slaStatus", "round", "contactMade", "substantiveContact", "progressDueAt", "clock",
      "nrOfInstances", "nrOfActiveInstances", "nrOfCompletedInstances", "loopCounter");

  private final Set<String> declared = ConcurrentHashMap.newKeySet();

  public boolean isDeclared(String name) {
    return CORE.contains(name) || declared.contains(name);
  }

  void declare(String name) {
    declared.add(name);
  }
}
