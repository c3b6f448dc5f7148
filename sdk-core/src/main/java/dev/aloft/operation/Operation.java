package dev.aloft.operation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Work that is on its way and goes on whether or not anybody waits. Implemented by Aloft only.
 *
 * <p>All methods may be called from any thread. Looking at the provider happens only while somebody
 * waits or listens, and for work that is attended. Nothing here has a total time limit of its own.
 *
 * @param <R> what the work gives
 */
public interface Operation<R> {

  /** The durable id; store its text to go on in another process. */
  OperationId id();

  /** What was last seen. Never calls out. */
  OperationStatus status();

  /** Looks once and gives what was seen. */
  OperationStatus refresh();

  /**
   * Waits for the end.
   *
   * @throws dev.aloft.error.AloftException how the work failed; CANCELLED; INTERRUPTED with the
   *     flag restored. When only the looking failed, {@code isOutcome()} is false
   */
  R await();

  /**
   * Waits at most this long.
   *
   * @throws dev.aloft.error.AloftException WAIT_TIMEOUT when the time passes; the work goes on
   */
  R await(Duration limit);

  /** The end as a future. Cancelling it ends the wait only. */
  CompletableFuture<R> toFuture();

  /**
   * Tells a listener the present status and then every change, until the end.
   *
   * @return closes to stop listening
   */
  AutoCloseable onStatus(OperationListener listener);

  /** Asks the work to stop. Asking twice, or after the end, is fine. */
  void cancel();
}
