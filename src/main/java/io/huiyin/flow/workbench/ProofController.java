package io.huiyin.flow.workbench;

import static io.huiyin.flow.workbench.Answers.fresh;

import io.huiyin.archive.ArchivePackage;
import io.huiyin.archive.CaseProof;
import io.huiyin.archive.DailyRoot;
import io.huiyin.archive.DailyRoots;
import io.huiyin.identity.AccessLog;
import io.huiyin.identity.AccessLog.Action;
import io.huiyin.web.Download;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** 核验 at the archive desk: of one case file, of the daily roots, of everything; and the package to take away. */
@RestController
@RequestMapping("/camunda/api/ext/archive")
class ProofController {

  private static final Set<String> TAKING_OUT = Set.of("archivist", "auditor", "cs-manager");
  private static final Set<String> WATCHING = Set.of("archivist", "auditor");
  private static final int PAGE = 50;
  /** Findings beyond these are left out. */
  private static final int SHOWN = 200;

  private final Caller caller;
  private final CaseProof proof;
  private final ArchivePackage packages;
  private final DailyRoots roots;
  private final AccessLog log;
  private final Clock clock;
  private final AtomicBoolean checkingAll = new AtomicBoolean();

  ProofController(Caller caller, CaseProof proof, ArchivePackage packages, DailyRoots roots, AccessLog log, Clock clock) {
    this.caller = caller;
    this.proof = proof;
    this.packages = packages;
    this.roots = roots;
    this.log = log;
    this.clock = clock;
  }

  /** The result, and in a word. */
  record Checked(boolean intact, CaseProof.Result result) {
  }

  @GetMapping("/cases/{number}/verification")
  ResponseEntity<Checked> verify(@PathVariable String number) {
    var result = proof.verify(caller.complaint(number).number());
    log.record(caller.person(), number, Action.VERIFY, result.intact() ? "完好" : "不完好");
    return fresh(new Checked(result.intact(), result));
  }

  /** On record before the first byte leaves, and again with its fingerprint when all have. */
  @GetMapping("/cases/{number}/package")
  void take(@PathVariable String number, HttpServletResponse response) throws IOException {
    var complaint = caller.complaint(number);
    var person = caller.only(TAKING_OUT, "只有档案管理员、审计和客服经理可以导出案卷包");
    var taken = caller.elevated(() -> packages.of(complaint.number(), person.id()));
    log.record(person, number, Action.EXPORT, "案卷包");
    Download.begin(response, taken.fileName(), "application/zip");
    log.record(person, number, Action.EXPORT, "案卷包已送出，清单指纹 " + taken.write(response.getOutputStream()));
  }

  /** A page of the daily roots, the newest first. */
  record Roots(long total, int page, int size, List<DailyRoot> roots) {
  }

  @GetMapping("/roots")
  ResponseEntity<Roots> roots(@RequestParam(defaultValue = "0") int page) {
    caller.only(WATCHING, "只有审计和档案管理员可以查看每日存证");
    var asked = Math.max(0, page);
    return fresh(new Roots(roots.count(), asked, PAGE, roots.latest((long) asked * PAGE, PAGE)));
  }

  /** What a check of everything found. */
  record All(boolean intact, int files, int broken, long roots, Instant checkedAt, List<String> findings) {
  }

  /** Every case file, every piece of evidence and every root: reads all of them. One at a time is enough. */
  @GetMapping("/verification")
  ResponseEntity<All> verifyAll() {
    caller.only(WATCHING, "只有审计和档案管理员可以核验全部档案");
    if (!checkingAll.compareAndSet(false, true)) {
      throw new ResponseStatusException(HttpStatus.CONFLICT, "有人正在核验全部档案，请稍后再看");
    }
    try {
      var findings = new ArrayList<String>();
      var all = proof.verifyAll(finding -> {
        if (findings.size() < SHOWN) {
          findings.add(finding);
        }
      });
      return fresh(new All(all.intact(), all.files(), all.broken(), all.roots(), clock.instant(), findings));
    } finally {
      checkingAll.set(false);
    }
  }

  /** The roots as they stand in the root file, to be kept elsewhere. */
  @GetMapping("/roots/file")
  ResponseEntity<byte[]> file() {
    caller.only(WATCHING, "只有审计和档案管理员可以下载每日存证");
    return Download.attachment("daily-roots.txt").contentType(MediaType.TEXT_PLAIN)
        .body(roots.text().getBytes(StandardCharsets.UTF_8));
  }
}
