package io.huiyin.flow.workbench;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;

/** What the archive desk shows: results of a search, and a case file as a whole. */
final class ArchiveView {

  private ArchiveView() {
  }

  /** One page of results. @param exact whether {@code total} is the whole number, or there may be more */
  record Results(List<Line> hits, int page, int size, long total, boolean exact, boolean more) {
  }

  /** A result. @param archiveStatus {@code null} for a complaint without a file */
  record Line(String number, OffsetDateTime registeredAt, OffsetDateTime closedAt, String category, String issuePoint,
      String product, Panel.Code priority, Panel.Code severity, String status, String leadUnit, boolean sensitive,
      boolean repeat, Panel.Code archiveStatus, String urgency, OffsetDateTime filedAt, LocalDate retentionUntil) {
  }

  /** What a search offers to choose from. */
  record Choices(List<Panel.Choice> categories, List<Panel.Choice> priorities, List<Panel.Choice> severities,
      List<Panel.Choice> complexities, List<Panel.Choice> statuses, List<Panel.Choice> archiveStatuses,
      List<Panel.Choice> urgencies) {
  }

  /** The head of a case file and the file. Contact data masked. */
  record CaseView(Line line, Panel.Grades ratings, String urgency, String channel, String memberLevel, int round,
      String registeredBy, boolean lateRecord, boolean restricted, String externalReference, String orderNumber,
      String occurredPlace,
      Panel.Customer customer, String description, String demand, String measuresTaken, String legalBasis,
      String paperLocation, Panel.CaseFile file) {
  }

  /** A past complaint like this one. */
  record SimilarView(String number, OffsetDateTime registeredAt, OffsetDateTime closedAt, List<String> alike,
      String measures, String result, Double rating) {
  }
}
