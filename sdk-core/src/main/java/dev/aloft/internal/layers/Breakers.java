package dev.aloft.internal.layers;

import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One circuit breaker for each bucket, since the buckets of a client are its different hosts. It
 * opens when at least half of the last twenty tries, and at least ten, found the service
 * unavailable; other errors are answers. After fifteen seconds two tries may look. Thread-safe.
 */
final class Breakers {
  static final int WINDOW = 20;
  static final int AT_LEAST = 10;
  static final Duration OPEN = Duration.ofSeconds(15);
  private static final int TRIALS = 2;
  private static final float HALF = 50;

  private final CircuitBreakerConfig config;
  private final Map<String, CircuitBreaker> byBucket = new ConcurrentHashMap<>();
  private final Map<CircuitBreaker, AloftException> latest = new ConcurrentHashMap<>();

  Breakers(Timing timing) {
    this.config =
        CircuitBreakerConfig.custom()
            .clock(new MonotonicClock(timing))
            .slidingWindow(
                WINDOW,
                AT_LEAST,
                SlidingWindowType.COUNT_BASED,
                SlidingWindowSynchronizationStrategy.LOCK_FREE)
            .failureRateThreshold(HALF)
            .waitDurationInOpenState(OPEN)
            .permittedNumberOfCallsInHalfOpenState(TRIALS)
            .recordException(Breakers::isUnavailable)
            .ignoreException(Breakers::saysNothing)
            .build();
  }

  private static boolean isUnavailable(Throwable error) {
    return error instanceof AloftException ours && ours.code() == ErrorCode.UNAVAILABLE;
  }

  private static boolean saysNothing(Throwable error) {
    return !(error instanceof AloftException ours)
        || ours.code() == ErrorCode.INTERRUPTED
        || ours.isGivenUp();
  }

  /** The breaker of a call; throws when it is open. */
  CircuitBreaker enter(Call call) {
    CircuitBreaker breaker = of(call.bucket());
    if (!breaker.tryAcquirePermission()) {
      throw open(call, latest.get(breaker));
    }
    return breaker;
  }

  /** Notes how a try ended; null when it ended well. */
  void leave(CircuitBreaker breaker, @Nullable Throwable error) {
    if (error instanceof AloftException ours && isUnavailable(ours) && !ours.isGivenUp()) {
      latest.put(breaker, ours);
    }
    if (error == null) {
      breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    } else {
      breaker.onError(0, TimeUnit.NANOSECONDS, error);
    }
  }

  private CircuitBreaker of(String bucket) {
    CircuitBreaker known = byBucket.get(bucket);
    return known == null
        ? byBucket.computeIfAbsent(bucket, name -> CircuitBreaker.of(name, config))
        : known;
  }

  /** Says what the service said last; its own error stands behind. */
  private static AloftException open(Call call, @Nullable AloftException last) {
    AloftException.Builder error =
        AloftException.of(
                ErrorCode.UNAVAILABLE,
                "the service behind \""
                    + call.bucket()
                    + "\" failed most of the latest requests"
                    + (last == null ? "" : ", the last of them so: " + last.summary())
                    + "; nothing is sent for up to "
                    + OPEN.toSeconds()
                    + " s")
            .effect(Effect.NONE)
            .retryAfter(OPEN)
            .givenUp();
    if (last != null) {
      error.blame(last.blame()).cause(last);
      last.rawCode().ifPresent(error::rawCode);
      last.requestId().ifPresent(error::requestId);
    }
    return error.build();
  }
}
