package io.huiyin.archive;

import io.huiyin.complaint.InvalidInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * The evidence directory. A file lies under its SHA-256 ({@code ab/cd/abcd…}), so it is kept once however often it
 * comes, and whoever changes it is found. What is still coming in lies in {@code incoming}.
 */
@Component
class EvidenceFiles {

  private static final Logger LOG = LoggerFactory.getLogger(EvidenceFiles.class);
  private static final int BUFFER = 64 * 1024;
  // another node may be receiving into the same directory; an upload that is silent for so long is dead
  private static final Duration STALE = Duration.ofHours(1);

  private final Path directory;
  private final Path incoming;
  private final DataSize limit;

  EvidenceFiles(ArchiveSettings settings) {
    directory = settings.evidenceDir();
    incoming = directory.resolve("incoming");
    limit = settings.evidenceLimit();
    try {
      Files.createDirectories(incoming);
      removeStale();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to huiyin.archive.evidence-dir " + directory, e);
    }
  }

  private void removeStale() throws IOException {
    var deadline = Instant.now().minus(STALE);
    try (var files = Files.list(incoming)) {
      for (var file : files.toList()) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(deadline)) {
          Files.deleteIfExists(file);
          LOG.info("Removed the rest of an upload that had broken off");
        }
      }
    }
  }

  /**
   * Takes in a stream to its end and makes it durable, out of sight yet.
   *
   * @throws InvalidInput         if it is empty or too large
   * @throws UncheckedIOException if it breaks off
   */
  Incoming receive(InputStream content) {
    var file = incoming.resolve(UUID.randomUUID() + ".part");
    try {
      return receive(content, file);
    } catch (IOException e) {
      discard(file);
      throw new UncheckedIOException("An upload broke off", e);
    } catch (RuntimeException e) {
      discard(file);
      throw e;
    }
  }

  private Incoming receive(InputStream content, Path file) throws IOException {
    var digest = sha256();
    var size = 0L;
    try (var out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var buffer = new byte[BUFFER];
      for (int read; (read = content.read(buffer)) >= 0;) {
        size += read;
        if (size > limit.toBytes()) {
          throw new InvalidInput("file", "文件超过 " + limit.toMegabytes() + " MB，请压缩或分成几个文件后再上传");
        }
        digest.update(buffer, 0, read);
        for (var bytes = ByteBuffer.wrap(buffer, 0, read); bytes.hasRemaining();) {
          out.write(bytes);
        }
      }
      out.force(true);
    }
    if (size == 0) {
      throw new InvalidInput("file", "文件是空的，请选择有内容的文件");
    }
    return new Incoming(file, HexFormat.of().formatHex(digest.digest()), size);
  }

  /** Puts a received file in its place; one of the same content is replaced by its like. */
  void keep(Incoming received) {
    var place = place(received.hash);
    try {
      Files.createDirectories(place.getParent());
      Files.move(received.file, place, StandardCopyOption.ATOMIC_MOVE);
      try (var parent = FileChannel.open(place.getParent(), StandardOpenOption.READ)) {
        parent.force(true);
      } catch (IOException e) {
        // Windows opens no directory; its moves are durable without
        LOG.debug("Directory not synchronised", e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep evidence " + received.hash, e);
    }
  }

  InputStream open(String hash) {
    try {
      return Files.newInputStream(place(hash));
    } catch (IOException e) {
      throw new UncheckedIOException("Evidence " + hash + " cannot be read", e);
    }
  }

  /** Whether the file is there and still has the content that it is named after. */
  boolean isIntact(String hash) {
    try (var in = Files.newInputStream(place(hash))) {
      var digest = sha256();
      var buffer = new byte[BUFFER];
      for (int read; (read = in.read(buffer)) >= 0;) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest()).equals(hash);
    } catch (IOException e) {
      return false;
    }
  }

  /** @throws UncheckedIOException if it is there and cannot be removed */
  void remove(String hash) {
    try {
      Files.deleteIfExists(place(hash));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove evidence " + hash, e);
    }
  }

  void discard(Incoming received) {
    discard(received.file);
  }

  private void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("A file could not be removed from the evidence directory", e);
    }
  }

  private Path place(String hash) {
    return directory.resolve(hash.substring(0, 2)).resolve(hash.substring(2, 4)).resolve(hash);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }

  /** A file that is in completely. */
  record Incoming(Path file, String hash, long size) {
  }
}
