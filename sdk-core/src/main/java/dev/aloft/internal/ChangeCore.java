package dev.aloft.internal;

import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.operation.OperationId;
import dev.aloft.operation.OperationState;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One wish for a resource as an operation: turns the reconciler until the wish is settled, failed
 * or overtaken. Core goes on driving what it started even if nobody waits.
 *
 * @param <R> the handle of the resource
 */
public final class ChangeCore<R> extends OperationCore<R> {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeCore.class);

  private final Wish wish;
  private final boolean ours;
  private final Supplier<R> handle;
  private final ReentrantLock turning = new ReentrantLock();
  private final Object timing = new Object();
  private final Pace pace;
  private final Patience patience;
  private volatile boolean needed = true;
  private volatile boolean dropped;
  private Timing.@Nullable Cancellable timer;
  private boolean looking;

  /**
   * A change.
   *
   * @param session the client
   * @param reconciler of the kind of resource
   * @param name the resource
   * @param generation the wish
   * @param attended whether this process drives it without a waiter
   * @param handle makes the handle of the resource
   */
  ChangeCore(
      Session session,
      Reconciler<?> reconciler,
      String name,
      long generation,
      boolean attended,
      Supplier<R> handle) {
    this(
        idOf(session, reconciler, name, generation),
        session.engine().operations(),
        new ReconciledWish(session, reconciler, name, generation),
        attended,
        handle,
        new Patience());
  }

  /** A change that this process finds half done, and drives as long as its looks are answered. */
  static ChangeCore<String> found(
      Session session, Reconciler<?> reconciler, String name, long generation) {
    return new ChangeCore<>(
        idOf(session, reconciler, name, generation),
        session.engine().operations(),
        new ReconciledWish(session, reconciler, name, generation),
        true,
        () -> name,
        Patience.brief());
  }

  private static OperationId idOf(
      Session session, Reconciler<?> reconciler, String name, long generation) {
    return OperationId.change(
        session.provider(), session.scope(), reconciler.kind(), name, generation);
  }

  ChangeCore(
      OperationId id, Operations operations, Wish wish, boolean attended, Supplier<R> handle) {
    this(id, operations, wish, attended, handle, new Patience());
  }

  ChangeCore(
      OperationId id,
      Operations operations,
      Wish wish,
      boolean attended,
      Supplier<R> handle,
      Patience patience) {
    super(id, operations, OperationState.RUNNING, "");
    this.wish = wish;
    this.ours = attended;
    this.handle = handle;
    this.patience = patience;
    this.pace = operations.pace();
    reconsider();
  }

  /** The handle of the resource. */
  public R handle() {
    return handle.get();
  }

  @Override
  public void cancel() {
    if (status().state().isTerminal()) {
      return;
    }
    wish.cancel();
    saw(OperationState.CANCELLING, status().word(), status().phase(), null, status().attended());
    arm(Duration.ZERO);
  }

  @Override
  boolean isAttended() {
    return ours && needed && !dropped;
  }

  @Override
  void startLooking() {
    synchronized (timing) {
      looking = true;
    }
    arm(Duration.ZERO);
  }

  @Override
  void stopLooking() {
    synchronized (timing) {
      looking = false;
      disarm();
    }
  }

  private void arm(Duration delay) {
    synchronized (timing) {
      if (looking) {
        disarm();
        timer = operations().timing().schedule(delay, () -> operations().execute(this::step));
      }
    }
  }

  private void disarm() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void step() {
    if (isOver()) {
      return;
    }
    Duration pause;
    try {
      pause = turn();
      patience.reset();
    } catch (AloftException e) {
      pause = bad(e);
    } catch (RuntimeException | Error e) {
      LOG.error("a turn of {} failed in an unforeseen way", id(), e);
      pause = bad(AloftException.of(ErrorCode.INTERNAL, "a turn failed").cause(e).build());
    }
    arm(pause);
  }

  private Duration bad(AloftException error) {
    if (patience.isFresh()) {
      LOG.warn("a turn of {} failed; it goes on: {}", id(), error.oneLine());
    }
    Duration pause = pace.after(error);
    boolean over = patience.isOver(error, operations().timing().now());
    boolean unknown = error.code() == ErrorCode.NOT_FOUND && error.isOutcome();
    if (over || unknown) {
      if (isAttended()) {
        LOG.error("{} is left; aloft.recover() goes on with it: {}", id(), error.oneLine());
      }
      dropped = true;
      giveUp(error);
    }
    return pause;
  }

  @Override
  void look() {
    turn();
  }

  /** One turn at a time; gives the wait until the next. */
  private Duration turn() {
    try {
      turning.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AloftException.of(ErrorCode.INTERRUPTED, "interrupted before a look").cause(e).build();
    }
    try {
      return isOver() ? Duration.ZERO : note(wish.turn());
    } finally {
      turning.unlock();
    }
  }

  private Duration note(Turn turn) {
    if (turn instanceof Turn.Pending pending) {
      return pend(pending);
    }
    needed = false;
    if (turn instanceof Turn.Ended ended) {
      AloftException error = named(ended.error());
      end(
          error.code() == ErrorCode.CANCELLED ? OperationState.CANCELLED : OperationState.FAILED,
          error.summary(),
          Ending.failed(error));
    } else {
      end(OperationState.SUCCEEDED, "", Ending.of(handle.get()));
    }
    return Duration.ZERO;
  }

  private void end(OperationState state, String phase, Ending<R> ending) {
    saw(state, status().word(), phase, null, false);
    finish(ending);
  }

  private Duration pend(Turn.Pending pending) {
    needed = pending.attended();
    boolean cancelling = pending.cancelling() || status().state() == OperationState.CANCELLING;
    boolean changed =
        saw(
            cancelling ? OperationState.CANCELLING : OperationState.RUNNING,
            pending.word(),
            pending.phase(),
            null,
            pending.attended());
    if (changed) {
      pace.reset();
    }
    Duration wished = pending.pause();
    return wished == null ? pace.grown() : wished;
  }

  private AloftException named(AloftException error) {
    return error.toBuilder().resource(id().toString()).provider(id().provider()).build();
  }

  /** What is turned. */
  interface Wish {
    /** Carries it one step on. */
    Turn turn();

    /** Takes it back. */
    void cancel();
  }

  private record ReconciledWish(
      Session session, Reconciler<?> reconciler, String name, long generation) implements Wish {

    @Override
    public Turn turn() {
      return session.drive(() -> reconciler.turn(name, generation));
    }

    @Override
    public void cancel() {
      session.verb(
          session.verbCall("cancel", name).build(),
          () -> {
            reconciler.cancel(name, generation);
            return true;
          });
    }
  }
}
