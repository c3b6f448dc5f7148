package dev.aloft.internal;

import dev.aloft.operation.OperationId;
import dev.aloft.operation.OperationListener;
import dev.aloft.operation.OperationStatus;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Waiting, listening and ending, the same for every operation. Thread-safe.
 *
 * @param <R> what the work gives
 */
public abstract class OperationCore<R> {

  /** The id. */
  public OperationId id() {
    throw new UnsupportedOperationException();
  }

  /** What was last seen. */
  public OperationStatus status() {
    throw new UnsupportedOperationException();
  }

  /** Looks once. */
  public OperationStatus refresh() {
    throw new UnsupportedOperationException();
  }

  /** Waits for the end. */
  public R await() {
    throw new UnsupportedOperationException();
  }

  /** Waits at most this long. */
  public R await(Duration limit) {
    throw new UnsupportedOperationException();
  }

  /** The end as a future. */
  public CompletableFuture<R> toFuture() {
    throw new UnsupportedOperationException();
  }

  /** Adds a listener. */
  public AutoCloseable onStatus(OperationListener listener) {
    throw new UnsupportedOperationException();
  }

  /** Asks the work to stop. */
  public abstract void cancel();
}
