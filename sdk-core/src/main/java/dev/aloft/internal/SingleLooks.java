package dev.aloft.internal;

import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs that must be looked at one by one, a few at a time. A look that fails is tried again at
 * its own pace. Thread-safe.
 */
final class SingleLooks {
  private static final Logger LOG = LoggerFactory.getLogger(SingleLooks.class);
  private static final int AT_ONCE = 4;

  private final Operations operations;
  private final Consumer<Sweeper.Watch> listener;
  private final Map<Sweeper.Watch, Looked> known = new HashMap<>();
  private final Deque<Sweeper.Watch> queue = new ArrayDeque<>();
  private int workers;

  /** Tells the listener each watch that was looked at without trouble. */
  SingleLooks(Operations operations, Consumer<Sweeper.Watch> listener) {
    this.operations = operations;
    this.listener = listener;
  }

  /** Looks soon; nothing when it is waiting for a look already. */
  synchronized void add(Sweeper.Watch watch) {
    Looked looked = known.computeIfAbsent(watch, key -> new Looked(operations.pace()));
    if (!looked.waiting) {
      looked.waiting = true;
      enqueue(watch);
    }
  }

  synchronized void remove(Sweeper.Watch watch) {
    Looked looked = known.remove(watch);
    if (looked != null && looked.timer != null) {
      looked.timer.cancel();
    }
  }

  private synchronized void enqueue(Sweeper.Watch watch) {
    queue.addLast(watch);
    if (workers < AT_ONCE) {
      workers++;
      operations.timing().schedule(Duration.ZERO, () -> operations.execute(this::work));
    }
  }

  private void work() {
    Sweeper.Watch watch = next();
    while (watch != null) {
      try {
        watch.look();
        good(watch);
        listener.accept(watch);
      } catch (AloftException e) {
        bad(watch, e);
      } catch (RuntimeException | Error e) {
        LOG.error("a look failed in an unforeseen way", e);
        bad(watch, AloftException.of(ErrorCode.INTERNAL, "a look failed").cause(e).build());
      }
      watch = next();
    }
  }

  private synchronized Sweeper.@Nullable Watch next() {
    Sweeper.Watch watch = queue.pollFirst();
    while (watch != null && !known.containsKey(watch)) {
      watch = queue.pollFirst();
    }
    if (watch == null) {
      workers--;
    }
    return watch;
  }

  private synchronized void good(Sweeper.Watch watch) {
    Looked looked = known.get(watch);
    if (looked != null) {
      looked.waiting = false;
      looked.pace.reset();
      looked.patience.reset();
    }
  }

  private void bad(Sweeper.Watch watch, AloftException error) {
    boolean over;
    synchronized (this) {
      Looked looked = known.get(watch);
      if (looked == null) {
        return;
      }
      if (looked.patience.isFresh()) {
        LOG.warn("a look failed; looking goes on: {}", error.oneLine());
      }
      over = looked.patience.isOver(error, operations.timing().now());
      looked.timer = operations.timing().schedule(looked.pace.after(error), () -> enqueue(watch));
    }
    if (over) {
      watch.troubled(error);
    }
  }

  private static final class Looked {
    final Pace pace;
    final Patience patience = new Patience();
    boolean waiting;
    Timing.@Nullable Cancellable timer;

    Looked(Pace pace) {
      this.pace = pace;
    }
  }
}
