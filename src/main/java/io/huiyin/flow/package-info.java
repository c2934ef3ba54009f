/** The flow: the only package that touches the engine. Implements the ports of the other modules. */
@org.springframework.modulith.ApplicationModule(displayName = "流程")
package io.huiyin.flow;
