package dev.aloft.internal;

import java.util.concurrent.CompletableFuture;

/**
 * Somebody who waits for an end. Thread-safe.
 *
 * @param <R> what the work gives
 */
final class Wait<R> {
  private final CompletableFuture<Ending<R>> end = new CompletableFuture<>();

  /** Done when the wait is over, however. */
  CompletableFuture<?> future() {
    return end;
  }

  boolean isOver() {
    return end.isDone();
  }

  /** Ends the wait; the first end counts. */
  void end(Ending<R> how) {
    end.complete(how);
  }

  /** The result, or the error; only when it is over. */
  R result() {
    return end.join().get();
  }
}
