package io.huiyin.notification;

import static io.huiyin.notification.NotificationModule.CASE;
import static io.huiyin.notification.NotificationModule.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.huiyin.notification.NotificationModule.Customers;
import io.huiyin.notification.NotificationModule.MovableClock;
import io.huiyin.notification.NotificationModule.Scheduled;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

class AnnounceTest {

  private static final Recipient MANAGER = new Recipient.Staff("manager1");
  private static final Recipient MANAGERS = new Recipient.Group("cs-manager");
  private static final Recipient CUSTOMER = new Recipient.Customer();
  private static final String EMAIL = "zhangsan@example.com";
  private static final Map<String, String> BREACH = Map.of("clock", "首次响应时限", "due", "2026-09-24T10:00:00+08:00");

  @Test
  void aGroupMeansEachOfItsMembers() {
    in(module -> {
      announce(module, "SLA_BREACHED", MANAGERS, BREACH, null);

      assertThat(log(module).of(CASE)).extracting(NoticeView::recipient)
          .containsExactlyInAnyOrder("manager1", "manager2");
      assertThat(scheduled(module)).hasSize(2);
    });
  }

  @Test
  void theSameThingIsSaidToTheSamePersonOnceOnly() {
    in(module -> {
      announce(module, "SLA_BREACHED", MANAGER, BREACH, "breach-1");
      announce(module, "SLA_BREACHED", MANAGERS, BREACH, "breach-1");
      announce(module, "SLA_BREACHED", MANAGERS, BREACH, "breach-2");

      assertThat(log(module).of(CASE)).extracting(NoticeView::recipient)
          .containsExactlyInAnyOrder("manager1", "manager2", "manager1", "manager2");
      assertThat(scheduled(module)).hasSize(4);
    });
  }

  @Test
  void theKeyOfOneCaseDoesNotSilenceAnother() {
    in(module -> {
      var customers = module.getBean(Customers.class);
      for (var number : List.of(customers.complain(EMAIL, null), customers.complain(EMAIL, null))) {
        transaction(module).executeWithoutResult(status -> module.getBean(Notices.class)
            .announce(new Notice("WITHDRAWN", number, CUSTOMER, Map.of(), "withdrawn")));
      }

      assertThat(scheduled(module)).hasSize(2);
    });
  }

  @Test
  void twoWorkersThatSayTheSameAtOnceSayItOnce() {
    in(module -> {
      var start = new CountDownLatch(1);
      var workers = Executors.newFixedThreadPool(4);
      for (var i = 0; i < 4; i++) {
        workers.submit(() -> {
          start.await();
          announce(module, "SLA_BREACHED", MANAGER, BREACH, "breach-1");
          return null;
        });
      }
      start.countDown();
      workers.shutdown();
      try {
        assertThat(workers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }

      assertThat(log(module).of(CASE)).hasSize(1);
    });
  }

  @Test
  void withoutTheCallersTransactionNothingIsSaid() {
    in(module -> assertThatThrownBy(() -> module.getBean(Notices.class)
        .announce(new Notice("WITHDRAWN", CASE, CUSTOMER, Map.of(), null)))
        .isInstanceOf(IllegalTransactionStateException.class));
  }

  @Test
  void whatTheCallerRollsBackWasNeverSaid() {
    in(module -> {
      transaction(module).executeWithoutResult(status -> {
        module.getBean(Notices.class)
            .announce(new Notice("TASK_ASSIGNED", CASE, MANAGER, Map.of("task", "受理"), "once"));
        status.setRollbackOnly();
      });

      assertThat(log(module).of(CASE)).isEmpty();
    });
  }

  @ParameterizedTest
  @CsvSource({
      // announced at,            event,         priority, delivered from
      "2026-09-24T12:00:00+08:00, TASK_ASSIGNED, P1,       2026-09-24T12:00:00+08:00",
      "2026-09-24T20:59:59+08:00, TASK_ASSIGNED, P1,       2026-09-24T20:59:59+08:00",
      "2026-09-24T21:00:00+08:00, TASK_ASSIGNED, P1,       2026-09-25T08:00:00+08:00",
      "2026-09-24T23:00:00+08:00, TASK_ASSIGNED, P2,       2026-09-25T08:00:00+08:00",
      "2026-09-30T23:00:00+08:00, TASK_ASSIGNED, P2,       2026-10-01T08:00:00+08:00",
      "2026-09-25T00:00:00+08:00, TASK_ASSIGNED, P1,       2026-09-25T08:00:00+08:00",
      "2026-09-25T07:59:59+08:00, TASK_ASSIGNED, P1,       2026-09-25T08:00:00+08:00",
      "2026-09-25T08:00:00+08:00, TASK_ASSIGNED, P1,       2026-09-25T08:00:00+08:00",
      "2026-09-24T23:00:00+08:00, TASK_ASSIGNED, P0,       2026-09-24T23:00:00+08:00",
      "2026-09-24T23:00:00+08:00, MAJOR_CASE,    P1,       2026-09-24T23:00:00+08:00",
  })
  void nobodyIsDisturbedAtNightUnlessItIsUrgent(Instant announced, String event, String priority, Instant from) {
    in(module -> {
      module.getBean(MovableClock.class).now = announced;
      announce(module, event, MANAGER, Map.of("task", "受理定级", "severity", "重大", "priority", priority), null);

      assertThat(scheduled(module)).singleElement().extracting(Scheduled.Order::notBefore).isEqualTo(from);
      assertThat(log(module).of(CASE).get(0).notBefore()).isEqualTo(from);
    });
  }

  @Test
  void aColleagueWithoutAnAddressReadsItInTheApp() {
    in(module -> {
      announce(module, "TASK_ASSIGNED", new Recipient.Staff("paper1"), Map.of("task", "确认处理意见"), null);

      assertThat(log(module).inbox("paper1", 10)).singleElement()
          .satisfies(message -> assertThat(message.body()).contains("赵师傅：", "任务：确认处理意见"));
      assertThat(log(module).inbox("manager1", 10)).isEmpty();
      assertThat(scheduled(module)).isEmpty();
    });
  }

  @ParameterizedTest
  @CsvSource({"twin1, IN_APP, SENT", "nobody, EMAIL, UNREACHABLE"})
  void anAddressThatIsNoneIsNotUsed(String user, String channel, String status) {
    in(module -> {
      announce(module, "TASK_ASSIGNED", new Recipient.Staff(user), Map.of("task", "确认处理意见"), null);

      assertThat(log(module).of(CASE)).singleElement().satisfies(notice -> {
        assertThat(notice.channel()).isEqualTo(channel);
        assertThat(notice.status()).isEqualTo(status);
        assertThat(notice.address()).isNull();
      });
      assertThat(scheduled(module)).isEmpty();
    });
  }

  @Test
  void anEmptyGroupShowsAsNotReachable() {
    in(module -> {
      announce(module, "TASK_ASSIGNED", new Recipient.Group("unit-legal"), Map.of("task", "确认处理意见"), null);

      assertThat(log(module).of(CASE)).singleElement().satisfies(notice -> {
        assertThat(notice.recipient()).isEqualTo("unit-legal");
        assertThat(notice.status()).isEqualTo("UNREACHABLE");
      });
    });
  }

  @ParameterizedTest
  @CsvSource(nullValues = "-", value = {
      // e-mail,                              phone,       gateway, channel, status,      shown
      "zhangsan@example.com,                  13812341234, yes,     EMAIL,   PENDING,     z***@example.com",
      "-,                                     13812341234, yes,     SMS,     PENDING,     138****1234",
      "-,                                     13812341234, no,      EMAIL,   UNREACHABLE, -",
      "-,                                     '138 1234-1234', yes,  SMS,     PENDING,     138****1234",
      "-,                                     +85251234567, yes,    SMS,     PENDING,     +852****4567",
      "-,                                     0512-88881234, yes,   EMAIL,   UNREACHABLE, -",
      "-,                                     -,           yes,     EMAIL,   UNREACHABLE, -",
      "'a@example.com,b@example.com',         13812341234, yes,     SMS,     PENDING,     138****1234",
      "'a@example.com\r\nBcc: b@example.com', -,           yes,     EMAIL,   UNREACHABLE, -",
  })
  void theCustomerIsReachedByTheBestAddressLeft(
      String email, String phone, String gateway, String channel, String status, String shown) {
    in(runner -> gateway.equals("yes")
        ? runner.withPropertyValues("huiyin.notification.sms-url=http://127.0.0.1:1/sms") : runner, module -> {
      module.getBean(Customers.class).complain(email, phone);
      announce(module, "WITHDRAWN", CUSTOMER, Map.of(), null);

      assertThat(log(module).of(CASE)).singleElement().satisfies(notice -> {
        assertThat(notice.channel()).isEqualTo(channel);
        assertThat(notice.status()).isEqualTo(status);
        assertThat(notice.address()).isEqualTo(shown);
        assertThat(notice.createdAt()).isEqualTo(NOON);
      });
    });
  }

  @Test
  void textForStaffNeverGoesToTheCustomerNorTheOtherWay() {
    in(module -> {
      assertThatThrownBy(() -> announce(module, "SLA_BREACHED", CUSTOMER, BREACH, null))
          .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("SLA_BREACHED 不发给客户");
      assertThatThrownBy(() -> announce(module, "WITHDRAWN", MANAGERS, Map.of(), null))
          .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("WITHDRAWN 只发给客户");
    });
  }

  @Test
  void anUnknownEventOrAMissingFactIsNamed() {
    in(module -> {
      assertThatThrownBy(() -> announce(module, "GREETING", MANAGER, Map.of(), null))
          .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("GREETING");
      assertThatThrownBy(() -> announce(module, "SLA_BREACHED", MANAGER, Map.of("due", "明天"), null))
          .isInstanceOf(IllegalArgumentException.class).hasMessage("通知 SLA_BREACHED 缺少 clock");
    });
  }

  @Test
  void neitherAddressNorTextStandsReadableInTheTable() {
    in(module -> {
      module.getBean(Customers.class).complain(EMAIL, null);
      announce(module, "EXPLAINED", CUSTOMER, Map.of("explanation", "secret-explanation"), null);
      var row = module.getBean(JdbcClient.class)
          .sql("select notice::text || encode(address || subject || body, 'escape') from notice")
          .query(String.class).single();

      assertThat(row).doesNotContain("zhangsan").doesNotContain("secret-explanation").contains(CASE.value());
      assertThat(log(module).of(CASE).toString()).doesNotContain("example.com");
    });
  }

  @ParameterizedTest
  @CsvSource({
      "huiyin.notification.from=nobody",
      "huiyin.notification.quiet-from=25:00",
      "huiyin.notification.zone=Asia/Nowhere",
      "huiyin.notification.webhook-url=ftp://127.0.0.1/robot",
      "huiyin.notification.urgent-events=GREETING",
      "huiyin.notification.timeout=0s",
  })
  void aWrongSettingStopsTheStart(String setting) {
    NotificationModule.runner().withPropertyValues(setting)
        .run(module -> assertThat(module).hasFailed());
  }

  private static void in(Consumer<ApplicationContext> story) {
    in(runner -> runner, story);
  }

  private static void in(
      UnaryOperator<ApplicationContextRunner> settings, Consumer<ApplicationContext> story) {
    settings.apply(NotificationModule.runner()).run(story::accept);
  }

  private static void announce(
      ApplicationContext module, String event, Recipient recipient, Map<String, String> facts, String onceKey) {
    transaction(module).executeWithoutResult(status ->
        module.getBean(Notices.class).announce(new Notice(event, CASE, recipient, facts, onceKey)));
  }

  private static TransactionTemplate transaction(ApplicationContext module) {
    return module.getBean(TransactionTemplate.class);
  }

  private static NoticeLog log(ApplicationContext module) {
    return module.getBean(NoticeLog.class);
  }

  private static List<Scheduled.Order> scheduled(ApplicationContext module) {
    return module.getBean(Scheduled.class).orders;
  }
}
