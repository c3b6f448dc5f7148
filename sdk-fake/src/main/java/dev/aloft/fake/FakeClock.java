package dev.aloft.fake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time of a fake cloud: what it does later, such as the states of a job, happens by it. {@link
 * #driven} stands still until a test moves it by {@link #advance}; {@link #realTime} runs by
 * itself, so many times as fast as the system's clock, and can be moved on as well. Tasks run in
 * order of time, one at a time, holding the clock's monitor; so do {@link #exclusively} and whoever
 * synchronises on the clock. Thread-safe.
 */
public final class FakeClock implements AutoCloseable {
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
  private boolean closed;

  private record Task(Instant at, long number, Runnable action) {}

  private FakeClock(Clock system, double speed, Instant start) {
    this.system = system;
    this.speed = speed;
    this.origin = start;
    this.started = system.instant();
    this.timer =
        speed == 0
            ? null
            : Executors.newSingleThreadScheduledExecutor(
                task -> {
                  Thread thread = new Thread(task, "fake-clock");
                  thread.setDaemon(true);
                  return thread;
                });
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

  /** Does something at a time, at once when that is over; within the monitor. */
  public synchronized void at(Instant time, Runnable action) {
    due.add(new Task(time, numbers++, action));
    wake();
  }

  /** Does something after a while. */
  public synchronized void after(Duration delay, Runnable action) {
    at(now().plus(delay), action);
  }

  /** Does something now, while nothing else happens in the cloud. */
  public synchronized void exclusively(Runnable action) {
    action.run();
  }

  /** Moves on, and does what became due on the way, each at its own time, before it returns. */
  public synchronized void advance(Duration time) {
    Instant end = now().plus(time);
    while (!due.isEmpty() && !due.peek().at().isAfter(end)) {
      Instant next = due.peek().at();
      if (next.isAfter(now())) {
        advanced = advanced.plus(Duration.between(now(), next));
      }
      runNext();
    }
    if (end.isAfter(now())) {
      advanced = advanced.plus(Duration.between(now(), end));
    }
    wake();
  }

  private void runNext() {
    Task task = due.remove();
    reached = task.at().isAfter(reached) ? task.at() : reached;
    task.action().run();
  }

  private synchronized void wake() {
    while (!closed && !due.isEmpty() && !due.peek().at().isAfter(now())) {
      runNext();
    }
    if (timer != null && !closed && !due.isEmpty()) {
      double nanos = Duration.between(now(), due.peek().at()).toNanos() / speed;
      ScheduledFuture<?> unused =
          timer.schedule(this::wake, (long) Math.max(1, nanos), TimeUnit.NANOSECONDS);
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
