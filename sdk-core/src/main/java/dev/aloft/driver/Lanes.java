package dev.aloft.driver;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does a row of tasks, a few at once and bounded in the memory that they hold. The thread that adds
 * them works along, so that a full pool slows this and never stops it. One use, by one thread.
 *
 * @param <T> what a task gives
 */
public final class Lanes<T> implements AutoCloseable {
  private static final long MEMORY = 64L << 20;
  private static final int MOST = 4;

  private final DriverContext context;
  private final int helpers;
  private final Deque<Task<T>> waiting = new ArrayDeque<>();
  private final List<CompletableFuture<T>> results = new ArrayList<>();
  private int atWork;

  /**
   * Lanes for tasks.
   *
   * @param bytes how much memory each of them holds
   */
  public Lanes(DriverContext context, long bytes) {
    this.context = context;
    this.helpers = (int) Math.min(MOST, Math.max(1, MEMORY / bytes)) - 1;
  }

  /**
   * Adds a task; does one itself when enough are waiting. Throws what an earlier one failed with.
   */
  public void add(Supplier<T> task) {
    results.stream().filter(CompletableFuture::isCompletedExceptionally).forEach(Lanes::value);
    Task<T> added = new Task<>(task, new CompletableFuture<>());
    results.add(added.result());
    if (!offer(added)) {
      added.run();
    }
  }

  /** Hands a task to a helper; false when all of them have something to do. */
  private boolean offer(Task<T> task) {
    synchronized (waiting) {
      if (atWork >= helpers) {
        return false;
      }
      atWork++;
      waiting.add(task);
    }
    try {
      context.executor().execute(this::help);
    } catch (RejectedExecutionException e) {
      help();
    }
    return true;
  }

  private void help() {
    Task<T> task = next();
    if (task != null) {
      try {
        task.run();
      } finally {
        synchronized (waiting) {
          atWork--;
        }
      }
    }
  }

  private @Nullable Task<T> next() {
    synchronized (waiting) {
      return waiting.poll();
    }
  }

  /** Waits for all and gives what they gave, in their order. */
  public List<T> all() {
    for (Task<T> task = next(); task != null; task = next()) {
      task.run();
    }
    List<T> values = new ArrayList<>();
    for (CompletableFuture<T> result : results) {
      await(result);
      values.add(value(result));
    }
    return values;
  }

  private void await(CompletableFuture<T> result) {
    try {
      context.timing().await(result);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AloftException.of(ErrorCode.INTERRUPTED, "interrupted while parts were being sent")
          .effect(Effect.UNKNOWN)
          .cause(e)
          .build();
    }
  }

  private static <T> T value(CompletableFuture<T> result) {
    try {
      return result.join();
    } catch (java.util.concurrent.CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Drops what was not begun and waits for what was, so that nothing works on afterwards. */
  @Override
  public void close() {
    for (Task<T> task = next(); task != null; task = next()) {
      task.result().cancel(false);
    }
    try {
      for (CompletableFuture<T> result : results) {
        context.timing().await(result);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Task<T>(Supplier<T> work, CompletableFuture<T> result) {
    void run() {
      try {
        result.complete(work.get());
      } catch (RuntimeException | Error e) {
        result.completeExceptionally(e);
      }
    }
  }
}
