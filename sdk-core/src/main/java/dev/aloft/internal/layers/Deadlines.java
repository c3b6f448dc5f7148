package dev.aloft.internal.layers;

import dev.aloft.driver.Timing;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts threads whose time for one try has passed. A try costs one entry in a set; a timer is
 * set only when none would look in time. Thread-safe.
 */
final class Deadlines {
  private static final long NEVER = Long.MAX_VALUE;

  private final Timing timing;
  private final long origin;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private volatile long nextLook = NEVER;
  private Timing.@Nullable Cancellable look;

  Deadlines(Timing timing) {
    this.timing = timing;
    this.origin = timing.nanos();
  }

  /** Watches the calling thread until {@link #end}. */
  Watch start(Duration limit) {
    Watch watch = new Watch(Thread.currentThread(), now() + Pauses.nanos(limit));
    watches.add(watch);
    if (watch.deadline < nextLook) {
      lookAt(watch.deadline);
    }
    return watch;
  }

  /** Ends a watch; true when the time had passed and the thread was interrupted for it. */
  boolean end(Watch watch) {
    watches.remove(watch);
    return watch.finish();
  }

  private long now() {
    return timing.nanos() - origin;
  }

  private synchronized void lookAt(long deadline) {
    if (deadline < nextLook) {
      if (look != null) {
        look.cancel();
      }
      nextLook = deadline;
      look = timing.schedule(Duration.ofNanos(Math.max(0, deadline - now())), this::look);
    }
  }

  private void look() {
    synchronized (this) {
      nextLook = NEVER;
      look = null;
    }
    long now = now();
    long nearest = NEVER;
    for (Watch watch : watches) {
      if (watch.deadline <= now) {
        watch.expire();
      } else {
        nearest = Math.min(nearest, watch.deadline);
      }
    }
    if (nearest != NEVER) {
      lookAt(nearest);
    }
  }

  /** One watched try. */
  static final class Watch {
    private static final int RUNNING = 0;
    private static final int FINISHED = 1;
    private static final int EXPIRING = 2;
    private static final int EXPIRED = 3;

    private final Thread thread;
    private final long deadline;
    private final AtomicInteger state = new AtomicInteger(RUNNING);

    private Watch(Thread thread, long deadline) {
      this.thread = thread;
      this.deadline = deadline;
    }

    private void expire() {
      if (state.compareAndSet(RUNNING, EXPIRING)) {
        thread.interrupt();
        state.set(EXPIRED);
      }
    }

    private boolean finish() {
      if (state.compareAndSet(RUNNING, FINISHED)) {
        return false;
      }
      while (state.get() == EXPIRING) {
        Thread.onSpinWait();
      }
      // the flag is ours: it must not hit what the thread does next
      Thread.interrupted();
      return true;
    }
  }
}
