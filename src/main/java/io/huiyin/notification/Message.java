package io.huiyin.notification;

import io.huiyin.complaint.ComplaintNumber;
import java.time.Instant;

/**
 * A message with its whole text. The text may hold the customer's own link, so {@code toString} shows none of it.
 *
 * @param recipient user id or {@code customer}
 * @param address   masked, or {@code null} in the app
 */
public record Message(
    long id, ComplaintNumber number, NoticeEvent event, Instant sentAt, String recipient, String address,
    String subject, String body) {

  @Override
  public String toString() {
    return "Message[" + id + " " + event + "]";
  }
}
