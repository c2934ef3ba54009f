package io.huiyin.notification;

/** Says things to people, durably: what is announced commits with the caller and is delivered on its own. */
public interface Notices {

  /**
   * Puts a notice on record, one row per person reached, and schedules its delivery. Demands the caller's
   * transaction. Somebody without an address is recorded as not reachable; that is no error.
   */
  void announce(Notice notice);

  /**
   * Sends one recorded notice now; a second call for a sent one does nothing. Commits what became of the attempt on
   * its own, so that it stands even if the caller rolls back. A notice that is not urgent and comes late, in the
   * quiet hours, is scheduled anew for their end instead.
   *
   * @throws DeliveryFailed if the channel refuses; the message never holds an address
   */
  void deliver(long noticeId);

  /** A channel did not take the message. Worth another try later. */
  class DeliveryFailed extends RuntimeException {
    public DeliveryFailed(String message) {
      super(message);
    }
  }
}
