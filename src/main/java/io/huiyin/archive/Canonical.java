package io.huiyin.archive;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The byte form of what is hashed, which anybody can rebuild without this program. A form is a run of fields. A field is
 * its length in bytes (4 bytes, big-endian) followed by its text in UTF-8, so that no two different records share a form.
 * Numbers are decimal, instants are UTC with six decimals ({@code 2026-09-24T02:00:00.000000Z}), digests lower-case hex.
 */
final class Canonical {

  private static final DateTimeFormatter AT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private Canonical() {
  }

  static String at(Instant instant) {
    return AT.format(instant);
  }

  static byte[] fields(String... fields) {
    var form = new ByteArrayOutputStream();
    for (var field : fields) {
      var bytes = field.getBytes(StandardCharsets.UTF_8);
      form.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
      form.writeBytes(bytes);
    }
    return form.toByteArray();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }
}
