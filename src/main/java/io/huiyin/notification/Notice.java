package io.huiyin.notification;

import io.huiyin.complaint.ComplaintNumber;
import java.time.Duration;
import java.util.Map;

/**
 * Something to be said about a case.
 *
 * @param event  which text: the name of a {@link NoticeEvent}
 * @param facts  values for the placeholders that the event names, without personal data; {@code priority=P0} ignores
 *               quiet hours
 * @param onceKey within a case the same key is said to the same recipient once only, ever; {@code null} = no limit
 * @param restBefore within a case the event is said to the same recipient again only when this time has passed since
 *               the last; {@code null} = no limit. Who announces serialises the case, or two at once pass both.
 */
public record Notice(
    String event, ComplaintNumber number, Recipient recipient, Map<String, String> facts, String onceKey,
    Duration restBefore) {

  public Notice(String event, ComplaintNumber number, Recipient recipient, Map<String, String> facts, String onceKey) {
    this(event, number, recipient, facts, onceKey, null);
  }
}
