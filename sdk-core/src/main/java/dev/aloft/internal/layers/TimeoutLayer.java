package dev.aloft.internal.layers;

import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import dev.aloft.layer.Level;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * Gives every try a place among the requests under way, and a deadline. The sender runs on the
 * caller's thread and is expected to give its client the call's time limit; where it does not, the
 * thread is interrupted when the limit passes. A hand-over to another thread would free the caller
 * even from a sender that ignores interrupts, at ten times the cost of all layers together.
 * Thread-safe.
 */
public final class TimeoutLayer implements Layer {
  private static final long WORTH_COUNTING = 1_000_000;

  private final Timing timing;
  private final Bulkhead places;
  private final Deadlines deadlines;
  private final ThreadLocal<Boolean> seated;

  /**
   * The layer of one engine.
   *
   * @param timing tells when a limit has passed
   * @param concurrent how many requests may be under way
   * @param longestWait how long a request waits for a place at most, by the system's time, since
   *     places come free by what happens outside
   */
  @SuppressWarnings("ThreadLocalUsage") // engines are few, and each counts its own places
  public TimeoutLayer(Timing timing, int concurrent, Duration longestWait) {
    this.timing = timing;
    this.deadlines = new Deadlines(timing);
    this.seated = ThreadLocal.withInitial(() -> false);
    this.places =
        Bulkhead.of(
            "aloft",
            BulkheadConfig.custom()
                .maxConcurrentCalls(concurrent)
                .maxWaitDuration(longestWait)
                .build());
  }

  @Override
  public String name() {
    return "Timeout";
  }

  @Override
  public Set<Level> levels() {
    return EnumSet.of(Level.REQUEST);
  }

  @Override
  public <T> T around(Call call, Inner<T> inner) {
    if (seated.get()) {
      // a request inside a request holds its place already; waiting for another might never end
      return watched(call, inner);
    }
    Call begun = takePlace(call);
    seated.set(true);
    try {
      return watched(begun, inner);
    } finally {
      seated.set(false);
      places.onComplete();
    }
  }

  /** The call with the time that is left of it. */
  private Call takePlace(Call call) {
    long start = timing.nanos();
    if (!places.tryAcquirePermission()) {
      throw Thread.currentThread().isInterrupted() ? interrupted(call) : full(call);
    }
    long waited = timing.nanos() - start;
    if (waited < WORTH_COUNTING) {
      return call;
    }
    Duration left = call.timeout().minusNanos(waited);
    if (left.isNegative() || left.isZero()) {
      places.onComplete();
      throw full(call);
    }
    return call.withTimeout(left);
  }

  private <T> T watched(Call call, Inner<T> inner) {
    Deadlines.Watch watch = deadlines.start(call.timeout());
    try {
      T result = inner.proceed(call);
      deadlines.end(watch);
      return result;
    } catch (AloftException e) {
      throw deadlines.end(watch) && isNoAnswer(e) ? late(call, e) : e;
    } catch (RuntimeException | Error e) {
      deadlines.end(watch);
      throw e;
    }
  }

  private static boolean isNoAnswer(AloftException error) {
    return switch (error.code()) {
      case INTERRUPTED, UNAVAILABLE, INTERNAL, PROVIDER_ERROR -> true;
      default -> false;
    };
  }

  private static AloftException interrupted(Call call) {
    return AloftException.of(
            ErrorCode.INTERRUPTED, "the thread was interrupted before " + call + " was sent")
        .effect(Effect.NONE)
        .build();
  }

  private AloftException full(Call call) {
    int most = places.getBulkheadConfig().getMaxConcurrentCalls();
    return AloftException.of(
            ErrorCode.THROTTLED,
            call + " was not sent: " + most + " requests (max-concurrent-requests) are under way")
        .effect(Effect.NONE)
        .givenUp()
        .build();
  }

  private static AloftException late(Call call, AloftException cause) {
    return AloftException.of(
            ErrorCode.UNAVAILABLE,
            "there was no answer within " + call.timeout().toMillis() + " ms")
        .effect(Effect.UNKNOWN)
        .cause(cause)
        .build();
  }
}
