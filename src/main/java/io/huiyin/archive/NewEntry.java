package io.huiyin.archive;

import java.time.Instant;
import java.util.Map;

/**
 * Something that happened to a case, about to be put on record.
 *
 * @param kind    what sort of thing, in the trace's own words ({@code TASK_COMPLETED}, {@code DECISION}, …)
 * @param summary one Chinese sentence without personal data
 * @param actor   user id of who did it, or {@code system}
 * @param channel through which channel: {@code TASKLIST}, {@code REST}, {@code ENGINE}, …
 * @param facts   the details; may hold personal data: they are sealed, and destroyed at the end of retention
 */
public record NewEntry(
    String kind, String summary, String actor, String channel, Instant at, Map<String, Object> facts) {
}
