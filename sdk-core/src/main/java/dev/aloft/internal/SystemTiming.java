package dev.aloft.internal;

import dev.aloft.driver.Timing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The system's time. One daemon thread, which starts with the first scheduled task and goes away
 * when none is left. Thread-safe.
 */
public final class SystemTiming implements Timing {
  private static final Logger LOG = LoggerFactory.getLogger(SystemTiming.class);
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final Clock clock = Clock.systemUTC();
  private final ScheduledThreadPoolExecutor timer;

  /** Starts nothing. */
  public SystemTiming() {
    this(IDLE);
  }

  SystemTiming(Duration idle) {
    timer = new ScheduledThreadPoolExecutor(1, SystemTiming::thread);
    timer.setKeepAliveTime(idle.toMillis(), TimeUnit.MILLISECONDS);
    timer.allowCoreThreadTimeOut(true);
    timer.setRemoveOnCancelPolicy(true);
  }

  private static Thread thread(Runnable body) {
    Thread thread = new Thread(body, "aloft-timer");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable task) {
    var scheduled = timer.schedule(() -> run(task), nanos(delay), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  @Override
  public void pause(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos(time));
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      LOG.error("a timer task failed", e);
    }
  }

  private static long nanos(Duration time) {
    try {
      return Math.max(0, time.toNanos());
    } catch (ArithmeticException e) {
      return time.isNegative() ? 0 : Long.MAX_VALUE / 2;
    }
  }
}
