package io.huiyin.archive;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.identity.AccessLog;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Directory;
import io.huiyin.identity.Person;
import io.huiyin.privacy.PrivacySettings;
import io.huiyin.privacy.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** The archive module with its real neighbours and nothing else. */
@TestConfiguration
@ComponentScan(basePackageClasses = Archives.class)
@Import({Vault.class, AccessLog.class, CaseAccess.class, Complaints.class, JacksonAutoConfiguration.class})
@EnableTransactionManagement(proxyTargetClass = true)
class ArchiveContext {

  /** Names the evidence directory of a second process that a test has started. */
  static final String EVIDENCE = "huiyin.test.evidence";

  private static final AtomicInteger SERIAL = new AtomicInteger();

  /** One for the one database of this JVM. */
  private static final Path ROOT_FILE = temporary("roots").resolve("daily-roots.txt");

  private static LocalDate day = LocalDate.now(ZoneId.of("Asia/Shanghai")).plusDays(2);

  /** The next day on which a root is taken: roots follow one another, whichever test takes them. */
  static LocalDate nextDay() {
    day = day.plusDays(1);
    return day;
  }

  /** A number that no other test uses. */
  static ComplaintNumber newNumber() {
    return ComplaintNumber.of(LocalDate.of(2026, 9, 24), "CS", SERIAL.incrementAndGet());
  }

  @Bean
  DataSource dataSource() {
    return ArchiveDatabase.application();
  }

  @Bean
  JdbcTemplate jdbcTemplate(DataSource dataSource) {
    return new JdbcTemplate(dataSource);
  }

  @Bean
  JdbcClient jdbcClient(JdbcTemplate jdbc) {
    return JdbcClient.create(jdbc);
  }

  @Bean
  PlatformTransactionManager transactionManager(DataSource dataSource) {
    return new JdbcTransactionManager(dataSource);
  }

  @Bean
  TransactionTemplate transactionTemplate(PlatformTransactionManager manager) {
    return new TransactionTemplate(manager);
  }

  @Bean
  PrivacySettings privacySettings() {
    var key = Base64.getEncoder().encodeToString(new byte[32]);
    return new PrivacySettings(Map.of("k1", key), "k1", key);
  }

  @Bean
  ArchiveSettings archiveSettings() {
    var given = System.getProperty(EVIDENCE);
    return new ArchiveSettings(given != null ? Path.of(given) : temporary("evidence"), DataSize.ofMegabytes(1), ROOT_FILE);
  }

  private static Path temporary(String name) {
    try {
      return Files.createTempDirectory(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Knows these two and no group. */
  @Bean
  Directory directory() {
    return new Directory() {
      @Override
      public Optional<Person> person(String id) {
        return Set.of("agent1", "archivist1").contains(id) ? Optional.of(new Person(id, id, "", Set.of()))
            : Optional.empty();
      }

      @Override
      public List<Person> members(String groupId) {
        return List.of();
      }

      @Override
      public String groupName(String groupId) {
        return groupId;
      }

      @Override
      public boolean passwordMatches(String id, String password) {
        return false;
      }
    };
  }

  @Bean
  TimeStampSettings timeStampSettings() {
    return new TimeStampSettings(null, null, Duration.ofSeconds(5));
  }

  @Bean
  BucketSettings bucketSettings() {
    return new BucketSettings("", null, "us-east-1", "", "", true);
  }

  @Bean
  ClamavSettings clamavSettings() {
    return new ClamavSettings("", Duration.ofSeconds(5), ClamavSettings.WhenUnreachable.REFUSE);
  }

  @Bean
  Clock clock() {
    return Clock.system(ZoneId.of("Asia/Shanghai"));
  }
}
