package dev.aloft.driver;

import java.time.Duration;
import java.time.Instant;

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

  /** Something that can still be called off. */
  interface Cancellable {
    /** Calls it off; nothing happens when it is over. */
    void cancel();
  }
}
