package io.huiyin.sla;

import java.time.Duration;

/** An open clock past its deadline, and by how much elapsed time. */
public record OverdueClock(Clock clock, Duration overdueBy) {
}
