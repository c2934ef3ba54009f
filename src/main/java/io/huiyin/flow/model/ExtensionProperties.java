package io.huiyin.flow.model;

import java.util.Map;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;

/** The extension properties that a person sets on an element in the Modeler. */
public final class ExtensionProperties {

  private ExtensionProperties() {
  }

  /** Names and values of an element of a model that runs. */
  public static Map<String, String> of(BaseElement element) {
    var extensions = element.getExtensionElements();
    return extensions == null ? Map.of() : extensions.getElementsQuery().filterByType(CamundaProperties.class).list()
        .stream().flatMap(properties -> properties.getCamundaProperties().stream()).collect(Collectors.toMap(
            CamundaProperty::getCamundaName, CamundaProperty::getCamundaValue, (a, b) -> b));
  }

  /** Names and values of an element that is being parsed. */
  public static Map<String, String> of(Element element) {
    var extensions = element.element("extensionElements");
    var properties = extensions == null ? null : extensions.element("properties");
    return properties == null ? Map.of() : properties.elements("property").stream().collect(
        Collectors.toMap(property -> property.attribute("name"), property -> property.attribute("value"), (a, b) -> b));
  }
}
