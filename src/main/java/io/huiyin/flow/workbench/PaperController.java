package io.huiyin.flow.workbench;

import io.huiyin.archive.Papers;
import io.huiyin.archive.Papers.Move;
import io.huiyin.identity.CaseAccess;
import java.time.Clock;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where the paper of an archive stands now, said by who keeps it. [000] */
@RestController
@RequestMapping("/camunda/api/ext/archive/cases/{number}/paper")
class PaperController {

  private final Caller caller;
  private final Papers papers;
  private final Clock clock;

  PaperController(Caller caller, Papers papers, Clock clock) {
    this.caller = caller;
    this.papers = papers;
    this.clock = clock;
  }

  /** {@code room}, {@code cabinet}, {@code box}, {@code position}, {@code keyHolder} and {@code reason}. */
  @PostMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void move(@PathVariable String number, @RequestBody Map<String, Object> body) {
    caller.only(CaseAccess.CUSTODIANS, "只有档案管理员和董事办可以登记纸质档案的存放位置");
    papers.move(caller.kept(number).number(), Move.from(body, clock.instant()), caller.person().id());
  }
}
