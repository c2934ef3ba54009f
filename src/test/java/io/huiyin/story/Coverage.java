package io.huiyin.story;

import static java.util.stream.Collectors.toCollection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.pvm.process.TransitionImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Remembers for the whole run which elements and flows of which model were taken; what is rolled back does not count. */
@TestComponent
public class Coverage extends AbstractProcessEnginePlugin {

  private static final Map<String, Set<String>> TAKEN = new ConcurrentHashMap<>();
  private static final Set<String> WITNESSED = ConcurrentHashMap.newKeySet();

  /** Remembers which test classes ran to their end. */
  public static class Witness implements AfterAllCallback {

    @Override
    public void afterAll(ExtensionContext context) {
      WITNESSED.add(context.getRequiredTestClass().getName());
    }
  }

  /** Ids of what was taken of a process. */
  static Set<String> taken(String processKey) {
    return TAKEN.getOrDefault(processKey, Set.of());
  }

  static boolean witnessed(Collection<String> testClasses) {
    return WITNESSED.containsAll(testClasses);
  }

  /** The elements and flows of a model that are not among the taken ones, sorted. */
  static Set<String> missing(BpmnModelInstance model, Set<String> taken) {
    return all(model).filter(id -> !taken.contains(id)).collect(toCollection(TreeSet::new));
  }

  /** One line for a model: how much of it was taken. */
  static String line(BpmnModelInstance model) {
    var process = model.getModelElementsByType(Process.class).iterator().next().getId();
    var all = all(model).toList();
    var missing = missing(model, taken(process));
    return "%-24s %3d of %3d elements and flows taken%s".formatted(process, all.size() - missing.size(), all.size(),
        missing.isEmpty() ? "" : ", not: " + String.join(", ", missing));
  }

  /** A flow from an event-based gateway is no step of its own for the engine: the event behind it speaks for it. */
  private static Stream<String> all(BpmnModelInstance model) {
    return Stream.concat(model.getModelElementsByType(FlowNode.class).stream().map(FlowNode::getId),
        model.getModelElementsByType(SequenceFlow.class).stream()
            .filter(flow -> !(flow.getSource() instanceof EventBasedGateway)).map(SequenceFlow::getId));
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    var parseListeners = new ArrayList<BpmnParseListener>();
    if (engine.getCustomPostBPMNParseListeners() != null) {
      parseListeners.addAll(engine.getCustomPostBPMNParseListeners());
    }
    parseListeners.add(new AbstractBpmnParseListener() {
      @Override
      public void parseRootElement(Element root, List<ProcessDefinitionEntity> processes) {
        processes.forEach(process -> watch(process.getKey(), process));
      }
    });
    engine.setCustomPostBPMNParseListeners(parseListeners);
  }

  private static void watch(String process, ScopeImpl scope) {
    for (var activity : scope.getActivities()) {
      var waits = String.valueOf(activity.getProperty("type")).startsWith("intermediate");
      activity.addListener(waits ? ExecutionListener.EVENTNAME_END : ExecutionListener.EVENTNAME_START,
          (ExecutionListener) execution -> {
            if (!execution.isCanceled()) {
              take(process, activity.getId());
            }
          });
      activity.getOutgoingTransitions().forEach(flow -> ((TransitionImpl) flow).addListener(
          ExecutionListener.EVENTNAME_TAKE, (ExecutionListener) execution -> take(process, flow.getId())));
      watch(process, activity);
    }
  }

  private static void take(String process, String id) {
    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
      @Override
      public void afterCommit() {
        TAKEN.computeIfAbsent(process, key -> ConcurrentHashMap.newKeySet()).add(id);
      }
    });
  }
}
