package dev.aloft.internal.layers;

import dev.aloft.driver.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;

/** Time that moves when a test says so, and by itself while somebody waits. Thread-safe. */
public final class HandTiming implements Timing {
  private static final Instant START = Instant.parse("2026-11-25T09:00:00Z");

  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private final List<Duration> pauses = new ArrayList<>();
  private long nanos;
  private long numbers;

  /** Moves time on and runs what is due, each task at its own time. */
  public void advance(Duration time) {
    long end = nanos() + time.toNanos();
    for (Task next = due(end); next != null; next = due(end)) {
      next.body.run();
    }
    moveTo(end);
  }

  private synchronized Task due(long end) {
    Task next = tasks.peek();
    if (next == null || next.at > end) {
      return null;
    }
    nanos = Math.max(nanos, next.at);
    return tasks.poll();
  }

  private synchronized void moveTo(long end) {
    nanos = Math.max(nanos, end);
  }

  synchronized List<Duration> pauses() {
    return List.copyOf(pauses);
  }

  public synchronized int scheduled() {
    return tasks.size();
  }

  @Override
  public Instant now() {
    return START.plusNanos(nanos());
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized Cancellable schedule(Duration delay, Runnable body) {
    Task task = new Task(nanos + delay.toNanos(), numbers++, body);
    tasks.add(task);
    return () -> remove(task);
  }

  private synchronized void remove(Task task) {
    tasks.remove(task);
  }

  @Override
  public void pause(Duration time) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    synchronized (this) {
      pauses.add(time);
    }
    advance(time);
  }

  /** Runs what is scheduled, task after task, until the future is done. */
  @Override
  public void await(CompletableFuture<?> done) throws InterruptedException {
    while (!done.isDone()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Task next = due(Long.MAX_VALUE);
      if (next == null) {
        throw new IllegalStateException("nothing will ever end this wait");
      }
      next.body.run();
    }
  }

  private record Task(long at, long number, Runnable body) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
    }
  }
}
