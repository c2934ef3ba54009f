package io.huiyin.notification;

import static io.huiyin.notification.NotificationModule.CASE;
import static io.huiyin.notification.NotificationModule.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import io.huiyin.notification.Notices.DeliveryFailed;
import io.huiyin.notification.NotificationModule.Customers;
import io.huiyin.notification.NotificationModule.MovableClock;
import io.huiyin.notification.NotificationModule.Scheduled;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

class DeliverTest {

  private static final Recipient MANAGER = new Recipient.Staff("manager1");
  private static final Recipient CUSTOMER = new Recipient.Customer();
  private static final Map<String, String> TASK = Map.of("task", "受理定级", "due", "2026-09-24T18:00:00+08:00");

  private GreenMail mailServer;
  private HttpServer gateway;
  private final List<String> received = new CopyOnWriteArrayList<>();
  private volatile int httpStatus = 200;
  private volatile String httpAnswer = "{\"errcode\":0,\"errmsg\":\"ok\"}";

  @BeforeEach
  void startServers() throws IOException {
    mailServer = new GreenMail(new ServerSetup(freePort(), "127.0.0.1", "smtp"));
    mailServer.start();
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext("/", exchange -> {
      received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      var answer = httpAnswer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(httpStatus, answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
    });
    gateway.start();
  }

  @AfterEach
  void stopServers() {
    mailServer.stop();
    gateway.stop(0);
  }

  @Test
  void aMailArrivesInChineseFromTheConfiguredSender() {
    withMail().run(module -> {
      announce(module, "TASK_ASSIGNED", MANAGER, TASK, null);
      deliverAll(module);

      var mail = onlyMail();
      assertThat(mail.getSubject()).isEqualTo("【待办】受理定级（20260924-CS-0001）");
      assertThat((String) mail.getContent()).contains("王经理：", "投诉编号：20260924-CS-0001", "办理期限：2026年9月24日 18:00");
      assertThat(mail.getContentType().toLowerCase()).isEqualTo("text/plain; charset=utf-8");
      assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly("manager1@huiyin.example");
      assertThat(mail.getFrom()[0].toString()).contains("kefu@huiyin.example");
      assertThat(mail.getSentDate().toInstant()).isEqualTo(NOON);
      assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
      assertThat(mail.getMessageID()).isEqualTo("<notice-1-" + NOON.toEpochMilli() + "@huiyin.example>");
      assertThat(log(module).of(CASE)).singleElement().satisfies(notice -> {
        assertThat(notice.status()).isEqualTo("SENT");
        assertThat(notice.sentAt()).isEqualTo(NOON);
        assertThat(notice.attempts()).isEqualTo(1);
        assertThat(notice.address()).isEqualTo("m***@huiyin.example");
      });
    });
  }

  @Test
  void oneMailNotTwo() {
    withMail().run(module -> {
      announce(module, "SLA_BREACHED", MANAGER, Map.of("clock", "首次响应时限", "due", "今日"), "breach-1");
      announce(module, "SLA_BREACHED", MANAGER, Map.of("clock", "首次响应时限", "due", "今日"), "breach-1");
      deliverAll(module);
      deliverAll(module);

      assertThat(mailServer.getReceivedMessages()).hasSize(1);
      assertThat(log(module).of(CASE)).singleElement().extracting(NoticeView::attempts).isEqualTo(1);
    });
  }

  @Test
  void aMailThatWasSentStaysSentWhenTheWorkerRollsBack() {
    withMail().run(module -> {
      announce(module, "TASK_ASSIGNED", MANAGER, TASK, null);
      module.getBean(TransactionTemplate.class).executeWithoutResult(status -> {
        deliverAll(module);
        status.setRollbackOnly();
      });
      deliverAll(module);

      assertThat(mailServer.getReceivedMessages()).hasSize(1);
    });
  }

  @Test
  void twoWorkersSendOnce() {
    withMail().run(module -> {
      announce(module, "TASK_ASSIGNED", MANAGER, TASK, null);
      var start = new CountDownLatch(1);
      var workers = Executors.newFixedThreadPool(4);
      for (var i = 0; i < 4; i++) {
        workers.submit(() -> {
          start.await();
          deliverAll(module);
          return null;
        });
      }
      start.countDown();
      workers.shutdown();

      assertThat(workers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      assertThat(mailServer.getReceivedMessages()).hasSize(1);
    });
  }

  @Test
  void aDeadServerFailsWithoutTellingTheAddressAndALaterTrySucceeds() {
    withMail().run(module -> {
      mailServer.stop();
      module.getBean(Customers.class).complain("zhangsan@example.com", null);
      announce(module, "WITHDRAWN", CUSTOMER, Map.of(), null);
      for (var attempt = 1; attempt <= 2; attempt++) {
        var failure = catchThrowableOfType(DeliveryFailed.class, () -> module.getBean(TransactionTemplate.class)
            .executeWithoutResult(status -> deliverAll(module)));
        assertThat(failure).hasMessage("通知 1 的邮件未能发出：无法连接邮件服务器，请检查 spring.mail.host 与端口");
        assertThat(traceOf(failure)).doesNotContain("zhangsan", "example.com");
        assertThat(failedNotice(module, attempt).failure()).isEqualTo(failure.getMessage());
      }

      mailServer.start();
      deliverAll(module);

      assertThat(onlyMail().getSubject()).contains(CASE.value());
      assertThat(log(module).of(CASE)).singleElement().satisfies(notice -> {
        assertThat(notice.status()).isEqualTo("SENT");
        assertThat(notice.attempts()).isEqualTo(3);
        assertThat(notice.failure()).isNull();
      });
    });
  }

  @Test
  void aServerThatRefusesTheRecipientIsQuotedByItsCodeOnly() throws IOException {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      answer(server, "550 5.1.1 <zhangsan@example.com> unknown here");
      NotificationModule.runner().withPropertyValues(
          "spring.mail.host=127.0.0.1", "spring.mail.port=" + server.getLocalPort()).run(module -> {
            module.getBean(Customers.class).complain("zhangsan@example.com", null);
            announce(module, "WITHDRAWN", CUSTOMER, Map.of(), null);
            var failure = catchThrowableOfType(DeliveryFailed.class, () -> deliverAll(module));

            assertThat(failure).hasMessage("通知 1 的邮件未能发出：邮件服务器拒收该收件人（550）");
            assertThat(traceOf(failure)).doesNotContain("zhangsan", "example.com");
          });
    }
  }

  @Test
  void aMuteServerDoesNotHoldTheWorker() throws IOException {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      NotificationModule.runner().withPropertyValues("huiyin.notification.timeout=1s",
          "spring.mail.host=127.0.0.1", "spring.mail.port=" + server.getLocalPort()).run(module -> {
            module.getBean(Customers.class).complain("zhangsan@example.com", null);
            announce(module, "WITHDRAWN", CUSTOMER, Map.of(), null);
            var begin = System.nanoTime();

            assertThat(catchThrowableOfType(DeliveryFailed.class, () -> deliverAll(module))).isNotNull();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
          });
    }
  }

  @Test
  void aFactCannotAddAHeaderOrARecipient() {
    withMail().run(module -> {
      announce(module, "TASK_ASSIGNED", MANAGER,
          Map.of("task", "受理\r\nBcc: thief@example.com\r\n\r\n<b>正文</b>",
              "by", "甲\r\n.\r\nRCPT TO:<thief@example.com>"), null);
      deliverAll(module);

      var mail = onlyMail();
      assertThat(mail.getSubject()).isEqualTo("【待办】受理 Bcc: thief@example.com <b>正文</b>（20260924-CS-0001）");
      assertThat(mail.getRecipients(RecipientType.BCC)).isNull();
      assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly("manager1@huiyin.example");
      assertThat((String) mail.getContent()).contains("派发人：甲", "请登录办理");
    });
  }

  @Test
  void withoutAMailServerTheOutboxShowsWhatWouldHaveLeft() {
    NotificationModule.runner().run(module -> {
      announce(module, "TASK_ASSIGNED", MANAGER, TASK, null);
      module.getBean(Customers.class).complain("zhangsan@example.com", null);
      announce(module, "WITHDRAWN", CUSTOMER, Map.of(), null);
      assertThat(log(module).outbox(10)).isEmpty();
      deliverAll(module);

      assertThat(log(module).outbox(10)).extracting(Message::address)
          .containsExactly("z***@example.com", "m***@huiyin.example");
      assertThat(log(module).outbox(1)).singleElement().satisfies(message -> {
        assertThat(message.subject()).isEqualTo("投诉 20260924-CS-0001 已按您的要求撤回");
        assertThat(message.toString()).doesNotContain("投诉", "example.com");
      });
    });
  }

  @Test
  void withAMailServerTheOutboxIsEmpty() {
    withMail().run(module -> {
      module.getBean(Customers.class).complain("zhangsan@example.com", null);
      announce(module, "WITHDRAWN", CUSTOMER, Map.of(), null);
      deliverAll(module);

      assertThat(log(module).outbox(10)).isEmpty();
    });
  }

  @Test
  void theGroupRobotPostsABreachOnceForTheWholeGroup() {
    withMail().withPropertyValues("huiyin.notification.webhook-url=" + gatewayUrl("/robot?key=secret")).run(module -> {
      announce(module, "SLA_BREACHED", new Recipient.Group("cs-manager"),
          Map.of("clock", "首次响应时限", "due", "2026-09-24T10:00:00+08:00"), null);
      announce(module, "TASK_ASSIGNED", MANAGER, TASK, null);
      deliverAll(module);

      assertThat(received).singleElement().asString().startsWith("{").endsWith("}")
          .contains("\"msgtype\":\"text\"", "\"text\":{\"content\":\"【客户服务中心】【督办】20260924-CS-0001 首次响应时限已超时\\n")
          .contains("各位同事：");
    });
  }

  @ParameterizedTest
  @CsvSource(quoteCharacter = '`', value = {
      "500, ``,                                        HTTP 500",
      "302, ``,                                        HTTP 302",
      "200, `{\"errcode\":310000,\"errmsg\":\"sign\"}`, 错误码 310000",
      "200, `{\"code\":19024,\"msg\":\"Key Words\"}`,  错误码 19024",
  })
  void aRobotThatRefusesIsAFailureThatHidesTheUrl(int status, String answer, String reason) {
    httpStatus = status;
    httpAnswer = answer;
    withMail().withPropertyValues("huiyin.notification.webhook-url=" + gatewayUrl("/robot?key=secret")).run(module -> {
      announce(module, "MAJOR_CASE", MANAGER, Map.of("severity", "重大"), null);
      var failure = catchThrowableOfType(DeliveryFailed.class, () -> deliverAll(module));

      assertThat(failure).hasMessage("通知 2 未被群机器人接受：" + reason);
      assertThat(traceOf(failure)).doesNotContain("secret", "127.0.0.1");
    });
  }

  @Test
  void aCustomerWithoutMailGetsAShortMessage() {
    withMail().withPropertyValues("huiyin.notification.sms-url=" + gatewayUrl("/sms")).run(module -> {
      module.getBean(Customers.class).complain(null, "13812341234");
      announce(module, "WITHDRAWN", CUSTOMER, Map.of(), null);
      deliverAll(module);

      assertThat(received).singleElement().asString()
          .contains("\"phone\":\"13812341234\"")
          .contains("\"text\":\"【客户服务中心】尊敬的客户：", "\"id\":\"notice-1-" + NOON.toEpochMilli());
      assertThat(mailServer.getReceivedMessages()).isEmpty();
      assertThat(log(module).of(CASE)).singleElement().extracting(NoticeView::status).isEqualTo("SENT");
    });
  }

  @Test
  void aDeadMessageGatewayFailsWithoutTellingTheNumber() {
    gateway.stop(0);
    withMail().withPropertyValues("huiyin.notification.sms-url=" + gatewayUrl("/sms")).run(module -> {
      module.getBean(Customers.class).complain(null, "13812341234");
      announce(module, "WITHDRAWN", CUSTOMER, Map.of(), null);
      var failure = catchThrowableOfType(DeliveryFailed.class, () -> deliverAll(module));

      assertThat(failure).hasMessage("通知 1 未被短信网关接受：无法连接");
      assertThat(traceOf(failure)).doesNotContain("13812341234", "/sms");
    });
  }

  @Test
  void theMessageIdStaysTheSameOverAttempts() {
    withMail().run(module -> {
      mailServer.stop();
      module.getBean(Customers.class).complain("zhangsan@example.com", null);
      announce(module, "WITHDRAWN", CUSTOMER, Map.of(), null);
      catchThrowableOfType(DeliveryFailed.class, () -> deliverAll(module));
      module.getBean(MovableClock.class).now = NOON.plusSeconds(3600);
      mailServer.start();
      deliverAll(module);

      assertThat(onlyMail().getMessageID()).isEqualTo("<notice-1-" + NOON.toEpochMilli() + "@huiyin.example>");
    });
  }

  @Test
  void whatComesLateAtNightWaitsForTheMorningUnlessUrgent() {
    withMail().run(module -> {
      announce(module, "TASK_ASSIGNED", MANAGER, TASK, null);
      announce(module, "MAJOR_CASE", MANAGER, Map.of("severity", "重大"), null);
      module.getBean(MovableClock.class).now = Instant.parse("2026-09-24T23:30:00+08:00");
      deliverAll(module);

      assertThat(onlyMail().getSubject()).startsWith("【重大投诉】");
      var morning = Instant.parse("2026-09-25T08:00:00+08:00");
      var orders = module.getBean(Scheduled.class).orders;
      assertThat(orders).hasSize(3).last().isEqualTo(new Scheduled.Order(1, CASE, morning));

      module.getBean(MovableClock.class).now = morning;
      module.getBean(Notices.class).deliver(1);
      module.getBean(Notices.class).deliver(1);
      assertThat(mailServer.getReceivedMessages()).hasSize(2);
    });
  }

  @Test
  void anUnknownNoticeIsAnErrorAndNoFailedDelivery() {
    withMail().run(module -> assertThatCode(() -> module.getBean(Notices.class).deliver(4711))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("没有编号为 4711 的通知"));
  }

  private ApplicationContextRunner withMail() {
    return NotificationModule.runner().withPropertyValues("spring.mail.host=127.0.0.1",
        "spring.mail.port=" + mailServer.getSmtp().getServerSetup().getPort());
  }

  private MimeMessage onlyMail() {
    assertThat(mailServer.getReceivedMessages()).hasSize(1);
    return mailServer.getReceivedMessages()[0];
  }

  private NoticeView failedNotice(ApplicationContext module, int attempts) {
    var notice = log(module).of(CASE).get(0);
    assertThat(notice.status()).isEqualTo("FAILED");
    assertThat(notice.sentAt()).isNull();
    assertThat(notice.attempts()).isEqualTo(attempts);
    return notice;
  }

  private String gatewayUrl(String path) {
    return "http://127.0.0.1:" + gateway.getAddress().getPort() + path;
  }

  private static void announce(
      ApplicationContext module, String event, Recipient recipient, Map<String, String> facts, String onceKey) {
    module.getBean(TransactionTemplate.class).executeWithoutResult(status ->
        module.getBean(Notices.class).announce(new Notice(event, CASE, recipient, facts, onceKey)));
  }

  private static void deliverAll(ApplicationContext module) {
    List.copyOf(module.getBean(Scheduled.class).orders)
        .forEach(order -> module.getBean(Notices.class).deliver(order.id()));
  }

  private static NoticeLog log(ApplicationContext module) {
    return module.getBean(NoticeLog.class);
  }

  private static String traceOf(Throwable failure) {
    var trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  /** A mail server that takes everything but the recipient. */
  private static void answer(ServerSocket server, String toRecipient) {
    var thread = new Thread(() -> {
      try (var socket = server.accept();
          var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
          var out = new PrintWriter(socket.getOutputStream(), true)) {
        out.print("220 ready\r\n");
        out.flush();
        for (var line = in.readLine(); line != null; line = in.readLine()) {
          out.print(line.startsWith("RCPT") ? toRecipient + "\r\n" : "250 ok\r\n");
          out.flush();
        }
      } catch (IOException e) {
        // the test is over
      }
    });
    thread.setDaemon(true);
    thread.start();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
