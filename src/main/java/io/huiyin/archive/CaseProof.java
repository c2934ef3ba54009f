package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.UnknownComplaint;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** 核验: everything there is to check about one case file: chain, payloads, cover, evidence, its place in the daily roots. */
@Service
public class CaseProof {

  /**
   * What came of it.
   *
   * @param entries        number of entries read
   * @param head           hash of the last entry as the archive knows it
   * @param evidence       number of pieces of evidence, each of which was read
   * @param sealedOn       day of the last root that holds the file, or {@code null} if none does yet
   * @param sealedSequence the last entry that it covers
   * @param stampedAt      time of the authority's stamp on that root, or {@code null}
   * @param findings       in Chinese what does not fit, the first broken entry first; empty when all is well
   */
  public record Result(int entries, String head, int evidence, LocalDate sealedOn, int sealedSequence, Instant stampedAt,
      Instant checkedAt, List<String> findings) {

    public boolean intact() {
      return findings.isEmpty();
    }
  }

  private final ArchiveAudit audit;
  private final EvidenceStore evidence;
  private final DailyRoots roots;
  private final Complaints complaints;
  private final Clock clock;

  CaseProof(ArchiveAudit audit, EvidenceStore evidence, DailyRoots roots, Complaints complaints, Clock clock) {
    this.complaints = complaints;
    this.clock = clock;
    this.audit = audit;
    this.evidence = evidence;
    this.roots = roots;
  }

  /** @throws UnknownComplaint if no case has this number */
  @Transactional(readOnly = true)
  public Result verify(ComplaintNumber number) {
    var chain = chain(number);
    var findings = new ArrayList<>(chain.findings());
    var pieces = chain.head() == null ? List.<Evidence>of() : evidence.list(number);
    if (chain.head() != null) {
      findings.addAll(evidence.verify(number, pieces));
    }
    var place = roots.place(number);
    findings.addAll(roots.findings(place));
    var last = place.seats().isEmpty() ? null : place.seats().get(place.seats().size() - 1);
    return new Result(chain.entries(), chain.head(), pieces.size(), last == null ? null : last.day(),
        last == null ? 0 : last.sequence(), last == null ? null : place.stampedAt(last.day()), chain.checkedAt(), findings);
  }

  /**
   * How a check of everything ended.
   *
   * @param broken how many files have something that does not fit
   * @param inRoots how many places in the daily roots do not fit
   */
  public record Overall(int files, int broken, long roots, int inRoots) {

    public boolean intact() {
      return broken == 0 && inRoots == 0;
    }
  }

  /**
   * Checks every case file, every piece of evidence and every daily root; reads all of them.
   *
   * @param report takes in Chinese what does not fit, as soon as it is found
   */
  public Overall verifyAll(Consumer<String> report) {
    var files = new AtomicInteger();
    var broken = new HashSet<String>();
    audit.verifyAll((number, result) -> {
      files.incrementAndGet();
      if (!result.intact()) {
        broken.add(number);
        result.findings().forEach(finding -> report.accept(number + "：" + finding));
      }
    });
    evidence.verifyAll((number, findings) -> {
      broken.add(number.value());
      findings.forEach(finding -> report.accept(number + "：" + finding));
    });
    var inRoots = roots.verify();
    inRoots.forEach(report);
    return new Overall(files.get(), broken.size(), roots.count(), inRoots.size());
  }

  private Verification chain(ComplaintNumber number) {
    return audit.find(number).orElseGet(() -> {
      complaints.get(number);
      return new Verification(0, null, clock.instant(),
          roots.finding(number).orElse("案卷缺失：投诉已登记，却没有档案"), List.of());
    });
  }
}
