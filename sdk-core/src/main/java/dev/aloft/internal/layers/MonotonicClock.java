package dev.aloft.internal.layers;

import dev.aloft.driver.Timing;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A client's time for libraries that want a clock; it never jumps. Thread-safe. */
final class MonotonicClock extends Clock {
  private final Timing timing;
  private final long origin;

  MonotonicClock(Timing timing) {
    this.timing = timing;
    this.origin = timing.nanos();
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH.plusNanos(timing.nanos() - origin);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
