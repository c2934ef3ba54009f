package io.huiyin.flow.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every diagram can be read at a glance; the rendered pictures show what this test measures. */
class DiagramLegibilityTest {

    @TestFactory
    Stream<DynamicTest> everyDiagramIsLegible() {
        return ModelFiles.endingWith(".bpmn").stream().map(file -> DynamicTest.dynamicTest(
                file.getFileName().toString(),
                () -> assertThat(Legibility.faults(ModelFiles.read(file))).as("faults of %s", file).isEmpty()));
    }

    @Test
    void aLegibleDiagramHasNoFault() {
        assertThat(Legibility.faults(ModelFiles.fixture("legible.bpmn"))).isEmpty();
    }

    @Test
    void everyKindOfFaultIsFoundAndNamed() {
        assertThat(Legibility.faults(ModelFiles.fixture("illegible.bpmn"))).containsExactlyInAnyOrder(
                "serviceTask_undrawn is not drawn",
                "flow_undrawn is not drawn",
                "startEvent_unlabelled has a name but no place for its label",
                "serviceTask_onTop overlaps serviceTask_below",
                "serviceTask_outside sticks out of subProcess_small",
                "flow_through runs through serviceTask_between",
                "flow_slanted is not orthogonal",
                "flow_loose does not start at serviceTask_looseFrom",
                "flow_loose does not end at serviceTask_looseTo",
                "flow_across meets flow_down at (1200, 140)",
                "flow_forth meets flow_back at (200, 900)",
                "label of startEvent_onShape lies on serviceTask_labelled",
                "label of startEvent_onEdge lies on flow_underLabel",
                "label of endEvent_first lies on the label of endEvent_second",
                "the diagram is 2936 px wide, allowed are 2250",
                "the diagram is 1836 px high, allowed are 1200");
    }
}
