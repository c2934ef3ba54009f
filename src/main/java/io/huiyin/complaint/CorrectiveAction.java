package io.huiyin.complaint;

import java.time.Instant;

/**
 * A corrective and preventive action (纠正/预防措施). [003]
 *
 * @param number     the complaint that it was ordered for
 * @param issuePoint of that complaint, or {@code null}
 * @param unit       group id of the unit that reports, or {@code null} before it was named
 * @param round      1 for the first report, one more each time the measures were not effective
 * @param verifiedAt when the effect was confirmed last, or {@code null}
 * @param endedAt    {@code null} while it runs
 */
public record CorrectiveAction(
    long id, ComplaintNumber number, String issuePoint, String unit, int round, Instant verifiedAt, Instant endedAt) {
}
