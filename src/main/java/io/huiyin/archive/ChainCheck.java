package io.huiyin.archive;

import io.huiyin.privacy.Vault;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/** Follows one chain from its opening to its head and keeps the first thing that does not fit. */
final class ChainCheck {

  private final Vault vault;
  private final int headSequence;
  private final byte[] headHash;
  private byte[] previous;
  private int entries;
  private int payloadMissing;
  private String finding;

  ChainCheck(Vault vault, byte[] opening, int headSequence, byte[] headHash) {
    this.vault = vault;
    this.previous = opening;
    this.headSequence = headSequence;
    this.headHash = headHash;
  }

  /** A chain whose cover is gone; its entries are only counted. */
  static ChainCheck withoutCover(Vault vault) {
    var check = new ChainCheck(vault, null, 0, null);
    check.finding = "档案封面缺失：有记录，却没有开立信息和末条哈希";
    return check;
  }

  boolean isEmpty() {
    return headHash == null && entries == 0;
  }

  void next(LedgerEntry entry, byte[] previousHash, byte[] hash, byte[] salt, byte[] sealed) {
    entries++;
    if (finding != null) {
      return;
    }
    finding = link(entry, previousHash, hash);
    if (finding == null) {
      finding = payload(entry, salt, sealed);
    }
    previous = hash;
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

  private String payload(LedgerEntry entry, byte[] salt, byte[] sealed) {
    if (entry.kind().equals(Archives.PAYLOADS_DESTROYED)) {
      payloadMissing = 0;
    }
    if (Arrays.equals(entry.commitment(), LedgerEntry.NOTHING)) {
      return sealed == null ? null : "第 " + entries + " 条的内容是后加的";
    }
    if (sealed == null) {
      payloadMissing = payloadMissing == 0 ? entries : payloadMissing;
      return null;
    }
    try {
      if (Arrays.equals(LedgerEntry.commitment(salt, vault.open(sealed)), entry.commitment())) {
        return null;
      }
    } catch (Vault.SealBroken e) {
      return "第 " + entries + " 条的内容打不开：密文被改动，或其密钥未配置";
    }
    return "第 " + entries + " 条的内容被改动：内容或盐值与承诺值不符";
  }

  Verification result(Instant checkedAt) {
    if (finding == null) {
      finding = ending();
    }
    return new Verification(finding == null, entries,
        headHash == null ? null : HexFormat.of().formatHex(headHash), checkedAt, finding);
  }

  private String ending() {
    if (entries < headSequence) {
      return missing(entries + 1, headSequence);
    }
    if (!Arrays.equals(previous, headHash)) {
      return "封面登记的末条哈希与" + (entries == 0 ? "档案的开立信息" : "第 " + entries + " 条") + "不符";
    }
    return payloadMissing == 0 ? null : "第 " + payloadMissing + " 条的内容丢失，且没有销毁记录";
  }

  private static String missing(int from, int to) {
    return from >= to ? "第 " + from + " 条缺失" : "第 " + from + " 至 " + to + " 条缺失";
  }
}
