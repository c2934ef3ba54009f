package io.huiyin.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Files that nobody but the owner may read. */
final class PrivateFiles {

  private PrivateFiles() {
  }

  static Path directory(Path directory) throws IOException {
    Files.createDirectories(directory);
    var posix = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
    if (posix != null) {
      posix.setPermissions(PosixFilePermissions.fromString("rwx------"));
    }
    return directory.toRealPath();
  }

  /** The secret in this file; a new random one is made where there is none. */
  static String secret(Path file) throws IOException {
    if (Files.notExists(file)) {
      var bytes = new byte[24];
      new SecureRandom().nextBytes(bytes);
      // A temporary file is born with 0600, and moving it never leaves half a secret behind.
      var written = Files.writeString(Files.createTempFile(file.getParent(), "secret", null),
          HexFormat.of().formatHex(bytes));
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }
}
