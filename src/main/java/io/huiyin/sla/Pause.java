package io.huiyin.sla;

import java.time.Instant;

/** A span in which a clock stood still because the customer had to act. */
public record Pause(Instant from, Instant to) {

  static Pause parse(String text) {
    var ends = text.split("/");
    return new Pause(Instant.parse(ends[0]), Instant.parse(ends[1]));
  }

  /** What {@link #parse} reads (an ISO-8601 interval). */
  String code() {
    return from + "/" + to;
  }
}
