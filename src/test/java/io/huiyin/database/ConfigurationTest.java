package io.huiyin.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What application.yaml makes of the database when nothing is configured. */
@SpringBootTest(classes = ConfigurationTest.Database.class, webEnvironment = WebEnvironment.NONE)
class ConfigurationTest {

  @Autowired
  HikariDataSource pool;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  Environment environment;

  @Test
  void runsTheDemoOnTheEmbeddedDatabaseByDefault() {
    assertThat(environment.getDefaultProfiles()).containsExactly("demo");
    assertThat(pool.getJdbcUrl()).startsWith("jdbc:postgresql://127.0.0.1:");
    assertThat(pool.getMaximumPoolSize()).isEqualTo(20);
    assertThat(jdbc.sql("select current_user").query(String.class).single()).isEqualTo("huiyin");
    assertThat(jdbc.sql("select count(*) from flyway_schema_history where success").query(Integer.class).single())
        .isPositive();
  }

  @Test
  void doesNotQuoteARowsValuesInErrors() {
    jdbc.sql("create table customer_like (phone text primary key)").update();
    jdbc.sql("insert into customer_like values (?)").param("13800001234").update();
    assertThatThrownBy(() -> jdbc.sql("insert into customer_like values (?)").param("13800001234").update())
        .isInstanceOf(DuplicateKeyException.class)
        .hasMessageContaining("customer_like_pkey").hasMessageNotContaining("13800001234")
        .rootCause().hasMessageNotContaining("13800001234");
  }

  @Configuration
  @Import(DatabaseConfiguration.class)
  @ImportAutoConfiguration({DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
      JdbcClientAutoConfiguration.class, FlywayAutoConfiguration.class})
  static class Database {
  }
}
