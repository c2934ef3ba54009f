package io.huiyin.complaint;

/**
 * A place that keeps personal data of cases. Whatever keeps such data has a bean of this kind; when a case is destroyed,
 * all of them are asked, in one transaction.
 */
public interface PersonalHolding {

  /** What it holds, in Chinese, for the certificate. */
  String label();

  /**
   * Destroys what it holds of this case for good. What statistics need (ratings, dates, counts) stays. Demands the
   * caller's transaction.
   *
   * @return how many records were emptied or removed
   */
  int destroy(ComplaintNumber number);
}
