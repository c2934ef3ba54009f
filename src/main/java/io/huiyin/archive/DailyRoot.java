package io.huiyin.archive;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;

/**
 * One hash over the heads of all case files that changed since the root before, which it holds as well. Who keeps a root
 * elsewhere can later show that no file of that day was removed, rewritten or replaced.
 *
 * <pre>
 * root = SHA-256(previous root (32 raw bytes, zero for the first)
 *        || "huiyin-root-1", day, sealed at, number of files, then for each file by number: number, sequence, head)
 * </pre>
 *
 * @param files how many case files had changed
 */
public record DailyRoot(LocalDate day, Instant sealedAt, int files, String previous, String root) {

  /** What stands in for the root before the first. */
  static final byte[] NONE = new byte[32];

  /** How far a case file had grown. */
  record Head(String number, int sequence, byte[] hash) {
  }

  static byte[] hash(LocalDate day, Instant sealedAt, byte[] previous, List<Head> heads) {
    var digest = Canonical.sha256();
    digest.update(previous);
    digest.update(Canonical.fields("huiyin-root-1", day.toString(), Canonical.at(sealedAt),
        Integer.toString(heads.size())));
    for (var head : heads) {
      digest.update(Canonical.fields(head.number, Integer.toString(head.sequence), HexFormat.of().formatHex(head.hash)));
    }
    return digest.digest();
  }
}
