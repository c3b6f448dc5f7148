package dev.aloft.internal.services;

import dev.aloft.driver.Timing;
import java.time.Duration;
import java.time.Instant;

/** Time that passes when a test says so. */
public final class VirtualTiming implements Timing {
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

  /** Lets time pass. */
  public synchronized void advance(Duration time) {
    now = now.plus(time);
  }

  /** Lets time pass up to a moment, unless that is over. */
  public synchronized void advanceTo(Instant moment) {
    if (moment.isAfter(now)) {
      now = moment;
    }
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public long nanos() {
    return Duration.between(Instant.EPOCH, now).toNanos();
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable task) {
    throw new UnsupportedOperationException("nothing here may start threads");
  }

  @Override
  public void pause(Duration time) {
    advance(time);
  }
}
