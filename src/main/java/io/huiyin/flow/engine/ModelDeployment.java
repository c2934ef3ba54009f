package io.huiyin.flow.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;
import org.jsoup.Jsoup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * Deploys models, tables and forms together, under names that stay the same, whenever one of them has changed. Files
 * in the models directory replace the shipped ones; if they do not deploy, the log says which element is wrong and
 * why, and the last good version goes on.
 */
@Component
class ModelDeployment implements SmartInitializingSingleton {

  private static final Logger LOG = LoggerFactory.getLogger(ModelDeployment.class);
  private static final String NAME = "huiyin";

  private final RepositoryService repository;
  private final RoutingFacts facts;
  private final ModelSettings settings;

  ModelDeployment(RepositoryService repository, RoutingFacts facts, ModelSettings settings) {
    this.repository = repository;
    this.facts = facts;
    this.settings = settings;
  }

  @Override
  public void afterSingletonsInstantiated() {
    var shipped = shipped();
    var overlaid = new TreeMap<>(shipped);
    overlaid.putAll(external());
    overlaid.values().forEach(this::declareFacts);
    declareFactsOfEarlierDeployments();
    try {
      deploy(overlaid);
    } catch (ProcessEngineException e) {
      if (overlaid.equals(shipped) || repository.createProcessDefinitionQuery().count() == 0) {
        throw e;
      }
      LOG.error("模型未能部署，继续使用上一个可用版本。请修正后重新启动：{}", e.getMessage());
    }
  }

  private void deploy(Map<String, byte[]> resources) {
    var deployment = repository.createDeployment().name(NAME).source(NAME).enableDuplicateFiltering(false);
    resources.forEach((name, bytes) ->
        deployment.addString(name, new String(bytes, StandardCharsets.UTF_8)));
    deployment.deploy();
  }

  private static Map<String, byte[]> shipped() {
    var resources = new TreeMap<String, byte[]>();
    var resolver = new PathMatchingResourcePatternResolver();
    try {
      for (var pattern : Arrays.asList("processes/*.bpmn", "processes/*.dmn", "forms/*.html", "forms/*.form")) {
        for (var resource : resolver.getResources("classpath*:" + pattern)) {
          resources.put(pattern.substring(0, pattern.indexOf('/') + 1) + resource.getFilename(),
              resource.getContentAsByteArray());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the shipped models", e);
    }
    return resources;
  }

  private Map<String, byte[]> external() {
    var resources = new TreeMap<String, byte[]>();
    if (settings.dir() == null || !Files.isDirectory(settings.dir())) {
      return resources;
    }
    try (var files = Files.walk(settings.dir(), 2)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var name = settings.dir().relativize(file).toString().replace('\\', '/');
        if (name.matches("(processes/[^/]+\\.(bpmn|dmn)|forms/[^/]+\\.(html|form))")) {
          resources.put(name, Files.readAllBytes(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + settings.dir(), e);
    }
    return resources;
  }

  /** Instances of earlier versions keep their variables, so what their models and forms declared stays declared. */
  private void declareFactsOfEarlierDeployments() {
    for (var deployment : repository.createDeploymentQuery().deploymentName(NAME).list()) {
      for (var resource : repository.getDeploymentResourceNames(deployment.getId())) {
        if (resource.endsWith(".html")) {
          declareFacts(read(deployment.getId(), resource));
        }
      }
    }
    for (ProcessDefinition definition : repository.createProcessDefinitionQuery().list()) {
      declareModelFacts(repository.getBpmnModelInstance(definition.getId()));
    }
  }

  private byte[] read(String deploymentId, String resource) {
    try (var stream = repository.getResourceAsStream(deploymentId, resource)) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void declareFacts(byte[] resource) {
    var text = new String(resource, StandardCharsets.UTF_8);
    if (text.contains("hy-field")) {
      Jsoup.parseBodyFragment(text).select("hy-field[routing]").forEach(field -> facts.declare(field.attr("name")));
    } else if (text.contains("routingFacts")) {
      declareModelFacts(Bpmn.readModelFromStream(new java.io.ByteArrayInputStream(resource)));
    }
  }

  private void declareModelFacts(org.camunda.bpm.model.bpmn.BpmnModelInstance model) {
    for (var process : model.getModelElementsByType(Process.class)) {
      if (process.getExtensionElements() != null) {
        process.getExtensionElements().getElementsQuery().list().stream()
            .flatMap(element -> element.getChildElementsByType(CamundaProperty.class).stream())
            .filter(property -> "routingFacts".equals(property.getCamundaName()))
            .flatMap(property -> Arrays.stream(property.getCamundaValue().split("\\s*,\\s*")))
            .forEach(facts::declare);
      }
    }
  }
}
