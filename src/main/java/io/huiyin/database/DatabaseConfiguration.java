package io.huiyin.database;

import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Starts the embedded PostgreSQL when no server is configured. Spring Boot's DataSource, Flyway and the engine depend on
 * the connection details, so the server is up before them and goes down after them.
 */
@Configuration
@EnableConfigurationProperties(DatabaseSettings.class)
@ConditionalOnExpression("'${spring.datasource.url:}'.isEmpty()")
class DatabaseConfiguration {

  @Bean
  EmbeddedServer embeddedServer(DatabaseSettings settings) {
    return EmbeddedServer.start(settings);
  }

  @Bean
  JdbcConnectionDetails embeddedConnectionDetails(EmbeddedServer server) {
    return new JdbcConnectionDetails() {

      @Override
      public String getJdbcUrl() {
        return server.url();
      }

      @Override
      public String getUsername() {
        return EmbeddedServer.APPLICATION_ROLE;
      }

      @Override
      public String getPassword() {
        return server.password();
      }
    };
  }
}
