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
 * {@code postmaster.pid} of a server that is gone, whose number another program may bear by now, and sessions that outlived
 * it. Only for who holds the {@link DirectoryLock}: then the server has no application any more.
 */
record LeftBehind(Path cluster) {

  private static final Logger LOG = LoggerFactory.getLogger(LeftBehind.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  /** No system counts its processes this far. */
  private static final String NOBODY = Integer.toString(Integer.MAX_VALUE);

  /** Ends the server if it still runs, and what is left of one that does not. */
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
    endSessions();
    disown(pidFile);
  }

  private Optional<ProcessHandle> server(Path pidFile) throws IOException {
    return Files.readAllLines(pidFile).stream().findFirst()
        .filter(line -> line.matches("\\d{1,18}"))
        .flatMap(line -> ProcessHandle.of(Long.parseLong(line)))
        .filter(this::serves);
  }

  private boolean serves(ProcessHandle process) {
    return isPostgres(process)
        && process.info().arguments().map(arguments -> Arrays.asList(arguments).contains(cluster.toString())).orElse(true);
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().filter(command -> command.matches(".*\\bpostgres(\\.exe)?")).isPresent();
  }

  private static void end(ProcessHandle server, Path pidFile) throws IOException {
    interrupt(server);
    // The server removes the file as its last act; a dead one that nobody has reaped still counts as alive.
    for (var end = System.nanoTime() + PATIENCE.toNanos(); server.isAlive() && Files.exists(pidFile); pause()) {
      refuseAfter(end, server);
    }
  }

  /**
   * A session goes on with its statement though its server was killed, and would write into the files of the next one.
   * Only Linux says who works in the directory; elsewhere the next server refuses to start until they have ended.
   */
  private void endSessions() {
    var sessions = ProcessHandle.allProcesses().filter(this::worksHere).toList();
    sessions.forEach(ProcessHandle::destroyForcibly);
    var end = System.nanoTime() + PATIENCE.toNanos();
    for (var session : sessions) {
      for (; worksHere(session); pause()) {
        refuseAfter(end, session);
      }
    }
  }

  private boolean worksHere(ProcessHandle process) {
    try {
      return isPostgres(process) && Files.isSameFile(Path.of("/proc/" + process.pid() + "/cwd"), cluster);
    } catch (IOException e) {
      return false; // it has ended, or is not ours
    }
  }

  /** Only the process's number goes: by the rest of the file the next server sees whether sessions of this one live on. */
  private static void disown(Path pidFile) throws IOException {
    if (Files.exists(pidFile)) {
      var lines = Files.readAllLines(pidFile);
      if (lines.isEmpty()) {
        Files.delete(pidFile);
      } else {
        lines.set(0, NOBODY);
        Files.write(pidFile, lines);
      }
    }
  }

  private static void refuseAfter(long end, ProcessHandle process) {
    if (System.nanoTime() > end) {
      throw new StartupRefused(
          "上次遗留的数据库进程 " + process.pid() + " 未能结束。\nThe database process of the last run does not end.",
          "请结束该进程后重新启动。\nEnd that process, then start again.");
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
