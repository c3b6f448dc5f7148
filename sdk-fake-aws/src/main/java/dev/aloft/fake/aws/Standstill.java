package dev.aloft.fake.aws;

import dev.aloft.fake.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once that somebody keeps asking while a driven time stands still: a client that waits in
 * real time then waits for ever. Thread-safe.
 */
final class Standstill {
  static final Duration LONG = Duration.ofSeconds(60);

  private static final Logger LOG = LoggerFactory.getLogger(AwsCloud.class);

  private final FakeClock clock;
  private final LongSupplier nanos;
  private Instant stands = Instant.MIN;
  private long since;
  private boolean told;

  /**
   * Watches a cloud.
   *
   * @param nanos real time
   */
  Standstill(FakeClock clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
  }

  /** Notes a question; true when it is the first one after a long standstill. */
  synchronized boolean asked() {
    if (told || !clock.isDriven()) {
      return false;
    }
    Instant now = clock.now();
    if (!now.equals(stands)) {
      stands = now;
      since = nanos.getAsLong();
      return false;
    }
    told = nanos.getAsLong() - since >= LONG.toNanos();
    if (told) {
      LOG.warn(
          "The cloud's time has stood still for {} s, and it is still being asked: a client that"
              + " waits in real time waits for ever. Open it with"
              + " Aloft.builder().timing(cloud.timing()), let the time run with"
              + " @FakeAws(speed = 60), or move it with cloud.clock().advance(…)",
          LONG.toSeconds());
    }
    return told;
  }
}
