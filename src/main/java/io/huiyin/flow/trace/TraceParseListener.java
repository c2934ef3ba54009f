package io.huiyin.flow.trace;

import io.huiyin.flow.model.ExtensionProperties;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;

/**
 * Hangs a listener on every step, event and end of every model. User tasks have their own, see {@code UserTasks}. A
 * technical process whose steps are no part of the case's story says so by the extension property {@code trace} =
 * {@code quiet}; what its delegates note by themselves stays.
 */
class TraceParseListener extends AbstractBpmnParseListener {

  private static final String QUIET = "huiyin.trace.quiet";

  private final Trace trace;

  TraceParseListener(Trace trace) {
    this.trace = trace;
  }

  @Override
  public void parseProcess(Element element, ProcessDefinitionEntity process) {
    process.setProperty(QUIET, "quiet".equals(ExtensionProperties.of(element).get("trace")));
    process.addListener(ExecutionListener.EVENTNAME_START, (ExecutionListener) execution ->
        put(execution, "PROCESS_STARTED", "流程“%s”开始".formatted(processName(execution))));
    process.addListener(ExecutionListener.EVENTNAME_END, (ExecutionListener) execution -> {
      var cancelled = execution.isCanceled();
      put(execution, cancelled ? "PROCESS_CANCELLED" : "PROCESS_ENDED",
          (cancelled ? "流程“%s”中止" : "流程“%s”结束").formatted(processName(execution)));
    });
  }

  @Override
  public void parseServiceTask(Element element, ScopeImpl scope, ActivityImpl activity) {
    step(activity);
  }

  @Override
  public void parseSendTask(Element element, ScopeImpl scope, ActivityImpl activity) {
    step(activity);
  }

  @Override
  public void parseBusinessRuleTask(Element element, ScopeImpl scope, ActivityImpl activity) {
    step(activity);
  }

  @Override
  public void parseScriptTask(Element element, ScopeImpl scope, ActivityImpl activity) {
    step(activity);
  }

  @Override
  public void parseTask(Element element, ScopeImpl scope, ActivityImpl activity) {
    step(activity);
  }

  @Override
  public void parseManualTask(Element element, ScopeImpl scope, ActivityImpl activity) {
    step(activity);
  }

  @Override
  public void parseReceiveTask(Element element, ScopeImpl scope, ActivityImpl activity) {
    activity.addListener(ExecutionListener.EVENTNAME_END, unlessCancelled("MESSAGE_RECEIVED", "收到消息“%s”"));
  }

  @Override
  public void parseStartEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
    event(element, activity);
  }

  @Override
  public void parseIntermediateCatchEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
    event(element, activity);
  }

  @Override
  public void parseBoundaryEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
    event(element, activity);
  }

  @Override
  public void parseIntermediateThrowEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
    event(element, activity);
  }

  @Override
  public void parseEndEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
    activity.addListener(ExecutionListener.EVENTNAME_START, note("REACHED", "到达“%s”"));
  }

  private void step(ActivityImpl activity) {
    activity.addListener(ExecutionListener.EVENTNAME_END, unlessCancelled("STEP_DONE", "完成“%s”"));
  }

  private void event(Element element, ActivityImpl activity) {
    var text = switch (definition(element)) {
      case "timerEventDefinition" -> note("TIMER_FIRED", "到时“%s”");
      case "messageEventDefinition" -> note("MESSAGE_RECEIVED", "收到消息“%s”");
      case "signalEventDefinition" -> note("SIGNAL_RECEIVED", "收到信号“%s”");
      case "conditionalEventDefinition" -> note("CONDITION_MET", "条件成立“%s”");
      case "errorEventDefinition" -> note("ERROR_CAUGHT", "转入例外处理“%s”");
      case "escalationEventDefinition" -> note("ESCALATED", "升级“%s”");
      default -> null;
    };
    if (text != null) {
      activity.addListener(ExecutionListener.EVENTNAME_END, text);
    }
  }

  private static String definition(Element element) {
    return element.elements().stream().map(Element::getTagName).filter(tag -> tag.endsWith("EventDefinition"))
        .findFirst().orElse("");
  }

  private ExecutionListener note(String kind, String text) {
    return execution -> put(execution, kind, text.formatted(name(execution)));
  }

  private ExecutionListener unlessCancelled(String kind, String text) {
    return execution -> {
      if (!execution.isCanceled()) {
        put(execution, kind, text.formatted(name(execution)));
      }
    };
  }

  private void put(DelegateExecution execution, String kind, String summary) {
    if (!Boolean.TRUE.equals(((ExecutionEntity) execution).getProcessDefinition().getProperty(QUIET))) {
      trace.note(execution, kind, summary, facts(execution));
    }
  }

  private static String name(DelegateExecution execution) {
    var element = execution.getBpmnModelElementInstance();
    return element.getName() == null ? element.getId() : element.getName().replace('\n', ' ');
  }

  private static String processName(DelegateExecution execution) {
    return ((ExecutionEntity) execution).getProcessDefinition().getName();
  }

  private static Map<String, Object> facts(DelegateExecution execution) {
    var definition = execution.getProcessDefinitionId();
    var element = execution.getCurrentActivityId();
    return element == null ? Map.of("process", definition) : Map.of("process", definition, "element", element);
  }
}
