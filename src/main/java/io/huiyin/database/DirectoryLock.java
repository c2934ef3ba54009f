package io.huiyin.database;

import io.huiyin.StartupRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One application per data directory. The operating system lets go of the lock when its holder dies. */
final class DirectoryLock implements AutoCloseable {

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws StartupRefused if another application holds the directory
   */
  static DirectoryLock take(Path directory) throws IOException {
    var channel = FileChannel.open(directory.resolve("application.lock"),
        StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock(channel) == null) {
      channel.close();
      throw new StartupRefused(
          "数据目录 " + directory + " 正被另一个回音程序使用。\nAnother Huiyin application is using this data directory.",
          "请先停止另一个程序，或用环境变量 HUIYIN_DATA_DIR 换一个数据目录。\n"
              + "Stop the other one first, or choose another directory by HUIYIN_DATA_DIR.");
    }
    return new DirectoryLock(channel);
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldInThisJvm) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
