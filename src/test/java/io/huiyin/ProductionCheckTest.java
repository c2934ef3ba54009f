package io.huiyin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

@ExtendWith(OutputCaptureExtension.class)
class ProductionCheckTest {

  private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  private static final Map<String, String> COMPLETE = Map.of(
      "SPRING_PROFILES_ACTIVE", "prod",
      "HUIYIN_PRIVACY_KEYS_K1", KEY,
      "HUIYIN_PRIVACY_ACTIVE_KEY", "k1",
      "HUIYIN_PRIVACY_LOOKUP_KEY", KEY,
      "CAMUNDA_BPM_ADMIN_USER_ID", "chief",
      "CAMUNDA_BPM_ADMIN_USER_PASSWORD", "Echo-for-All-2026",
      "SPRING_MAIL_HOST", "mail.example");

  @Test
  void namesEverythingThatIsMissingAtOnce(CapturedOutput output) {
    assertThatThrownBy(() -> start(Map.of("SPRING_PROFILES_ACTIVE", "prod"))).isInstanceOf(StartupRefused.class);
    assertThat(output)
        .contains("生产环境（profile prod）的设置不齐全或不安全", "Settings of profile prod are missing or unsafe")
        .contains("HUIYIN_PRIVACY_KEYS_K1：", "HUIYIN_PRIVACY_LOOKUP_KEY：", "SPRING_MAIL_HOST：",
            "CAMUNDA_BPM_ADMIN_USER_ID：", "CAMUNDA_BPM_ADMIN_USER_PASSWORD：")
        .contains("openssl rand -base64 32")
        .doesNotContain("\tat io.huiyin");
  }

  @Test
  void startsWithCompleteSettings() {
    assertThatCode(() -> start(COMPLETE)).doesNotThrowAnyException();
  }

  @Test
  void refusesTheDemosSecrets() {
    refuses("HUIYIN_PRIVACY_KEYS_K1", "geGyXJaqTXM5upNb9VvxTTGd97Y4VRUsy4hh/6NgUNw=", "不得使用演示密钥");
    refuses("HUIYIN_PRIVACY_LOOKUP_KEY", "ZfjPcesWNJzViuanc+sstd7ug6ahun7cgs39ELewnGc=", "不得使用演示密钥");
    refuses("SPRING_PROFILES_ACTIVE", "prod,demo", "prod 与 demo 不能同时启用");
  }

  @Test
  void refusesKeysThatAreNoKeys() {
    refuses("HUIYIN_PRIVACY_KEYS_K1", "c2hvcnQ=", "HUIYIN_PRIVACY_KEYS_K1：须是 32 字节的 Base64");
    refuses("HUIYIN_PRIVACY_LOOKUP_KEY", "not Base64!", "HUIYIN_PRIVACY_LOOKUP_KEY：须是 32 字节的 Base64");
    refuses("HUIYIN_PRIVACY_ACTIVE_KEY", "k2", "HUIYIN_PRIVACY_ACTIVE_KEY：须是已配置密钥的编号");
  }

  @Test
  void refusesAServerWithoutCredentials() {
    refuses("SPRING_DATASOURCE_URL", "jdbc:postgresql://db/huiyin", "SPRING_DATASOURCE_PASSWORD：缺少数据库口令");
  }

  private static void refuses(String variable, String value, String fault) {
    var variables = new HashMap<>(COMPLETE);
    variables.put(variable, value);
    assertThatThrownBy(() -> start(variables)).isInstanceOf(StartupRefused.class).hasMessageContaining(fault);
  }

  /** Starts nothing but the settings, with these environment variables. */
  private static void start(Map<String, String> variables) {
    var environment = new StandardEnvironment();
    environment.getPropertySources().replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
        new SystemEnvironmentPropertySource(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new HashMap<>(variables)));
    new SpringApplicationBuilder(Nothing.class).environment(environment).web(WebApplicationType.NONE).run().close();
  }

  @Configuration
  static class Nothing {
  }
}
