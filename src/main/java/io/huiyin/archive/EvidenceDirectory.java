package io.huiyin.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evidence in a directory of this machine, or one that all nodes share. */
final class EvidenceDirectory implements EvidenceBytes {

  private static final Logger LOG = LoggerFactory.getLogger(EvidenceDirectory.class);
  private static final Pattern FOLDER = Pattern.compile("[0-9a-f]{2}");

  private final Path directory;

  EvidenceDirectory(Path directory) {
    this.directory = directory;
  }

  @Override
  public void keep(String hash, Path file) {
    move(file, place(StoredName.of(hash)));
  }

  @Override
  public void keepThumbnail(String hash, Path thumbnail) {
    move(thumbnail, place(StoredName.ofThumbnail(hash)));
  }

  private static void move(Path file, Path place) {
    try {
      Files.createDirectories(place.getParent());
      Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
      try (var parent = FileChannel.open(place.getParent(), StandardOpenOption.READ)) {
        parent.force(true);
      } catch (IOException e) {
        // Windows opens no directory; its moves are durable without
        LOG.debug("Directory not synchronised", e);
      }
    } catch (IOException e) {
      throw EvidenceUnavailable.notKept(e);
    }
  }

  @Override
  public InputStream open(String hash) {
    return read(place(StoredName.of(hash)));
  }

  @Override
  public InputStream openThumbnail(String hash) {
    return read(place(StoredName.ofThumbnail(hash)));
  }

  private static InputStream read(Path file) {
    try {
      return Files.newInputStream(file);
    } catch (NoSuchFileException e) {
      throw EvidenceUnavailable.missing(e);
    } catch (IOException e) {
      throw EvidenceUnavailable.unreachable(e);
    }
  }

  @Override
  public void remove(String hash) {
    try {
      Files.deleteIfExists(place(StoredName.ofThumbnail(hash)));
      Files.deleteIfExists(place(StoredName.of(hash)));
    } catch (IOException e) {
      throw EvidenceUnavailable.unreachable(e);
    }
  }

  @Override
  public Stream<String> hashes() {
    return folders(directory).flatMap(EvidenceDirectory::folders).flatMap(EvidenceDirectory::list)
        .map(file -> StoredName.hashIn(directory.relativize(file).toString().replace('\\', '/')))
        .filter(hash -> hash != null);
  }

  private static Stream<Path> folders(Path directory) {
    return list(directory).filter(one -> FOLDER.matcher(one.getFileName().toString()).matches());
  }

  private static Stream<Path> list(Path directory) {
    try {
      return Files.list(directory);
    } catch (IOException e) {
      throw EvidenceUnavailable.unreachable(e);
    }
  }

  private Path place(String name) {
    return directory.resolve(name);
  }
}
