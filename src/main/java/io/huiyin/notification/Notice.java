package io.huiyin.notification;

import io.huiyin.complaint.ComplaintNumber;
import java.util.Map;

/**
 * Something to be said about a case.
 *
 * @param event  which text: {@code TASK_ASSIGNED}, {@code SLA_WARNING}, {@code ESCALATED}, {@code ACKNOWLEDGED}, …
 * @param facts  values for the text's placeholders, without personal data
 * @param onceKey the same key is said to the same recipient once only, ever; {@code null} = no limit
 */
public record Notice(
    String event, ComplaintNumber number, Recipient recipient, Map<String, String> facts, String onceKey) {
}
