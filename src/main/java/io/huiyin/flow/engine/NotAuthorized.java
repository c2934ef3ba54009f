package io.huiyin.flow.engine;

import io.huiyin.web.Problem;
import org.camunda.bpm.engine.AuthorizationException;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** The engine refused a call of our own interface: the answer is 403 like any other refusal. */
@Order(-1)
@RestControllerAdvice
class NotAuthorized {

  @ExceptionHandler(AuthorizationException.class)
  @ResponseStatus(HttpStatus.FORBIDDEN)
  ProblemDetail refused() {
    return Problem.of(HttpStatus.FORBIDDEN);
  }
}
