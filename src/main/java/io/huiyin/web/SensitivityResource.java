package io.huiyin.web;

import io.huiyin.archive.Confidentiality;
import io.huiyin.archive.Confidentiality.Mark;
import io.huiyin.identity.Person;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Marks a case highly sensitive, running or filed, and takes the mark off. */
@RestController
@Tag(name = "案卷")
class SensitivityResource {

  private final VisibleCases cases;
  private final Confidentiality confidentiality;
  private final Clock clock;

  SensitivityResource(VisibleCases cases, Confidentiality confidentiality, Clock clock) {
    this.cases = cases;
    this.confidentiality = confidentiality;
    this.clock = clock;
  }

  @PostMapping("/api/v1/complaints/{number}/sensitivity")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "标记或取消高度敏感", description = """
      sensitive(true、false)、reason 必填。客服主管、客服经理可以标记能查看的投诉，董事办可以标记任何投诉；只有董事办可以取消。\
      标记后立即只有指名的人员可以查看，办理中和已归档的都可以标记。""")
  void mark(@AuthenticationPrincipal Person caller, @PathVariable String number, @RequestBody Map<String, Object> body) {
    var complaint = Confidentiality.mayLift(caller) ? cases.known(number) : cases.get(caller, number);
    if (!Confidentiality.mayDecide(caller, complaint)) {
      throw new ResponseStatusException(HttpStatus.FORBIDDEN, "只有董事办可以取消高度敏感标记");
    }
    confidentiality.mark(complaint.number(), Mark.from(body, clock.instant()), caller.id());
  }
}
