package io.huiyin.flow.workbench;

import static io.huiyin.flow.workbench.Answers.fresh;

import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who sits at the archive desk, the page {@code /camunda/archive/index.html}. */
@RestController
@RequestMapping("/camunda/api/ext/archive")
class ArchiveDeskController {

  private final Caller caller;

  ArchiveDeskController(Caller caller) {
    this.caller = caller;
  }

  /** The groups only say what the page offers; each call is checked again. */
  record Me(String id, String name, Set<String> groups) {
  }

  @GetMapping("/me")
  ResponseEntity<Me> me() {
    var person = caller.person();
    return fresh(new Me(person.id(), person.name(), person.groups()));
  }
}
