package dev.aloft.local.worker;

import dev.aloft.error.ErrorCode;
import dev.aloft.local.training.RunDirectory;
import dev.aloft.local.training.RunResult;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks the work to stop when somebody wishes it or its time is over, and makes it stop when it does
 * not within its grace. One thread watches; any may ask.
 */
final class StopSignal {
  private static final long LOOK_MILLIS = 100;
  private static final long LAST_MILLIS = 5000;
  private static final long MORE_MILLIS = 1000;

  private final RunDirectory run;
  private final Duration limit;
  private final Duration grace;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile @Nullable RunResult reason;
  private Runnable politely = () -> {};

  StopSignal(RunDirectory run, Duration limit, Duration grace) {
    this.run = run;
    this.limit = limit;
    this.grace = grace;
  }

  /** Whether the work was asked to stop. */
  boolean isGiven() {
    return reason != null;
  }

  /** The end of work that was asked to stop; null when it was not. */
  @Nullable RunResult result() {
    return reason;
  }

  /** Does something once when the work is asked to stop; at once when it was already. */
  synchronized void onGiven(Runnable action) {
    politely = action;
    if (isGiven()) {
      action.run();
    }
  }

  /** The work is over. */
  void done() {
    done.countDown();
  }

  /**
   * Watches until the work is over.
   *
   * @param kill ends the work by force
   * @param lastResort called when even that does not end it
   */
  void watch(Runnable kill, Runnable lastResort) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!done.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      if (run.isCancelled()) {
        stop(RunResult.cancelled(), kill, lastResort);
        return;
      }
      if (System.nanoTime() - end >= 0) {
        stop(timedOut(), kill, lastResort);
        return;
      }
    }
  }

  private RunResult timedOut() {
    return RunResult.failed(
        ErrorCode.TIMED_OUT, null, "it reached its time limit of " + words(limit), null);
  }

  private void stop(RunResult why, Runnable kill, Runnable lastResort) throws InterruptedException {
    give(why);
    if (done.await(grace.toMillis() + MORE_MILLIS, TimeUnit.MILLISECONDS)) {
      return;
    }
    kill.run();
    if (!done.await(LAST_MILLIS, TimeUnit.MILLISECONDS)) {
      lastResort.run();
    }
  }

  private synchronized void give(RunResult why) {
    reason = why;
    politely.run();
  }

  private static String words(Duration time) {
    return time.toSeconds() < 120 ? time.toMillis() / 1000.0 + " s" : time.toMinutes() + " min";
  }
}
