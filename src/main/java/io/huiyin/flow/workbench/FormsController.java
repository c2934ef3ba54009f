package io.huiyin.flow.workbench;

import static io.huiyin.flow.workbench.Answers.fresh;

import io.huiyin.archive.PrintedForm;
import io.huiyin.identity.AccessLog.Action;
import io.huiyin.identity.CaseAction;
import io.huiyin.print.PrintedCaseForms;
import io.huiyin.web.Download;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The paper forms of a case at the archive desk. */
@RestController
@RequestMapping("/camunda/api/ext/archive/cases/{number}/forms")
class FormsController {

  private final Caller caller;
  private final PrintedCaseForms forms;

  FormsController(Caller caller, PrintedCaseForms forms) {
    this.caller = caller;
    this.forms = forms;
  }

  /** @param full whether the caller may print contacts in full */
  record Offered(boolean full, List<PrintedCaseForms.Offer> forms) {
  }

  @GetMapping
  ResponseEntity<Offered> list(@PathVariable String number) {
    var complaint = caller.complaint(number);
    caller.log(complaint, Action.VIEW, "forms");
    return fresh(new Offered(caller.mayDo(complaint).contains(CaseAction.UNMASK), caller.elevated(() -> forms.offers(complaint.number()))));
  }

  @GetMapping("/{code}.pdf")
  ResponseEntity<byte[]> print(@PathVariable String number, @PathVariable String code,
      @RequestParam(defaultValue = "false") boolean full) {
    var complaint = caller.complaint(number);
    var person = caller.person();
    return pdf(caller.elevated(() -> forms.print(person, complaint.number(), code, full)));
  }

  /** Shown in the browser, from where it is printed. */
  static ResponseEntity<byte[]> pdf(PrintedForm form) {
    return Download.inline(form.fileName()).contentType(MediaType.APPLICATION_PDF).body(form.pdf());
  }
}
