package io.huiyin.archive;

import java.time.LocalDate;

/**
 * What the archivist decides on filing.
 *
 * @param retentionUntil last day of retention
 * @param legalBasis     the provision that the term rests on
 * @param paperLocation  {@code null} when nothing is on paper
 * @param status         {@link ArchiveStatus#CLOSED} or {@link ArchiveStatus#FOLLOW_UP}
 */
public record FilingFacts(
    LocalDate retentionUntil, String legalBasis, PaperLocation paperLocation, ArchiveStatus status) {
}
