package io.huiyin.archive;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Merkle tree over the heads of a day, in the order of their numbers. A case file shows its place in it by the few hashes
 * beside its way to the top, which tell nothing about the other files.
 *
 * <pre>
 * leaf = SHA-256(0x00 || number, sequence, head)      node = SHA-256(0x01 || left || right)
 * </pre>
 *
 * One without a neighbour on the right goes up as it is. The top of no leaf is SHA-256 of nothing.
 */
final class HeadTree {

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private final List<List<byte[]>> levels = new ArrayList<>();

  HeadTree(List<DailyRoot.Head> heads) {
    var level = heads.stream().map(HeadTree::leaf).toList();
    levels.add(level);
    while (level.size() > 1) {
      var above = new ArrayList<byte[]>();
      for (var i = 0; i < level.size(); i += 2) {
        above.add(i + 1 < level.size() ? node(level.get(i), level.get(i + 1)) : level.get(i));
      }
      levels.add(above);
      level = above;
    }
  }

  byte[] top() {
    var last = levels.get(levels.size() - 1);
    return last.isEmpty() ? Canonical.sha256().digest() : last.get(0);
  }

  /** A hash beside the way to the top. */
  record Step(boolean left, String hash) {
  }

  /** The way from a leaf to the top. */
  List<Step> way(int leaf) {
    var way = new ArrayList<Step>();
    for (var level : levels) {
      var neighbour = leaf ^ 1;
      if (neighbour < level.size()) {
        way.add(new Step(neighbour < leaf, HexFormat.of().formatHex(level.get(neighbour))));
      }
      leaf /= 2;
    }
    return way;
  }

  private static byte[] leaf(DailyRoot.Head head) {
    var digest = Canonical.sha256();
    digest.update(LEAF);
    return digest.digest(head.canonical());
  }

  private static byte[] node(byte[] left, byte[] right) {
    var digest = Canonical.sha256();
    digest.update(NODE);
    digest.update(left);
    return digest.digest(right);
  }
}
