package io.huiyin.flow.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.Association;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.TextAnnotation;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnLabel;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.dc.Bounds;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;

/**
 * Finds what keeps a person from reading a diagram: elements that are not drawn, overlaps, crossings, slanted lines,
 * labels on top of something, a picture too large for a screen. All lengths are pixels of the diagram.
 *
 * <p>Two edges may share a way out of their common source or into their common target; anywhere else they must not
 * even touch.
 */
final class Legibility {

    static final double MAX_WIDTH = 2250;
    static final double MAX_HEIGHT = 1200;

    /** Rounding of coordinates must not count as an overlap or a gap. */
    private static final double TOLERANCE = 1;

    private final BpmnModelInstance model;
    private final List<Shape> shapes;
    private final List<Edge> edges;
    private final List<Label> labels;
    private final List<String> faults = new ArrayList<>();

    private Legibility(BpmnModelInstance model) {
        this.model = model;
        shapes = model.getModelElementsByType(BpmnShape.class).stream().map(Shape::of).toList();
        edges = model.getModelElementsByType(BpmnEdge.class).stream().map(Edge::of).toList();
        labels = Stream.concat(
                shapes.stream().flatMap(shape -> shape.label().stream()),
                edges.stream().flatMap(edge -> edge.label().stream())).toList();
    }

    /** One sentence for each fault, with the ids of the elements; empty for a legible diagram. */
    static List<String> faults(BpmnModelInstance model) {
        var legibility = new Legibility(model);
        legibility.everythingIsDrawn();
        legibility.shapesKeepApart();
        legibility.edgesRunFree();
        legibility.edgesDoNotCross();
        legibility.labelsAreFree();
        legibility.fitsTheScreen();
        return legibility.faults;
    }

    private void everythingIsDrawn() {
        Set<String> drawn = new HashSet<>();
        shapes.forEach(shape -> drawn.add(shape.id()));
        edges.forEach(edge -> drawn.add(edge.id()));
        Set<String> labelled = new HashSet<>();
        labels.forEach(label -> labelled.add(label.id()));
        for (var type : List.of(FlowNode.class, TextAnnotation.class, SequenceFlow.class, Association.class)) {
            for (BaseElement element : elements(type)) {
                if (!drawn.contains(element.getId())) {
                    faults.add(element.getId() + " is not drawn");
                } else if (!labelled.contains(element.getId()) && hasNameOutside(element)) {
                    faults.add(element.getId() + " has a name but no place for its label");
                }
            }
        }
    }

    private Collection<? extends BaseElement> elements(Class<? extends BaseElement> type) {
        return model.getModelElementsByType(type);
    }

    private static boolean hasNameOutside(BaseElement element) {
        return element instanceof FlowElement named && !(element instanceof Activity)
                && named.getName() != null && !named.getName().isBlank();
    }

    private void shapesKeepApart() {
        forEachPair(shapes, (a, b) -> {
            if (a.isAttachedTo(b) || b.isAttachedTo(a)) {
                return;
            }
            if (a.isWithin(b)) {
                staysInside(a, b);
            } else if (b.isWithin(a)) {
                staysInside(b, a);
            } else if (a.box().overlaps(b.box())) {
                faults.add(a.id() + " overlaps " + b.id());
            }
        });
    }

    private void staysInside(Shape child, Shape container) {
        if (!container.box().contains(child.box())) {
            faults.add(child.id() + " sticks out of " + container.id());
        }
    }

    private void edgesRunFree() {
        for (Edge edge : edges) {
            if (!edge.isOrthogonal()) {
                faults.add(edge.id() + " is not orthogonal");
            }
            for (Shape shape : shapes) {
                if (!edge.mayRunInside(shape) && edge.segments().stream().anyMatch(shape.box()::overlaps)) {
                    faults.add(edge.id() + " runs through " + shape.id());
                }
            }
            if (!touches(edge.way().get(0), edge.source())) {
                faults.add(edge.id() + " does not start at " + edge.source().getId());
            }
            if (!touches(edge.way().get(edge.way().size() - 1), edge.target())) {
                faults.add(edge.id() + " does not end at " + edge.target().getId());
            }
        }
    }

    private boolean touches(Box point, BaseElement element) {
        return shapes.stream().noneMatch(shape -> shape.id().equals(element.getId()))
                || shapes.stream().filter(shape -> shape.id().equals(element.getId()))
                        .anyMatch(shape -> shape.box().hasOnBorder(point));
    }

    private void edgesDoNotCross() {
        forEachPair(edges, (a, b) -> {
            List<Box> shared = new ArrayList<>();
            if (a.source().equals(b.source())) {
                shared.addAll(commonWay(a.way(), b.way()));
            }
            if (a.target().equals(b.target())) {
                shared.addAll(commonWay(reversed(a.way()), reversed(b.way())));
            }
            a.segments().stream()
                    .flatMap(one -> b.segments().stream().flatMap(other -> one.intersection(other).stream()))
                    .filter(meeting -> shared.stream().noneMatch(way -> way.contains(meeting)))
                    .findFirst()
                    .ifPresent(meeting -> faults.add("%s meets %s at (%.0f, %.0f)"
                            .formatted(a.id(), b.id(), meeting.left(), meeting.top())));
        });
    }

    /** The straight pieces that two ways have in common from their first point on. */
    private static List<Box> commonWay(List<Box> one, List<Box> other) {
        List<Box> common = new ArrayList<>();
        Box here = one.get(0);
        if (!here.equals(other.get(0))) {
            return common;
        }
        common.add(here);
        for (int i = 1; i < Math.min(one.size(), other.size()); i++) {
            Optional<Box> piece = here.to(one.get(i)).intersection(here.to(other.get(i)));
            piece.ifPresent(common::add);
            if (!one.get(i).equals(other.get(i))) {
                break;
            }
            here = one.get(i);
        }
        return common;
    }

    private void labelsAreFree() {
        for (Label label : labels) {
            for (Shape shape : shapes) {
                boolean inside = shape.expanded() && shape.box().contains(label.box());
                if (!inside && label.box().overlaps(shape.box())) {
                    faults.add("label of " + label.id() + " lies on " + shape.id());
                }
            }
            for (Edge edge : edges) {
                if (edge.segments().stream().anyMatch(label.box()::overlaps)) {
                    faults.add("label of " + label.id() + " lies on " + edge.id());
                }
            }
        }
        forEachPair(labels, (a, b) -> {
            if (a.box().overlaps(b.box())) {
                faults.add("label of " + a.id() + " lies on the label of " + b.id());
            }
        });
    }

    private void fitsTheScreen() {
        List<Box> all = Stream.of(
                shapes.stream().map(Shape::box),
                labels.stream().map(Label::box),
                edges.stream().flatMap(edge -> edge.way().stream())).flatMap(boxes -> boxes).toList();
        all.stream().reduce(Box::around).ifPresent(picture -> {
            if (picture.width() > MAX_WIDTH) {
                faults.add("the diagram is %.0f px wide, allowed are %.0f".formatted(picture.width(), MAX_WIDTH));
            }
            if (picture.height() > MAX_HEIGHT) {
                faults.add("the diagram is %.0f px high, allowed are %.0f".formatted(picture.height(), MAX_HEIGHT));
            }
        });
    }

    private static <T> List<T> reversed(List<T> list) {
        List<T> copy = new ArrayList<>(list);
        Collections.reverse(copy);
        return copy;
    }

    private static <T> void forEachPair(List<T> list, BiConsumer<T, T> action) {
        for (int i = 0; i < list.size(); i++) {
            for (int j = i + 1; j < list.size(); j++) {
                action.accept(list.get(i), list.get(j));
            }
        }
    }

    private static Set<String> containersOf(BaseElement element) {
        Set<String> ids = new HashSet<>();
        for (ModelElementInstance parent = element.getParentElement(); parent instanceof SubProcess container;
                parent = parent.getParentElement()) {
            ids.add(container.getId());
        }
        return ids;
    }

    private record Shape(BaseElement element, Box box, boolean expanded, Optional<Label> label) {

        static Shape of(BpmnShape shape) {
            BaseElement element = shape.getBpmnElement();
            boolean expanded = element instanceof SubProcess && shape.isExpanded();
            return new Shape(element, Box.of(shape.getBounds()), expanded, Label.of(element, shape.getBpmnLabel()));
        }

        String id() {
            return element.getId();
        }

        boolean isAttachedTo(Shape host) {
            return element instanceof BoundaryEvent event && host.element.equals(event.getAttachedTo());
        }

        boolean isWithin(Shape container) {
            return containersOf(element).contains(container.id());
        }
    }

    private record Edge(BaseElement element, BaseElement source, BaseElement target, List<Box> way,
            Optional<Label> label) {

        static Edge of(BpmnEdge edge) {
            BaseElement element = edge.getBpmnElement();
            List<Box> way = edge.getWaypoints().stream()
                    .map(point -> new Box(point.getX(), point.getY(), point.getX(), point.getY())).toList();
            Optional<Label> label = Label.of(element, edge.getBpmnLabel());
            if (element instanceof Association association) {
                return new Edge(element, association.getSource(), association.getTarget(), way, label);
            }
            SequenceFlow flow = (SequenceFlow) element;
            return new Edge(element, flow.getSource(), flow.getTarget(), way, label);
        }

        String id() {
            return element.getId();
        }

        List<Box> segments() {
            List<Box> segments = new ArrayList<>();
            for (int i = 1; i < way.size(); i++) {
                segments.add(way.get(i - 1).to(way.get(i)));
            }
            return segments;
        }

        boolean isOrthogonal() {
            return segments().stream().allMatch(segment -> segment.width() == 0 || segment.height() == 0);
        }

        boolean mayRunInside(Shape shape) {
            return containersOf(source).contains(shape.id()) || containersOf(target).contains(shape.id());
        }
    }

    private record Label(BaseElement element, Box box) {

        static Optional<Label> of(BaseElement element, BpmnLabel label) {
            return Optional.ofNullable(label).map(BpmnLabel::getBounds).map(bounds -> new Label(element, Box.of(bounds)));
        }

        String id() {
            return element.getId();
        }
    }

    /** A rectangle, a line along an axis (one side is 0) or a point (both are). */
    private record Box(double left, double top, double right, double bottom) {

        static Box of(Bounds bounds) {
            return new Box(bounds.getX(), bounds.getY(),
                    bounds.getX() + bounds.getWidth(), bounds.getY() + bounds.getHeight());
        }

        Box to(Box other) {
            return around(other);
        }

        Box around(Box other) {
            return new Box(Math.min(left, other.left), Math.min(top, other.top),
                    Math.max(right, other.right), Math.max(bottom, other.bottom));
        }

        double width() {
            return right - left;
        }

        double height() {
            return bottom - top;
        }

        boolean overlaps(Box other) {
            return left < other.right - TOLERANCE && other.left < right - TOLERANCE
                    && top < other.bottom - TOLERANCE && other.top < bottom - TOLERANCE;
        }

        boolean contains(Box other) {
            return left <= other.left && top <= other.top && right >= other.right && bottom >= other.bottom;
        }

        Optional<Box> intersection(Box other) {
            var common = new Box(Math.max(left, other.left), Math.max(top, other.top),
                    Math.min(right, other.right), Math.min(bottom, other.bottom));
            return common.width() < 0 || common.height() < 0 ? Optional.empty() : Optional.of(common);
        }

        boolean hasOnBorder(Box point) {
            var grown = new Box(left - TOLERANCE, top - TOLERANCE, right + TOLERANCE, bottom + TOLERANCE);
            var shrunk = new Box(left + TOLERANCE, top + TOLERANCE, right - TOLERANCE, bottom - TOLERANCE);
            return grown.contains(point) && !shrunk.contains(point);
        }
    }
}
