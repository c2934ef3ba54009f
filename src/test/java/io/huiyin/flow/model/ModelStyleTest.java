package io.huiyin.flow.model;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.flow.model.ModelStyle.Surroundings;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The conventions that let a process owner, a form and a test find the same element by its id. */
class ModelStyleTest {

    private static final Surroundings FIXTURES = new Surroundings(
            Path.of("src/test/resources/io/huiyin/flow/model"), Set.of("known-process"), Set.of("known-decision"));

    @TestFactory
    Stream<DynamicTest> everyModelKeepsTheConventions() {
        var models = ModelFiles.endingWith(".bpmn");
        Set<String> decisions = ModelFiles.endingWith(".dmn").stream()
                .map(file -> Dmn.readModelFromFile(file.toFile()))
                .flatMap(model -> model.getModelElementsByType(Decision.class).stream())
                .map(Decision::getId).collect(toSet());
        var shipped = new Surroundings(Path.of(""),
                ModelStyle.processKeys(models.stream().map(ModelFiles::read).toList()), decisions);
        return models.stream().map(file -> DynamicTest.dynamicTest(
                file.getFileName().toString(),
                () -> assertThat(ModelStyle.faults(ModelFiles.read(file), shipped)).as("faults of %s", file).isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> everyFileIsNamedAfterItsProcess() {
        return ModelFiles.endingWith(".bpmn").stream().map(file -> DynamicTest.dynamicTest(
                file.getFileName().toString(),
                () -> assertThat(ModelFiles.read(file).getModelElementsByType(Process.class))
                        .extracting(process -> process.getId() + ".bpmn")
                        .containsExactly(file.getFileName().toString())));
    }

    @Test
    void aModelThatKeepsTheConventionsHasNoFault() {
        assertThat(ModelStyle.faults(ModelFiles.fixture("stylish.bpmn"), FIXTURES)).isEmpty();
    }

    @Test
    void everyKindOfFaultIsFoundAndNamed() {
        assertThat(ModelStyle.faults(ModelFiles.fixture("unstylish.bpmn"), FIXTURES)).containsExactlyInAnyOrder(
                "unstylish is not executable",
                "unstylish needs a history time to live in days, like P1095D",
                "unstylish has no Chinese name",
                "begin should be named startEvent_ and its intent in camelCase",
                "end_done should be named endEvent_ and its intent in camelCase",
                "Activity_0x1y2z should be named userTask_ and its intent in camelCase",
                "Activity_0x1y2z needs the form key embedded:deployment:forms/0x1y2z.html",
                "service_task should be named serviceTask_ and its intent in camelCase",
                "exclusiveGateway_join should be named gateway_ and its intent in camelCase",
                "call_process should be named callActivity_ and its intent in camelCase",
                "sub_process should be named subProcess_ and its intent in camelCase",
                "rule_task should be named businessRuleTask_ and its intent in camelCase",
                "receive_task should be named receiveTask_ and its intent in camelCase",
                "error_onTask should be named boundary_ and its intent in camelCase",
                "wait_aDay should be named timer_ and its intent in camelCase",
                "due_onTask should be named boundary_ or timer_ and its intent in camelCase",
                "Event_1 should be named type_ and its intent in camelCase",
                "sequence_1 should be named flow_ and its intent",
                "userTask_nameless has no Chinese name",
                "userTask_nameless is returned to userTask_nowhere, which is no other user task of its scope",
                "gateway_nameless has no Chinese name",
                "endEvent_nameless has no Chinese name",
                "callActivity_nameless has no Chinese name",
                "flow_nameless leaves a decision and has no Chinese name",
                "scriptTask_compute is a script",
                "serviceTask_class uses camunda:class instead of a delegate expression",
                "serviceTask_class needs a delegate expression that names one bean, like ${registerDelegate}",
                "serviceTask_expression uses camunda:expression instead of a delegate expression",
                "serviceTask_expression needs a delegate expression that names one bean, like ${registerDelegate}",
                "serviceTask_logic needs a delegate expression that names one bean, like ${registerDelegate}",
                "sendTask_empty needs a delegate expression that names one bean, like ${registerDelegate}",
                "userTask_listener uses camunda:class instead of a delegate expression",
                "userTask_listener uses camunda:expression instead of a delegate expression",
                "userTask_listener contains a script",
                "flow_method calls a method in an expression",
                "timer_method calls a method in an expression",
                "timer_otherClock calls a method in an expression",
                "flow_clock calls a method in an expression",
                "businessRuleTask_logic needs a delegate expression that names one bean, like ${registerDelegate}",
                "businessRuleTask_unknown asks the unknown decision no-decision",
                "userTask_wrongForm needs the form key embedded:deployment:forms/wrong-form.html",
                "userTask_missingForm has a form that does not exist: forms/missing-form.html",
                "startEvent_wrongForm needs a form key like embedded:deployment:forms/register.html",
                "startEvent_missingForm has a form that does not exist: forms/nowhere.html",
                "callActivity_unknown calls the unknown process no-process",
                "callActivity_unknown does not pass the business key #{execution.processBusinessKey}");
    }
}
