package io.huiyin.notification;

import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.privacy.Mask;
import io.huiyin.privacy.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Reads what was said. Whether the reader may see the case is the caller's question. */
@Service
@Transactional(readOnly = true)
public class NoticeLog {

  private final JdbcClient jdbc;
  private final Vault vault;
  private final MailChannel mail;

  NoticeLog(JdbcClient jdbc, Vault vault, MailChannel mail) {
    this.jdbc = jdbc;
    this.vault = vault;
    this.mail = mail;
  }

  /** Everything said about a case, oldest first; addresses masked, texts by their subject only. */
  public List<NoticeView> of(ComplaintNumber number) {
    return jdbc.sql("select * from notice where number = ? order by id").param(number.value())
        .query((row, index) -> view(row)).list();
  }

  /** One recorded notice. */
  public NoticeView get(long id) {
    return jdbc.sql("select * from notice where id = ?").param(id).query((row, index) -> view(row)).single();
  }

  /** What waits in the app for a colleague without an e-mail address, newest first. */
  public List<Message> inbox(String userId, int limit) {
    return jdbc.sql("""
        select * from notice where channel = 'IN_APP' and recipient_kind = 'STAFF' and recipient = ?
        order by id desc limit ?""").params(userId, limit).query(this::message).list();
  }

  /**
   * The demo's outbox: mails that would have left the house, newest first. Empty as soon as a mail server is
   * configured, for then the mails are the customers' own.
   */
  public List<Message> outbox(int limit) {
    return mail.hasServer() ? List.of() : jdbc.sql("""
        select * from notice where channel = 'EMAIL' and status = 'SENT' order by id desc limit ?""")
        .param(limit).query(this::message).list();
  }

  private NoticeView view(ResultSet row) throws SQLException {
    return new NoticeView(row.getLong("id"), NoticeEvent.named(row.getString("event")),
        row.getString("recipient_kind"), row.getString("recipient"), row.getString("channel"), masked(row),
        vault.open(row.getBytes("subject")), row.getString("status"), instant(row, "created_at"),
        instant(row, "not_before"), instant(row, "sent_at"), row.getInt("attempts"), row.getString("failure"));
  }

  private Message message(ResultSet row, int index) throws SQLException {
    return new Message(row.getLong("id"), new ComplaintNumber(row.getString("number")),
        NoticeEvent.named(row.getString("event")), instant(row, "sent_at"), row.getString("recipient"), masked(row),
        vault.open(row.getBytes("subject")), vault.open(row.getBytes("body")));
  }

  private String masked(ResultSet row) throws SQLException {
    var address = vault.open(row.getBytes("address"));
    return switch (row.getString("channel")) {
      case "EMAIL" -> Mask.email(address);
      case "SMS" -> Mask.phone(address);
      default -> null;
    };
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    var value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }
}
