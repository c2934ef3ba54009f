package io.huiyin.flow.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;

/** The shipped models in {@code processes/}, and the faulty ones that prove the checks. */
final class ModelFiles {

    static final Path PROCESSES = Path.of("processes");
    static final Path FORMS = Path.of("forms");

    private static final Map<Path, BpmnModelInstance> READ = new ConcurrentHashMap<>();

    private ModelFiles() {
    }

    /** The files of {@code processes/} with the given ending, sorted by name; empty when there is none. */
    static List<Path> endingWith(String suffix) {
        if (Files.notExists(PROCESSES)) {
            return List.of();
        }
        try (var files = Files.list(PROCESSES)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The model of a file, read once for all: who changes it changes a {@code clone()}. */
    static BpmnModelInstance read(Path file) {
        return READ.computeIfAbsent(file, path -> Bpmn.readModelFromFile(path.toFile()));
    }

    /** A model beside the tests in {@code src/test/resources}. */
    static BpmnModelInstance fixture(String name) {
        try (InputStream in = ModelFiles.class.getResourceAsStream(name)) {
            return Bpmn.readModelFromStream(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
