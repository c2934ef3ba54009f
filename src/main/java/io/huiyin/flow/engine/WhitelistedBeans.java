package io.huiyin.flow.engine;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * What expressions in models can reach: beans marked {@link FlowBean} under the names given there, nothing else. By
 * default the engine exposes every Spring bean, so that a model could run SQL.
 */
class WhitelistedBeans extends AbstractMap<Object, Object> {

  private final ListableBeanFactory beans;
  private final Map<String, String> beanNames;

  WhitelistedBeans(ListableBeanFactory beans) {
    this.beans = beans;
    this.beanNames = Stream.of(beans.getBeanNamesForAnnotation(FlowBean.class)).collect(Collectors.toMap(
        name -> beans.findAnnotationOnBean(name, FlowBean.class).as(), Function.identity()));
  }

  @Override
  public boolean containsKey(Object name) {
    return beanNames.containsKey(name);
  }

  @Override
  public Object get(Object name) {
    return containsKey(name) ? beans.getBean(beanNames.get(name)) : null;
  }

  @Override
  public Set<Entry<Object, Object>> entrySet() {
    throw new UnsupportedOperationException("The beans of models are looked up by name only");
  }
}
