package io.huiyin.complaint;

import java.util.Map;

/** Port: the process that a complaint goes through. Implemented by the flow. */
public interface ComplaintFlow {

  /**
   * Sends a complaint into the flow. Registration, triage and the first task happen in the caller's transaction.
   *
   * @param fields as in {@link Registration#FIELDS}
   * @throws InvalidInput naming every faulty field; nothing was done
   */
  ComplaintNumber receive(Map<String, Object> fields);

  /**
   * Tells a running case that something happened.
   *
   * @param message one of the public messages, such as {@code CustomerContacted}
   * @throws NotWaiting if the case does not wait for this message now
   */
  void tell(ComplaintNumber number, String message, Map<String, Object> fields);

  /** The case is past the point where this can happen, or not there yet. */
  class NotWaiting extends RuntimeException {
    public NotWaiting(ComplaintNumber number, String message) {
      super("投诉 " + number + " 目前不接受 " + message + "，请先查看案件进度");
    }
  }
}
