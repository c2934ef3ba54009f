package io.huiyin.flow.workbench;

import static io.huiyin.flow.workbench.Answers.fresh;

import io.huiyin.archive.Archives;
import io.huiyin.archive.EvidenceStore;
import io.huiyin.archive.NewEntry;
import io.huiyin.complaint.ComplaintFlow;
import io.huiyin.identity.AccessLog.Action;
import io.huiyin.identity.CaseAction;
import io.huiyin.web.Download;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Evidence of a case, from and to the task forms in Tasklist. */
@RestController
@RequestMapping("/camunda/api/ext/complaints/{number}/evidence")
class EvidenceController {

  private final Caller caller;
  private final Panels panels;
  private final EvidenceStore store;
  private final Archives archives;
  private final ComplaintFlow flow;
  private final Clock clock;
  private final TransactionTemplate transaction;

  EvidenceController(Caller caller, Panels panels, EvidenceStore store, Archives archives, ComplaintFlow flow,
      Clock clock, PlatformTransactionManager transactions) {
    this.caller = caller;
    this.panels = panels;
    this.store = store;
    this.archives = archives;
    this.flow = flow;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** What there is, for who may see the case. */
  @GetMapping
  ResponseEntity<Panel.EvidenceFile> list(@PathVariable String number) {
    var complaint = caller.complaint(number);
    var mayAdd = caller.mayDo(complaint).contains(CaseAction.EVIDENCE);
    caller.log(complaint, Action.VIEW, "evidence");
    return fresh(caller.elevated(() -> panels.evidence(complaint, mayAdd)));
  }

  /** Adds one file. A running case hears of it. [000] */
  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  Panel.EvidenceView add(@PathVariable String number, @RequestParam MultipartFile file, @RequestParam String kind,
      @RequestParam(required = false) String note, @RequestParam(defaultValue = "false") boolean recordingConsent,
      @RequestParam(defaultValue = "false") boolean noConversation)
      throws IOException {
    var complaint = caller.work(number, CaseAction.EVIDENCE);
    try (var content = file.getInputStream()) {
      var evidence = store.add(complaint.number(), content, file.getOriginalFilename(), kind, note, recordingConsent,
          noConversation, caller.person().id());
      try {
        flow.tell(complaint.number(), "EvidenceAdded", Map.of());
      } catch (ComplaintFlow.NotWaiting ended) {
        // a case that has ended still takes evidence; nobody waits for the news
      }
      return caller.elevated(() -> panels.evidence(evidence, panels.kinds(complaint)));
    }
  }

  /** The small picture of a picture: our own JPEG, so the only thing of evidence that is shown inside a page. */
  @GetMapping("/{id}/thumbnail")
  ResponseEntity<InputStreamResource> thumbnail(@PathVariable String number, @PathVariable UUID id) {
    var complaint = caller.complaint(number);
    var thumbnail = Download.recorded(store.openThumbnail(complaint.number(), id),
        () -> caller.log(complaint, Action.VIEW, "thumbnail " + id));
    return Download.inline("thumbnail.jpg").contentType(MediaType.IMAGE_JPEG)
        .header("Content-Security-Policy", "default-src 'none'; sandbox")
        .body(thumbnail);
  }

  /** Hands out one file, never to be shown inside our pages; who fetched it is on record. [000] */
  @GetMapping("/{id}")
  ResponseEntity<InputStreamResource> download(@PathVariable String number, @PathVariable UUID id) {
    var complaint = caller.complaint(number);
    var content = store.open(complaint.number(), id);
    var body = Download.recorded(content.stream(), () -> transaction.executeWithoutResult(status -> {
      archives.append(complaint.number(), List.of(new NewEntry("EVIDENCE_DOWNLOADED", "下载证据材料",
          caller.person().id(), "WEBAPP", clock.instant(), Map.of("id", id.toString()))));
      caller.log(complaint, Action.DOWNLOAD, id.toString());
    }));
    return Download.attachment(content.evidence().fileName())
        .contentType(MediaType.parseMediaType(content.evidence().mediaType()))
        .contentLength(content.evidence().size())
        .body(body);
  }
}
