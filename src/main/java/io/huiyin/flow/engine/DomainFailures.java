package io.huiyin.flow.engine;

import io.huiyin.complaint.ComplaintFlow;
import io.huiyin.complaint.InvalidInput;
import org.camunda.bpm.engine.MismatchingMessageCorrelationException;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Hands bad input to the caller as what it is: the engine wraps an exception of a listener in its own, from which
 * nobody can tell a wrong field from a broken engine.
 */
class DomainFailures extends CommandInterceptor {

  static final String REFUSED = DomainFailures.class.getName();

  @Override
  public <T> T execute(Command<T> command) {
    try {
      return next.execute(command);
    } catch (RuntimeException e) {
      var invalid = find(InvalidInput.class, e);
      if (invalid != null) {
        answer(invalid);
        throw invalid;
      }
      var early = find(ComplaintFlow.NotWaiting.class, e);
      if (early != null) {
        answer(new InvalidInput("messageName", early.getMessage()));
      }
      if (e instanceof MismatchingMessageCorrelationException) {
        answer(new InvalidInput("messageName", "没有案件在等待这个消息，请核对消息名称和投诉编号(businessKey)"));
      }
      throw e;
    }
  }

  private static void answer(InvalidInput invalid) {
    var request = RequestContextHolder.getRequestAttributes();
    if (request != null) {
      request.setAttribute(REFUSED, invalid, RequestAttributes.SCOPE_REQUEST);
    }
  }

  private static <T extends Throwable> T find(Class<T> type, Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
