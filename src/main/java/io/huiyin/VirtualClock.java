package io.huiyin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The one clock of the application. It ticks like the system's, shifted by an offset that the time machine moves, or
 * stands still at an instant while a test or the time machine holds it. Whoever keeps a clock of its own (the engine)
 * listens and follows.
 */
public final class VirtualClock extends Clock {

  private final ZoneId zone;
  private final List<Consumer<VirtualClock>> followers = new CopyOnWriteArrayList<>();
  private volatile Duration offset = Duration.ZERO;
  private volatile Instant held;

  public VirtualClock(ZoneId zone) {
    this.zone = zone;
  }

  /** Stand still at this instant until {@link #run()} or the next call. */
  public void hold(Instant instant) {
    held = instant;
    tellFollowers();
  }

  /** Tick on from where the clock stands now. */
  public void run() {
    if (held != null) {
      offset = Duration.between(Instant.now(), held);
      held = null;
    }
    tellFollowers();
  }

  /** Tick with this shift against the system's clock. */
  public void shift(Duration newOffset) {
    held = null;
    offset = newOffset;
    tellFollowers();
  }

  public Duration offset() {
    return held == null ? offset : Duration.between(Instant.now(), held);
  }

  public boolean isHeld() {
    return held != null;
  }

  public void follow(Consumer<VirtualClock> follower) {
    followers.add(follower);
    follower.accept(this);
  }

  @Override
  public Instant instant() {
    var standing = held;
    return standing != null ? standing : Instant.now().plus(offset);
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return Clock.fixed(instant(), other);
  }

  private void tellFollowers() {
    followers.forEach(follower -> follower.accept(this));
  }
}
