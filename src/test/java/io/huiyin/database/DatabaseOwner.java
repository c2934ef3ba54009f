package io.huiyin.database;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;

/** A program that owns an embedded server, commits a row, says so, and waits to be killed. */
final class DatabaseOwner {

  static final String READY = "committed";

  private DatabaseOwner() {
  }

  public static void main(String[] args) throws Exception {
    var settings = new DatabaseSettings(Path.of(args[0]), 0, Duration.ofSeconds(120), false);
    var server = EmbeddedServer.start(settings);
    try (var connection = DriverManager.getConnection(server.url(), "huiyin", server.password());
        var statement = connection.createStatement()) {
      statement.execute("create table last_words (said text)");
      statement.execute("insert into last_words values ('回音')");
    }
    System.out.println(READY);
    Thread.sleep(Duration.ofMinutes(5).toMillis());
  }
}
