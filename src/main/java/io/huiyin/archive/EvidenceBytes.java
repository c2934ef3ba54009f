package io.huiyin.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where the bytes of evidence lie: each file under its SHA-256 ({@code ab/cd/abcd…}), so it is kept once however often
 * it comes, and whoever changes it is found; the thumbnail of a picture lies beside it. Every method throws
 * {@link EvidenceUnavailable} when the place cannot be reached.
 */
interface EvidenceBytes {

  /**
   * Brings a received file there before the transaction that records it, where that takes long. Whoever removes what
   * nothing is recorded about may remove it again until {@link #keep}.
   */
  default void sendAhead(String hash, Path file) {
  }

  /** Makes sure that the file is there for good; one of the same content is replaced by its like. Consumes it. */
  void keep(String hash, Path file);

  /** Keeps the thumbnail that belongs to the file. */
  void keepThumbnail(String hash, Path thumbnail);

  /** @throws EvidenceUnavailable also if there is no such file */
  InputStream open(String hash);

  /** @throws EvidenceUnavailable also if there is no thumbnail */
  InputStream openThumbnail(String hash);

  /** Whether the file is there and still has the content that it is named after. */
  default boolean isIntact(String hash) {
    try {
      return Incoming.hash(open(hash)).equals(hash);
    } catch (EvidenceUnavailable unavailable) {
      if (unavailable.isMissing()) {
        return false;
      }
      throw unavailable;
    } catch (IOException e) {
      throw EvidenceUnavailable.unreachable(e);
    }
  }

  /** Removes the file with its thumbnail; nothing happens if they are gone. */
  void remove(String hash);

  /** The hashes of all that is there, some perhaps twice; whoever asked closes the stream. */
  Stream<String> hashes();
}
