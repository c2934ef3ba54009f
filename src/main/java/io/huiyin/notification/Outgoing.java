package io.huiyin.notification;

import java.time.Instant;

/** A recorded notice, opened for its channel. {@code toString} shows neither address nor text on purpose. */
record Outgoing(
    long id, Instant createdAt, String channel, String status, String address, String subject, String body) {

  /** The same for every attempt, so that a receiver recognises a duplicate after a crash. */
  String messageId() {
    return "notice-" + id + "-" + createdAt.toEpochMilli();
  }

  @Override
  public String toString() {
    return "Outgoing[" + id + "]";
  }
}
