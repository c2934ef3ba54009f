package io.huiyin.archive;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Result of checking one case file against its chain, and its cover against what the entries say of it.
 *
 * @param entries number of entries read
 * @param head    hash of the last entry as the archive knows it
 * @param finding {@code null} when the chain is whole, else in Chinese the first broken entry and what is wrong with it
 * @param cover   in Chinese where the cover contradicts the entries; not looked at where these do not follow on one another
 */
public record Verification(int entries, String head, Instant checkedAt, String finding, List<String> cover) {

  public boolean intact() {
    return finding == null && cover.isEmpty();
  }

  /** All that does not fit, the chain first. */
  public List<String> findings() {
    return Stream.concat(Stream.ofNullable(finding), cover.stream()).toList();
  }

  Verification broken(String why) {
    return new Verification(entries, head, checkedAt, why, cover);
  }
}
