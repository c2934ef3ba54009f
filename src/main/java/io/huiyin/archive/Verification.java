package io.huiyin.archive;

import java.time.Instant;

/**
 * Result of checking one case file against its chain.
 *
 * @param entries number of entries read
 * @param head    hash of the last entry as the archive knows it
 * @param finding {@code null} when intact, else in Chinese the first broken entry and what is wrong with it
 */
public record Verification(boolean intact, int entries, String head, Instant checkedAt, String finding) {

  Verification broken(String why) {
    return new Verification(false, entries, head, checkedAt, why);
  }
}
