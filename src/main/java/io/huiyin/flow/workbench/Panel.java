package io.huiyin.flow.workbench;

import io.huiyin.complaint.PersonalData;
import io.huiyin.identity.CaseAction;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the person who works a task sees of the case, personal data masked.
 *
 * @param now      business time of this answer, so that the page counts on the same clock as the deadlines
 * @param facts    the values that the task's form shows again or starts with, by name
 * @param cameBy   why the task was given back or handed over, if it was
 * @param proposal what the rule tables propose and why
 * @param findings what was found out about the case after its result, by label
 * @param related  the cases that belong to this one as far as the person may see them
 * @param may      what the person may do to the case
 */
record Panel(
    OffsetDateTime now, String number, String status, Grades ratings, boolean sensitive, boolean repeat,
    boolean lateRecord, int round, int returns, int urges, String cameBy,
    String memberLevel, String category, String channel, String product, String orderNumber, String issuePoint, String leadUnit, String claimAmount, int groupSize, String occurredPlace,
    OffsetDateTime registeredAt, String externalReference, Customer customer, String description, String demand,
    String measuresTaken, List<ClockView> clocks, List<Step> timeline, Map<String, Object> facts,
    List<Proposal> proposal, List<ContactView> contacts, List<EvidenceView> evidence, List<Choice> evidenceKinds,
    List<Choice> missingDocuments, Map<String, String> findings, List<RelatedCase> related,
    Set<CaseAction> may) {

  /** The case file as the tab 案卷 shows it: everything on record, without the facts themselves. */
  record CaseFile(String number, List<ClockView> clocks, List<Step> timeline, List<ContactView> contacts,
      List<EvidenceView> evidence) {
  }

  record Code(String code, String label) {
  }

  record Grades(Code priority, Code severity, Code complexity) {
  }

  /** @param mayUnmask whether the person may see them in full */
  record Customer(String customerName, String customerPhone, String customerEmail, boolean mayUnmask) {

    static Customer of(PersonalData data, Set<CaseAction> may) {
      return new Customer(data.customerName(), data.customerPhone(), data.customerEmail(), may.contains(CaseAction.UNMASK));
    }
  }

  /** @param status as in {@code Clock.Status} */
  record ClockView(String kind, String label, String status, String statusLabel, OffsetDateTime startedAt,
      OffsetDateTime dueAt, boolean warned, String explanation) {
  }

  /** @param silent done by the engine between two steps of people */
  record Step(int sequence, OffsetDateTime at, String actor, String kind, String summary, boolean silent) {
  }

  record Proposal(String label, String value, String reason) {
  }

  record ContactView(OffsetDateTime at, String directionLabel, String channelLabel, String summary) {
  }

  /** @param thumbnail there is a small picture of it; @param hash SHA-256 */
  record EvidenceView(String id, String name, String kindLabel, long size, OffsetDateTime at, String by,
      boolean thumbnail, String hash) {
  }

  /** The evidence of a case, what may be added, and what filing still misses. */
  record EvidenceFile(String number, List<EvidenceView> evidence, List<Choice> evidenceKinds,
      List<Choice> missingDocuments, boolean mayAdd) {
  }

  /** Another case that belongs to this one. @param relation why */
  record RelatedCase(String number, String relation, OffsetDateTime registeredAt, String category, String status) {
  }

  record Choice(String value, String label) {
  }
}
