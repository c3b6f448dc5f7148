package dev.aloft.testkit;

import dev.aloft.error.AloftException;
import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import dev.aloft.serving.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Calls an endpoint again and again on a thread of its own, and remembers what went wrong. */
final class Callers implements AutoCloseable {
  private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Endpoint endpoint;
  private final Fixtures fixtures;
  private final Thread thread;
  private final List<AloftException> failures = new ArrayList<>();
  private final List<Double> strange = new ArrayList<>();
  private int answers;
  private volatile boolean stopped;

  private Callers(Endpoint endpoint, Fixtures fixtures) {
    this.endpoint = endpoint;
    this.fixtures = fixtures;
    this.thread = new Thread(this::call, "callers");
    this.thread.setDaemon(true);
  }

  static Callers of(Endpoint endpoint, Fixtures fixtures) {
    Callers callers = new Callers(endpoint, fixtures);
    callers.thread.start();
    return callers;
  }

  private void call() {
    while (!stopped) {
      callOnce();
      LockSupport.parkNanos(BETWEEN_NANOS);
    }
  }

  private void callOnce() {
    try {
      answered(endpoint.predict(fixtures.row()).value());
    } catch (AloftException e) {
      failed(e);
    }
  }

  private synchronized void answered(double value) {
    answers++;
    if (!fixtures.model().says(value) && !fixtures.otherModel().says(value)) {
      strange.add(value);
    }
    notifyAll();
  }

  private synchronized void failed(AloftException error) {
    answers++;
    failures.add(error);
    notifyAll();
  }

  /** Waits for so many more calls. */
  synchronized void awaitAnswers(int more) {
    int wanted = answers + more;
    long end = System.nanoTime() + LONGEST_NANOS;
    try {
      while (answers < wanted) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          throw new AssertionError("the endpoint does not answer; failures: " + failures);
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for answers", e);
    }
  }

  /** Lets each request through, and calls so many times before its sender goes on. */
  Fault callingAfterEach(int times) {
    return new Fault() {
      @Override
      public <T> T strike(Call call, Layer.Inner<T> inner) {
        T answer = inner.proceed(call);
        for (int time = 0; time < times; time++) {
          callOnce();
        }
        return answer;
      }
    };
  }

  /** Stops calling. */
  void stop() {
    stopped = true;
    try {
      thread.join(TimeUnit.NANOSECONDS.toMillis(LONGEST_NANOS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The calls that failed. */
  synchronized List<String> failures() {
    return failures.stream().map(AloftException::oneLine).toList();
  }

  /** The answers of neither model. */
  synchronized List<Double> strange() {
    return List.copyOf(strange);
  }

  @Override
  public void close() {
    stop();
  }
}
