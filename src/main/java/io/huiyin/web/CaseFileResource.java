package io.huiyin.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.huiyin.archive.Archives;
import io.huiyin.archive.CaseProof;
import io.huiyin.archive.Evidence;
import io.huiyin.archive.EvidenceStore;
import io.huiyin.complaint.ComplaintFlow;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.FieldReader;
import io.huiyin.identity.AccessLog.Action;
import io.huiyin.identity.CaseAction;
import io.huiyin.identity.Person;
import io.huiyin.sla.Clock;
import io.huiyin.sla.Clocks;
import io.huiyin.sla.LedgerEntry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.net.URI;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** What stands in the file of a case: entries, clocks, evidence, and whether the file is whole. */
@RestController
@Tag(name = "案卷")
class CaseFileResource {

  private final VisibleCases cases;
  private final Archives archives;
  private final EvidenceStore evidence;
  private final CaseProof proof;
  private final Clocks clocks;
  private final ComplaintFlow flow;
  private final Times times;
  private final java.time.Clock clock;

  CaseFileResource(VisibleCases cases, Archives archives, EvidenceStore evidence, CaseProof proof, Clocks clocks,
      ComplaintFlow flow, Times times, java.time.Clock clock) {
    this.cases = cases;
    this.archives = archives;
    this.evidence = evidence;
    this.proof = proof;
    this.clocks = clocks;
    this.flow = flow;
    this.times = times;
    this.clock = clock;
  }

  /** An entry without its facts, which may hold personal data. */
  record TimelineEntry(int sequence, OffsetDateTime at, String actor, String channel, String kind, String summary,
      String hash) {
  }

  @GetMapping("/api/v1/complaints/{number}/timeline")
  @Operation(summary = "全程留痕", description = "档案记录，先发生的在前。")
  @Parameter(name = "page", schema = @Schema(type = "integer"))
  @Parameter(name = "size", schema = @Schema(type = "integer"))
  PageOf<TimelineEntry> timeline(@AuthenticationPrincipal Person caller, @PathVariable String number,
      @Parameter(hidden = true) @RequestParam Map<String, String> query) {
    var in = new FieldReader(query, clock.instant());
    in.refuseUnknown(Set.of("page", "size"));
    var page = PageOf.Request.from(in, 500);
    in.throwIfFaulty();
    var entries = archives.entries(cases.get(caller, number, Action.VIEW, null).number());
    return page.of(entries.stream().map(e -> new TimelineEntry(e.sequence(), times.at(e.at()), e.actor(), e.channel(),
        e.kind(), e.summary(), e.hash())).toList());
  }

  /** One change of a clock. */
  record ClockChange(LedgerEntry.Change change, String label, OffsetDateTime at, String actor, String reason,
      OffsetDateTime dueBefore, OffsetDateTime dueAfter, String rule, String explanation) {
  }

  /** A clock and how it came to stand so. */
  record ClockView(String kind, int round, Clock.Status status, String statusLabel, OffsetDateTime startedAt,
      OffsetDateTime dueAt, OffsetDateTime warnAt, OffsetDateTime escalateAt,
      @Schema(description = "超时后督办的组") String escalateTo,
      @Schema(description = "宽限期满后再升级的组") String escalateNext,
      @Schema(description = "目标期限，只提示不计超时") OffsetDateTime goalDueAt, OffsetDateTime pausedAt,
      OffsetDateTime pauseLimitAt, OffsetDateTime warnedAt,
      @Schema(description = "首次超时的期限；超时是事实，延期后仍保留") OffsetDateTime breachedAt,
      OffsetDateTime escalatedAt, OffsetDateTime stoppedAt, String rule, String tableVersion, String source,
      List<String> extensions, String explanation, List<ClockChange> ledger) {
  }

  @GetMapping("/api/v1/complaints/{number}/clocks")
  @Operation(summary = "时限与台账")
  List<ClockView> clocks(@AuthenticationPrincipal Person caller, @PathVariable String number) {
    var complaint = cases.get(caller, number, Action.VIEW, null).number();
    var ledger = clocks.ledger(complaint);
    return clocks.of(complaint).stream().map(c -> new ClockView(c.kind(), c.round(), c.status(), c.status().label(),
        times.at(c.startedAt()), times.at(c.dueAt()), times.at(c.warnAt()), times.at(c.escalateAt()),
        c.escalateTo(), c.escalateNext(), times.at(c.goalDueAt()), times.at(c.pausedAt()), times.at(c.pauseLimitAt()), times.at(c.warnedAt()),
        times.at(c.breachedAt()), times.at(c.escalatedAt()), times.at(c.stoppedAt()), c.ruleId(), c.tableVersion(),
        c.source(), c.extensions().stream().map(Object::toString).toList(), c.explanation(),
        ledger.stream().filter(l -> l.kind().equals(c.kind()) && l.round() == c.round())
            .map(l -> new ClockChange(l.change(), l.change().label(), times.at(l.at()), l.actor(), l.reason(),
                times.at(l.dueBefore()), times.at(l.dueAfter()), l.ruleAfter(), l.explanation())).toList())).toList();
  }

  /** Evidence without its bytes. */
  record EvidenceView(UUID id, String fileName, String mediaType, long size, @Schema(description = "SHA-256") String hash,
      String kind, String note, boolean recordingConsent,
      @Schema(description = "上传人确认这段录像里没有人的谈话") boolean noConversation, String addedBy, OffsetDateTime addedAt) {
  }

  @GetMapping("/api/v1/complaints/{number}/evidence")
  @Operation(summary = "证据清单")
  List<EvidenceView> evidence(@AuthenticationPrincipal Person caller, @PathVariable String number) {
    return evidence.list(cases.get(caller, number, Action.VIEW, null).number()).stream().map(this::view).toList();
  }

  /** What became of one of several files; either {@code evidence} or {@code problem}. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record FileAnswer(String fileName, int status, EvidenceView evidence, ProblemDetail problem) {
  }

  /** The answer to several files, in their order. */
  record FileAnswers(List<FileAnswer> items) {
  }

  @PostMapping(path = "/api/v1/complaints/{number}/evidence", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @Operation(summary = "添加证据", description = "kind 为证据类别代码，如 TEST_REPORT；录音录像须有客户同意(recordingConsent=true)，"
      + "没有人谈话的录像则须说明(noConversation=true)。"
      + " file 可以重复：逐个接收，互不影响，应答 207，items 按上传的次序说明每个文件的结果。")
  @ApiResponse(responseCode = "201", description = "一个文件，已收下",
      content = @Content(schema = @Schema(implementation = EvidenceView.class)))
  @ApiResponse(responseCode = "207", description = "几个文件，各有各的结果",
      content = @Content(schema = @Schema(implementation = FileAnswers.class)))
  ResponseEntity<?> add(@AuthenticationPrincipal Person caller, @PathVariable String number,
      @RequestPart("file") List<MultipartFile> files, @RequestParam(required = false) String kind,
      @RequestParam(required = false) String note, @RequestParam(defaultValue = "false") boolean recordingConsent,
      @RequestParam(defaultValue = "false") boolean noConversation)
      throws IOException {
    var complaint = cases.work(caller, number, CaseAction.EVIDENCE).number();
    if (files.size() == 1) {
      var added = add(caller, complaint, files.get(0), kind, note, recordingConsent, noConversation);
      tellAdded(complaint);
      return ResponseEntity.created(URI.create("/api/v1/complaints/" + number + "/evidence/" + added.id()))
          .body(view(added));
    }
    var answers = new ArrayList<FileAnswer>();
    for (var file : files) {
      answers.add(answer(caller, complaint, file, kind, note, recordingConsent, noConversation));
    }
    if (answers.stream().anyMatch(answer -> answer.evidence() != null)) {
      tellAdded(complaint);
    }
    return ResponseEntity.status(HttpStatus.MULTI_STATUS).body(new FileAnswers(answers));
  }

  private FileAnswer answer(Person caller, ComplaintNumber number, MultipartFile file, String kind, String note,
      boolean recordingConsent, boolean noConversation) {
    try {
      var added = add(caller, number, file, kind, note, recordingConsent, noConversation);
      return new FileAnswer(added.fileName(), HttpStatus.CREATED.value(), view(added), null);
    } catch (RuntimeException | IOException failed) { // whatever it is, those that are stored are to be told
      var problem = Problems.problem(failed);
      return new FileAnswer(file.getOriginalFilename(), problem.getStatus(), null, problem);
    }
  }

  private Evidence add(Person caller, ComplaintNumber number, MultipartFile file, String kind, String note,
      boolean recordingConsent, boolean noConversation) throws IOException {
    try (var content = file.getInputStream()) {
      return evidence.add(number, content, file.getOriginalFilename(), kind, note, recordingConsent, noConversation,
          caller.id());
    }
  }

  private void tellAdded(ComplaintNumber number) {
    try {
      flow.tell(number, "EvidenceAdded", Map.of());
    } catch (ComplaintFlow.NotWaiting e) {
      // a closed case waits for nothing, and its file still grows [000]
    }
  }

  @GetMapping("/api/v1/complaints/{number}/evidence/{id}")
  @Operation(summary = "下载证据")
  ResponseEntity<Resource> download(@AuthenticationPrincipal Person caller, @PathVariable String number,
      @PathVariable UUID id) {
    var content = evidence.open(cases.get(caller, number, Action.DOWNLOAD, id.toString()).number(), id);
    return Download.attachment(content.evidence().fileName())
        .contentType(MediaType.parseMediaType(content.evidence().mediaType()))
        .contentLength(content.evidence().size())
        .body(new InputStreamResource(content.stream()));
  }

  /** The check of a file. */
  record VerificationView(String complaintNumber, boolean intact, int entries,
      @Schema(description = "末条记录的哈希") String head, @Schema(description = "证据份数，每份都读过") int evidence,
      @Schema(description = "最近一次含本卷的每日存证，还没有时为空") LocalDate sealedOn,
      @Schema(description = "该次存证覆盖到第几条") int sealedSequence,
      @Schema(description = "该次存证的时间戳，没有时为空") OffsetDateTime stampedAt, OffsetDateTime checkedAt,
      @Schema(description = "完好时为空，否则指出第一处不符") String finding,
      @Schema(description = "全部不符之处") List<String> findings) {
  }

  @GetMapping("/api/v1/archives/{number}/verification")
  @Operation(summary = "核验档案", description = "逐条重算哈希链，核对内容、证据和每日存证，指出不符之处。")
  VerificationView verify(@AuthenticationPrincipal Person caller, @PathVariable String number) {
    var result = proof.verify(cases.get(caller, number, Action.VERIFY, null).number());
    return new VerificationView(number, result.intact(), result.entries(), result.head(), result.evidence(),
        result.sealedOn(), result.sealedSequence(), times.at(result.stampedAt()), times.at(result.checkedAt()),
        result.intact() ? null : result.findings().get(0), result.findings());
  }

  private EvidenceView view(Evidence e) {
    return new EvidenceView(e.id(), e.fileName(), e.mediaType(), e.size(), e.hash(), e.kind(), e.note(),
        e.recordingConsent(), e.noConversation(), e.addedBy(), times.at(e.addedAt()));
  }
}
