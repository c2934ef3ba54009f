package io.huiyin.privacy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Seals personal data at rest (AES-256-GCM, fresh nonce per value) and makes the keyed hash (HMAC-SHA-256) by
 * which it is found again. The key id travels in the sealed value, so keys can rotate.
 */
@Component
public class Vault {

  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final Map<String, SecretKey> keys;
  private final String activeKey;
  private final SecretKey lookupKey;
  private final SecureRandom random = new SecureRandom();

  Vault(PrivacySettings settings) {
    keys = settings.keys().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, key -> {
      var bytes = Base64.getDecoder().decode(key.getValue());
      if (bytes.length != 32) {
        throw new IllegalStateException("huiyin.privacy.keys." + key.getKey() + " must hold 32 bytes in Base64");
      }
      return new SecretKeySpec(bytes, "AES");
    }));
    activeKey = settings.activeKey();
    if (!keys.containsKey(activeKey)) {
      throw new IllegalStateException("huiyin.privacy.active-key names no key of huiyin.privacy.keys");
    }
    lookupKey = new SecretKeySpec(Base64.getDecoder().decode(settings.lookupKey()), "HmacSHA256");
  }

  /** Seals a text; {@code null} stays {@code null}. */
  public byte[] seal(String text) {
    if (text == null) {
      return null;
    }
    try {
      var id = activeKey.getBytes(StandardCharsets.US_ASCII);
      var nonce = new byte[NONCE];
      random.nextBytes(nonce);
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, keys.get(activeKey), new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(id);
      var sealed = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.allocate(1 + id.length + NONCE + sealed.length)
          .put((byte) id.length).put(id).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot seal with key " + activeKey, e);
    }
  }

  /**
   * Opens what {@link #seal} made.
   *
   * @throws SealBroken if the key is unknown or a byte was changed
   */
  public String open(byte[] sealed) {
    if (sealed == null) {
      return null;
    }
    try {
      var buffer = ByteBuffer.wrap(sealed);
      var id = new byte[buffer.get()];
      buffer.get(id);
      var key = keys.get(new String(id, StandardCharsets.US_ASCII));
      if (key == null) {
        throw new SealBroken("sealed with a key that is not configured");
      }
      var nonce = new byte[NONCE];
      buffer.get(nonce);
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(id);
      return new String(cipher.doFinal(sealed, buffer.position(), buffer.remaining()), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw e instanceof SealBroken broken ? broken : new SealBroken("sealed value was changed");
    }
  }

  /** Whether values sealed with this key can be opened. */
  public boolean knows(String keyId) {
    return keys.containsKey(keyId);
  }

  /** Keyed hash in hex for an exact look-up; the caller normalises the value first. */
  public String lookupHash(String normalised) {
    return HexFormat.of().formatHex(hash(normalised));
  }

  /**
   * The first 36 bits of the keyed hash as six letters, digits, {@code -} and {@code _}: short enough for an index that
   * holds very many. Of a million different values, one look-up in some 70,000 meets another value's token.
   */
  public String lookupToken(String normalised) {
    return Base64.getUrlEncoder().encodeToString(hash(normalised)).substring(0, 6);
  }

  private byte[] hash(String normalised) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(lookupKey);
      return mac.doFinal(normalised.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is not available", e);
    }
  }

  /** A sealed value that does not open; its message never holds the value. */
  public static class SealBroken extends RuntimeException {
    SealBroken(String message) {
      super(message);
    }
  }
}
