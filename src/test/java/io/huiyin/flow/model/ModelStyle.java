package io.huiyin.flow.model;

import static java.util.stream.Collectors.toSet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.ConditionExpression;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.IntermediateCatchEvent;
import org.camunda.bpm.model.bpmn.instance.IntermediateThrowEvent;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.ParallelGateway;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.ScriptTask;
import org.camunda.bpm.model.bpmn.instance.SendTask;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.TimeCycle;
import org.camunda.bpm.model.bpmn.instance.TimeDate;
import org.camunda.bpm.model.bpmn.instance.TimeDuration;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.xml.instance.DomElement;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;

/**
 * Finds what breaks the conventions of our models: ids that say type and intent, Chinese names, a time to live, code
 * only behind delegates, a form for every user task, called processes that exist and get the business key.
 */
final class ModelStyle {

    private static final Pattern ID = Pattern.compile("[a-z][A-Za-z]*_[a-z][A-Za-z0-9]*");
    private static final Pattern FLOW_ID = Pattern.compile("flow_\\w+");
    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");
    private static final Pattern BEAN = Pattern.compile("\\$\\{[a-z][A-Za-z0-9]*}");
    private static final Pattern METHOD_CALL = Pattern.compile("[$#]\\{[^}]*\\w\\([^}]*}");
    /** A deadline is a timer that reads its instant from the case's clock: the one bean that a timer may call. */
    private static final Pattern CLOCK_CALL = Pattern.compile("\\$\\{clocks\\.[a-z][A-Za-z]*\\(execution, ('[A-Z_]+'|clock)\\)}");
    private static final Pattern DAYS = Pattern.compile("P\\d+D");
    private static final Pattern FORM_KEY =
            Pattern.compile("(?:embedded:deployment:(forms/[\\w-]+\\.html)|camunda-forms:deployment:(forms/[\\w-]+\\.form))");
    private static final String BUSINESS_KEY = "#{execution.processBusinessKey}";
    private static final List<String> CODE_ATTRIBUTES = List.of("class", "expression");
    private static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";

    private final BpmnModelInstance model;
    private final Surroundings surroundings;
    private final List<String> faults = new ArrayList<>();

    /**
     * What a model may refer to.
     *
     * @param root folder that the form paths of the models are relative to
     */
    record Surroundings(Path root, Set<String> processKeys, Set<String> decisionKeys) {
    }

    private ModelStyle(BpmnModelInstance model, Surroundings surroundings) {
        this.model = model;
        this.surroundings = surroundings;
    }

    /** One sentence for each fault, with the id of the element; empty for a model that keeps the conventions. */
    static List<String> faults(BpmnModelInstance model, Surroundings surroundings) {
        var style = new ModelStyle(model, surroundings);
        style.all(Process.class).forEach(style::checkProcess);
        style.all(FlowNode.class).forEach(style::checkId);
        style.all(FlowNode.class).forEach(style::checkName);
        style.all(SequenceFlow.class).forEach(style::checkFlow);
        style.checkCode();
        style.all(BusinessRuleTask.class).forEach(style::checkDecision);
        style.all(UserTask.class).forEach(style::checkForm);
        style.all(UserTask.class).forEach(style::checkReturn);
        style.all(StartEvent.class).forEach(style::checkStartForm);
        style.all(CallActivity.class).forEach(style::checkCall);
        return style.faults;
    }

    private <T extends ModelElementInstance> Collection<T> all(Class<T> type) {
        return model.getModelElementsByType(type);
    }

    private void fault(String id, String what) {
        faults.add(id + " " + what);
    }

    private void checkProcess(Process process) {
        if (!process.isExecutable()) {
            fault(process.getId(), "is not executable");
        }
        String timeToLive = process.getCamundaHistoryTimeToLiveString();
        if (timeToLive == null || !DAYS.matcher(timeToLive).matches()) {
            fault(process.getId(), "needs a history time to live in days, like P1095D");
        }
        if (!isChinese(process.getName())) {
            fault(process.getId(), "has no Chinese name");
        }
    }

    private void checkId(FlowNode node) {
        List<String> prefixes = prefixes(node);
        boolean typed = prefixes.isEmpty() || prefixes.stream().anyMatch(node.getId()::startsWith);
        if (!typed || !ID.matcher(node.getId()).matches()) {
            fault(node.getId(), "should be named " + String.join(" or ", prefixes.isEmpty() ? List.of("type_") : prefixes)
                    + " and its intent in camelCase");
        }
    }

    /** Allowed beginnings of an id; empty when any type will do. */
    private static List<String> prefixes(FlowNode node) {
        if (node instanceof Gateway) {
            return List.of("gateway_");
        }
        if (has(node, MessageEventDefinition.class)
                || node instanceof IntermediateThrowEvent) {
            return List.of();
        }
        boolean timer = has(node, TimerEventDefinition.class);
        if (node instanceof IntermediateCatchEvent) {
            return timer ? List.of("timer_") : List.of();
        }
        String type = node instanceof BoundaryEvent ? "boundary_" : node.getElementType().getTypeName() + "_";
        return timer ? List.of(type, "timer_") : List.of(type);
    }

    private static boolean has(FlowNode node, Class<? extends ModelElementInstance> definition) {
        return node instanceof Event && !node.getChildElementsByType(definition).isEmpty();
    }

    private void checkName(FlowNode node) {
        if (!isChinese(node.getName()) && !mayBeNameless(node)) {
            fault(node.getId(), "has no Chinese name");
        }
    }

    private boolean mayBeNameless(FlowNode node) {
        long outgoing = all(SequenceFlow.class).stream().filter(flow -> flow.getSource().equals(node)).count();
        return node instanceof Gateway && (outgoing < 2
                || node instanceof ParallelGateway || node instanceof EventBasedGateway);
    }

    private void checkFlow(SequenceFlow flow) {
        if (!FLOW_ID.matcher(flow.getId()).matches()) {
            fault(flow.getId(), "should be named flow_ and its intent");
        }
        if (flow.getSource() instanceof Gateway gateway && !mayBeNameless(gateway) && !isChinese(flow.getName())) {
            fault(flow.getId(), "leaves a decision and has no Chinese name");
        }
    }

    /** A task is given back within its scope or to one around it: a token cannot leap into a subprocess. */
    private void checkReturn(UserTask task) {
        String target = ExtensionProperties.of(task).get("returnTo");
        if (target != null && all(UserTask.class).stream().noneMatch(other -> other.getId().equals(target)
                && !other.equals(task) && isWithin(task, other.getParentElement()))) {
            fault(task.getId(), "is returned to " + target + ", which is no other user task of its scope");
        }
    }

    private static boolean isWithin(UserTask task, ModelElementInstance scope) {
        return Stream.<ModelElementInstance>iterate(task.getParentElement(), Objects::nonNull,
            ModelElementInstance::getParentElement).anyMatch(scope::equals);
    }

    private void checkCode() {
        all(ScriptTask.class).forEach(task -> fault(task.getId(), "is a script"));
        checkCodeIn(model.getDocument().getRootElement(), null);
        all(ServiceTask.class).forEach(task -> checkDelegate(task, task.getCamundaDelegateExpression()));
        all(SendTask.class).forEach(task -> checkDelegate(task, task.getCamundaDelegateExpression()));
        for (var type : List.of(ConditionExpression.class, TimeDate.class, TimeDuration.class, TimeCycle.class)) {
            for (ModelElementInstance expression : all(type)) {
                String text = expression.getTextContent().strip();
                boolean readsClock = type != ConditionExpression.class && CLOCK_CALL.matcher(text).matches();
                if (METHOD_CALL.matcher(text).find() && !readsClock) {
                    fault(ownerOf(expression), "calls a method in an expression");
                }
            }
        }
    }

    /** Walks the plain document, because listeners and scripts may hang on any element. */
    private void checkCodeIn(DomElement element, String ownerId) {
        String id = Optional.ofNullable(element.getAttribute("id")).orElse(ownerId);
        boolean camunda = CAMUNDA.equals(element.getNamespaceURI());
        if (camunda && element.getLocalName().equals("script")) {
            fault(id, "contains a script");
        }
        for (String attribute : CODE_ATTRIBUTES) {
            if (element.getAttribute(CAMUNDA, attribute) != null
                    || camunda && element.getLocalName().endsWith("Listener") && element.getAttribute(attribute) != null) {
                fault(id, "uses camunda:" + attribute + " instead of a delegate expression");
            }
        }
        element.getChildElements().forEach(child -> checkCodeIn(child, id));
    }

    private void checkDelegate(FlowNode task, String expression) {
        if (expression == null || !BEAN.matcher(expression).matches()) {
            fault(task.getId(), "needs a delegate expression that names one bean, like ${registerDelegate}");
        }
    }

    /** Several tables whose answers are each other's questions, such as triage, are asked by one bean. */
    private void checkDecision(BusinessRuleTask task) {
        if (task.getCamundaDelegateExpression() != null) {
            checkDelegate(task, task.getCamundaDelegateExpression());
        } else if (!surroundings.decisionKeys().contains(task.getCamundaDecisionRef())) {
            fault(task.getId(), "asks the unknown decision " + task.getCamundaDecisionRef());
        }
    }

    /** The form is named after the task, or after another of the process that asks the very same. */
    private void checkForm(UserTask task) {
        String form = formOf(task.getCamundaFormKey());
        if (form == null || all(UserTask.class).stream().noneMatch(any -> form.matches("forms/" + formName(any) + "\\.\\w+"))) {
            fault(task.getId(), "needs the form key embedded:deployment:forms/" + formName(task) + ".html");
        } else {
            checkExists(task, form);
        }
    }

    private static String formName(UserTask task) {
        return kebabCase(task.getId().replaceFirst("^[^_]*_", ""));
    }

    private void checkStartForm(StartEvent start) {
        String key = start.getCamundaFormKey();
        if (key != null && formOf(key) == null) {
            fault(start.getId(), "needs a form key like embedded:deployment:forms/register.html");
        } else if (key != null) {
            checkExists(start, formOf(key));
        }
    }

    private void checkExists(FlowElement element, String form) {
        if (Files.notExists(surroundings.root().resolve(form))) {
            fault(element.getId(), "has a form that does not exist: " + form);
        }
    }

    /** The path that a form key names, or null for a key of another kind. */
    private static String formOf(String formKey) {
        Matcher key = FORM_KEY.matcher(formKey == null ? "" : formKey);
        if (!key.matches()) {
            return null;
        }
        return key.group(1) != null ? key.group(1) : key.group(2);
    }

    private void checkCall(CallActivity call) {
        if (!surroundings.processKeys().contains(call.getCalledElement())) {
            fault(call.getId(), "calls the unknown process " + call.getCalledElement());
        }
        boolean passesKey = call.getExtensionElements() != null
                && call.getExtensionElements().getElementsQuery().filterByType(CamundaIn.class).list().stream()
                        .anyMatch(in -> BUSINESS_KEY.equals(in.getCamundaBusinessKey()));
        if (!passesKey) {
            fault(call.getId(), "does not pass the business key " + BUSINESS_KEY);
        }
    }

    private static boolean isChinese(String name) {
        return name != null && HAN.matcher(name).find();
    }

    private static String kebabCase(String camelCase) {
        return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase();
    }

    /** The id of the flow node, flow or process that an element without an id of its own belongs to. */
    private static String ownerOf(ModelElementInstance element) {
        ModelElementInstance owner = element;
        while (!(owner instanceof FlowElement || owner instanceof Process)) {
            owner = owner.getParentElement();
        }
        return owner.getAttributeValue("id");
    }

    static Set<String> processKeys(Collection<BpmnModelInstance> models) {
        return models.stream().flatMap(model -> model.getModelElementsByType(Process.class).stream())
                .map(Process::getId).collect(toSet());
    }
}
