package dev.aloft.testkit;

import dev.aloft.driver.Timing;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A clock for tests. It stands still while anybody works; when all that is left to do is to wait by
 * it, it goes straight to what is due next. So a job of nine hours takes milliseconds, and nothing
 * happens in another order than in nine hours. {@link #advance} moves it by hand.
 *
 * <p>Who works is everybody who has asked this clock before and is not asleep; who waits for a lock
 * works as long as its holder does. Somebody who works on and on holds it up for some seconds of
 * work only, which is more than it takes to load the classes of a vendor's client. Clients of one
 * place share one instance. Thread-safe.
 */
public final class TestTiming implements Timing {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final long LOOK_NANOS = 200_000;
  private static final Duration LONGEST_WORK = Duration.ofSeconds(4);
  private static final long NOBODY = -1;
  private static final int MOST_LOCKS = 8;
  private static final String LOCKS = ReentrantLock.class.getName();
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Set<Thread> known = ConcurrentHashMap.newKeySet();
  private final PriorityQueue<Entry> due =
      new PriorityQueue<>(
          Comparator.comparing((Entry entry) -> entry.at).thenComparing(entry -> entry.number));
  private final long longestWorkNanos;
  private final ThreadLocal<Integer> holds = ThreadLocal.withInitial(() -> 0);
  private Instant now = START;
  private long numbers;
  private int queued;
  private int waiting;
  private @Nullable Thread clock;

  /** A clock that starts at the beginning of 2026. */
  public TestTiming() {
    this(LONGEST_WORK);
  }

  /** A clock that those who never rest hold up for a time of work. */
  TestTiming(Duration longestWork) {
    this.longestWorkNanos = longestWork.toNanos();
  }

  @Override
  public Instant now() {
    known.add(Thread.currentThread());
    synchronized (this) {
      return now;
    }
  }

  @Override
  public long nanos() {
    return Duration.between(START, now()).toNanos();
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable task) {
    Instant at = now().plus(delay.isNegative() ? Duration.ZERO : delay);
    synchronized (this) {
      Entry entry = new Entry(at, numbers++, task);
      due.add(entry);
      return () -> cancel(entry);
    }
  }

  private synchronized void cancel(Entry entry) {
    due.remove(entry);
  }

  @Override
  public void pause(Duration time) throws InterruptedException {
    CompletableFuture<Void> over = new CompletableFuture<>();
    Cancellable timer = schedule(time, () -> over.complete(null));
    try {
      await(over);
    } finally {
      timer.cancel();
    }
  }

  @Override
  public void await(CompletableFuture<?> done) throws InterruptedException {
    known.add(Thread.currentThread());
    AtomicBoolean decided = new AtomicBoolean();
    int held = holds.get();
    queued(-held);
    begin();
    try {
      Timing.super.await(done.whenComplete((result, error) -> called(decided)));
    } finally {
      queued(held);
      if (!decided.compareAndSet(false, true)) {
        queued(-1);
      }
      end();
    }
  }

  /** Who was called and has not yet come back from waiting counts as at work. */
  private void called(AtomicBoolean decided) {
    if (decided.compareAndSet(false, true)) {
      queued(1);
    }
  }

  @Override
  public Executor tracking(Executor executor) {
    return task -> {
      queued(1);
      try {
        executor.execute(
            () -> {
              known.add(Thread.currentThread());
              queued(-1);
              task.run();
            });
      } catch (RuntimeException e) {
        queued(-1);
        throw e;
      }
    };
  }

  private synchronized void queued(int more) {
    queued += more;
  }

  /**
   * Does something that takes real time and none of this clock's, such as waiting for an answer: it
   * stands still meanwhile, but for the time that the calling thread itself waits by it.
   */
  public <T extends @Nullable Object> T hold(Supplier<T> work) {
    hold(1);
    try {
      return work.get();
    } finally {
      hold(-1);
    }
  }

  private void hold(int more) {
    holds.set(holds.get() + more);
    queued(more);
  }

  /** Lets time go by; what becomes due is done in its order, on the calling thread. */
  public void advance(Duration time) {
    Instant end = now().plus(time);
    for (Entry entry = take(end); entry != null; entry = take(end)) {
      entry.run();
    }
    synchronized (this) {
      now = end.isAfter(now) ? end : now;
    }
  }

  /** The next that is due by then, with the clock moved there; null when nothing is. */
  private synchronized @Nullable Entry take(Instant end) {
    Entry next = due.peek();
    if (next == null || next.at.isAfter(end)) {
      return null;
    }
    due.remove(next);
    now = next.at.isAfter(now) ? next.at : now;
    return next;
  }

  private synchronized void begin() {
    waiting++;
    if (clock == null) {
      clock = new Thread(this::run, "test-clock");
      clock.setDaemon(true);
      clock.start();
    }
  }

  private synchronized void end() {
    waiting--;
  }

  /** Moves the clock while somebody waits. */
  private void run() {
    Map<Long, Long> worked = new HashMap<>();
    while (goesOn()) {
      LockSupport.parkNanos(LOOK_NANOS);
      if (isQuiet(worked)) {
        worked.clear();
        Entry next = take(Instant.MAX);
        if (next != null) {
          next.run();
        }
      }
    }
  }

  private synchronized boolean goesOn() {
    if (waiting > 0) {
      return true;
    }
    clock = null;
    return false;
  }

  /** Whether nobody works: looked at twice, since who was just woken still looks asleep. */
  private boolean isQuiet(Map<Long, Long> worked) {
    if (!allAsleep(worked)) {
      return false;
    }
    LockSupport.parkNanos(LOOK_NANOS);
    return allAsleep(worked);
  }

  private boolean allAsleep(Map<Long, Long> worked) {
    synchronized (this) {
      if (queued > 0) {
        return false;
      }
    }
    known.removeIf(thread -> !thread.isAlive());
    for (Thread thread : known) {
      if (thread != Thread.currentThread()) {
        long worker = workerFor(thread.getId());
        if (worker != NOBODY && !isRestless(worker, worked)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * The thread that works on what a thread does: itself, or who holds the lock that it waits for. A
   * lock that was just given back has no holder until the next one was let run.
   */
  private static long workerFor(long thread) {
    long worker = thread;
    for (int locks = 0; locks < MOST_LOCKS; locks++) {
      ThreadInfo seen = THREADS.getThreadInfo(worker);
      if (seen == null) {
        return NOBODY;
      }
      if (seen.getThreadState() == Thread.State.RUNNABLE) {
        return worker;
      }
      if (!waitsForALock(seen)) {
        return NOBODY;
      }
      if (seen.getLockOwnerId() == NOBODY) {
        return worker;
      }
      worker = seen.getLockOwnerId();
    }
    return NOBODY;
  }

  private static boolean waitsForALock(ThreadInfo seen) {
    LockInfo lock = seen.getLockInfo();
    return seen.getThreadState() == Thread.State.BLOCKED
        || (lock != null && lock.getClassName().startsWith(LOCKS));
  }

  /** Whether a thread has worked so long since the clock last moved that it seems never to rest. */
  private boolean isRestless(long thread, Map<Long, Long> worked) {
    long now = THREADS.getThreadCpuTime(thread);
    return now - worked.computeIfAbsent(thread, any -> now) > longestWorkNanos;
  }

  /** Something that is due at a time. */
  private static final class Entry {
    private final Instant at;
    private final long number;
    private final Runnable task;

    Entry(Instant at, long number, Runnable task) {
      this.at = at;
      this.number = number;
      this.task = task;
    }

    /** Does it; what it throws ends nothing but itself, as on any scheduler. */
    void run() {
      try {
        task.run();
      } catch (ProcessStopped e) {
        // its process is gone
      } catch (RuntimeException | Error e) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      }
    }
  }
}
