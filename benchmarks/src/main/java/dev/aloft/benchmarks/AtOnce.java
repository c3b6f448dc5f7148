package dev.aloft.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Numbered tasks, a few at a time. */
final class AtOnce {
  private AtOnce() {}

  /** Does them, and waits for all. */
  static void run(int threads, int count, IntConsumer task) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> lanes = new ArrayList<>();
    for (int lane = 0; lane < threads; lane++) {
      lanes.add(
          pool.submit(
              () -> {
                for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                  task.accept(i);
                }
              }));
    }
    try {
      for (Future<?> lane : lanes) {
        lane.get();
      }
    } finally {
      pool.shutdown();
    }
  }
}
