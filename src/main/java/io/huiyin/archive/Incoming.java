package io.huiyin.archive;

import io.huiyin.complaint.InvalidInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Where uploads lie while they come in: a directory of this process below {@code incoming} of the evidence directory.
 * The process holds a lock on it, which ends with it however it ends, so what a dead process left is told from what
 * another node is receiving.
 */
@Component
public class Incoming implements AutoCloseable {

  static final int BUFFER = 64 * 1024;
  private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);
  private static final String LOCK = "in-use.lock";
  /** Of this process. Their lock files must not be opened again: on POSIX closing any channel gives up every lock. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path all;
  private final Path directory;
  private final DataSize limit;
  private final FileLock lock;

  Incoming(ArchiveSettings settings) {
    all = settings.evidenceDir().toAbsolutePath().normalize().resolve("incoming");
    directory = all.resolve(UUID.randomUUID().toString());
    limit = settings.evidenceLimit();
    try {
      Files.createDirectories(all);
      lock = alone(() -> {
        HELD.add(directory);
        Files.createDirectory(directory);
        return FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).lock();
      });
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to huiyin.archive.evidence-dir " + settings.evidenceDir(), e);
    }
    removeAbandoned();
  }

  /** The directory of this process, absolute. Whatever lies in it goes when the process has ended. */
  public Path directory() {
    return directory;
  }

  /** Removes what processes were receiving that have ended. */
  void removeAbandoned() {
    try {
      alone(() -> {
        try (var directories = Files.list(all)) {
          for (var one : directories.filter(Files::isDirectory).toList()) {
            if (isAbandoned(one)) {
              removeTree(one);
              LOG.info("Removed what a process left that ended while it was receiving evidence");
            }
          }
        }
        return null;
      });
    } catch (IOException e) {
      LOG.warn("The rest of broken uploads could not be removed", e);
    }
  }

  /** Between the making of a directory and its lock it looks abandoned, so only one process at a time makes or looks. */
  private <T> T alone(IOAction<T> action) throws IOException {
    synchronized (Incoming.class) {
      try (var channel = FileChannel.open(all.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var ignored = channel.lock()) {
        return action.run();
      }
    }
  }

  private interface IOAction<T> {
    T run() throws IOException;
  }

  private static boolean isAbandoned(Path directory) throws IOException {
    if (HELD.contains(directory)) {
      return false;
    }
    try (var channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE);
        var free = channel.tryLock()) {
      return free != null;
    } catch (NoSuchFileException halfRemoved) {
      return true;
    }
  }

  /** The process ends in good order. */
  @Override
  public void close() throws IOException {
    lock.channel().close();
    removeTree(directory);
    HELD.remove(directory);
  }

  private static void removeTree(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * Takes in a stream to its end and makes it durable.
   *
   * @throws InvalidInput         if it is empty or too large
   * @throws UncheckedIOException if it breaks off
   * @throws EvidenceUnavailable  if it cannot be written
   */
  Received receive(InputStream content) {
    var file = directory.resolve(UUID.randomUUID() + ".part");
    try {
      return receive(content, file);
    } catch (RuntimeException e) {
      discard(file);
      throw e;
    }
  }

  private Received receive(InputStream content, Path file) {
    var digest = sha256();
    var size = 0L;
    try (var out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var buffer = new byte[BUFFER];
      for (int read; (read = read(content, buffer)) >= 0;) {
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
    } catch (IOException e) {
      throw EvidenceUnavailable.notKept(e);
    }
    if (size == 0) {
      throw new InvalidInput("file", "文件是空的，请选择有内容的文件");
    }
    return new Received(file, HexFormat.of().formatHex(digest.digest()), size);
  }

  private static int read(InputStream content, byte[] buffer) {
    try {
      return content.read(buffer);
    } catch (IOException e) {
      throw new UncheckedIOException("An upload broke off", e);
    }
  }

  /** A new file of ours, durable. */
  Path write(byte[] content) {
    var file = directory.resolve(UUID.randomUUID() + ".part");
    try (var out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (var bytes = ByteBuffer.wrap(content); bytes.hasRemaining();) {
        out.write(bytes);
      }
      out.force(true);
      return file;
    } catch (IOException e) {
      discard(file);
      throw EvidenceUnavailable.notKept(e);
    }
  }

  void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("A received file could not be removed; it goes when the application has ended", e);
    }
  }

  /** Hex SHA-256 of a stream, which is closed. */
  static String hash(InputStream content) throws IOException {
    try (content) {
      var digest = sha256();
      var buffer = new byte[BUFFER];
      for (int read; (read = content.read(buffer)) >= 0;) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }

  /** A file that is in completely. */
  record Received(Path file, String hash, long size) {
  }
}
