package io.huiyin.sla;

import io.huiyin.privacy.PrivacySettings;
import io.huiyin.privacy.Vault;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.Bean;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/** The sla module on a real PostgreSQL, one server per JVM. */
@TestConfiguration
@EnableTransactionManagement
@Import({Vault.class, SlaConfiguration.class, ClockTable.class, Clocks.class, SlaFixtures.class})
class SlaDatabase {

  @Bean(destroyMethod = "close")
  EmbeddedPostgres postgres() {
    try {
      return EmbeddedPostgres.builder().setLocaleConfig("locale", "C.UTF-8").start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Bean
  DataSource dataSource(EmbeddedPostgres postgres) {
    var dataSource = postgres.getPostgresDatabase();
    Flyway.configure().dataSource(dataSource).load().migrate();
    return dataSource;
  }

  @Bean
  JdbcTransactionManager transactionManager(DataSource dataSource) {
    return new JdbcTransactionManager(dataSource);
  }

  @Bean
  JdbcClient jdbcClient(DataSource dataSource) {
    return JdbcClient.create(dataSource);
  }

  @Bean
  PrivacySettings privacySettings() {
    var key = Base64.getEncoder().encodeToString(new byte[32]);
    return new PrivacySettings(Map.of("k1", key), "k1", key);
  }

  @Bean
  SlaSettings slaSettings() {
    return SlaFixtures.settings();
  }
}
