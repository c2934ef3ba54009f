package io.huiyin.flow.model;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.huiyin.flow.engine.FlowBean;
import io.huiyin.notification.NoticeEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** The building blocks that the Modeler offers: well formed, and naming only what models can reach. */
class ElementTemplatesTest {

  private static final Path TEMPLATES = ModelFiles.PROCESSES.resolve(".camunda/element-templates");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> TYPES = Set.of("String", "Text", "Boolean", "Dropdown", "Hidden");
  /** Each way of Camunda 7 to write a property into the model, with the key that says where to. */
  private static final Map<String, String> BINDINGS = Map.of("property", "name", "camunda:property", "name",
      "camunda:inputParameter", "name", "camunda:outputParameter", "source", "camunda:in", "target",
      "camunda:in:businessKey", "type", "camunda:out", "source", "camunda:executionListener", "event");
  private static final Pattern BEAN = Pattern.compile("\\$\\{([a-z]\\w*)(?:\\.(\\w+)\\()?");
  /** Set by the steps and models themselves, not by a bean. */
  private static final Set<String> VARIABLES = Set.of("leadUnit");

  private static final Map<String, Class<?>> BEANS = beans();

  @TestFactory
  Stream<DynamicTest> everyBuildingBlockFitsTheModels() throws IOException {
    try (var files = Files.list(TEMPLATES)) {
      var all = files.sorted().toList();
      assertThat(all).hasSizeGreaterThanOrEqualTo(3).allMatch(file -> file.toString().endsWith(".json"));
      return all.stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(),
          () -> assertThat(faults(JSON.readTree(file.toFile()))).isEmpty()));
    }
  }

  @Test
  void everyKindOfFaultIsFound() throws IOException {
    assertThat(faults(JSON.readTree("""
        {"name": "x", "appliesTo": ["bpmn:CallActivity"], "properties": [
          {"type": "Choice", "value": "no-process", "binding": {"type": "property", "name": "calledElement"}},
          {"type": "String", "value": "${jdbcTemplate}",
           "binding": {"type": "property", "name": "camunda:delegateExpression"}},
          {"type": "String", "value": "${clocks.rewind(execution)}", "binding": {"type": "camunda:inputParameter"}},
          {"type": "String", "value": "a", "binding": {"type": "zeebe:input", "name": "a"}},
          {"type": "Dropdown", "value": "LOVE_LETTER", "choices": [{"name": "情书", "value": "LOVE_LETTER"}],
           "binding": {"type": "camunda:inputParameter", "name": "event"}}]}"""))).containsExactlyInAnyOrder(
        "$schema is missing", "id is missing", "unknown type Choice", "calls the unknown process no-process",
        "names the unknown bean jdbcTemplate", "clocks has no method rewind", "camunda:inputParameter needs name",
        "unknown binding zeebe:input", "LOVE_LETTER cannot be said without facts");
  }

  private static List<String> faults(JsonNode template) {
    var faults = new ArrayList<String>();
    Stream.of("$schema", "name", "id", "appliesTo", "properties").filter(key -> template.path(key).isMissingNode())
        .forEach(key -> faults.add(key + " is missing"));
    template.path("properties").forEach(property -> check(property, faults));
    return faults;
  }

  private static void check(JsonNode property, List<String> faults) {
    if (!TYPES.contains(property.path("type").asText())) {
      faults.add("unknown type " + property.path("type").asText());
    }
    var binding = property.path("binding");
    var kind = binding.path("type").asText();
    if (!BINDINGS.containsKey(kind)) {
      faults.add("unknown binding " + kind);
    } else if (binding.path(BINDINGS.get(kind)).isMissingNode()) {
      faults.add(kind + " needs " + BINDINGS.get(kind));
    }
    var value = property.path("value").asText();
    if (binding.path("name").asText().equals("calledElement") && !processKeys().contains(value)) {
      faults.add("calls the unknown process " + value);
    }
    BEAN.matcher(value).results().filter(found -> !VARIABLES.contains(found.group(1))).forEach(found -> {
      var bean = BEANS.get(found.group(1));
      if (bean == null) {
        faults.add("names the unknown bean " + found.group(1));
      } else if (found.group(2) != null
          && Arrays.stream(bean.getMethods()).noneMatch(method -> method.getName().equals(found.group(2)))) {
        faults.add(found.group(1) + " has no method " + found.group(2));
      }
    });
    if (binding.path("name").asText().equals("event")) {
      property.path("choices").forEach(choice -> checkEvent(choice.path("value").asText(), faults));
    }
  }

  /** The step notifyCustomer knows no facts but a deadline. */
  private static void checkEvent(String name, List<String> faults) {
    if (Arrays.stream(NoticeEvent.values()).noneMatch(event -> event.name().equals(name)
        && event.required().isEmpty())) {
      faults.add(name + " cannot be said without facts");
    }
  }

  private static Set<String> processKeys() {
    return ModelStyle.processKeys(ModelFiles.endingWith(".bpmn").stream().map(ModelFiles::read).collect(toSet()));
  }

  private static Map<String, Class<?>> beans() {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(FlowBean.class));
    return scanner.findCandidateComponents("io.huiyin.flow").stream()
        .map(found -> ClassUtils.resolveClassName(found.getBeanClassName(), null))
        .collect(toMap(type -> type.getAnnotation(FlowBean.class).as(), type -> type));
  }
}
