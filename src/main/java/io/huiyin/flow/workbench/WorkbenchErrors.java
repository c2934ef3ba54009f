package io.huiyin.flow.workbench;

import io.huiyin.archive.EvidenceUnavailable;
import io.huiyin.archive.UnknownEvidence;
import io.huiyin.archive.UnknownLoan;
import io.huiyin.complaint.ComplaintFlow;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.UnknownComplaint;
import java.util.NoSuchElementException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.server.ResponseStatusException;

/** Tells the web apps in Chinese what was wrong; {@code errors} names the faulty fields. */
@RestControllerAdvice(basePackageClasses = PanelController.class)
class WorkbenchErrors {

  @ExceptionHandler
  ProblemDetail invalid(InvalidInput invalid) {
    var problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "有内容需要改正");
    problem.setProperty("errors", invalid.errors());
    return problem;
  }

  @ExceptionHandler
  ProblemDetail unknown(UnknownComplaint unknown) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "没有找到这个案件，或者您没有查看权限");
  }

  @ExceptionHandler
  ProblemDetail unknown(UnknownEvidence unknown) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "没有找到这份证据材料");
  }

  @ExceptionHandler
  ProblemDetail unknown(UnknownLoan unknown) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, unknown.getMessage());
  }

  @ExceptionHandler
  ProblemDetail unavailable(EvidenceUnavailable unavailable) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, unavailable.getMessage());
  }

  @ExceptionHandler
  ProblemDetail notWaiting(ComplaintFlow.NotWaiting late) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, late.getMessage());
  }

  @ExceptionHandler
  ProblemDetail notFound(NoSuchElementException missing) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "没有找到这条记录，或者您无权更改");
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> refused(ResponseStatusException refused) {
    var problem = ProblemDetail.forStatus(refused.getStatusCode());
    problem.setDetail(refused.getReason());
    return ResponseEntity.status(refused.getStatusCode()).body(problem);
  }

  @ExceptionHandler
  ProblemDetail tooLarge(MaxUploadSizeExceededException tooLarge) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.PAYLOAD_TOO_LARGE, "文件太大，请压缩或拆分后再上传");
  }
}
