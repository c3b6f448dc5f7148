package dev.aloft.internal;

import dev.aloft.driver.Timing;
import dev.aloft.layer.Lifecycle;
import java.time.Duration;
import java.util.function.Supplier;

/** What a reconciler needs of the client that it works for. Safe for use by many threads. */
public interface ReconcilerHost {

  /** Time. */
  Timing timing();

  /** Jitter, from 0 to 1. */
  double random();

  /**
   * Runs a body whose requests, their repetitions among them, must be over within a time; what
   * would begin later is not sent.
   */
  default <T> T within(Duration limit, Supplier<T> body) {
    return body.get();
  }

  /** Names this client among all that ever hold a lease, such as {@code host/4711/x7f3k2}. */
  String holder();

  /** Whether another client that called itself so is known to have ended. */
  default boolean hasEnded(String holder) {
    return false;
  }

  /** The provider's scheme. */
  String provider();

  /** The scope. */
  String scope();

  /** Tells the lifecycle listeners. */
  void emit(Lifecycle.Event event);
}
