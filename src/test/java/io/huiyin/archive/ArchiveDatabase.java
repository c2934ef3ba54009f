package io.huiyin.archive;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * A real PostgreSQL, once per JVM, with our scripts run by an application role that owns its tables and is no
 * superuser, as in production: only so do the revoked grants bind.
 */
final class ArchiveDatabase {

  /** Names the database to which a second process connects that a test has started. */
  static final String ADDRESS = "huiyin.test.database";

  private static final ArchiveDatabase INSTANCE = new ArchiveDatabase();

  private final HikariDataSource application;
  private final DataSource superuser;

  private ArchiveDatabase() {
    application = new HikariDataSource();
    application.setPassword("app");
    application.setMaximumPoolSize(10);
    if (System.getProperty(ADDRESS) != null) {
      application.setJdbcUrl(System.getProperty(ADDRESS));
      superuser = null;
      return;
    }
    try {
      var durable = Boolean.getBoolean("bench.durable") ? "on" : "off"; // a bench of commits, not of a test's database
      var server = EmbeddedPostgres.builder().setLocaleConfig("locale", "C.UTF-8").setServerConfig("fsync", durable)
          .setServerConfig("synchronous_commit", durable).start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {
        try {
          server.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }));
      execute(server.getPostgresDatabase(), "create role huiyin_app login password 'app' nosuperuser");
      execute(server.getPostgresDatabase(), "create database huiyin owner huiyin_app");
      superuser = server.getDatabase("postgres", "huiyin");
      application.setJdbcUrl(server.getJdbcUrl("huiyin_app", "huiyin"));
      application.setPassword("app");
      application.setMaximumPoolSize(10);
      Flyway.configure().dataSource(application).load().migrate();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String address() {
    return INSTANCE.application.getJdbcUrl();
  }

  /** As the application connects. */
  static DataSource application() {
    return INSTANCE.application;
  }

  /** What somebody with the database's highest rights can do, triggers switched off. */
  static void tamper(String sql) {
    execute(INSTANCE.superuser, "set session_replication_role = replica; " + sql);
  }

  private static void execute(DataSource dataSource, String sql) {
    try (var connection = dataSource.getConnection(); var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
