package dev.aloft.fake;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a fake cloud does outside of its clock's monitor: long work, such as copying objects and
 * starting containers, and what has to end with it. Thread-safe.
 */
public final class Backstage implements AutoCloseable {
  private static final double LEAST_FOR_REAL_WORK_MILLIS = 20_000;
  private static final long LONGEST_HOLD_NANOS = 30_000_000_000L;

  private static final Logger LOG = LoggerFactory.getLogger(Backstage.class);

  private final FakeClock clock;
  private final ExecutorService workers;
  private final Deque<AutoCloseable> closers = new ArrayDeque<>();
  private final Object working = new Object();
  private final List<Long> holds = new ArrayList<>();
  private int works;

  /**
   * Nothing is at work.
   *
   * @param name begins the names of its threads, such as {@code fake-aws-work}
   */
  public Backstage(FakeClock clock, String name) {
    this.clock = clock;
    AtomicInteger number = new AtomicInteger();
    this.workers =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Runs long work outside of the monitor; what it throws is logged. */
  public void background(Runnable work) {
    count(1);
    try {
      workers.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException | Error e) {
              LOG.error("work of the fake failed", e);
            } finally {
              count(-1);
            }
          });
    } catch (RejectedExecutionException e) {
      count(-1);
      LOG.debug("the fake is closed; work is dropped", e);
    }
  }

  private void count(int more) {
    synchronized (working) {
      works += more;
      working.notifyAll();
    }
  }

  /** Runs so many pieces of work at a time at most. */
  public Executor lanes(int most) {
    return new Lanes(this, most);
  }

  /** A time limit on real work, which has some real seconds on a clock that runs fast. */
  public Duration limit(Duration limit) {
    Duration least = Duration.ofMillis((long) (LEAST_FOR_REAL_WORK_MILLIS * clock.speed()));
    return clock.speed() > 1 && limit.compareTo(least) < 0 ? least : limit;
  }

  /** Whether work is under way, so that time should not run away from it. */
  public boolean works() {
    synchronized (working) {
      holds.removeIf(end -> end - System.nanoTime() < 0);
      return works > 0 || !holds.isEmpty();
    }
  }

  /**
   * Says that a container works, for {@link #works} alone and for as long as something short takes.
   *
   * @return to be run when it has ended, and all that follows from it has been done
   */
  public Runnable hold() {
    Long end = System.nanoTime() + LONGEST_HOLD_NANOS;
    synchronized (working) {
      holds.add(end);
    }
    return () -> {
      synchronized (working) {
        holds.remove(end);
      }
    };
  }

  /** Waits until no work is under way; what containers do is not waited for. */
  public void settle() throws InterruptedException {
    synchronized (working) {
      while (works > 0) {
        working.wait();
      }
    }
  }

  /** Closes something with the cloud, the last first: processes, files. */
  public void onClose(AutoCloseable closer) {
    synchronized (closers) {
      closers.push(closer);
    }
  }

  @Override
  public void close() {
    List<AutoCloseable> all;
    synchronized (closers) {
      all = List.copyOf(closers);
      closers.clear();
    }
    for (AutoCloseable closer : all) {
      try {
        closer.close();
      } catch (Exception e) {
        LOG.warn("the fake left something behind", e);
      }
    }
    workers.shutdownNow();
  }
}
