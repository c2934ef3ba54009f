package io.huiyin.flow.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputParameter;
import org.junit.jupiter.api.Test;

/** Models and forms fit together, and docs/tasks.md says what they say. */
class TaskListTest {

  private static final Path DOCUMENT = Path.of("docs/tasks.md");
  private static final String PREFIX = "embedded:deployment:";
  private static final Pattern CLOCK = Pattern.compile("\\$\\{clocks\\.(?:dueAt|limitOf)\\(execution, *'(\\w+)'\\)}");

  @Test
  void everyTaskHasAFormThatCanBeRead() throws IOException {
    assertThat(faults(models("processes"), forms("forms"))).isEmpty();
  }

  @Test
  void aTaskWithoutItsFormAndABrokenFormAreFound() {
    var model = Bpmn.createExecutableProcess("p").startEvent()
        .userTask("userTask_a").camundaFormKey(PREFIX + "forms/a.html")
        .userTask("userTask_b").camundaFormKey(PREFIX + "forms/b.html")
        .userTask("userTask_c").endEvent().done();
    assertThat(faults(List.of(model), Map.of(
        "forms/b.html", "<form><hy-field name='x' label='甲' type='text' routing></hy-field></form>",
        "forms/d.html", "<form></form>"))).satisfiesExactlyInAnyOrder(
        fault -> assertThat(fault).contains("userTask_a", "forms/a.html"),
        fault -> assertThat(fault).contains("forms/b.html", "routing"),
        fault -> assertThat(fault).contains("userTask_c"),
        fault -> assertThat(fault).contains("forms/d.html"));
  }

  @Test
  void theDocumentIsTrue() throws IOException {
    var list = document(models("processes"), forms("forms"));
    if (Boolean.getBoolean("huiyin.docs.write")) {
      Files.writeString(DOCUMENT, list);
    }
    assertThat(DOCUMENT).as("run ./mvnw test -Dtest=TaskListTest -Dhuiyin.docs.write=true").content().isEqualTo(list);
  }

  private static List<String> faults(List<BpmnModelInstance> models, Map<String, String> forms) {
    var faults = new ArrayList<String>();
    var used = new HashSet<String>();
    for (var model : models) {
      for (var step : steps(model)) {
        var file = file(step);
        used.add(file);
        if (!forms.containsKey(file)) {
          faults.add("%s: no form %s".formatted(step.getId(), file));
        }
      }
    }
    forms.forEach((file, html) -> {
      if (!used.contains(file)) {
        faults.add("%s is used by no task".formatted(file));
      }
      try {
        FormSpec.parse(html);
      } catch (IllegalArgumentException e) {
        faults.add("%s: %s".formatted(file, e.getMessage()));
      }
    });
    return faults;
  }

  private static String document(List<BpmnModelInstance> models, Map<String, String> forms) {
    var text = new StringBuilder("""
        # 任务清单

        由 `processes/*.bpmn` 和 `forms/*.html` 生成，测试保证与二者一致。人工任务既可以在任务列表中办理，也可以用
        `POST /engine-rest/task/{id}/complete` 提交，字段和检查完全相同；填错时返回 400 和每个出错的字段。

        - **字段**：带 * 的必填；`→` 表示值保留为流程变量，其余只进档案。
        - **时限**：规则表 `sla-policy` 中的时钟，`—` 表示没有自己的时限。
        """);
    for (var model : models) {
      var steps = steps(model);
      if (steps.isEmpty()) {
        continue;
      }
      var process = model.getModelElementsByType(Process.class).iterator().next();
      text.append("\n## %s（`%s`）\n".formatted(process.getName(), process.getId()));
      for (var step : steps) {
        var spec = FormSpec.parse(forms.get(file(step)));
        text.append("\n### %s `%s`\n\n%s\n\n".formatted(step.getName(), step.getId(), spec.ask()));
        if (step instanceof UserTask task) {
          text.append("办理：`%s`，时限：%s，表单：`%s`\n\n".formatted(
              task.getCamundaCandidateGroups() == null ? task.getCamundaAssignee() : task.getCamundaCandidateGroups(),
              deadline(task), file(step)));
        } else {
          text.append("启动表单：`%s`\n\n".formatted(file(step)));
        }
        text.append("| 字段 | 名称 | 类型 | 取值与条件 |\n|---|---|---|---|\n");
        spec.fields().forEach(field -> text.append("| `%s`%s%s | %s | %s | %s |\n".formatted(field.name(),
            field.required() ? " *" : "", field.routing() ? " →" : "", field.label(), type(field), rules(field))));
      }
    }
    return text.toString();
  }

  private static String type(FormField field) {
    return switch (field.type()) {
      case TEXT, TEXTAREA -> "String，最多 %d 字".formatted(field.maxLength());
      case RADIO, SELECT, CHANNEL, CONTACT, CATEGORY -> "String";
      case CHECKBOX -> "Boolean";
      case INTEGER, SCORE -> "Integer";
      case MONEY -> "Double，元，最多两位小数";
      case DATE -> "String，yyyy-MM-dd";
      case DATETIME -> "String，ISO-8601 带时区";
      case UNIT -> "String，责任单位组";
      case PERSON -> "String，人员";
      case SPLIT -> "String，`单位:比例`，逗号隔开，合计 100";
      case MEASURES -> "String，每行 `措施\\|用户\\|yyyy-MM-dd`";
      case UNITS -> "String，责任单位组，多个用逗号分隔";
      case PEOPLE -> "String，人员，多个用逗号分隔";
    };
  }

  private static String rules(FormField field) {
    var rules = new ArrayList<String>();
    if (!field.options().isEmpty()) {
      rules.add(field.options().stream().map(option -> "`%s` %s".formatted(option.value(), option.label()))
          .collect(Collectors.joining("、")));
    }
    if (field.min() != null) {
      rules.add("不小于 " + field.min().toPlainString());
    }
    if (field.max() != null) {
      rules.add("不大于 " + field.max().toPlainString());
    }
    if (!field.showWhen().isEmpty()) {
      rules.add("仅当 " + conditions(field.showWhen()));
    }
    if (!field.requiredWhen().isEmpty()) {
      rules.add("必填，当 " + conditions(field.requiredWhen()));
    }
    return String.join("；", rules);
  }

  private static String conditions(List<Condition> conditions) {
    return conditions.stream().map(part -> "`%s` %s".formatted(part.field(), part.values().equals(List.of(""))
        ? "未填" : "是 " + part.values().stream().map("`%s`"::formatted).collect(Collectors.joining("、"))))
        .collect(Collectors.joining("，且 "));
  }

  private static String deadline(UserTask task) {
    // a step of no single case keeps its limit in an input of that name
    var due = task.getModelInstance().getModelElementsByType(CamundaInputParameter.class).stream()
        .filter(input -> input.getCamundaName().equals("dueAt")
            && input.getParentElement().getParentElement().getParentElement().equals(task))
        .map(input -> input.getTextContent().strip()).findFirst().orElse(task.getCamundaDueDate());
    if (due == null) {
      return "—";
    }
    var clock = CLOCK.matcher(due);
    return clock.matches() ? "`" + clock.group(1) + "`" : "`" + due + "`";
  }

  /** Every user task, and the start event if it has a form, in the order of the file. */
  private static List<FlowNode> steps(BpmnModelInstance model) {
    return model.getModelElementsByType(FlowNode.class).stream()
        .filter(node -> node instanceof UserTask
            || node instanceof StartEvent start && start.getCamundaFormKey() != null)
        .sorted((a, b) -> a instanceof StartEvent == b instanceof StartEvent ? 0 : a instanceof StartEvent ? -1 : 1)
        .toList();
  }

  private static String file(FlowNode node) {
    var key = node instanceof UserTask task ? task.getCamundaFormKey() : ((StartEvent) node).getCamundaFormKey();
    return key == null ? "(none)" : key.replaceFirst("^" + PREFIX, "");
  }

  private static List<BpmnModelInstance> models(String folder) throws IOException {
    return files(folder, ".bpmn").keySet().stream().map(file -> Bpmn.readModelFromFile(Path.of(file).toFile())).toList();
  }

  private static Map<String, String> forms(String folder) throws IOException {
    return files(folder, ".html");
  }

  private static Map<String, String> files(String folder, String ending) throws IOException {
    try (var found = Files.list(Path.of(folder))) {
      var files = new TreeMap<String, String>();
      for (var file : found.filter(path -> path.toString().endsWith(ending)).toList()) {
        files.put(folder + "/" + file.getFileName(), Files.readString(file));
      }
      return new LinkedHashMap<>(files);
    }
  }
}
