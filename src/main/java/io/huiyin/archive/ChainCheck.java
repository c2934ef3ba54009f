package io.huiyin.archive;

import io.huiyin.privacy.Vault;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Follows one chain from its opening to its head and keeps the first thing that does not fit; as long as the chain holds,
 * its entries are also heard about the cover.
 */
final class ChainCheck {

  private final Vault vault;
  private final int headSequence;
  private final byte[] headHash;
  private byte[] previous;
  private int entries;
  private int payloadMissing;
  private String finding;
  /** Whether every entry so far is what it was; only then do they bear witness against the cover. */
  private boolean linked = true;
  private final CoverCheck said = new CoverCheck();
  private final Map<String, Object> cover;

  /** @param cover what {@link Cover#read} gave */
  ChainCheck(Vault vault, byte[] opening, int headSequence, byte[] headHash, Map<String, Object> cover) {
    this.vault = vault;
    this.cover = cover;
    this.previous = opening;
    this.headSequence = headSequence;
    this.headHash = headHash;
  }

  /** A chain whose cover is gone; its entries are only counted. */
  static ChainCheck withoutCover(Vault vault) {
    var check = new ChainCheck(vault, null, 0, null, Map.of());
    check.breaks("档案封面缺失：有记录，却没有开立信息和末条哈希");
    return check;
  }

  boolean isEmpty() {
    return headHash == null && entries == 0;
  }

  void next(LedgerEntry entry, byte[] previousHash, byte[] hash, byte[] salt, byte[] sealed) {
    entries++;
    if (!linked) {
      return;
    }
    breaks(link(entry, previousHash, hash));
    if (linked) {
      payload(entry, hash, salt, sealed);
    }
    previous = hash;
  }

  private void breaks(String why) {
    linked &= why == null;
    note(why);
  }

  private void note(String what) {
    finding = finding == null ? what : finding;
  }

  private String link(LedgerEntry entry, byte[] previousHash, byte[] hash) {
    if (entry.sequence() != entries) {
      return missing(entries, entry.sequence() - 1);
    }
    if (entries > headSequence) {
      return "第 " + entries + " 条是多出来的：封面只登记到第 " + headSequence + " 条";
    }
    if (!Arrays.equals(previousHash, previous)) {
      return entries == 1
          ? "第 1 条与档案的开立信息接不上：开立时间或该条被改动"
          : "第 " + entries + " 条与第 " + (entries - 1) + " 条接不上：有记录被改动、调换或插入";
    }
    if (!Arrays.equals(entry.hash(previousHash), hash)) {
      return "第 " + entries + " 条被改动：时间、人员、渠道、类别、摘要、承诺值与哈希不符";
    }
    return null;
  }

  private void payload(LedgerEntry entry, byte[] hash, byte[] salt, byte[] sealed) {
    if (entry.kind().equals(Archives.PAYLOADS_DESTROYED)) {
      payloadMissing = 0;
    }
    var text = (String) null;
    if (Arrays.equals(entry.commitment(), LedgerEntry.NOTHING)) {
      note(sealed == null ? null : "第 " + entries + " 条的内容是后加的");
    } else if (sealed == null) {
      payloadMissing = payloadMissing == 0 ? entries : payloadMissing;
    } else {
      text = open(entry, salt, sealed);
    }
    said.hear(entry, hash, text);
  }

  /** The payload's text, or {@code null} if it is not the one that was committed to. */
  private String open(LedgerEntry entry, byte[] salt, byte[] sealed) {
    try {
      var text = vault.open(sealed);
      if (Arrays.equals(LedgerEntry.commitment(salt, text), entry.commitment())) {
        return text;
      }
      note("第 " + entries + " 条的内容被改动：内容或盐值与承诺值不符");
    } catch (Vault.SealBroken e) {
      note("第 " + entries + " 条的内容打不开：密文被改动，或其密钥未配置");
    }
    return null;
  }

  Verification result(Instant checkedAt) {
    if (linked) {
      breaks(ending());
      note(payloadMissing == 0 ? null : "第 " + payloadMissing + " 条的内容丢失，且没有销毁记录");
    }
    return new Verification(entries, headHash == null ? null : HexFormat.of().formatHex(headHash), checkedAt, finding,
        linked ? said.findings(cover) : List.of());
  }

  private String ending() {
    if (entries < headSequence) {
      return missing(entries + 1, headSequence);
    }
    return Arrays.equals(previous, headHash) ? null
        : "封面登记的末条哈希与" + (entries == 0 ? "档案的开立信息" : "第 " + entries + " 条") + "不符";
  }

  private static String missing(int from, int to) {
    return from >= to ? "第 " + from + " 条缺失" : "第 " + from + " 至 " + to + " 条缺失";
  }
}
