package io.huiyin.web;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.springframework.stereotype.Component;

/** Instants as the interface shows them: ISO-8601 with the company's offset. */
@Component
class Times {

  private final Clock clock;

  Times(Clock clock) {
    this.clock = clock;
  }

  OffsetDateTime at(Instant instant) {
    return instant == null ? null : instant.atZone(clock.getZone()).toOffsetDateTime();
  }
}
