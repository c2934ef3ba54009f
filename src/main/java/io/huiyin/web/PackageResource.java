package io.huiyin.web;

import io.huiyin.archive.ArchivePackage;
import io.huiyin.identity.AccessLog;
import io.huiyin.identity.AccessLog.Action;
import io.huiyin.identity.Person;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** A whole case file to take away. */
@RestController
@Tag(name = "案卷")
class PackageResource {

  private final VisibleCases cases;
  private final ArchivePackage packages;
  private final AccessLog log;

  PackageResource(VisibleCases cases, ArchivePackage packages, AccessLog log) {
    this.cases = cases;
    this.packages = packages;
    this.log = log;
  }

  /** On record before the first byte leaves, and again with its fingerprint when all have. */
  @GetMapping(path = "/api/v1/archives/{number}/package", produces = "application/zip")
  @Operation(summary = "导出案卷包", description = "zip：可读的首页、表单(PDF)、证据、全部记录、每日存证、清单和离线核验程序。"
      + "含完整个人信息，留有导出记录。仅限档案管理员、审计和客服经理。")
  void take(@AuthenticationPrincipal Person caller, @PathVariable String number, HttpServletResponse response)
      throws IOException {
    var taken = packages.of(cases.get(caller, number).number(), caller.id());
    log.record(caller, number, Action.EXPORT, "案卷包");
    Download.begin(response, taken.fileName(), "application/zip");
    log.record(caller, number, Action.EXPORT, "案卷包已送出，清单指纹 " + taken.write(response.getOutputStream()));
  }
}
