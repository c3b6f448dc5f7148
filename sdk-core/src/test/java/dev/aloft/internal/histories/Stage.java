package dev.aloft.internal.histories;

import dev.aloft.internal.services.VirtualTiming;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Lets several processes run, one step of one at a time, in an order that a seed decides. Each is a
 * thread that stops at every step until it is its turn. Time passes only here.
 */
final class Stage {
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "history");
            thread.setDaemon(true);
            return thread;
          });

  private final VirtualTiming timing;
  private final Random random;
  private final double switching;
  private final List<Actor> actors = new ArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable Actor running;
  private @Nullable Throwable failure;

  Stage(VirtualTiming timing, Random random, double switching) {
    this.timing = timing;
    this.random = random;
    this.switching = switching;
  }

  void add(Runnable body) {
    actors.add(new Actor(body));
  }

  /** Runs all of them to their ends. */
  void run() throws InterruptedException {
    for (Actor actor : actors) {
      THREADS.execute(() -> act(actor));
    }
    handOver();
    ended.await();
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  private void act(Actor actor) {
    actor.gate.acquireUninterruptibly();
    try {
      actor.body.run();
    } catch (RuntimeException | Error e) {
      failure = failure == null ? e : failure;
    }
    actor.over = true;
    handOver();
  }

  /** The running process does something that others may come before. */
  void step() {
    timing.advance(Duration.ofMillis(random.nextInt(100)));
    if (random.nextDouble() < switching) {
      passOn();
    }
  }

  /** The running process waits. */
  void sleep(Duration time) {
    Actor self = running;
    if (self == null) {
      timing.advance(time);
    } else {
      self.wakesAt = timing.now().plus(time);
      passOn();
    }
  }

  private void passOn() {
    Actor self = running;
    if (self != null && actors.size() > 1) {
      Actor next = choose();
      if (next != self && next != null) {
        running = next;
        next.gate.release();
        self.gate.acquireUninterruptibly();
      }
    } else if (self != null) {
      wake(self);
    }
  }

  private void handOver() {
    Actor next = choose();
    running = next;
    if (next == null) {
      ended.countDown();
    } else {
      next.gate.release();
    }
  }

  private @Nullable Actor choose() {
    Instant now = timing.now();
    List<Actor> awake =
        actors.stream().filter(actor -> !actor.over && !actor.wakesAt.isAfter(now)).toList();
    Actor next =
        awake.isEmpty()
            ? actors.stream()
                .filter(actor -> !actor.over)
                .min(Comparator.comparing(actor -> actor.wakesAt))
                .orElse(null)
            : awake.get(random.nextInt(awake.size()));
    if (next != null) {
      wake(next);
    }
    return next;
  }

  private void wake(Actor actor) {
    timing.advanceTo(actor.wakesAt);
  }

  private static final class Actor {
    private final Runnable body;
    private final Semaphore gate = new Semaphore(0);
    private Instant wakesAt = Instant.EPOCH;
    private boolean over;

    private Actor(Runnable body) {
      this.body = body;
    }
  }
}
