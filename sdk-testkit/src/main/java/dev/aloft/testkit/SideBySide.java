package dev.aloft.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/**
 * Plays histories that each have a place of their own, several at a time where the provider lets
 * them.
 */
final class SideBySide {
  private final int atATime;
  private final IntPredicate history;
  private final AtomicInteger number = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();

  private SideBySide(int atATime, IntPredicate history) {
    this.atATime = atATime;
    this.history = history;
  }

  /** Plays all of them. */
  static void play(int atATime, List<Runnable> histories) {
    playWhile(
        atATime,
        number -> {
          if (number <= histories.size()) {
            histories.get(number - 1).run();
          }
          return number < histories.size();
        });
  }

  /**
   * Plays those numbered from 1 on, until one has failed, or says that there are no more; some of
   * higher numbers may have begun by then.
   */
  static void playWhile(int atATime, IntPredicate history) {
    new SideBySide(atATime, history).play();
  }

  private void play() {
    ExecutorService lanes =
        Executors.newFixedThreadPool(atATime, task -> new Thread(task, "history"));
    List<Future<?>> all = new ArrayList<>();
    for (int lane = 0; lane < atATime; lane++) {
      all.add(lanes.submit(this::playOn));
    }
    lanes.shutdown();
    try {
      for (Future<?> one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      Throwable failure = Objects.requireNonNull(e.getCause());
      throw new AssertionError(failure.getMessage(), failure);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while histories were played", e);
    } finally {
      over.set(true);
      lanes.shutdownNow();
    }
  }

  private void playOn() {
    while (!over.get()) {
      boolean more = false;
      try {
        more = history.test(number.incrementAndGet());
      } finally {
        over.compareAndSet(false, !more);
      }
    }
  }
}
