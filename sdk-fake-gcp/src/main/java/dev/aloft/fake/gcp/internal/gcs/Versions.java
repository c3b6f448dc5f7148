package dev.aloft.fake.gcp.internal.gcs;

import dev.aloft.fake.FakeClock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Dates and generations, by the real time moved on by what a test has moved the cloud's: leases are
 * judged by them. Generations rise, also over several starts. Thread-safe.
 */
final class Versions {
  private final FakeClock clock;
  private long last;

  Versions(FakeClock clock) {
    this.clock = clock;
  }

  Instant now() {
    return clock.realNow().truncatedTo(ChronoUnit.MILLIS);
  }

  synchronized long next() {
    last = Math.max(last + 1, ChronoUnit.MICROS.between(Instant.EPOCH, clock.realNow()));
    return last;
  }

  /** Takes note of a generation that an earlier start has given. */
  synchronized void seen(long generation) {
    last = Math.max(last, generation);
  }
}
