package dev.aloft.fake;

import dev.aloft.driver.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A client's time that is the cloud's. A driven clock goes on to what is due next whenever the
 * client only waits and the cloud does no real work, so that waiting takes no time. Thread-safe.
 */
public final class CloudTiming implements Timing {
  private static final long LOOK_NANOS = 200_000;

  private final FakeClock clock;
  private final BooleanSupplier cloudWorks;
  private final Executor executor;
  private final Instant begin;
  private final AtomicInteger working = new AtomicInteger();
  private final ThreadLocal<Boolean> counted = ThreadLocal.withInitial(() -> false);

  /**
   * A client's time.
   *
   * @param clock the cloud's time
   * @param cloudWorks whether the cloud does real work just now
   * @param executor runs what is due
   */
  public CloudTiming(FakeClock clock, BooleanSupplier cloudWorks, Executor executor) {
    this.clock = clock;
    this.cloudWorks = cloudWorks;
    this.executor = executor;
    this.begin = clock.now();
  }

  @Override
  public Instant now() {
    return clock.now();
  }

  @Override
  public long nanos() {
    return Duration.between(begin, clock.now()).toNanos();
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable task) {
    AtomicBoolean called = new AtomicBoolean();
    clock.after(
        delay,
        () -> {
          if (called.compareAndSet(false, true)) {
            tracking(executor).execute(task);
          }
        });
    return () -> called.set(true);
  }

  @Override
  public void pause(Duration time) throws InterruptedException {
    CompletableFuture<Void> over = new CompletableFuture<>();
    clock.after(time, () -> over.complete(null));
    await(over);
  }

  @Override
  public void await(CompletableFuture<?> done) throws InterruptedException {
    boolean mine = counted.get();
    if (mine) {
      working.decrementAndGet();
    }
    try {
      while (!done.isDone()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (!goOn()) {
          LockSupport.parkNanos(LOOK_NANOS);
        }
      }
    } finally {
      if (mine) {
        working.incrementAndGet();
      }
    }
  }

  /** Moves a driven clock to what is due next, where nobody works. */
  private boolean goOn() {
    synchronized (clock) {
      if (!clock.isDriven() || working.get() > 0 || cloudWorks.getAsBoolean()) {
        return false;
      }
      Optional<Instant> next = clock.nextTask();
      next.ifPresent(
          at -> {
            Duration ahead = Duration.between(clock.now(), at);
            clock.advance(ahead.isNegative() ? Duration.ZERO : ahead);
          });
      return next.isPresent();
    }
  }

  @Override
  public Executor tracking(Executor other) {
    return task -> {
      working.incrementAndGet();
      try {
        other.execute(() -> run(task));
      } catch (RejectedExecutionException e) {
        working.decrementAndGet();
        throw e;
      }
    };
  }

  private void run(Runnable task) {
    counted.set(true);
    try {
      task.run();
    } finally {
      counted.remove();
      working.decrementAndGet();
    }
  }
}
