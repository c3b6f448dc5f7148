package dev.aloft.driver;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/** Where time comes from, so that a test can drive it. Safe for use by many threads. */
public interface Timing {

  /** Now. */
  Instant now();

  /** Nanoseconds that only ever grow. */
  long nanos();

  /** Runs a task once after a delay, on a thread that must not be blocked for long. */
  Cancellable schedule(Duration delay, Runnable task);

  /** Blocks the calling thread for this long, by this clock. */
  void pause(Duration time) throws InterruptedException;

  /**
   * Blocks the calling thread until a future is done, however it ends. A test's clock may move on
   * meanwhile.
   */
  default void await(CompletableFuture<?> done) throws InterruptedException {
    try {
      done.get();
    } catch (ExecutionException | CancellationException e) {
      // how it ended is for the caller to read
    }
  }

  /** An executor over another, for work that a test's clock must not run away from. */
  default Executor tracking(Executor executor) {
    return executor;
  }

  /** Something that can still be called off. */
  interface Cancellable {
    /** Calls it off; nothing happens when it is over. */
    void cancel();
  }
}
