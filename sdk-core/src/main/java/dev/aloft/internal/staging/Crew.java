package dev.aloft.internal.staging;

import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Does many pieces of work on the calling thread and some of a pool. The caller works too, so that
 * it ends even when the pool is busy with callers. The first failure ends the rest, and is told
 * when nothing is under way any more.
 */
public final class Crew {
  private final Queue<Piece> pieces;
  private final AtomicInteger left;
  private final Stop stop;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final CompletableFuture<Boolean> done = new CompletableFuture<>();

  private Crew(List<? extends Piece> pieces, Stop stop) {
    this.pieces = new ConcurrentLinkedQueue<>(pieces);
    this.left = new AtomicInteger(pieces.size());
    this.stop = stop;
  }

  /**
   * Does all pieces.
   *
   * @param most how many are done at once at most
   * @throws AloftException how the first piece failed; INTERRUPTED with the flag restored
   */
  public static void run(List<? extends Piece> pieces, int most, Executor pool, Timing timing) {
    run(pieces, most, pool, timing, new Stop());
  }

  /**
   * Does all pieces, unless they are stopped.
   *
   * @param most how many are done at once at most
   * @throws AloftException how the first piece failed; INTERRUPTED with the flag restored
   */
  static void run(List<? extends Piece> pieces, int most, Executor pool, Timing timing, Stop stop) {
    if (pieces.isEmpty()) {
      return;
    }
    Crew crew = new Crew(pieces, stop);
    int helpers = Math.min(most, pieces.size()) - 1;
    for (int i = 0; i < helpers; i++) {
      try {
        pool.execute(crew::work);
      } catch (RejectedExecutionException e) {
        break; // the caller works alone
      }
    }
    crew.work();
    crew.await(timing);
  }

  private void work() {
    for (Piece piece = pieces.poll(); piece != null; piece = pieces.poll()) {
      try {
        if (failure.get() == null) {
          stop.check();
          piece.run(stop);
        }
      } catch (IOException | RuntimeException | Error e) {
        failure.compareAndSet(null, e);
        stop.stop();
      }
      if (left.decrementAndGet() == 0) {
        done.complete(true);
      }
    }
  }

  private void await(Timing timing) {
    try {
      timing.await(done);
    } catch (InterruptedException e) {
      stop.stop();
      Thread.currentThread().interrupt();
    }
    if (Thread.currentThread().isInterrupted()) {
      throw AloftException.of(ErrorCode.INTERRUPTED, "interrupted half-way; what has arrived stays")
          .build();
    }
    Throwable how = failure.get();
    if (how != null) {
      throw asAloft(how);
    }
  }

  private static AloftException asAloft(Throwable how) {
    if (how instanceof AloftException aloft) {
      return aloft;
    }
    if (how instanceof Error error) {
      throw error;
    }
    ErrorCode code =
        how instanceof InterruptedIOException
            ? ErrorCode.INTERRUPTED
            : how instanceof IOException ? ErrorCode.INVALID_REQUEST : ErrorCode.INTERNAL;
    return AloftException.of(code, "the work failed: " + how).cause(how).build();
  }

  /** One piece of work. */
  @FunctionalInterface
  public interface Piece {
    /** Does it; what takes long looks whether it should stop. */
    void run(Stop stop) throws IOException;
  }
}
