package io.huiyin.notification;

/** Whom a notice is for. */
public sealed interface Recipient {

  /** One colleague. */
  record Staff(String userId) implements Recipient {
  }

  /** Everyone in a group. */
  record Group(String groupId) implements Recipient {
  }

  /** The customer of the case, by the address the customer left. */
  record Customer() implements Recipient {
  }
}
