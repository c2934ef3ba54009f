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
 *        || "huiyin-root-2", day, sealed at, number of files, top of the {@link HeadTree})
 * </pre>
 *
 * Roots of the first form have no tree: {@code "huiyin-root-1", day, sealed at, number of files, then for each file by
 * number: number, sequence, head}.
 *
 * @param files how many case files had changed
 * @param tree  {@code null} in a root of the first form
 */
public record DailyRoot(LocalDate day, Instant sealedAt, int files, String previous, String tree, String root) {

  /** What stands in for the root before the first. */
  static final byte[] NONE = new byte[32];

  /** How far a case file had grown. */
  record Head(String number, int sequence, byte[] hash) {

    byte[] canonical() {
      return Canonical.fields(number, Integer.toString(sequence), HexFormat.of().formatHex(hash));
    }
  }

  static byte[] hash(LocalDate day, Instant sealedAt, byte[] previous, int files, byte[] tree) {
    var digest = Canonical.sha256();
    digest.update(previous);
    return digest.digest(Canonical.fields("huiyin-root-2", day.toString(), Canonical.at(sealedAt),
        Integer.toString(files), HexFormat.of().formatHex(tree)));
  }

  /** What the root must be if these are its heads. */
  byte[] expected(List<Head> heads) {
    var before = HexFormat.of().parseHex(previous);
    return tree == null ? firstForm(before, heads) : hash(day, sealedAt, before, heads.size(), new HeadTree(heads).top());
  }

  private byte[] firstForm(byte[] before, List<Head> heads) {
    var digest = Canonical.sha256();
    digest.update(before);
    digest.update(Canonical.fields("huiyin-root-1", day.toString(), Canonical.at(sealedAt),
        Integer.toString(heads.size())));
    heads.forEach(head -> digest.update(head.canonical()));
    return digest.digest();
  }
}
