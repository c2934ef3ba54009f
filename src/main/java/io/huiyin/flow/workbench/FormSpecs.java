package io.huiyin.flow.workbench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.springframework.stereotype.Component;

/** The forms of the deployed processes. A deployment never changes, so what was read once stays. */
@Component
public class FormSpecs {

  private static final String EMBEDDED = "embedded:deployment:";
  private static final String CAMUNDA = "camunda-forms:deployment:";

  private final RepositoryService repository;
  private final IdentityService identity;
  private final Map<Resource, FormSpec> read = new ConcurrentHashMap<>();
  private final Map<Element, Optional<FormSpec>> known = new ConcurrentHashMap<>();

  FormSpecs(RepositoryService repository, IdentityService identity) {
    this.repository = repository;
    this.identity = identity;
  }

  private record Resource(String deploymentId, String name) {
  }

  private record Element(String processDefinitionId, String id) {
  }

  /**
   * The form of a task or start event, or empty if it has none in its deployment.
   *
   * @param element id of the user task or start event in the model
   * @throws IllegalArgumentException if the form file is broken; the message names file and field
   */
  public Optional<FormSpec> of(String processDefinitionId, String element) {
    return known.computeIfAbsent(new Element(processDefinitionId, element), this::look);
  }

  private Optional<FormSpec> look(Element wanted) {
    // Reading a model needs rights that a person who works a task does not have.
    return Elevated.ask(identity, () -> {
      var deploymentId = repository.getProcessDefinition(wanted.processDefinitionId()).getDeploymentId();
      var node = repository.getBpmnModelInstance(wanted.processDefinitionId()).getModelElementById(wanted.id());
      if (node instanceof UserTask task) {
        return form(deploymentId, task.getCamundaFormKey(), task.getCamundaFormRef());
      }
      if (node instanceof StartEvent start) {
        return form(deploymentId, start.getCamundaFormKey(), start.getCamundaFormRef());
      }
      return Optional.empty();
    });
  }

  private Optional<FormSpec> form(String deploymentId, String formKey, String formRef) {
    if (formKey != null && formKey.startsWith(EMBEDDED)) {
      return spec(new Resource(deploymentId, resourceName(formKey, EMBEDDED)));
    }
    if (formKey != null && formKey.startsWith(CAMUNDA)) {
      return spec(new Resource(deploymentId, resourceName(formKey, CAMUNDA)));
    }
    if (formRef != null) {
      // Forms and models are always deployed together, so the referenced form is in the same deployment.
      return repository.getDeploymentResourceNames(deploymentId).stream()
          .filter(name -> name.equals(formRef + ".form") || name.endsWith("/" + formRef + ".form")).findFirst()
          .flatMap(name -> spec(new Resource(deploymentId, name)));
    }
    return Optional.empty();
  }

  private static String resourceName(String formKey, String prefix) {
    return formKey.substring(prefix.length()).replaceFirst("\\?.*", "");
  }

  private Optional<FormSpec> spec(Resource resource) {
    if (!repository.getDeploymentResourceNames(resource.deploymentId()).contains(resource.name())) {
      return Optional.empty();
    }
    return Optional.of(read.computeIfAbsent(resource, key -> {
      try (var stream = repository.getResourceAsStream(key.deploymentId(), key.name())) {
        var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        return key.name().endsWith(".form") ? FormSpec.parseCamundaForm(text) : FormSpec.parse(text);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read " + key.name(), e);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("表单 %s：%s".formatted(key.name(), e.getMessage()), e);
      }
    }));
  }
}
