package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** After all stories: how much of every model they took. Fails for an element that no story takes. */
@Order(Integer.MAX_VALUE)
class ModelCoverageTest {

  @TestFactory
  Stream<DynamicTest> everyElementOfEveryModelIsTakenByAStory() throws Exception {
    var models = models();
    models.forEach(model -> System.out.println(Coverage.line(model)));
    assumeTrue(Coverage.witnessed(stories()), "only a part of the stories ran, so nothing is said about the models");
    return models.stream().map(model -> DynamicTest.dynamicTest(key(model),
        () -> assertThat(Coverage.missing(model, Coverage.taken(key(model)))).as("never taken").isEmpty()));
  }

  @Test
  void whatWasNotTakenIsNamed() {
    var model = Bpmn.readModelFromFile(new File("processes/notification-delivery.bpmn"));
    assertThat(Coverage.missing(model, Set.of())).hasSize(12).contains("flow_quietHours_morning");
    assertThat(Coverage.missing(model, Set.of("timer_morning"))).hasSize(11).doesNotContain("timer_morning");
  }

  private static List<BpmnModelInstance> models() throws Exception {
    try (var files = Files.list(Path.of("processes"))) {
      return files.filter(file -> file.toString().endsWith(".bpmn")).sorted()
          .map(file -> Bpmn.readModelFromFile(file.toFile())).toList();
    }
  }

  private static String key(BpmnModelInstance model) {
    return model.getModelElementsByType(Process.class).iterator().next().getId();
  }

  /** The names of all test classes beside this one. */
  private static List<String> stories() throws Exception {
    var here = Path.of(ModelCoverageTest.class.getResource(".").toURI());
    try (var classes = Files.list(here)) {
      return classes.map(file -> file.getFileName().toString()).filter(name -> name.endsWith("Test.class"))
          .map(name -> ModelCoverageTest.class.getPackageName() + "." + name.replace(".class", ""))
          .filter(name -> !name.equals(ModelCoverageTest.class.getName())).toList();
    }
  }
}
