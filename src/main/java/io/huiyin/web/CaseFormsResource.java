package io.huiyin.web;

import io.huiyin.archive.PrintedForm;
import io.huiyin.identity.AccessLog.Action;
import io.huiyin.identity.Person;
import io.huiyin.print.PrintedCaseForms;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The paper forms of a case. */
@RestController
@RequestMapping("/api/v1/complaints/{number}/forms")
@Tag(name = "案卷")
class CaseFormsResource {

  private final VisibleCases cases;
  private final PrintedCaseForms forms;

  CaseFormsResource(VisibleCases cases, PrintedCaseForms forms) {
    this.cases = cases;
    this.forms = forms;
  }

  @GetMapping
  @Operation(summary = "可打印的表单", description = "missing 为空的可以打印，否则说明还缺什么。")
  List<PrintedCaseForms.Offer> list(@AuthenticationPrincipal Person caller, @PathVariable String number) {
    return forms.offers(cases.get(caller, number, Action.VIEW, "forms").number());
  }

  @GetMapping("/{code}.pdf")
  @Operation(summary = "打印表单", description = "客户的姓名、电话、邮箱默认隐去；full=true 打印完整内容，只供本案的承办人、档案管理员和审计，并记入访问日志。")
  ResponseEntity<byte[]> print(@AuthenticationPrincipal Person caller, @PathVariable String number,
      @PathVariable String code, @RequestParam(defaultValue = "false") boolean full) {
    return pdf(forms.print(caller, cases.get(caller, number).number(), code, full));
  }

  static ResponseEntity<byte[]> pdf(PrintedForm form) {
    return Download.attachment(form.fileName()).contentType(MediaType.APPLICATION_PDF).body(form.pdf());
  }
}
