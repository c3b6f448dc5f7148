package dev.aloft.samples;

import dev.aloft.data.Row;
import dev.aloft.error.AloftException;
import dev.aloft.serving.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Four callers that predict one row after the other until they are stopped. */
final class Load implements AutoCloseable {
  private static final int CALLERS = 4;

  private final List<Thread> callers = new ArrayList<>();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final Lock lock = new ReentrantLock();
  private final Condition counted = lock.newCondition();
  private volatile boolean stopped;

  private Load() {}

  static Load start(Endpoint endpoint, List<Row> rows) {
    Load load = new Load();
    for (int i = 0; i < CALLERS; i++) {
      int first = i;
      Thread caller = new Thread(() -> load.call(endpoint, rows, first), "caller-" + i);
      load.callers.add(caller);
      caller.start();
    }
    return load;
  }

  private void call(Endpoint endpoint, List<Row> rows, int first) {
    for (int i = first; !stopped; i++) {
      try {
        endpoint.predict(rows.get(i % rows.size()));
      } catch (AloftException e) {
        failed.incrementAndGet();
      }
      requests.incrementAndGet();
      lock.lock();
      try {
        counted.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  long requests() {
    return requests.get();
  }

  void awaitRequests(long count) {
    lock.lock();
    try {
      while (requests.get() < count) {
        counted.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  Result stop() {
    close();
    return new Result(requests.get(), failed.get());
  }

  @Override
  public void close() {
    stopped = true;
    for (Thread caller : callers) {
      try {
        caller.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /**
   * What was sent.
   *
   * @param requests how many
   * @param failed how many of them failed
   */
  record Result(long requests, long failed) {}
}
