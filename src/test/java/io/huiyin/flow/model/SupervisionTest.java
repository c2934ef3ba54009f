package io.huiyin.flow.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.TimeDate;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputParameter;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A stage that has a deadline has somebody who watches over it: a timer at its warning that hands the stage's clock to
 * {@code sla-escalation}. A clock that is only a goal is never missed, so nobody needs to. And nobody watches over himself;
 * for holders whom an expression chooses, {@code StageSupervisionTest} looks.
 */
class SupervisionTest {

  private static final Pattern DUE = Pattern.compile("\\$\\{clocks\\.dueAt\\(execution, '([A-Z_]+)'\\)}");
  /** A step of no single case: its limit is read from the same table, its end told by a task of its own. */
  private static final Pattern LIMIT = Pattern.compile("\\$\\{clocks\\.limitOf\\(execution, '([A-Z_]+)'\\)}");
  private static final Map<String, Boolean> GOALS = new HashMap<>();
  /** Whom each clock escalates to, in any row. */
  private static final Map<String, String> ESCALATED_TO = new HashMap<>();

  static {
    readTable();
  }

  @TestFactory
  Stream<DynamicTest> everyStageWithADeadlineIsWatchedOver() {
    return ModelFiles.endingWith(".bpmn").stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(),
        () -> assertThat(faults(ModelFiles.read(file))).isEmpty()));
  }

  @Test
  void everyKindOfFaultIsFound() {
    var model = ModelFiles.read(ModelFiles.PROCESSES.resolve("archive-filing.bpmn")).clone();
    assertThat(faults(model)).isEmpty();

    clockOf(model, "endEvent_superviseSupplement").setTextContent("FILING");
    assertThat(faults(model)).containsExactly("userTask_completeDocuments has nobody to watch over SUPPLEMENT");
    clockOf(model, "endEvent_superviseSupplement").setTextContent("SUPPLEMENT");

    element(model, "boundary_supplementWarning", BoundaryEvent.class).setCancelActivity(true);
    assertThat(faults(model)).containsExactly("userTask_completeDocuments has nobody to watch over SUPPLEMENT");
    element(model, "boundary_supplementWarning", BoundaryEvent.class).setCancelActivity(false);

    element(model, "messageEventDefinition_superviseFiling", MessageEventDefinition.class)
        .setCamundaDelegateExpression("${warnHolders}");
    assertThat(faults(model)).containsExactly("userTask_fileArchive has nobody to watch over FILING");
    element(model, "userTask_fileArchive", UserTask.class).setCamundaCandidateGroups("archivist, cs-manager");
    assertThat(faults(model)).contains("userTask_fileArchive escalates FILING to its own holder cs-manager");
    element(model, "userTask_fileArchive", UserTask.class).setCamundaCandidateGroups("archivist");
    element(model, "userTask_fileArchive", UserTask.class).setCamundaDueDate("${clocks.dueAt(execution, 'NO_CLOCK')}");
    assertThat(faults(model)).containsExactly("userTask_fileArchive has a clock without a rule: NO_CLOCK");
  }

  @Test
  void aStepOfNoCaseThatNobodyWatchesOverIsFound() {
    var model = ModelFiles.read(ModelFiles.PROCESSES.resolve("archive-disposal.bpmn")).clone();
    assertThat(faults(model)).isEmpty();

    element(model, "userTask_urgeAppraisal", UserTask.class)
        .setCamundaCandidateGroups("${clocks.watcherOf(execution, 'DISPOSAL_APPROVAL')}");
    assertThat(faults(model)).containsExactly("userTask_appraiseDisposal has nobody to watch over DISPOSAL_APPRAISAL");
    element(model, "userTask_urgeAppraisal", UserTask.class)
        .setCamundaCandidateGroups("${clocks.watcherOf(execution, 'DISPOSAL_APPRAISAL')}");
    element(model, "boundary_approveDisposalOverdue", BoundaryEvent.class).setCancelActivity(true);
    assertThat(faults(model)).containsExactly("userTask_approveDisposal has nobody to watch over DISPOSAL_APPROVAL");
    element(model, "boundary_approveDisposalOverdue", BoundaryEvent.class).setCancelActivity(false);
    element(model, "userTask_appraiseDisposal", UserTask.class).setCamundaCandidateGroups("general-manager");
    assertThat(faults(model)).containsExactly("userTask_appraiseDisposal escalates DISPOSAL_APPRAISAL to its own holder general-manager");
    element(model, "userTask_appraiseDisposal", UserTask.class).setCamundaDueDate("P30D");
    assertThat(faults(model)).contains("userTask_appraiseDisposal is due at a time that no table gives: P30D");
  }

  private static List<String> faults(BpmnModelInstance model) {
    var faults = new ArrayList<String>();
    for (var task : model.getModelElementsByType(UserTask.class)) {
      var dueDate = Objects.toString(task.getCamundaDueDate(), "");
      var due = DUE.matcher(dueDate);
      var limit = LIMIT.matcher(input(task, "dueAt"));
      if (dueDate.startsWith("P")) {
        faults.add(task.getId() + " is due at a time that no table gives: " + dueDate);
      }
      if (due.matches() || limit.matches()) {
        var kind = due.matches() ? due.group(1) : limit.group(1);
        if (!GOALS.containsKey(kind)) {
          faults.add(task.getId() + " has a clock without a rule: " + kind);
        } else if (!GOALS.get(kind) && model.getModelElementsByType(BoundaryEvent.class).stream()
            .noneMatch(timer -> isAround(timer.getAttachedTo(), task) && (watches(timer, kind) || urges(timer, kind)))) {
          faults.add(task.getId() + " has nobody to watch over " + kind);
        }
        Stream.of(Objects.toString(task.getCamundaCandidateGroups(), "").split(",")).map(String::strip)
            .filter(group -> ESCALATED_TO.getOrDefault(kind, "").contains('"' + group + '"'))
            .forEach(group -> faults.add("%s escalates %s to its own holder %s".formatted(task.getId(), kind, group)));
      }
    }
    return faults;
  }

  /** The task itself, or a subprocess that it is in. */
  private static boolean isAround(ModelElementInstance host, ModelElementInstance task) {
    return task != null && (host.equals(task) || isAround(host, task.getParentElement()));
  }

  private static String input(UserTask task, String name) {
    return task.getModelInstance().getModelElementsByType(CamundaInputParameter.class).stream()
        .filter(input -> input.getCamundaName().equals(name) && isAround(task, input))
        .map(input -> input.getTextContent().strip()).findFirst().orElse("");
  }

  /** Late: the task of whom the table names, beside the one that is late. */
  private static boolean urges(BoundaryEvent timer, String kind) {
    return !timer.cancelActivity() && firesAt(timer, "${dueAt}") && timer.getOutgoing().stream().map(SequenceFlow::getTarget)
        .anyMatch(next -> next instanceof UserTask urging
            && ("${clocks.watcherOf(execution, '" + kind + "')}").equals(urging.getCamundaCandidateGroups()));
  }

  private static boolean firesAt(BoundaryEvent timer, String expression) {
    return timer.getModelInstance().getModelElementsByType(TimeDate.class).stream()
        .filter(date -> date.getParentElement().getParentElement().equals(timer))
        .anyMatch(date -> date.getTextContent().strip().equals(expression));
  }

  private static boolean watches(BoundaryEvent timer, String kind) {
    return !timer.cancelActivity() && firesAt(timer, "${clocks.warnAt(execution, '" + kind + "')}")
        && timer.getOutgoing().stream().map(SequenceFlow::getTarget).anyMatch(end -> handsOver(end, kind));
  }

  private static boolean handsOver(FlowNode end, String kind) {
    return end instanceof EndEvent && end.getChildElementsByType(MessageEventDefinition.class).stream()
        .anyMatch(message -> "${supervise}".equals(message.getCamundaDelegateExpression())
            && message.getMessage().getName().equals("SupervisionNeeded"))
        && clocks(end).anyMatch(clock -> clock.getTextContent().strip().equals(kind));
  }

  private static Stream<CamundaInputParameter> clocks(FlowNode end) {
    return end.getModelInstance().getModelElementsByType(CamundaInputParameter.class).stream()
        .filter(input -> input.getCamundaName().equals("clock") && isAround(end, input));
  }

  private static CamundaInputParameter clockOf(BpmnModelInstance model, String end) {
    return clocks(element(model, end, EndEvent.class)).findFirst().orElseThrow();
  }

  private static <T extends ModelElementInstance> T element(BpmnModelInstance model, String id, Class<T> type) {
    return type.cast(model.getModelElementById(id));
  }

  /** The clocks that the table knows, whether each of them is only a goal, and whom it escalates to. */
  private static void readTable() {
    var table = Dmn.readModelFromFile(ModelFiles.PROCESSES.resolve("sla-policy.dmn").toFile())
        .getModelElementsByType(DecisionTable.class).iterator().next();
    var columns = table.getOutputs().stream().map(output -> output.getName()).toList();
    for (Rule rule : table.getRules()) {
      var kind = rule.getInputEntries().iterator().next().getTextContent().strip().replace("\"", "");
      var cells = rule.getOutputEntries().stream().map(cell -> cell.getTextContent().strip()).toList();
      GOALS.merge(kind, Boolean.valueOf(cells.get(columns.indexOf("goal"))), Boolean::logicalAnd);
      ESCALATED_TO.merge(kind, cells.get(columns.indexOf("escalateTo")) + cells.get(columns.indexOf("escalateNext")),
          String::concat);
    }
  }
}
