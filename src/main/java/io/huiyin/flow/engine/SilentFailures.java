package io.huiyin.flow.engine;

import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.delegate.DefaultDelegateInterceptor;
import org.camunda.bpm.engine.impl.delegate.DelegateInvocation;

/** Keeps values of the case out of what the engine stores about a failed step. Our own exceptions promise to hold none. */
class SilentFailures extends DefaultDelegateInterceptor {

  @Override
  protected void handleInvocationInContext(DelegateInvocation invocation) throws Exception {
    try {
      super.handleInvocationInContext(invocation);
    } catch (ProcessEngineException e) {
      throw e;
    } catch (Exception e) {
      throw e.getClass().getName().startsWith("io.huiyin.") ? e : new FlowFailure(e);
    }
  }
}
