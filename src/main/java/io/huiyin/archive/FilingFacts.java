package io.huiyin.archive;

import io.huiyin.complaint.Category;
import java.time.LocalDate;

/**
 * What the archivist decides on filing.
 *
 * @param retentionUntil last day of retention
 * @param legalBasis     the provision that the term rests on
 * @param paperLocation  {@code null} when nothing is on paper
 * @param category       first level of the classification
 * @param status         second level: {@link ArchiveStatus#CLOSED} or {@link ArchiveStatus#FOLLOW_UP}
 * @param urgency        third level
 */
public record FilingFacts(LocalDate retentionUntil, String legalBasis, PaperLocation paperLocation, Category category,
    ArchiveStatus status, Urgency urgency) {
}
