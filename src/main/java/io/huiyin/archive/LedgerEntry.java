package io.huiyin.archive;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * The hashed part of an entry and its canonical byte form, from which anybody can recompute the chain without this
 * program.
 *
 * <p>A form is a run of fields. A field is its length in bytes (4 bytes, big-endian) followed by its text in UTF-8,
 * so that no two different entries share a form. Numbers are decimal, instants are UTC with six decimals
 * ({@code 2026-09-24T02:00:00.000000Z}), digests lower-case hex.
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

  private static final DateTimeFormatter AT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  static byte[] opening(String number, Instant openedAt) {
    return sha256().digest(fields("huiyin-archive-1", number, AT.format(openedAt)));
  }

  static byte[] commitment(byte[] salt, String json) {
    var digest = sha256();
    digest.update(salt);
    return digest.digest(json.getBytes(StandardCharsets.UTF_8));
  }

  byte[] hash(byte[] previousHash) {
    var digest = sha256();
    digest.update(previousHash);
    return digest.digest(canonical());
  }

  byte[] canonical() {
    return fields("huiyin-entry-1", number, Integer.toString(sequence), AT.format(at), actor, channel, kind, summary,
        HexFormat.of().formatHex(commitment));
  }

  private static byte[] fields(String... fields) {
    var form = new ByteArrayOutputStream();
    for (var field : fields) {
      var bytes = field.getBytes(StandardCharsets.UTF_8);
      form.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
      form.writeBytes(bytes);
    }
    return form.toByteArray();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }
}
