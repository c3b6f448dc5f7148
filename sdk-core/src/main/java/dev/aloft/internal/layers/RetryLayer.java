package dev.aloft.internal.layers;

import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.Attempt;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import dev.aloft.layer.Level;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The one place where requests are sent again. Sent again is what time alone may heal, when the
 * call may be repeated or the error says that nothing was done; never past the total time, which
 * for a call that must not be repeated is its own time limit; never past what the calling thread's
 * requests have left, such as a lease; never more than the budget; never what something inside has
 * already given up on. The total time cuts no single try that was given longer, and what a process
 * slept through during a try does not count in it. Thread-safe.
 */
public final class RetryLayer implements Layer {
  /** What needs a decision, or a longer wait than a request should make. */
  private static final Set<ErrorCode> FOR_THE_CALLER =
      EnumSet.of(
          ErrorCode.BUSY,
          ErrorCode.NO_CAPACITY,
          ErrorCode.PREEMPTED,
          ErrorCode.WAIT_TIMEOUT,
          ErrorCode.INTERRUPTED);

  private final Timing timing;
  private final Duration total;
  private final Pacer pacer;
  private final LongSupplier left;
  private final RetrySchedule schedule;
  private final RetryBudget budget;
  private final Breakers breakers;

  /**
   * The layer of one engine.
   *
   * @param timing waits
   * @param random jitter, from 0 to 1
   * @param total how long a call is tried anew, all pauses included
   * @param pacer every further try waits for its turn there
   * @param left the nanoseconds that the calling thread's requests have left
   */
  public RetryLayer(
      Timing timing, DoubleSupplier random, Duration total, Pacer pacer, LongSupplier left) {
    this.timing = timing;
    this.total = total;
    this.pacer = pacer;
    this.left = left;
    this.schedule = new RetrySchedule(random);
    this.budget = new RetryBudget(timing.nanos());
    this.breakers = new Breakers(timing);
  }

  @Override
  public String name() {
    return "Retry";
  }

  @Override
  public Set<Level> levels() {
    return EnumSet.of(Level.REQUEST);
  }

  @Override
  public <T> T around(Call call, Inner<T> inner) {
    long start = timing.nanos();
    budget.called(start);
    long most = left.getAsLong();
    if (most <= 0) {
      throw tooLate(call);
    }
    Call first =
        Pauses.nanos(call.timeout()) <= most ? call : call.withTimeout(Duration.ofNanos(most));
    try {
      return attempt(first, inner);
    } catch (AloftException e) {
      if (!mayRepeat(call, e)) {
        throw e;
      }
      return new Tries<>(call, inner, start, most).after(e);
    }
  }

  private <T> T attempt(Call call, Inner<T> inner) {
    CircuitBreaker breaker = breakers.enter(call);
    try {
      T result = inner.proceed(call);
      breakers.leave(breaker, null);
      return result;
    } catch (RuntimeException | Error e) {
      breakers.leave(breaker, e);
      throw e;
    }
  }

  private static boolean mayRepeat(Call call, AloftException error) {
    return error.isRetryable()
        && !FOR_THE_CALLER.contains(error.code())
        && (call.repeatable() || error.effect() == Effect.NONE);
  }

  private static AloftException tooLate(Call call) {
    return AloftException.of(
            ErrorCode.UNAVAILABLE,
            call + " was not sent: the time in which it may have an effect is over")
        .effect(Effect.NONE)
        .givenUp()
        .build();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** The further tries of one call. */
  private final class Tries<T> {
    private final Call call;
    private final Inner<T> inner;
    private final long beginning;
    private final long most;
    private final RetrySchedule.Pauser pauses = schedule.start();
    private final List<Attempt> ended = new ArrayList<>();
    private long started;
    private long given;
    private long slept;
    private boolean unsure;

    private Tries(Call call, Inner<T> inner, long start, long most) {
      this.call = call;
      this.inner = inner;
      this.beginning = start;
      this.started = start;
      this.most = most;
      this.given = Math.min(most, Pauses.nanos(call.timeout()));
    }

    /** Until when a try may begin. */
    private long lastStart() {
      long own = Pauses.nanos(call.timeout());
      long again = Pauses.nanos(total);
      return within(call.repeatable() ? again : Math.min(own, again));
    }

    /** Until when a try may last. */
    private long end() {
      long own = Pauses.nanos(call.timeout());
      return within(call.repeatable() ? Math.max(own, Pauses.nanos(total)) : own);
    }

    private long within(long time) {
      return beginning + Math.min(most, time + slept);
    }

    private T after(AloftException first) {
      AloftException last = first;
      while (true) {
        note(last);
        if (!mayRepeat(call, last)) {
          throw told(last).build();
        }
        if (!waitFor(last)) {
          throw told(last).givenUp().build();
        }
        try {
          started = timing.nanos();
          Call next = next();
          given = Pauses.nanos(next.timeout());
          return attempt(next, inner);
        } catch (AloftException e) {
          last = e;
        }
      }
    }

    private void note(AloftException error) {
      long took = timing.nanos() - started;
      slept += isAsleep(took) ? took - given : 0;
      ended.add(
          new Attempt(call.provider(), call.scope(), "", Duration.ofNanos(took), error.code()));
      unsure |= error.effect() == Effect.UNKNOWN;
    }

    /** No try that is awake lasts twice as long as it was given. */
    private boolean isAsleep(long took) {
      return took - given > given;
    }

    /** Waits for the next try; false when there must be none. */
    private boolean waitFor(AloftException last) {
      long now = timing.nanos();
      long pause = pauses.after(last);
      if (pause >= lastStart() - now || !budget.take(now)) {
        return false;
      }
      try {
        Pauses.pause(timing, pause, call);
        pacer.await(call, Math.max(0, lastStart() - timing.nanos()));
      } catch (AloftException e) {
        if (e.code() == ErrorCode.THROTTLED) {
          return false;
        }
        throw told(e).cause(last).build();
      }
      return timing.nanos() < lastStart();
    }

    private Call next() {
      Duration rest = Duration.ofNanos(end() - timing.nanos());
      return call.withAttempt(ended.size() + 1).withTimeout(shorter(call.timeout(), rest));
    }

    /** The error with the whole story: a try before it may have had an effect. */
    private AloftException.Builder told(AloftException error) {
      AloftException.Builder builder = error.toBuilder().attempts(ended);
      return unsure && error.effect() == Effect.NONE ? builder.effect(Effect.UNKNOWN) : builder;
    }
  }
}
