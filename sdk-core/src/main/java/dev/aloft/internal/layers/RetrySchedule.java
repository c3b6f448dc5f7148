package dev.aloft.internal.layers;

import dev.aloft.error.AloftException;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * The pauses between the tries of one call: from 200 ms doubling to 20 s, between half and all of
 * that by chance, and never shorter than the provider asks. Thread-safe.
 */
final class RetrySchedule {
  static final Duration FIRST = Duration.ofMillis(200);
  static final Duration LONGEST = Duration.ofSeconds(20);
  private static final double GROWTH = 2;

  private final DoubleSupplier random;

  RetrySchedule(DoubleSupplier random) {
    this.random = random;
  }

  /** The pauses of one call, to be asked with each error in turn. */
  Pauser start() {
    IntervalFunction backoff = IntervalFunction.ofExponentialBackoff(FIRST, GROWTH, LONGEST);
    Retry.AsyncContext<Object> context =
        Retry.of(
                "aloft",
                RetryConfig.<Object>custom()
                    .maxAttempts(Integer.MAX_VALUE)
                    .intervalBiFunction((attempt, ended) -> pause(backoff.apply(attempt), ended))
                    .build())
            .asyncContext();
    return error -> Duration.ofMillis(context.onError(error)).toNanos();
  }

  private long pause(long most, Either<Throwable, Object> ended) {
    double share = 0.5 + random.getAsDouble() / 2;
    long own = Math.max(1, (long) (most * share));
    return Math.max(own, asked(ended.getLeft()));
  }

  private static long asked(Throwable error) {
    return error instanceof AloftException ours
        ? ours.retryAfter().map(RetrySchedule::millisRoundedUp).orElse(0L)
        : 0;
  }

  private static long millisRoundedUp(Duration time) {
    return time.compareTo(Duration.ofDays(365)) > 0
        ? Duration.ofDays(365).toMillis()
        : time.plusNanos(999_999).toMillis();
  }

  /** Gives the nanoseconds to wait after an error. */
  interface Pauser {
    long after(AloftException error);
  }
}
