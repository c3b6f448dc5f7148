package dev.aloft.internal;

import dev.aloft.operation.OperationListener;
import dev.aloft.operation.OperationStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells one listener every status in order, one at a time. Thread-safe. */
final class Mailbox implements StatusSink {
  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  private final OperationListener listener;
  private final Operations operations;
  private final Deque<OperationStatus> waiting = new ArrayDeque<>();
  private boolean telling;
  private boolean closed;

  Mailbox(OperationListener listener, Operations operations) {
    this.listener = listener;
    this.operations = operations;
  }

  @Override
  public synchronized void post(OperationStatus status) {
    if (!closed) {
      waiting.addLast(status);
    }
  }

  /** Has what is waiting told on the pool. */
  @Override
  public void deliver() {
    synchronized (this) {
      if (telling || waiting.isEmpty()) {
        return;
      }
      telling = true;
    }
    operations.execute(this::tellAll);
  }

  @Override
  public synchronized void close() {
    closed = true;
    waiting.clear();
  }

  private void tellAll() {
    OperationStatus status = take();
    while (status != null) {
      try {
        listener.onStatus(status);
      } catch (RuntimeException | Error e) {
        LOG.warn("a listener failed; the operation goes on", e);
      }
      status = take();
    }
  }

  private synchronized @Nullable OperationStatus take() {
    OperationStatus next = waiting.pollFirst();
    telling = next != null;
    return next;
  }
}
