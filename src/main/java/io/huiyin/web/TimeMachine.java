package io.huiyin.web;

import io.huiyin.complaint.InvalidInput;
import java.time.Duration;
import java.time.Instant;

/** Port: moves the one clock of a demo. Whatever became due is done, in order of due time, before a call returns. */
public interface TimeMachine {

  Instant now();

  /** @param by not negative */
  Instant advance(Duration by);

  /** @throws InvalidInput if the instant lies back and a case exists already */
  Instant set(Instant instant);
}
