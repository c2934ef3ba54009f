package io.huiyin.archive;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** After a crash the leftovers go with the next start; it does not wait for that. */
@Component
class CleanUpAtStart {

  private static final Logger LOG = LoggerFactory.getLogger(CleanUpAtStart.class);

  private final EvidenceStore evidence;

  CleanUpAtStart(EvidenceStore evidence) {
    this.evidence = evidence;
  }

  @EventListener(ApplicationReadyEvent.class)
  void cleanUp() {
    var thread = new Thread(() -> {
      try {
        evidence.cleanUp();
      } catch (RuntimeException e) {
        LOG.warn("Evidence without a record is left for the nightly clean-up: {}", e.toString());
      }
    }, "evidence-clean-up");
    thread.setDaemon(true);
    thread.start();
  }
}
