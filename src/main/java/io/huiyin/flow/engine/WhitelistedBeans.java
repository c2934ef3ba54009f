package io.huiyin.flow.engine;

import java.util.AbstractMap;
import java.util.Set;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * What expressions in models can reach: beans marked {@link FlowBean}, nothing else. By default the engine exposes
 * every Spring bean, so that a model could run SQL.
 */
class WhitelistedBeans extends AbstractMap<Object, Object> {

  private final ListableBeanFactory beans;

  WhitelistedBeans(ListableBeanFactory beans) {
    this.beans = beans;
  }

  @Override
  public boolean containsKey(Object name) {
    return name instanceof String text && beans.containsBean(text)
        && beans.findAnnotationOnBean(text, FlowBean.class) != null;
  }

  @Override
  public Object get(Object name) {
    return containsKey(name) ? ((BeanFactory) beans).getBean((String) name) : null;
  }

  @Override
  public Set<Entry<Object, Object>> entrySet() {
    throw new UnsupportedOperationException("The beans of models are looked up by name only");
  }
}
