package io.huiyin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Profiles;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.StringUtils;

/**
 * Keeps production from starting with a secret missing, too short or taken from the demo. Names every fault at once, by
 * the environment variable that mends it.
 */
class ProductionCheck implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final int KEY_BYTES = 32;

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    var environment = context.getEnvironment();
    if (!environment.acceptsProfiles(Profiles.of("prod"))) {
      return;
    }
    var faults = faults(environment);
    if (!faults.isEmpty()) {
      throw new StartupRefused(
          "生产环境（profile prod）的设置不齐全或不安全：\nSettings of profile prod are missing or unsafe:\n\n  - "
              + String.join("\n  - ", faults),
          "请在环境变量中补齐上述设置后重新启动；密钥可用 openssl rand -base64 32 生成，并须另行妥善备份。\n"
              + "Set them in the environment and start again. Make keys by openssl rand -base64 32, and keep a copy.");
    }
  }

  private static List<String> faults(ConfigurableEnvironment environment) {
    var faults = new ArrayList<String>();
    if (environment.acceptsProfiles(Profiles.of("demo"))) {
      faults.add("SPRING_PROFILES_ACTIVE：prod 与 demo 不能同时启用 (prod and demo exclude each other)");
    }
    var demo = demoSecrets();
    var keys = Binder.get(environment).bind("huiyin.privacy.keys", Bindable.mapOf(String.class, String.class))
        .orElse(Map.of());
    if (keys.isEmpty()) {
      faults.add("HUIYIN_PRIVACY_KEYS_K1：缺少个人信息加密密钥 (sealing key, 32 bytes in Base64, is missing)");
    }
    keys.forEach((id, key) -> checkKey("HUIYIN_PRIVACY_KEYS_" + id.toUpperCase(), key, demo, faults));
    var active = environment.getProperty("huiyin.privacy.active-key", "");
    if (!keys.isEmpty() && !keys.containsKey(active)) {
      faults.add("HUIYIN_PRIVACY_ACTIVE_KEY：须是已配置密钥的编号，如 " + keys.keySet().iterator().next()
          + " (must name one of the keys)");
    }
    checkKey("HUIYIN_PRIVACY_LOOKUP_KEY", environment.getProperty("huiyin.privacy.lookup-key", ""), demo, faults);
    if (environment.getProperty("spring.datasource.url", "").startsWith("jdbc:")) {
      require("spring.datasource.username", "缺少数据库用户 (database user is missing)", environment, faults);
      require("spring.datasource.password", "缺少数据库口令 (database password is missing)", environment, faults);
    }
    // Without a user the engine lets whoever comes first make himself administrator.
    require("camunda.bpm.admin-user.id", "缺少首个系统管理员的账号 (first administrator's id is missing)", environment, faults);
    require("camunda.bpm.admin-user.password", "缺少首个系统管理员的口令 (first administrator's password is missing)",
        environment, faults);
    require("spring.mail.host", "缺少邮件服务器 (mail server is missing)", environment, faults);
    return faults;
  }

  private static void checkKey(String variable, String key, Set<String> demo, List<String> faults) {
    if (!StringUtils.hasText(key)) {
      faults.add(variable + "：缺少密钥 (key, 32 bytes in Base64, is missing)");
    } else if (demo.contains(key)) {
      faults.add(variable + "：不得使用演示密钥 (the demo's key is public)");
    } else if (bytes(key) != KEY_BYTES) {
      faults.add(variable + "：须是 32 字节的 Base64 (must be 32 bytes in Base64)");
    }
  }

  private static void require(String property, String fault, ConfigurableEnvironment environment, List<String> faults) {
    if (!StringUtils.hasText(environment.getProperty(property))) {
      faults.add(property.toUpperCase().replace('.', '_').replace('-', '_') + "：" + fault);
    }
  }

  private static int bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64.strip()).length;
    } catch (IllegalArgumentException notBase64) {
      return -1;
    }
  }

  private static Set<String> demoSecrets() {
    try {
      return new YamlPropertySourceLoader().load("demo", new ClassPathResource("application-demo.yaml")).stream()
          .map(source -> (EnumerablePropertySource<?>) source)
          .flatMap(source -> List.of(source.getPropertyNames()).stream()
              .filter(name -> name.startsWith("huiyin.privacy.")).map(source::getProperty))
          .map(String::valueOf).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
