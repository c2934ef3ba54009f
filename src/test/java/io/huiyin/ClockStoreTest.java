package io.huiyin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

class ClockStoreTest {

  @TempDir
  static Path data;

  @Test
  void theDemoGoesOnWhereItStoodBeforeARestart() {
    try (var demo = start("demo")) {
      assertThat(demo.getBean(VirtualClock.class).offset()).isZero();
      var clock = demo.getBean(VirtualClock.class);
      clock.shift(Duration.ofHours(5));
      demo.getBean(ClockStore.class).save(clock.offset());
      clock.hold(Instant.now().plus(30, ChronoUnit.DAYS));
      clock.run();
      demo.getBean(ClockStore.class).save(clock.offset());
    }
    try (var demo = start("demo")) {
      assertThat(demo.getBean(Clock.class).instant())
          .isBetween(Instant.now().plus(30, ChronoUnit.DAYS).minusSeconds(120), Instant.now().plus(30, ChronoUnit.DAYS));
    }
    try (var production = start("other")) {
      assertThat(production.getBean(VirtualClock.class).offset()).isZero();
      assertThat(production.getBeansOfType(ClockStore.class)).isEmpty();
    }
  }

  private static ConfigurableApplicationContext start(String profile) {
    return new SpringApplicationBuilder(Clocks.class).web(WebApplicationType.NONE).profiles(profile)
        .run("--huiyin.database.temporary=false", "--huiyin.database.directory=" + data.resolve("postgres"));
  }

  @Configuration
  @ComponentScan("io.huiyin.database")
  @Import({ClockConfiguration.class, ClockStore.class})
  @ImportAutoConfiguration({DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
      JdbcClientAutoConfiguration.class, FlywayAutoConfiguration.class})
  static class Clocks {
  }
}
