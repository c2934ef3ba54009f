package io.huiyin.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.huiyin.archive.EvidenceUnavailable;
import io.huiyin.archive.UnknownEvidence;
import io.huiyin.archive.UnknownLoan;
import io.huiyin.complaint.ComplaintFlow;
import io.huiyin.complaint.FieldError;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.UnknownComplaint;
import io.huiyin.sla.ClockException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.Order;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every failure as problem details, for programs and for the web apps. None repeats a value that was sent. */
@Order(0)
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  /** The engine wraps what a step of the flow throws, so the cause that is ours counts. */
  @ExceptionHandler
  ResponseEntity<Object> answer(Exception failure, WebRequest request) throws Exception {
    if (failure instanceof AccessDeniedException || failure instanceof AuthenticationException) {
      throw failure;
    }
    if (failure instanceof NoSuchElementException) { // thrown as such, not from within a step: what was asked for is not there
      return respond(Problem.of(HttpStatus.NOT_FOUND, "not-found", "未找到", "没有找到这条记录，或者您无权更改"), failure, request);
    }
    return respond(problem(failure), failure, request);
  }

  /** What one failure says to a program. */
  static ProblemDetail problem(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidInput invalid) {
        return invalid(invalid.errors());
      }
      if (cause instanceof UnknownComplaint) {
        return Problem.of(HttpStatus.NOT_FOUND, "unknown-complaint", "未找到", "没有这个编号的投诉，或者您无权查看");
      }
      if (cause instanceof UnknownEvidence) {
        return Problem.of(HttpStatus.NOT_FOUND, "unknown-evidence", "未找到", "这个投诉没有该份证据");
      }
      if (cause instanceof UnknownLoan) {
        return Problem.of(HttpStatus.NOT_FOUND, "unknown-loan", "未找到", cause.getMessage());
      }
      if (cause instanceof EvidenceUnavailable) {
        return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "evidence-unavailable", "证据存储暂时不可用", cause.getMessage());
      }
      if (cause instanceof ComplaintFlow.NotWaiting) {
        return Problem.of(HttpStatus.CONFLICT, "not-waiting", "案件当前不接受此操作", cause.getMessage());
      }
      if (cause instanceof ClockException) {
        return Problem.of(HttpStatus.CONFLICT, "clock", "时限当前不接受此操作", cause.getMessage());
      }
      if (cause instanceof KeyReused) {
        return Problem.of(HttpStatus.CONFLICT, "idempotency-key-reused", "幂等键已被使用", cause.getMessage());
      }
      if (cause instanceof OptimisticLockingFailureException || cause instanceof CannotAcquireLockException) {
        return Problem.of(HttpStatus.CONFLICT);
      }
    }
    // our own messages hold no values; others may, such as those of a failed statement
    var root = NestedExceptionUtils.getMostSpecificCause(failure);
    var name = root.getClass().getName();
    LOG.error("A request failed: {} at {}", name.startsWith("io.huiyin.") ? root.toString() : name, List.of(root.getStackTrace()).stream()
        .filter(frame -> frame.getClassName().startsWith("io.huiyin.")).limit(3).toList());
    return Problem.of(HttpStatus.INTERNAL_SERVER_ERROR);
  }

  private static ProblemDetail invalid(List<FieldError> errors) {
    var problem = Problem.of(HttpStatus.BAD_REQUEST, "invalid-input", "输入有误",
        errors.size() + " 个字段有误，请逐项改正后重新提交");
    problem.setProperty("errors", errors);
    return problem;
  }

  @Override
  protected ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException failure,
      HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    var json = (JsonProcessingException) null;
    for (Throwable cause = failure; cause != null && json == null; cause = cause.getCause()) {
      json = cause instanceof JsonProcessingException found ? found : null;
    }
    var detail = json == null ? "缺少请求正文，或正文中断"
        : json instanceof MismatchedInputException ? "请求正文应为一个 JSON 对象"
        : json.getLocation() == null ? "请求正文不是正确的 JSON"
        : "请求正文不是正确的 JSON：第 %d 行第 %d 列附近有误".formatted(
            json.getLocation().getLineNr(), json.getLocation().getColumnNr());
    return respond(Problem.of(HttpStatus.BAD_REQUEST, "malformed-json", "正文无法读取", detail), failure, request);
  }

  @Override
  protected ResponseEntity<Object> handleMissingServletRequestPart(MissingServletRequestPartException failure,
      HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    return respond(invalid(List.of(new FieldError(failure.getRequestPartName(), "必填"))), failure, request);
  }

  @Override
  protected ResponseEntity<Object> handleMissingServletRequestParameter(
      MissingServletRequestParameterException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    return respond(invalid(List.of(new FieldError(failure.getParameterName(), "必填"))), failure, request);
  }

  @Override
  protected ResponseEntity<Object> handleTypeMismatch(TypeMismatchException failure, HttpHeaders headers,
      HttpStatusCode status, WebRequest request) {
    return failure instanceof MethodArgumentTypeMismatchException argument
        ? respond(invalid(List.of(new FieldError(argument.getName(), advice(argument.getRequiredType())))), failure, request)
        : super.handleTypeMismatch(failure, headers, status, request);
  }

  private static String advice(Class<?> type) {
    return type == boolean.class ? "应为 true 或 false" : type == UUID.class ? "应为证据清单中的 id" : "格式不对，请对照接口文档检查";
  }

  /** A refusal with a reason of our own keeps it. */
  @Override
  protected ResponseEntity<Object> handleErrorResponseException(ErrorResponseException failure, HttpHeaders headers,
      HttpStatusCode status, WebRequest request) {
    var problem = Problem.of(status);
    if (failure instanceof ResponseStatusException refused && refused.getReason() != null) {
      problem.setDetail(refused.getReason());
    }
    return handleExceptionInternal(failure, problem, headers, status, request);
  }

  /** Spring's own findings keep status and headers and lose their English text, which repeats what was sent. */
  @Override
  protected ResponseEntity<Object> handleExceptionInternal(Exception failure, Object body, HttpHeaders headers,
      HttpStatusCode status, WebRequest request) {
    var problem = body instanceof ProblemDetail own && own.getType().getScheme() != null
        && own.getType().getScheme().equals("urn") ? own : Problem.of(status);
    var all = new HttpHeaders();
    all.putAll(headers);
    all.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    return super.handleExceptionInternal(failure, problem, all, status, request);
  }

  private ResponseEntity<Object> respond(ProblemDetail problem, Exception failure, WebRequest request) {
    return handleExceptionInternal(failure, problem, new HttpHeaders(), HttpStatusCode.valueOf(problem.getStatus()),
        request);
  }
}
