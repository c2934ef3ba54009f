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
 *        || "huiyin-root-3", day, sealed at, number of files, top of the {@link HeadTree},
 *           last id, lines, gaps, hash of the {@link AccessSeal})
 * </pre>
 *
 * Roots of the second form, {@code "huiyin-root-2"}, end with the top of the tree. Roots of the first form have no tree:
 * {@code "huiyin-root-1", day, sealed at, number of files, then for each file by number: number, sequence, head}.
 *
 * @param files  how many case files had changed
 * @param tree   {@code null} in a root of the first form
 * @param access what it holds of the access log; {@code null} in a root of the first or second form
 */
public record DailyRoot(LocalDate day, Instant sealedAt, int files, String previous, String tree, AccessSeal access,
    String root) {

  /** What stands in for the root before the first. */
  static final byte[] NONE = new byte[32];

  /** How far a case file had grown. */
  record Head(String number, int sequence, byte[] hash) {

    byte[] canonical() {
      return Canonical.fields(number, Integer.toString(sequence), HexFormat.of().formatHex(hash));
    }
  }

  static byte[] hash(LocalDate day, Instant sealedAt, byte[] previous, int files, byte[] tree, AccessSeal access) {
    var digest = Canonical.sha256();
    digest.update(previous);
    digest.update(Canonical.fields(access == null ? "huiyin-root-2" : "huiyin-root-3", day.toString(),
        Canonical.at(sealedAt), Integer.toString(files), HexFormat.of().formatHex(tree)));
    if (access != null) {
      digest.update(Canonical.fields(Long.toString(access.last()), Long.toString(access.lines()), access.gaps(),
          access.hash()));
    }
    return digest.digest();
  }

  /** What the root must be if these are its heads. */
  byte[] expected(List<Head> heads) {
    var before = HexFormat.of().parseHex(previous);
    return tree == null ? firstForm(before, heads)
        : hash(day, sealedAt, before, heads.size(), new HeadTree(heads).top(), access);
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
