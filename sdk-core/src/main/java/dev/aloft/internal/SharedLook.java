package dev.aloft.internal;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A look that threads have in common: one looks at a time, and all who come meanwhile share the
 * next one, its failure as well. Thread-safe.
 */
final class SharedLook<T> {
  private final Supplier<T> look;
  private final ReentrantLock looking = new ReentrantLock();
  private @Nullable CompletableFuture<T> next;

  SharedLook(Supplier<T> look) {
    this.look = look;
  }

  /** What a look shows that begins after this call. */
  T get() {
    while (true) {
      CompletableFuture<T> mine = new CompletableFuture<>();
      CompletableFuture<T> shared = join(mine);
      if (shared == mine) {
        return lead(mine);
      }
      try {
        return shared.get();
      } catch (InterruptedException e) {
        throw interrupted(e);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof AloftException error)) {
          throw new IllegalStateException("a look failed in an unforeseen way", e.getCause());
        }
        if (error.code() != ErrorCode.INTERRUPTED) {
          throw error.toBuilder().build();
        }
      }
    }
  }

  /** The same; null at once while another thread looks. */
  @Nullable T ifFree() {
    if (!looking.tryLock()) {
      return null;
    }
    try {
      return look.get();
    } finally {
      looking.unlock();
    }
  }

  private synchronized CompletableFuture<T> join(CompletableFuture<T> mine) {
    CompletableFuture<T> shared = next == null ? mine : next;
    next = shared;
    return shared;
  }

  private T lead(CompletableFuture<T> mine) {
    try {
      T seen = alone();
      mine.complete(seen);
      return seen;
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    }
  }

  private T alone() {
    try {
      looking.lockInterruptibly();
    } catch (InterruptedException e) {
      begin();
      throw interrupted(e);
    }
    try {
      begin();
      return look.get();
    } finally {
      looking.unlock();
    }
  }

  private synchronized void begin() {
    next = null;
  }

  private static AloftException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return AloftException.of(ErrorCode.INTERRUPTED, "interrupted before a look").cause(e).build();
  }
}
