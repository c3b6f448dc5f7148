package dev.aloft.internal;

import dev.aloft.driver.Timing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operations of one engine share: time, threads, jitter, and which of them somebody waits
 * for. Thread-safe.
 */
public final class Operations {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

  private final Timing timing;
  private final Executor executor;
  private final DoubleSupplier random;
  private final Set<OperationCore<?>> live = new LinkedHashSet<>();
  private boolean closed;

  /**
   * Starts nothing.
   *
   * @param timing time and timers
   * @param executor runs looks, and what listeners and futures are told
   * @param random jitter, from 0 to 1
   */
  public Operations(Timing timing, Executor executor, DoubleSupplier random) {
    this.timing = timing;
    this.executor = executor;
    this.random = random;
  }

  Timing timing() {
    return timing;
  }

  /** Runs a task on the pool, or right here when the pool takes no more. */
  void execute(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      task.run();
    }
  }

  Pace pace() {
    return new Pace(random);
  }

  /** Notes that an operation is looked at; false when everything is closed. */
  synchronized boolean enter(OperationCore<?> operation) {
    return !closed && live.add(operation);
  }

  synchronized void leave(OperationCore<?> operation) {
    live.remove(operation);
  }

  /**
   * Ends all waiting and looking; the work at the provider goes on. Names what still needs some
   * Aloft process.
   */
  public void close() {
    List<OperationCore<?>> left;
    synchronized (this) {
      closed = true;
      left = new ArrayList<>(live);
    }
    List<String> unfinished =
        left.stream().filter(OperationCore::isAttended).map(op -> op.id().toString()).toList();
    left.forEach(OperationCore::abandon);
    if (!unfinished.isEmpty()) {
      LOG.warn(
          "closed while changes still need an Aloft process: {}; go on with"
              + " aloft.resume(OperationId.parse(id)) or aloft.recover()",
          unfinished);
    }
  }
}
