package io.huiyin.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.huiyin.HuiyinApplication;
import io.huiyin.privacy.PrivacySettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.yaml.snakeyaml.Yaml;

/**
 * docker-compose.yml: that it is well-formed, and that its variables bring production up on a server. It starts the whole
 * application a second time in one JVM, and what the web apps keep in static fields ends with it: so it runs last.
 */
@Order(Integer.MAX_VALUE)
class ComposeTest {

  private static final Map<String, String> ENV = Map.of(
      "POSTGRES_PASSWORD", "superuser's password",
      "HUIYIN_DATABASE_PASSWORD", "application's password",
      "HUIYIN_PRIVACY_KEYS_K1", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
      "HUIYIN_PRIVACY_LOOKUP_KEY", "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=",
      "HUIYIN_ADMIN_ID", "chief",
      "HUIYIN_ADMIN_PASSWORD", "Echo-for-All-2026",
      "HUIYIN_NOTIFICATION_FROM", "kefu@example.com",
      "HUIYIN_NOTIFICATION_APP_URL", "https://huiyin.example.com/camunda/app/tasklist/");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):([?-])([^}]*)}");

  @Test
  void itsVariablesStartProductionOnAServer() throws Exception {
    try (var server = EmbeddedPostgres.builder().setLocaleConfig("locale", "C.UTF-8").start()) {
      try (var connection = server.getPostgresDatabase().getConnection(); var statement = connection.createStatement()) {
        statement.execute("create role huiyin login password 'application''s password'");
        statement.execute("create database huiyin owner huiyin");
      }
      var variables = applicationVariables();
      variables.computeIfPresent("SPRING_DATASOURCE_URL",
          (name, url) -> url.replace("database:5432", "127.0.0.1:" + server.getPort()));
      try (var production = production(variables)) {
        assertThat(URI.create("http://127.0.0.1:%s/actuator/health".formatted(
            production.getEnvironment().getProperty("local.server.port"))).toURL().openStream())
            .hasContent("{\"status\":\"UP\",\"groups\":[\"liveness\",\"readiness\"]}");
        assertThat(production.getEnvironment().getActiveProfiles()).containsExactly("prod");
        assertThat(production.getBeansOfType(EmbeddedServer.class)).isEmpty();
        assertThat(production.getBean(HikariDataSource.class).getJdbcUrl()).contains(":" + server.getPort() + "/huiyin");
        assertThat(production.getBean(JdbcClient.class).sql("""
            select current_user || ' ' || rolsuper || ' ' || (select count(*) > 0 from flyway_schema_history)
            from pg_roles where rolname = current_user""").query(String.class).single())
            .isEqualTo("huiyin false true");
        assertThat(production.getBean(PrivacySettings.class).keys())
            .containsEntry("k1", ENV.get("HUIYIN_PRIVACY_KEYS_K1"));
        assertThat(production.getBean(PrivacySettings.class).activeKey()).isEqualTo("k1");
        assertThat(production.getBean(JavaMailSenderImpl.class).getHost()).isEqualTo("mailpit");
        assertThat(production.getBean(JavaMailSenderImpl.class).getPort()).isEqualTo(1025);
        assertThat(production.getEnvironment().getProperty("huiyin.notification.app-url"))
            .isEqualTo(ENV.get("HUIYIN_NOTIFICATION_APP_URL"));
        assertThat(production.getEnvironment().getProperty("camunda.bpm.webapp.session-cookie.enable-secure-cookie"))
            .isEqualTo("true");
      }
    }
  }

  @Test
  void dockerComposeAcceptsIt() throws Exception {
    assumeTrue(hasDockerCompose(), "docker-compose is not installed; .ci/run installs it");
    assertThat(config(ENV)).as("output of docker-compose config -q").isEmpty();
  }

  @Test
  void dockerComposeRefusesItWithoutASecret() throws Exception {
    assumeTrue(hasDockerCompose(), "docker-compose is not installed; .ci/run installs it");
    for (var secret : List.of("HUIYIN_PRIVACY_KEYS_K1", "HUIYIN_DATABASE_PASSWORD")) {
      var without = new HashMap<>(ENV);
      without.put(secret, "");
      assertThat(config(without)).contains(secret);
    }
  }

  @Test
  void theExampleNamesEveryVariableWithoutADefault() throws IOException {
    var demanded = VARIABLE.matcher(compose()).results().filter(match -> match.group(2).equals("?"))
        .map(match -> match.group(1)).distinct().toList();
    assertThat(Files.readAllLines(Path.of(".env.example"))).containsAll(demanded.stream().map(name -> name + "=").toList());
    assertThat(ENV.keySet()).containsAll(demanded);
  }

  private static Map<String, String> applicationVariables() throws IOException {
    Map<String, Map<String, Map<String, Map<String, Object>>>> compose = new Yaml().load(compose());
    var variables = new LinkedHashMap<String, String>();
    compose.get("services").get("app").get("environment").forEach((name, value) -> variables.put(name,
        VARIABLE.matcher(value.toString()).replaceAll(match ->
            ENV.getOrDefault(match.group(1), match.group(2).equals("-") ? match.group(3) : ""))));
    return variables;
  }

  private static String compose() throws IOException {
    return Files.readString(Path.of("docker-compose.yml"));
  }

  private static ConfigurableApplicationContext production(Map<String, String> variables) {
    var environment = new StandardEnvironment();
    environment.getPropertySources().replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
        new SystemEnvironmentPropertySource(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new HashMap<>(variables)));
    return new SpringApplicationBuilder(HuiyinApplication.class).environment(environment).run();
  }

  private static boolean hasDockerCompose() {
    return Stream.of(System.getenv("PATH").split(":")).anyMatch(path -> Files.isExecutable(Path.of(path, "docker-compose")));
  }

  private static String config(Map<String, String> variables) throws Exception {
    var builder = new ProcessBuilder("docker-compose", "config", "-q").redirectErrorStream(true);
    builder.environment().putAll(variables);
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor() == 0).as(output).isEqualTo(output.isEmpty());
    return output;
  }
}
