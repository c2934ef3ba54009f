package io.huiyin.database;

import io.huiyin.StartupRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an application that was killed leaves in a cluster's directory: its server still running, or only the
 * {@code postmaster.pid} of a server that is gone, whose number another program may bear by now. Only for who holds the
 * {@link DirectoryLock}: then the server has no application any more.
 */
record LeftBehind(Path cluster) {

  private static final Logger LOG = LoggerFactory.getLogger(LeftBehind.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Ends the server if it still runs, and removes the file. */
  void end() throws IOException {
    var pidFile = cluster.resolve("postmaster.pid");
    if (Files.notExists(pidFile)) {
      return;
    }
    var server = server(pidFile);
    if (server.isPresent()) {
      LOG.info("Ending the database server {} that a killed application left behind", server.get().pid());
      end(server.get(), pidFile);
    }
    Files.deleteIfExists(pidFile);
  }

  private Optional<ProcessHandle> server(Path pidFile) throws IOException {
    return Files.readAllLines(pidFile).stream().findFirst()
        .filter(line -> line.matches("\\d{1,18}"))
        .flatMap(line -> ProcessHandle.of(Long.parseLong(line)))
        .filter(this::serves);
  }

  private boolean serves(ProcessHandle process) {
    var info = process.info();
    return info.command().filter(command -> command.matches(".*\\bpostgres(\\.exe)?")).isPresent()
        && info.arguments().map(arguments -> Arrays.asList(arguments).contains(cluster.toString())).orElse(true);
  }

  private static void end(ProcessHandle server, Path pidFile) throws IOException {
    interrupt(server);
    var end = System.nanoTime() + PATIENCE.toNanos();
    // The server removes the file as its last act; a dead one that nobody has reaped still counts as alive.
    while (server.isAlive() && Files.exists(pidFile)) {
      if (System.nanoTime() > end) {
        throw new StartupRefused(
            "上次遗留的数据库进程 " + server.pid() + " 未能结束。\nThe database process of the last run does not end.",
            "请结束该进程后重新启动。\nEnd that process, then start again.");
      }
      pause();
    }
  }

  /** SIGINT is PostgreSQL's fast shutdown: it breaks off sessions and writes everything down. */
  private static void interrupt(ProcessHandle server) throws IOException {
    if (System.getProperty("os.name").startsWith("Windows")) {
      server.destroy();
      return;
    }
    new ProcessBuilder("sh", "-c", "kill -INT " + server.pid()).inheritIO().start();
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a database server ended", e);
    }
  }
}
