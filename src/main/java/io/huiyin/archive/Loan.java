package io.huiyin.archive;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.identity.Person;
import java.time.Instant;
import java.util.Set;

/**
 * One line of the loan register (档案借阅记录表): who borrows which filed archive, what for, until when. [000]
 *
 * @param days           how long it was asked for, in calendar days
 * @param extensionsLeft how often it may still be extended
 * @param purpose        {@code null} once the archive was destroyed; so are {@code opinion} and {@code returnNote}
 * @param until          the last instant; {@code null} while nobody has decided
 * @param endedAt        when the paper came back, was reported lost, or the reading ended
 * @param revokers       groups that may take it back before its time
 * @param revocation     {@code null} unless it was taken back
 */
public record Loan(
    long id, ComplaintNumber number, String borrower, String purpose, int days, Medium medium, boolean sensitive,
    int extensionsLeft, Status status, Instant requestedAt, String decidedBy, Instant decidedAt, String opinion,
    Instant until, String handedOutBy, Instant handedOutAt, String endedBy, Instant endedAt, String returnNote,
    Set<String> revokers, Revocation revocation) {

  /**
   * That reading was ended before its time. Paper that was out then stays lent until it is back.
   *
   * @param reason {@code null} once the archive was destroyed
   */
  public record Revocation(String by, Instant at, String reason) {
  }

  /** What is borrowed. */
  public enum Medium {
    ELECTRONIC("电子"), PAPER("纸质"), BOTH("电子和纸质");

    private final String label;

    Medium(String label) {
      this.label = label;
    }

    /** What a person reads. */
    public String label() {
      return label;
    }
  }

  /** Where the loan stands. */
  public enum Status {
    REQUESTED("待审批"), WITHDRAWN("已撤回"), REFUSED("未同意"), LENT("借阅中"), RETURNED("已结束"), REVOKED("已收回"),
    LOST("纸质丢失");

    private final String label;

    Status(String label) {
      this.label = label;
    }

    /** What a person reads. */
    public String label() {
      return label;
    }
  }

  public boolean isPaper() {
    return medium != Medium.ELECTRONIC;
  }

  public boolean isOpen() {
    return status == Status.REQUESTED || status == Status.LENT;
  }

  public boolean isOverdue(Instant now) {
    return status == Status.LENT && isPaper() && !now.isBefore(until);
  }

  /** Whether the person may end it before its time, and nobody has yet. */
  public boolean isRevocableBy(Person person) {
    return status == Status.LENT && revocation == null && person.isIn(revokers);
  }
}
