package io.huiyin.notification;

import io.huiyin.complaint.ComplaintNumber;
import java.util.Map;

/**
 * Something to be said about a case.
 *
 * @param event  which text: the name of a {@link NoticeEvent}
 * @param facts  values for the placeholders that the event names, without personal data; {@code priority=P0} ignores
 *               quiet hours
 * @param onceKey within a case the same key is said to the same recipient once only, ever; {@code null} = no limit
 */
public record Notice(
    String event, ComplaintNumber number, Recipient recipient, Map<String, String> facts, String onceKey) {
}
