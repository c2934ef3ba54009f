package io.huiyin.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.huiyin.StartupRefused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerTest {

  /** One cluster for all tests: each starts it anew, which is what they are about. */
  @TempDir
  static Path directory;

  @Test
  void commitsSurviveAPowerCutByTheServersSettings() throws Exception {
    try (var server = start()) {
      assertThat(show(server, "fsync")).isEqualTo("on");
      assertThat(show(server, "synchronous_commit")).isEqualTo("on");
      assertThat(show(server, "full_page_writes")).isEqualTo("on");
      assertThat(show(server, "max_connections")).isEqualTo("60");
      assertThat(show(server, "listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(Files.readAllLines(pidFile()).get(4)).as("directory of the Unix socket, open to local users").isEmpty();
      assertThat(show(server, "password_encryption")).isEqualTo("scram-sha-256");
      assertThat(query(server, "select datctype from pg_database where datname = 'huiyin'")).isEqualTo("C.UTF-8");
    }
  }

  @Test
  void logsInByPasswordOnly() throws Exception {
    try (var server = start()) {
      assertThat(Files.readAllLines(directory.resolve("cluster/pg_hba.conf")))
          .filteredOn(line -> !line.isBlank() && !line.startsWith("#"))
          .isNotEmpty().allMatch(line -> line.endsWith("scram-sha-256"));
      assertThatThrownBy(() -> DriverManager.getConnection(server.url(), "postgres", "guess"))
          .isInstanceOf(SQLException.class).hasMessageContaining("password authentication failed");
      assertThatThrownBy(() -> DriverManager.getConnection(server.url(), "huiyin", ""))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void bindsTheApplicationByItsGrants() throws SQLException {
    try (var server = start()) {
      assertThat(query(server, "select rolsuper::text from pg_roles where rolname = current_user")).isEqualTo("false");
      execute(server, "create table if not exists sealed (word text)");
      execute(server, "revoke update on sealed from current_user");
      assertThatThrownBy(() -> execute(server, "update sealed set word = ''"))
          .isInstanceOf(SQLException.class).hasMessageContaining("permission denied");
    }
  }

  @Test
  void keepsPasswordsAndDataToItsOwner() throws IOException {
    start().close();
    assertThat(permissions(directory)).isEqualTo("rwx------");
    assertThat(permissions(directory.resolve("cluster"))).isEqualTo("rwx------");
    assertThat(permissions(directory.resolve("huiyin.password"))).isEqualTo("rw-------");
    assertThat(permissions(directory.resolve("superuser.password"))).isEqualTo("rw-------");
  }

  @Test
  void startsOnARestoredCopyThatOthersMayRead() throws Exception {
    start().close();
    Files.setPosixFilePermissions(directory.resolve("cluster"), PosixFilePermissions.fromString("rwxr-xr-x"));
    start().close();
    assertThat(permissions(directory.resolve("cluster"))).isEqualTo("rwx------");
  }

  @Test
  void tellsAtOnceWhyTheServerGaveUp(@TempDir Path own) throws IOException {
    var settings = new DatabaseSettings(own, 0, Duration.ofSeconds(120), false);
    EmbeddedServer.start(settings).close();
    Files.writeString(own.resolve("cluster/postgresql.auto.conf"), "no_such_setting = 1\n");
    var begin = System.nanoTime();
    assertThatThrownBy(() -> EmbeddedServer.start(settings))
        .isInstanceOf(StartupRefused.class)
        .hasMessageContaining("内置数据库未能启动").hasMessageContaining("no_such_setting");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
  }

  @Test
  void keepsDataOverStopAndStart() throws SQLException {
    try (var server = start()) {
      execute(server, "create table kept as select '投诉' word");
    }
    try (var server = start()) {
      assertThat(query(server, "select word from kept")).isEqualTo("投诉");
    }
  }

  @Test
  void keepsWhatAKilledApplicationCommitted() throws Exception {
    var owner = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        DatabaseOwner.class.getName(), directory.toString()).redirectErrorStream(true).start();
    try (var output = owner.inputReader()) {
      assertThat(output.lines().anyMatch(DatabaseOwner.READY::equals)).isTrue();
      assertThatThrownBy(EmbeddedServerTest::start)
          .isInstanceOf(StartupRefused.class).hasMessageContaining("正被另一个回音程序使用");
    } finally {
      owner.destroyForcibly();
    }
    assertThat(owner.waitFor(10, TimeUnit.SECONDS)).isTrue();
    var leftBehind = Long.parseLong(Files.readAllLines(pidFile()).get(0));
    assertThat(ProcessHandle.of(leftBehind)).as("the killed application's server still runs").isPresent();

    try (var server = start()) {
      assertThat(query(server, "select said from last_words")).isEqualTo("回音");
      assertThat(Files.readAllLines(pidFile()).get(0)).isNotEqualTo(Long.toString(leftBehind));
    }
  }

  @Test
  void endsASessionThatOutlivesItsKilledServer() throws Exception {
    ProcessHandle session;
    try (var server = start();
        var connection = DriverManager.getConnection(server.url(), "huiyin", server.password());
        var statement = connection.createStatement()) {
      try (var row = statement.executeQuery("select pg_backend_pid()")) {
        row.next();
        session = ProcessHandle.of(row.getLong(1)).orElseThrow();
      }
      var endless = CompletableFuture.runAsync(() -> assertThatThrownBy(() ->
          statement.execute("do $$ begin loop end loop; end $$")).isInstanceOf(SQLException.class));
      while (query(server, "select count(*)::text from pg_stat_activity where state = 'active'").equals("1")) {
        Thread.sleep(20);
      }
      ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile()).get(0))).orElseThrow().destroyForcibly();
      server.close();
      assertThat(session.info().command()).as("it works on without a server").isPresent();

      try (var next = start()) {
        assertThat(session.info().command()).as("it works beside the next server").isEmpty();
        assertThat(query(next, "select 1::text")).isEqualTo("1");
      } finally {
        session.destroyForcibly();
      }
      endless.join();
    }
  }

  @Test
  void doesNotMistakeAnotherProgramForItsServer() throws Exception {
    start().close();
    var another = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(pidFile(), another.pid() + "\n" + directory.resolve("cluster") + "\n");
      try (var server = start()) {
        assertThat(query(server, "select 1::text")).isEqualTo("1");
        assertThat(another.isAlive()).isTrue();
      }
    } finally {
      another.destroyForcibly();
    }
  }

  @Test
  void refusesASecondApplicationOnTheSameDirectory() {
    try (var first = start()) {
      assertThatThrownBy(EmbeddedServerTest::start)
          .isInstanceOf(StartupRefused.class)
          .hasMessageContaining("正被另一个回音程序使用").hasMessageContaining("Another Huiyin application")
          .extracting(refusal -> ((StartupRefused) refusal).action()).asString().contains("HUIYIN_DATA_DIR");
    }
    start().close();
  }

  @Test
  void saysWhichPortIsTaken() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(() -> EmbeddedServer.start(settings(other.getLocalPort())))
          .isInstanceOf(StartupRefused.class)
          .hasMessageContaining("端口 " + other.getLocalPort() + " 已被其他程序占用");
    }
    start().close();
  }

  @Test
  void leavesNothingOfATemporaryDatabase() throws SQLException {
    Path cluster;
    try (var server = EmbeddedServer.start(new DatabaseSettings(directory, 0, Duration.ofSeconds(120), true))) {
      cluster = server.directory();
      assertThat(cluster).exists().doesNotHaveToString(directory.toString());
      assertThat(query(server, "select 1::text")).isEqualTo("1");
    }
    assertThat(cluster).doesNotExist();
  }

  private static EmbeddedServer start() {
    return EmbeddedServer.start(settings(0));
  }

  private static DatabaseSettings settings(int port) {
    return new DatabaseSettings(directory, port, Duration.ofSeconds(120), false);
  }

  private static Path pidFile() {
    return directory.resolve("cluster/postmaster.pid");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static String show(EmbeddedServer server, String setting) throws SQLException {
    return query(server, "show " + setting);
  }

  private static String query(EmbeddedServer server, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(server.url(), "huiyin", server.password());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void execute(EmbeddedServer server, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(server.url(), "huiyin", server.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
