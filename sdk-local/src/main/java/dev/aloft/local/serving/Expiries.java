package dev.aloft.local.serving;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for endpoints whose time is over, whenever there may be one. Thread-safe. */
final class Expiries implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Expiries.class);

  /** Timers stand still while the machine sleeps, and its clock may be set. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Supplier<Optional<Instant>> remove;
  private final ScheduledThreadPoolExecutor timer;
  private @Nullable Future<?> pending;

  /**
   * A timer that does not run yet.
   *
   * @param remove removes what is over and gives the next point in time
   */
  Expiries(Supplier<Optional<Instant>> remove) {
    this.remove = remove;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "aloft-expiry");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Looks, and goes on looking while anything is to expire. */
  void look() {
    again(Duration.ZERO);
  }

  private void run() {
    try {
      remove
          .get()
          .ifPresent(
              next -> {
                Duration left = Duration.between(Instant.now(), next);
                again(left.compareTo(LONGEST) < 0 ? left : LONGEST);
              });
    } catch (RuntimeException e) {
      LOG.warn("cannot remove an endpoint whose time is over; trying again", e);
      again(LONGEST);
    }
  }

  private synchronized void again(Duration pause) {
    if (timer.isShutdown()) {
      return;
    }
    if (pending != null) {
      pending.cancel(false);
    }
    pending = timer.schedule(this::run, Math.max(0, pause.toMillis()), TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void close() {
    timer.shutdownNow();
  }
}
