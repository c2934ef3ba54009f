package io.huiyin.archive;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The hashed part of an entry, from which anybody can recompute the chain in the form of {@link Canonical}.
 *
 * <pre>
 * entry   = "huiyin-entry-1", number, sequence, at, actor, channel, kind, summary, commitment
 * hash    = SHA-256(previous hash (32 raw bytes) || entry)
 * opening = SHA-256("huiyin-archive-1", number, opened at)       the previous hash of entry 1
 * commitment = SHA-256(salt (raw bytes) || payload JSON in UTF-8), or 32 zero bytes when there is no payload
 * </pre>
 */
record LedgerEntry(String number, int sequence, Instant at, String actor, String channel, String kind, String summary,
    byte[] commitment) {

  /** Commitment of an entry without payload. */
  static final byte[] NOTHING = new byte[32];

  static byte[] opening(String number, Instant openedAt) {
    return Canonical.sha256().digest(Canonical.fields("huiyin-archive-1", number, Canonical.at(openedAt)));
  }

  static byte[] commitment(byte[] salt, String json) {
    var digest = Canonical.sha256();
    digest.update(salt);
    return digest.digest(json.getBytes(StandardCharsets.UTF_8));
  }

  byte[] hash(byte[] previousHash) {
    var digest = Canonical.sha256();
    digest.update(previousHash);
    return digest.digest(canonical());
  }

  byte[] canonical() {
    return Canonical.fields("huiyin-entry-1", number, Integer.toString(sequence), Canonical.at(at), actor, channel, kind,
        summary, HexFormat.of().formatHex(commitment));
  }
}
