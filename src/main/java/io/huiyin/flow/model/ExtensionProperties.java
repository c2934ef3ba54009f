package io.huiyin.flow.model;

import java.util.Map;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.util.xml.Element;

/** The extension properties that a person sets on an element in the Modeler. */
public final class ExtensionProperties {

  private ExtensionProperties() {
  }

  /** Names and values of an element that is being parsed. */
  public static Map<String, String> of(Element element) {
    var extensions = element.element("extensionElements");
    var properties = extensions == null ? null : extensions.element("properties");
    return properties == null ? Map.of() : properties.elements("property").stream().collect(
        Collectors.toMap(property -> property.attribute("name"), property -> property.attribute("value"), (a, b) -> b));
  }
}
