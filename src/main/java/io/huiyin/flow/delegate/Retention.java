package io.huiyin.flow.delegate;

import io.huiyin.archive.Completeness;
import io.huiyin.archive.EvidenceAdded;
import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.CorrectiveAction;
import io.huiyin.complaint.CorrectiveActions;
import io.huiyin.flow.model.RuleTables;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * 保管期限: how many years is a rule table's word; they count from the latest of closing, last supplement and confirmed
 * corrective action. Set at filing, and counted anew at once when one of the three happens to an archive that is filed
 * already. [000]
 */
@Component
class Retention {

  /** @param until last day of retention */
  record Term(LocalDate until, String legalBasis) {
  }

  private final Complaints complaints;
  private final CorrectiveActions actions;
  private final Completeness completeness;
  private final RuleTables tables;
  private final Clock clock;

  Retention(Complaints complaints, CorrectiveActions actions, Completeness completeness, RuleTables tables, Clock clock) {
    this.complaints = complaints;
    this.actions = actions;
    this.completeness = completeness;
    this.tables = tables;
    this.clock = clock;
  }

  /** The term as things stand; a case that is not closed yet counts from now. */
  Term of(Complaint complaint) {
    var rule = tables.askOne("retention-term", Map.of("category", complaint.category().name(),
        "severity", complaint.ratings().severity().name(), "complexity", complaint.ratings().complexity().name()));
    return new Term(from(complaint.number()).atZone(clock.getZone()).toLocalDate().plusYears(rule.number("years")),
        rule.text("legalBasis"));
  }

  /**
   * Something happened from which the term of a filed archive counts anew. A case that runs gets its term when it is
   * filed.
   *
   * @param why one Chinese clause without personal data
   */
  void renew(ComplaintNumber number, String why, String actor) {
    if (complaints.lastClosedAt(number) != null) {
      completeness.keepUntil(number, of(complaints.get(number)).until, why, actor);
    }
  }

  @EventListener
  void supplemented(EvidenceAdded added) {
    renew(added.number(), "补充了材料", added.addedBy());
  }

  private Instant from(ComplaintNumber number) {
    var closedAt = complaints.lastClosedAt(number);
    return Stream.of(closedAt == null ? clock.instant() : closedAt,
            completeness.lastSupplementAt(number).orElse(null),
            actions.latest(number).map(CorrectiveAction::verifiedAt).orElse(null))
        .filter(Objects::nonNull).max(Comparator.naturalOrder()).orElseThrow();
  }
}
