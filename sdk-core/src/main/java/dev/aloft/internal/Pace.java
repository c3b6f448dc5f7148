package dev.aloft.internal;

import dev.aloft.error.AloftException;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait between two looks: 5 seconds, growing by half to 60, with a tenth of jitter.
 * What the provider asks for wins. Not thread-safe.
 */
final class Pace {
  static final Duration FIRST = Duration.ofSeconds(5);
  static final Duration LONGEST = Duration.ofSeconds(60);

  /** Refused credentials heal when somebody logs in again, which is no matter of seconds. */
  static final Duration REFUSED_LONGEST = Duration.ofMinutes(5);

  private static final double GROWTH = 1.5;
  private static final double JITTER = 0.1;

  private final DoubleSupplier random;
  private Duration next = FIRST;

  Pace(DoubleSupplier random) {
    this.random = random;
  }

  /** Starts over, since something has changed. */
  void reset() {
    next = FIRST;
  }

  /** The wait after a look that showed nothing new. */
  Duration grown() {
    return grown(LONGEST);
  }

  /** The wait after a look that failed. */
  Duration after(AloftException error) {
    return error
        .retryAfter()
        .orElseGet(() -> grown(Patience.isRefusal(error) ? REFUSED_LONGEST : LONGEST));
  }

  private Duration grown(Duration longest) {
    Duration now = next.compareTo(longest) > 0 ? longest : next;
    next = scaled(now, GROWTH);
    return scaled(now, 1 - JITTER + 2 * JITTER * random.getAsDouble());
  }

  private static Duration scaled(Duration time, double factor) {
    return Duration.ofNanos((long) (time.toNanos() * factor));
  }
}
