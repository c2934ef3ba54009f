package io.huiyin.archive;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * Something that happened to a case, about to be put on record.
 *
 * @param kind    what sort of thing, in the trace's own words ({@code TASK_COMPLETED}, {@code DECISION}, …)
 * @param summary one Chinese sentence without personal data
 * @param actor   user id of who did it, or {@code system}
 * @param channel through which channel: {@code TASKLIST}, {@code REST}, {@code ENGINE}, …
 * @param facts   the details, as plain values, lists and maps; may hold personal data: they are sealed, and
 *                destroyed at the end of retention; {@code null} means none
 */
public record NewEntry(
    String kind, String summary, String actor, String channel, Instant at, Map<String, Object> facts) {

  /** @throws NullPointerException naming the part that is missing */
  public NewEntry {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(summary, "summary");
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(channel, "channel");
    Objects.requireNonNull(at, "at");
    facts = facts == null ? Map.of() : facts;
  }
}
