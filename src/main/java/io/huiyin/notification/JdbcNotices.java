package io.huiyin.notification;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.identity.Directory;
import io.huiyin.identity.Person;
import io.huiyin.privacy.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

@Service
class JdbcNotices implements Notices {

  /** Whom one row is for and how the message gets there; no address = not reachable, except in the app. */
  private record Addressee(String kind, String id, String name, String channel, Optional<String> address) {
  }

  private final JdbcClient jdbc;
  private final Vault vault;
  private final Directory directory;
  private final Complaints complaints;
  private final NoticeDelivery delivery;
  private final Texts texts;
  private final MailChannel mail;
  private final HttpChannels http;
  private final NotificationSettings settings;
  private final Clock clock;
  private final TransactionTemplate ownTransaction;

  JdbcNotices(JdbcClient jdbc, Vault vault, Directory directory, Complaints complaints, NoticeDelivery delivery,
      Texts texts, MailChannel mail, HttpChannels http, NotificationSettings settings, Clock clock,
      PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.vault = vault;
    this.directory = directory;
    this.complaints = complaints;
    this.delivery = delivery;
    this.texts = texts;
    this.mail = mail;
    this.http = http;
    this.settings = settings;
    this.clock = clock;
    ownTransaction = new TransactionTemplate(transactions);
    ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void announce(Notice notice) {
    var event = NoticeEvent.named(notice.event());
    var forCustomer = notice.recipient() instanceof Recipient.Customer;
    if (forCustomer != (event.audience() == NoticeEvent.Audience.CUSTOMER)) {
      throw new IllegalArgumentException("通知 " + event + (forCustomer ? " 不发给客户" : " 只发给客户"));
    }
    var now = clock.instant();
    var urgent = settings.urgentEvents().contains(event) || "P0".equals(notice.facts().get("priority"));
    addressees(notice).stream().filter(addressee -> isRested(notice, addressee, now))
        .forEach(addressee -> record(event, notice, addressee, now, urgent));
    if (http.robotPosts(event)) {
      record(event, notice, new Addressee("ROBOT", "robot", "各位同事", "WEBHOOK", Optional.of("robot")), now, urgent);
    }
  }

  private boolean isRested(Notice notice, Addressee addressee, Instant now) {
    return notice.restBefore() == null || !jdbc.sql("""
        select exists (select 1 from notice where number = ? and event = ? and recipient = ? and created_at > ?)""")
        .params(notice.number().value(), notice.event(), addressee.id(), at(now.minus(notice.restBefore())))
        .query(Boolean.class).single();
  }

  @Override
  public void deliver(long noticeId) {
    if (isPostponed(noticeId)) {
      return;
    }
    var failure = ownTransaction.execute(status -> attempt(noticeId));
    if (failure != null) {
      throw new DeliveryFailed(failure);
    }
  }

  /** A delivery that comes late, after downtime or retries, disturbs nobody at night either. */
  private boolean isPostponed(long noticeId) {
    var now = clock.instant();
    var notBefore = settings.quietHours().notBefore(now);
    if (notBefore.equals(now)) {
      return false;
    }
    var number = jdbc.sql("""
        update notice set not_before = ? where id = ? and not urgent and status in ('PENDING', 'FAILED')
        returning number""").params(at(notBefore), noticeId).query(String.class).optional();
    number.ifPresent(held -> delivery.schedule(noticeId, new ComplaintNumber(held), notBefore));
    return number.isPresent();
  }

  /** One attempt under the row's lock, so that two workers cannot both send; the reason if it failed. */
  private String attempt(long noticeId) {
    var notice = jdbc.sql("""
        select id, created_at, channel, status, address, subject, body from notice where id = ? for update""")
        .param(noticeId).query(this::outgoing).optional()
        .orElseThrow(() -> new IllegalArgumentException("没有编号为 " + noticeId + " 的通知"));
    if (!List.of("PENDING", "FAILED").contains(notice.status())) {
      return null;
    }
    String failure = null;
    try {
      switch (notice.channel()) {
        case "EMAIL" -> mail.send(notice);
        case "WEBHOOK" -> http.post(notice);
        case "SMS" -> http.sms(notice);
        default -> throw new IllegalStateException("Nothing to send over " + notice.channel());
      }
    } catch (DeliveryFailed e) {
      failure = e.getMessage();
    }
    jdbc.sql("update notice set status = ?, sent_at = ?, failure = ?, attempts = attempts + 1 where id = ?")
        .params(failure == null ? "SENT" : "FAILED", failure == null ? at(clock.instant()) : null, failure, noticeId)
        .update();
    return failure;
  }

  private void record(NoticeEvent event, Notice notice, Addressee addressee, Instant now, boolean urgent) {
    var values = new HashMap<>(notice.facts());
    values.put("number", notice.number().value());
    values.put("name", addressee.name());
    values.put("sender", settings.senderName());
    values.put("contact", settings.contact());
    values.put("app", settings.appUrl().toString());
    var text = texts.render(event, values);
    var inApp = addressee.channel().equals("IN_APP");
    var notBefore = urgent || inApp ? now : settings.quietHours().notBefore(now);
    var status = inApp ? "SENT" : addressee.address().isPresent() ? "PENDING" : "UNREACHABLE";
    jdbc.sql("""
        insert into notice (number, event, recipient_kind, recipient, channel, address, subject, body, status,
          urgent, created_at, not_before, sent_at, once_key)
        values (:number, :event, :kind, :recipient, :channel, :address, :subject, :body, :status,
          :urgent, :now, :notBefore, :sentAt, :onceKey)
        on conflict (number, once_key, recipient) where once_key is not null do nothing
        returning id""")
        .param("number", notice.number().value()).param("event", event.name())
        .param("kind", addressee.kind()).param("recipient", addressee.id()).param("channel", addressee.channel())
        .param("address", vault.seal(addressee.address().orElse(null)))
        .param("subject", vault.seal(text.subject())).param("body", vault.seal(text.body()))
        .param("status", status).param("urgent", urgent).param("now", at(now)).param("notBefore", at(notBefore))
        .param("sentAt", inApp ? at(now) : null).param("onceKey", notice.onceKey())
        .query(Long.class).optional()
        .filter(id -> status.equals("PENDING"))
        .ifPresent(id -> delivery.schedule(id, notice.number(), notBefore));
  }

  private List<Addressee> addressees(Notice notice) {
    if (notice.recipient() instanceof Recipient.Customer) {
      return List.of(customer(notice.number()));
    }
    if (notice.recipient() instanceof Recipient.Staff staff) {
      return List.of(directory.person(staff.userId()).map(JdbcNotices::colleague)
          .orElseGet(() -> new Addressee("STAFF", staff.userId(), staff.userId(), "EMAIL", Optional.empty())));
    }
    var group = ((Recipient.Group) notice.recipient()).groupId();
    var members = directory.members(group);
    return members.isEmpty()
        ? List.of(new Addressee("GROUP", group, directory.groupName(group), "EMAIL", Optional.empty()))
        : members.stream().map(JdbcNotices::colleague).toList();
  }

  private static Addressee colleague(Person person) {
    var email = MailChannel.usable(person.email());
    return new Addressee("STAFF", person.id(), person.name(), email.isPresent() ? "EMAIL" : "IN_APP", email);
  }

  private Addressee customer(ComplaintNumber number) {
    var person = complaints.personalData(number);
    var email = MailChannel.usable(person.customerEmail());
    var phone = email.isEmpty() ? http.usable(person.customerPhone()) : Optional.<String>empty();
    return new Addressee("CUSTOMER", "customer", "尊敬的客户", phone.isPresent() ? "SMS" : "EMAIL", email.or(() -> phone));
  }

  private Outgoing outgoing(ResultSet row, int index) throws SQLException {
    return new Outgoing(row.getLong("id"), row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getString("channel"), row.getString("status"), vault.open(row.getBytes("address")),
        vault.open(row.getBytes("subject")), vault.open(row.getBytes("body")));
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
