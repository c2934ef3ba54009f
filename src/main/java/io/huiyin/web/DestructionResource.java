package io.huiyin.web;

import io.huiyin.archive.Destruction;
import io.huiyin.identity.AccessLog.Action;
import io.huiyin.identity.Person;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.OffsetDateTime;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What is left of a destroyed case: the certificate. The case itself answers as before, without anything personal. */
@RestController
@Tag(name = "案卷")
class DestructionResource {

  private final VisibleCases cases;
  private final Destruction destruction;
  private final Times times;

  DestructionResource(VisibleCases cases, Destruction destruction, Times times) {
    this.cases = cases;
    this.destruction = destruction;
    this.times = times;
  }

  /** 销毁证明. */
  record CertificateView(String complaintNumber, OffsetDateTime destroyedAt,
      @Schema(description = "销毁时档案共有几条记录") int entries,
      @Schema(description = "销毁记录的哈希，即当时的末条哈希") String head,
      @Schema(description = "销毁了什么，各多少") Map<String, Object> counts, String legalBasis,
      @Schema(description = "鉴定人") String appraisedBy, @Schema(description = "批准人") String approvedBy,
      @Schema(description = "销毁清册号") Long disposalList, @Schema(description = "个人信息删除请求号") Long erasureRequest,
      @Schema(description = "证据文件是否已全部清除") boolean filesRemoved) {
  }

  @GetMapping("/api/v1/archives/{number}/destruction")
  @Operation(summary = "销毁证明", description = "档案销毁后永久保留。没有销毁的档案 404。")
  @ApiResponse(responseCode = "200", description = "销毁证明")
  CertificateView certificate(@AuthenticationPrincipal Person caller, @PathVariable String number) {
    return destruction.certificate(cases.get(caller, number, Action.VIEW, "destruction").number())
        .map(c -> new CertificateView(c.number().value(), times.at(c.destroyedAt()), c.entries(), c.head(), c.counts(),
            c.legalBasis(), c.appraisedBy(), c.approvedBy(), c.list(), c.erasure(), !c.filesRemain()))
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "这件投诉的档案没有销毁"));
  }
}
