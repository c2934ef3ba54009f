package io.huiyin.complaint;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A complaint without its personal data.
 *
 * @param claimAmount what the customer asks for in CNY, or {@code null}
 * @param groupSize   how many persons complain together, at least 1
 * @param lateRecord  recorded more than 30 minutes after the contact ended (迟录) [000]
 * @param restricted the case is only stored, on the customer's request [PIPL 47]
 * @param leadUnit    the responsible unit's group id, or {@code null} before classification
 * @param round       1, and one more for every objection of the customer to the result and for every re-opening
 * @param closedAt    when the case was closed first; a later closing does not change it
 * @param returns     how often a step was given back to the one before (退回)
 * @param urges       how often somebody pressed for the case (催办)
 */
public record Complaint(
    ComplaintNumber number, Instant registeredAt, String registeredBy, Channel channel, Category category,
    String issuePoint, String product, String memberLevel, BigDecimal claimAmount, int groupSize,
    Ratings ratings, boolean safetyRisk, boolean sensitive, boolean restricted, boolean repeat, boolean lateRecord,
    String leadUnit, CaseStatus status, String externalReference, String processInstanceId, int round, Instant closedAt,
    int returns, int urges) {

  /** The same complaint, found to be of another category. */
  public Complaint about(Category other) {
    return new Complaint(number, registeredAt, registeredBy, channel, other, issuePoint, product, memberLevel,
        claimAmount, groupSize, ratings, safetyRisk, sensitive, restricted, repeat, lateRecord, leadUnit, status,
        externalReference, processInstanceId, round, closedAt, returns, urges);
  }

  /** @throws InvalidInput naming the field if the case is only stored: it is neither added to, given away nor taken up again */
  public void refuseRestricted(String field) {
    if (restricted) {
      throw new InvalidInput(field, "本案应客户要求限制处理，只存储和保护，不能办理这一项；确需恢复的，请董事办说明理由解除限制");
    }
  }

  /** These ratings, raised to what this case asks for at least. */
  public Ratings atLeast(Ratings ratings) {
    return ratings.withFloors(safetyRisk, repeat);
  }
}
