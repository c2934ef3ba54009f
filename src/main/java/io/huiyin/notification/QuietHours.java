package io.huiyin.notification;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/** The daily span in which nobody is disturbed, {@code from} inclusive, {@code to} exclusive; may span midnight. */
record QuietHours(LocalTime from, LocalTime to, ZoneId zone) {

  /** The instant itself, or the end of the quiet hours that it falls into. */
  Instant notBefore(Instant instant) {
    var local = instant.atZone(zone);
    var time = local.toLocalTime();
    var sinceFrom = !time.isBefore(from);
    var beforeTo = time.isBefore(to);
    var quiet = from.isBefore(to) ? sinceFrom && beforeTo : !from.equals(to) && (sinceFrom || beforeTo);
    if (!quiet) {
      return instant;
    }
    return (beforeTo ? local : local.plusDays(1)).with(to).toInstant();
  }
}
