package dev.aloft.internal;

import dev.aloft.operation.Operation;
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
public abstract class OperationCore<R> implements Operation<R> {

  @Override
  public OperationId id() {
    return Pending.here();
  }

  @Override
  public OperationStatus status() {
    return Pending.here();
  }

  @Override
  public OperationStatus refresh() {
    return Pending.here();
  }

  @Override
  public R await() {
    return Pending.here();
  }

  @Override
  public R await(Duration limit) {
    return Pending.here();
  }

  @Override
  public CompletableFuture<R> toFuture() {
    return Pending.here();
  }

  @Override
  public AutoCloseable onStatus(OperationListener listener) {
    return Pending.here();
  }

  @Override
  public abstract void cancel();
}
