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
    return Pending.here();
  }

  /** What was last seen. */
  public OperationStatus status() {
    return Pending.here();
  }

  /** Looks once. */
  public OperationStatus refresh() {
    return Pending.here();
  }

  /** Waits for the end. */
  public R await() {
    return Pending.here();
  }

  /** Waits at most this long. */
  public R await(Duration limit) {
    return Pending.here();
  }

  /** The end as a future. */
  public CompletableFuture<R> toFuture() {
    return Pending.here();
  }

  /** Adds a listener. */
  public AutoCloseable onStatus(OperationListener listener) {
    return Pending.here();
  }

  /** Asks the work to stop. */
  public abstract void cancel();
}
