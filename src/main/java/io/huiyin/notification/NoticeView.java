package io.huiyin.notification;

import java.time.Instant;

/**
 * A notice as the case panel shows it.
 *
 * @param recipientKind {@code STAFF}, {@code GROUP} (an empty group), {@code CUSTOMER} or {@code ROBOT}
 * @param recipient     user id, group id, {@code customer} or {@code robot}
 * @param channel       {@code EMAIL}, {@code IN_APP}, {@code WEBHOOK} or {@code SMS}
 * @param address       masked, or {@code null} when there is none
 * @param status        {@code PENDING}, {@code SENT}, {@code UNREACHABLE} or {@code FAILED} (another try may follow)
 * @param sentAt        {@code null} until sent
 * @param failure       why the last attempt failed, in Chinese, or {@code null}
 */
public record NoticeView(
    long id, NoticeEvent event, String recipientKind, String recipient, String channel, String address,
    String subject, String status, Instant createdAt, Instant notBefore, Instant sentAt, int attempts,
    String failure) {

  @Override
  public String toString() {
    return "NoticeView[" + id + " " + event + " " + status + "]";
  }
}
