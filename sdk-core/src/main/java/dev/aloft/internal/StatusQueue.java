package dev.aloft.internal;

import dev.aloft.operation.OperationState;
import dev.aloft.operation.OperationStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Statuses for a thread that takes them when it has time: of each state the newest one, in order.
 * Thread-safe.
 */
final class StatusQueue implements StatusSink {
  private final Deque<OperationStatus> waiting = new ArrayDeque<>();
  private @Nullable OperationState newest;
  private boolean changed;
  private CompletableFuture<Boolean> change = new CompletableFuture<>();

  @Override
  public synchronized void post(OperationStatus status) {
    if (status.state() == newest) {
      waiting.pollLast();
    } else {
      changed = true;
    }
    newest = status.state();
    waiting.addLast(status);
  }

  @Override
  public void deliver() {
    CompletableFuture<Boolean> told;
    synchronized (this) {
      if (!changed) {
        return;
      }
      told = change;
    }
    told.complete(true);
  }

  @Override
  public synchronized void close() {
    waiting.clear();
  }

  /** The oldest status that was not taken; null when there is none. */
  synchronized @Nullable OperationStatus take() {
    changed = false;
    return waiting.pollFirst();
  }

  /** Done as soon as a state has come that was not taken. */
  synchronized CompletableFuture<?> change() {
    if (!changed && change.isDone()) {
      change = new CompletableFuture<>();
    }
    return change;
  }
}
