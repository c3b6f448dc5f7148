package dev.aloft.internal;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import dev.aloft.operation.Operation;
import dev.aloft.operation.OperationId;
import dev.aloft.operation.OperationListener;
import dev.aloft.operation.OperationState;
import dev.aloft.operation.OperationStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Waiting, listening and ending, the same for every operation. A subclass looks; here is decided
 * whether anybody wants it to. Thread-safe.
 *
 * @param <R> what the work gives
 */
public abstract class OperationCore<R> implements Operation<R> {
  private static final String AWAIT = "await";

  private final OperationId id;
  private final Operations operations;
  private final Object lock = new Object();
  private final Set<Wait<R>> waits = new LinkedHashSet<>();
  private final List<StatusSink> listeners = new ArrayList<>();
  private OperationStatus status;
  private @Nullable Ending<R> ending;
  private boolean looking;
  private boolean abandoned;

  /** Work that is known to stand so now. */
  OperationCore(OperationId id, Operations operations, OperationState state, String phase) {
    this(id, operations, state, phase, operations.timing().now());
  }

  /**
   * Work.
   *
   * @param seenAt when it was seen to stand so; null when nobody has looked yet
   */
  OperationCore(
      OperationId id,
      Operations operations,
      OperationState state,
      String phase,
      @Nullable Instant seenAt) {
    this.id = id;
    this.operations = operations;
    this.status = new OperationStatus(state, "", phase, null, false, seenAt);
  }

  /** Looks once, in the calling thread, and notes what it saw. */
  abstract void look();

  /** Somebody wants looks from now on. Called with a lock held: must not call out. */
  abstract void startLooking();

  /** Nobody wants looks any more. Called with a lock held: must not call out. */
  abstract void stopLooking();

  /** Whether more must be sent by some Aloft process, which this one will do. */
  boolean isAttended() {
    return false;
  }

  @Override
  public abstract void cancel();

  @Override
  public OperationId id() {
    return id;
  }

  @Override
  public OperationStatus status() {
    synchronized (lock) {
      return status;
    }
  }

  @Override
  public OperationStatus refresh() {
    if (!status().state().isTerminal()) {
      try {
        look();
      } catch (AloftException e) {
        throw unseen(e);
      }
    }
    return status();
  }

  @Override
  public R await() {
    return waitFor(null);
  }

  @Override
  public R await(Duration limit) {
    return waitFor(limit);
  }

  private R waitFor(@Nullable Duration limit) {
    Wait<R> wait = enter();
    var timer =
        limit == null || wait.isOver()
            ? null
            : operations.timing().schedule(limit, () -> wait.end(Ending.failed(late(limit))));
    try {
      block(wait.future());
      return wait.result();
    } finally {
      if (timer != null) {
        timer.cancel();
      }
      leave(wait);
    }
  }

  /** Blocks until a future is done; an interrupt leaves the work alone. */
  void block(CompletableFuture<?> done) {
    try {
      operations.timing().await(done);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ended(ErrorCode.INTERRUPTED, "interrupted while waiting for " + id)
          .operation(AWAIT)
          .nextStep(resumption())
          .cause(e)
          .build();
    }
  }

  @Override
  public CompletableFuture<R> toFuture() {
    CompletableFuture<R> future = new CompletableFuture<>();
    Wait<R> wait = enter();
    if (wait.isOver()) {
      pass(wait, future);
    } else {
      var unused = wait.future().thenRun(() -> operations.execute(() -> pass(wait, future)));
      var unusedToo = future.whenComplete((value, error) -> leave(wait));
    }
    return future;
  }

  private static <R> void pass(Wait<R> wait, CompletableFuture<R> future) {
    try {
      future.complete(wait.result());
    } catch (AloftException e) {
      future.completeExceptionally(e);
    }
  }

  @Override
  public AutoCloseable onStatus(OperationListener listener) {
    StatusSink mailbox = new Mailbox(listener, operations);
    listen(mailbox);
    return () -> ignore(mailbox);
  }

  /** Posts the present status and then every change, until the end. */
  void listen(StatusSink sink) {
    synchronized (lock) {
      sink.post(status);
      if (!status.state().isTerminal()) {
        listeners.add(sink);
        followInterest();
      }
    }
    sink.deliver();
  }

  /** Posts nothing more there. */
  void ignore(StatusSink sink) {
    sink.close();
    synchronized (lock) {
      listeners.remove(sink);
      followInterest();
    }
  }

  /** Joins those who wait; done at once when the end is known. */
  Wait<R> enter() {
    Wait<R> wait = new Wait<>();
    synchronized (lock) {
      if (ending != null) {
        wait.end(ending);
      } else {
        waits.add(wait);
        followInterest();
      }
    }
    return wait;
  }

  /** Stops waiting; fine when the wait is over. */
  void leave(Wait<R> wait) {
    synchronized (lock) {
      waits.remove(wait);
      followInterest();
    }
  }

  /** Whether somebody waits for the result. */
  boolean isAwaited() {
    synchronized (lock) {
      return !waits.isEmpty();
    }
  }

  /** Whether the result, or why there is none, is known. */
  boolean isOver() {
    synchronized (lock) {
      return ending != null;
    }
  }

  Operations operations() {
    return operations;
  }

  /**
   * Notes a status; what was seen after the end, or differs by its time only, is told to nobody.
   *
   * @return whether it says anything new
   */
  boolean saw(
      OperationState state,
      String word,
      String phase,
      @Nullable Double progress,
      boolean attended) {
    OperationStatus next =
        new OperationStatus(state, word, phase, progress, attended, operations.timing().now());
    List<StatusSink> told;
    synchronized (lock) {
      if (status.state().isTerminal()) {
        return false;
      }
      boolean same = status.sameAs(next);
      status = next;
      if (same) {
        return false;
      }
      told = List.copyOf(listeners);
      told.forEach(sink -> sink.post(next));
      if (state.isTerminal()) {
        listeners.clear();
      }
      followInterest();
    }
    told.forEach(StatusSink::deliver);
    return true;
  }

  /** The end, for everybody who waits now or later. */
  void finish(Ending<R> end) {
    synchronized (lock) {
      if (ending == null) {
        ending = end;
      }
    }
    release(end);
  }

  /** Tells those who wait now that the looking failed; the work may be going on. */
  void giveUp(AloftException error) {
    release(Ending.failed(unseen(error)));
  }

  /** The client closes: nobody here waits or looks any longer. */
  void abandon() {
    List<StatusSink> left;
    synchronized (lock) {
      abandoned = true;
      left = List.copyOf(listeners);
      listeners.clear();
      followInterest();
    }
    left.forEach(StatusSink::close);
    release(Ending.failed(closed()));
  }

  private void release(Ending<R> end) {
    List<Wait<R>> released;
    synchronized (lock) {
      released = new ArrayList<>(waits);
      waits.clear();
      followInterest();
    }
    released.forEach(wait -> wait.end(end));
  }

  /** Starts or stops the looking by whether anybody is interested; called with the lock held. */
  private void followInterest() {
    boolean driven = isAttended() && ending == null && !abandoned;
    boolean wanted = !waits.isEmpty() || !listeners.isEmpty() || driven;
    if (wanted && !looking) {
      if (!operations.enter(this)) {
        waits.forEach(wait -> wait.end(Ending.failed(closed())));
        waits.clear();
        listeners.clear();
        return;
      }
      looking = true;
      startLooking();
    } else if (!wanted && looking) {
      looking = false;
      stopLooking();
      operations.leave(this);
    }
  }

  /** Looks at the interest anew after {@link #isAttended} may have changed. */
  void reconsider() {
    synchronized (lock) {
      followInterest();
    }
  }

  private AloftException late(Duration limit) {
    OperationState state = status().state();
    String waited = "a wait of " + Durations.words(limit.isNegative() ? Duration.ZERO : limit);
    return ended(
            ErrorCode.WAIT_TIMEOUT,
            state.isTerminal()
                ? id + " has ended (" + state + "); reading its result takes longer than " + waited
                : id + " is " + state + " after " + waited + "; the work goes on")
        .operation(AWAIT)
        .nextStep(resumption())
        .build();
  }

  private AloftException closed() {
    return ended(ErrorCode.INTERRUPTED, "the client is closed; " + id + " goes on without it")
        .operation(AWAIT)
        .nextStep(resumption())
        .build();
  }

  /** A failed look, which is not how the work ended. */
  AloftException unseen(AloftException error) {
    return ended(error.code(), "cannot see how " + id + " stands: " + error.summary())
        .operation(error.operation().orElse("look"))
        .outcome(false)
        .effect(error.effect())
        .blame(error.blame())
        .retryAfter(error.retryAfter().orElse(null))
        .requestId(error.requestId().orElse(null))
        .rawCode(error.rawCode().orElse(null))
        .nextStep(resumption())
        .cause(error)
        .build();
  }

  /** An error of this operation, with its id. */
  AloftException.Builder ended(ErrorCode code, String summary) {
    return AloftException.of(code, summary).resource(id.toString()).provider(id.provider());
  }

  private NextStep resumption() {
    return NextStep.java(
        "go on, in any process", "aloft.resume(OperationId.parse(\"" + id + "\")).await()");
  }
}
