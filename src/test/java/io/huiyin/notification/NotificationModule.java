package io.huiyin.notification;

import io.huiyin.complaint.Category;
import io.huiyin.complaint.Channel;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.Complexity;
import io.huiyin.complaint.PersonalData;
import io.huiyin.complaint.Priority;
import io.huiyin.complaint.Ratings;
import io.huiyin.complaint.Registration;
import io.huiyin.complaint.Severity;
import io.huiyin.identity.Directory;
import io.huiyin.identity.Person;
import io.huiyin.privacy.PrivacySettings;
import io.huiyin.privacy.Vault;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.mail.MailSenderAutoConfiguration;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

/** The module on a real PostgreSQL, with people, customers and the delivery process at its ports. */
@TestConfiguration
@EnableTransactionManagement(proxyTargetClass = true)
@EnableConfigurationProperties({PrivacySettings.class, NotificationSettings.class})
@Import({Vault.class, Complaints.class, Texts.class, MailChannel.class, HttpChannels.class,
    JdbcNotices.class, NoticeLog.class})
class NotificationModule {

  static final ComplaintNumber CASE = new ComplaintNumber("20260924-CS-0001");
  static final Instant NOON = Instant.parse("2026-09-24T04:00:00Z");

  private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

  static ApplicationContextRunner runner() {
    return new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(ConfigurationPropertiesAutoConfiguration.class,
            JacksonAutoConfiguration.class, ValidationAutoConfiguration.class, MailSenderAutoConfiguration.class))
        .withUserConfiguration(NotificationModule.class)
        .withPropertyValues("huiyin.privacy.keys.k1=" + KEY, "huiyin.privacy.active-key=k1",
            "huiyin.privacy.lookup-key=" + KEY, "huiyin.notification.from=kefu@huiyin.example");
  }

  /** One server for all tests of this JVM. */
  private static final class Server {
    static final DataSource DATABASE = start();

    private static DataSource start() {
      try {
        var database = EmbeddedPostgres.builder().setLocaleConfig("locale", "C.UTF-8").start().getPostgresDatabase();
        Flyway.configure().dataSource(database).load().migrate();
        return database;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Bean
  DataSource dataSource() {
    return Server.DATABASE;
  }

  @Bean
  JdbcClient jdbcClient(DataSource dataSource) {
    var jdbc = JdbcClient.create(dataSource);
    jdbc.sql("truncate notice, complaint, complaint_serial, archive_search restart identity cascade").update();
    return jdbc;
  }

  @Bean
  PlatformTransactionManager transactionManager(DataSource dataSource) {
    return new JdbcTransactionManager(dataSource);
  }

  @Bean
  TransactionTemplate transaction(PlatformTransactionManager manager) {
    return new TransactionTemplate(manager);
  }

  @Bean
  MovableClock clock() {
    return new MovableClock();
  }

  @Bean
  People people() {
    return new People();
  }

  @Bean
  Customers customers(Complaints complaints, TransactionTemplate transaction) {
    return new Customers(complaints, transaction);
  }

  @Bean
  Scheduled scheduled() {
    return new Scheduled();
  }

  static class MovableClock extends Clock {
    Instant now = NOON;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneId.of("UTC");
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return Clock.fixed(now, zone);
    }
  }

  /** {@code paper1} has no e-mail, {@code twin1} one that is none. */
  static class People implements Directory {
    private final Map<String, Person> people = new HashMap<>();

    People() {
      add("manager1", "王经理", "manager1@huiyin.example", "cs-manager");
      add("manager2", "李经理", "manager2@huiyin.example", "cs-manager");
      add("paper1", "赵师傅", null, "unit-logistics");
      add("twin1", "钱师傅", "a@huiyin.example, b@huiyin.example", "unit-product");
    }

    private void add(String id, String name, String email, String group) {
      people.put(id, new Person(id, name, email, Set.of(group)));
    }

    @Override
    public Optional<Person> person(String id) {
      return Optional.ofNullable(people.get(id));
    }

    @Override
    public List<Person> members(String groupId) {
      return people.values().stream().filter(person -> person.groups().contains(groupId)).toList();
    }

    @Override
    public String groupName(String groupId) {
      return groupId;
    }

    @Override
    public boolean passwordMatches(String id, String password) {
      return false;
    }
  }

  /** Registers real complaints, {@link #CASE} first. */
  static class Customers {
    private final Complaints complaints;
    private final TransactionTemplate transaction;

    Customers(Complaints complaints, TransactionTemplate transaction) {
      this.complaints = complaints;
      this.transaction = transaction;
    }

    ComplaintNumber complain(String email, String phone) {
      var personal = new PersonalData("张三", phone, email, null, null, "包裹破损", null, null);
      var registration = new Registration(Channel.PHONE, "CS", personal, null, null, null, null, null, null, null, 1,
          false, false, false, false, false, null);
      return transaction.execute(status -> complaints.register(registration, Category.LOGISTICS,
          new Ratings(Priority.P1, Severity.GENERAL, Complexity.NONE), false, false, "agent1", null).number());
    }
  }

  /** What the delivery process was asked to carry out. */
  static class Scheduled implements NoticeDelivery {
    record Order(long id, ComplaintNumber number, Instant notBefore) {
    }

    final List<Order> orders = new ArrayList<>();

    @Override
    public void schedule(long noticeId, ComplaintNumber number, Instant notBefore) {
      orders.add(new Order(noticeId, number, notBefore));
    }
  }
}
