package dev.aloft.fake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time of a fake cloud: what it does later, such as the states of a job, happens by it. {@link
 * #driven} stands still until a test moves it by {@link #advance}; {@link #realTime} runs by
 * itself, so many times as fast as the system's clock, and can be moved on as well. Tasks run in
 * order of time, one at a time, holding the clock's monitor; so do {@link #exclusively} and whoever
 * synchronises on the clock. Thread-safe.
 */
public final class FakeClock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FakeClock.class);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final PriorityQueue<Task> due =
      new PriorityQueue<>(Comparator.comparing(Task::at).thenComparing(Task::number));
  private final Clock system;
  private final double speed;
  private final Instant origin;
  private final Instant started;
  private final @Nullable ScheduledExecutorService timer;
  private Duration advanced = Duration.ZERO;
  private Instant reached = Instant.MIN;
  private long numbers;
  private @Nullable ScheduledFuture<?> wakeUp;
  private boolean running;
  private boolean closed;

  private record Task(Instant at, long number, Runnable action) {}

  private FakeClock(Clock system, double speed, Instant start) {
    this.system = system;
    this.speed = speed;
    this.origin = start;
    this.started = system.instant();
    this.timer = speed == 0 ? null : timer();
  }

  private static ScheduledExecutorService timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "fake-clock");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  /** A clock that stands at the beginning of 2026 until it is moved. */
  public static FakeClock driven() {
    return driven(START);
  }

  /** A clock that stands at a time until it is moved. */
  public static FakeClock driven(Instant start) {
    return new FakeClock(Clock.systemUTC(), 0, start);
  }

  /**
   * A clock that begins now and runs by itself.
   *
   * @param speed how many times as fast as the system's clock; more than 0
   */
  public static FakeClock realTime(double speed) {
    if (!(speed > 0)) {
      throw new IllegalArgumentException("speed: " + speed + " is not more than 0");
    }
    Clock system = Clock.systemUTC();
    return new FakeClock(system, speed, system.instant());
  }

  /** Whether it stands still until it is moved. */
  public boolean isDriven() {
    return speed == 0;
  }

  /** How many times as fast as the system's clock it runs by itself; 0 when it stands still. */
  public double speed() {
    return speed;
  }

  /** Now, in the fake cloud. Never goes back. */
  public synchronized Instant now() {
    Instant now = origin.plus(advanced);
    if (speed > 0) {
      long elapsed = Duration.between(started, system.instant()).toNanos();
      now = now.plusNanos((long) (elapsed * speed));
    }
    return now.isBefore(reached) ? reached : now;
  }

  /** The real time, moved on by what {@link #advance} has moved; the dates of stored objects. */
  public synchronized Instant realNow() {
    return system.instant().plus(advanced);
  }

  /**
   * Does something at a time; when that is over at once, or after the task that runs just now.
   * Within the monitor.
   */
  public synchronized void at(Instant time, Runnable action) {
    if (!closed) {
      due.add(new Task(time, numbers++, action));
      wake();
    }
  }

  /** Does something after a while. */
  public synchronized void after(Duration delay, Runnable action) {
    at(now().plus(delay), action);
  }

  /** Waits for so long by this clock; not within the monitor, since then time would not pass. */
  public void pause(Duration time) throws InterruptedException {
    if (!time.isZero()) {
      CountDownLatch over = new CountDownLatch(1);
      after(time, over::countDown);
      over.await();
    }
  }

  /** When the next task is due; empty when there is none. */
  public synchronized Optional<Instant> nextTask() {
    return Optional.ofNullable(due.peek()).map(Task::at);
  }

  /** Does something now, while nothing else happens in the cloud. */
  public synchronized void exclusively(Runnable action) {
    action.run();
  }

  /**
   * Moves on, and does what became due on the way, each at its own time, before it returns. A task
   * must not call it.
   */
  public synchronized void advance(Duration time) {
    if (running) {
      throw new IllegalStateException("a task of the clock cannot move the clock");
    }
    if (time.isNegative()) {
      throw new IllegalArgumentException("time: " + time + " is negative; time never goes back");
    }
    Instant end = now().plus(time);
    while (!due.isEmpty() && !due.peek().at().isAfter(end)) {
      moveTo(due.peek().at());
      runNext();
    }
    moveTo(end);
    wake();
  }

  private void moveTo(Instant time) {
    Duration ahead = Duration.between(now(), time);
    if (!ahead.isNegative()) {
      advanced = advanced.plus(ahead);
    }
  }

  private void runNext() {
    Task task = due.remove();
    reached = task.at().isAfter(reached) ? task.at() : reached;
    running = true;
    try {
      task.action().run();
    } catch (RuntimeException | Error e) {
      LOG.error("a task of the fake's clock failed", e);
    } finally {
      running = false;
    }
  }

  private synchronized void wake() {
    if (running) {
      return;
    }
    while (!closed && !due.isEmpty() && !due.peek().at().isAfter(now())) {
      runNext();
    }
    if (timer != null && !closed) {
      schedule(timer);
    }
  }

  private void schedule(ScheduledExecutorService timer) {
    if (wakeUp != null) {
      wakeUp.cancel(false);
      wakeUp = null;
    }
    if (!due.isEmpty()) {
      Duration ahead = Duration.between(now(), due.peek().at());
      double nanos = (ahead.getSeconds() * 1e9 + ahead.getNano()) / speed;
      wakeUp = timer.schedule(this::wake, (long) Math.max(1, nanos), TimeUnit.NANOSECONDS);
    }
  }

  /** Nothing happens any more. */
  @Override
  public synchronized void close() {
    closed = true;
    due.clear();
    if (timer != null) {
      timer.shutdownNow();
    }
  }
}
