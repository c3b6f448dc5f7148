package dev.aloft.fake.aws;

import dev.aloft.fake.FakeClock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a job has machines, which is billed, and how long it trains on them. Guarded by the
 * clock's monitor.
 */
final class MachineTime {
  private static final double SPOT_PRICE = 0.3;

  private final FakeClock clock;
  private final Job job;
  private final double price;
  private @Nullable Instant got;
  private @Nullable Instant training;
  private Duration trained = Duration.ZERO;

  MachineTime(FakeClock clock, Job job, boolean isSpot) {
    this.clock = clock;
    this.job = job;
    this.price = isSpot ? SPOT_PRICE : 1;
  }

  /** The machines are there. */
  void begin() {
    got = clock.now();
  }

  /** Training begins on them. */
  void train() {
    training = clock.now();
  }

  /** The machines are given back. */
  void end() {
    Instant now = clock.now();
    if (got != null) {
      job.bill((long) (Duration.between(got, now).toMillis() * price));
      got = null;
    }
    if (training != null) {
      trained = trained.plus(Duration.between(training, now));
      training = null;
    }
  }

  /** Whether there are machines. */
  boolean isBilled() {
    return got != null;
  }

  /** Whether training has begun on them. */
  boolean hasTrained() {
    return training != null;
  }

  /** How long was trained on machines that were given back. */
  Duration trained() {
    return trained;
  }
}
