package dev.aloft.internal;

import dev.aloft.driver.Action;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.Target;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.intent.IntentDocument;
import dev.aloft.internal.intent.Lease;
import dev.aloft.internal.intent.NameState;
import dev.aloft.internal.intent.RecordedWish;
import dev.aloft.internal.intent.Refusal;
import dev.aloft.internal.intent.WishFailure;
import dev.aloft.internal.intent.WishOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One turn of an open wish: look, ask the driver, write at most once. Used once, under the name's
 * lock.
 *
 * @param <S> what is wished
 */
final class WishTurn<S> {
  /** How long a client may write before it has to say again that it lives. */
  static final Duration LEASE = Duration.ofMinutes(2);

  private static final Logger LOG = LoggerFactory.getLogger(WishTurn.class);
  private static final int MOST_PROBES = 10;
  private static final Duration FRESH = Duration.ofMinutes(10);
  private static final Duration SHORTEST_WATCH = Duration.ofMillis(500);
  private static final Duration LONGEST_WATCH = Duration.ofSeconds(5);

  private final ResourceContext<S> context;
  private final WishEndings endings;
  private final NameProgress progress;
  private NameState state;
  private final RecordedWish open;
  private final long asked;
  private final Target<S> target;
  private Observation seen = Observation.NOTHING;
  private long judgedAt;
  private Instant judged = Instant.EPOCH;

  /**
   * A turn.
   *
   * @param asked the generation whose operation is told how it stands
   */
  WishTurn(
      ResourceContext<S> context,
      WishEndings endings,
      NameProgress progress,
      NameState state,
      RecordedWish open,
      long asked) {
    this.context = context;
    this.endings = endings;
    this.progress = progress;
    this.state = state;
    this.open = open;
    this.asked = asked;
    this.target = context.target(state, open, progress.real(open.generation(), state.tries()));
  }

  Turn take() {
    Next next = look();
    if (next instanceof Next.Wait wait) {
      return pending(wait.phase(), wait.pause(), wait.attended());
    }
    Instant now = time();
    if (Duration.between(state.readAt(), now).compareTo(FRESH) > 0) {
      return again("looking again");
    }
    if (!context.mayWrite(state, now)) {
      return watch(now);
    }
    if (next instanceof Next.Act act) {
      return act(act.action(), now);
    }
    if (next instanceof Next.Ask ask) {
      return ask(ask, now);
    }
    if (next instanceof Next.Fail fail) {
      return fail(WishFailure.of(fail), false);
    }
    return next instanceof Next.Done over && over.certain() ? settleAnswered() : done(now);
  }

  /** Goes on once it is answered. What a way back brings has answered before. */
  private Turn ask(Next.Ask ask, Instant now) {
    boolean over =
        !isForward() || progress.wasAnswered(open.generation()) || !context.probe().asks(target);
    Action first = ask.first();
    if (over || first != null) {
      return act(over || first == null ? ask.then() : first, now);
    }
    return probed(() -> again("going on, as it was answered"));
  }

  /** Settles, unless the look may be older than the last write that any process sent. */
  private Turn done(Instant now) {
    Duration unseen = unseen(now);
    if (!unseen.isZero()) {
      return pending("making sure", unseen, true);
    }
    return settleAnswered();
  }

  private Turn settleAnswered() {
    Supplier<Turn> settling = () -> settle(WishOutcome.SETTLED, null);
    boolean over = !isForward() || progress.wasAnswered(open.generation());
    return over ? settling.get() : probed(settling);
  }

  /** For how long the last write that any process sent may still not be seen. */
  private Duration unseen(Instant now) {
    Instant written =
        progress.sentAt().isAfter(state.changedAt()) ? progress.sentAt() : state.changedAt();
    Duration left = Duration.between(now, written.plus(context.driver().lag()));
    return left.isNegative() ? Duration.ZERO : left;
  }

  private boolean isForward() {
    return !open.goesBack() && open.spec() != null;
  }

  /** Goes on once the probe is answered. Who may not ask can still deploy. */
  private Turn probed(Supplier<Turn> onward) {
    try {
      context.probe().ask(target, seen);
    } catch (AloftException e) {
      return switch (e.code()) {
        case INTERRUPTED, UNAUTHENTICATED, CREDENTIALS_EXPIRED -> throw e;
        case PERMISSION_DENIED -> unprobed(e, onward);
        case BUSY, UNAVAILABLE, THROTTLED, NOT_FOUND, TIMED_OUT, WAIT_TIMEOUT ->
            isAskedAgain(e)
                ? pending("waiting until a row is answered", e.retryAfter().orElse(null), true)
                : unprobedOr("is not answered", e, onward);
        case DATA_CORRUPTED -> fail(unanswered("was answered with what cannot be read", e), false);
        default -> unprobedOr("was answered with an error", e, onward);
      };
    }
    progress.answer(open.generation());
    return onward.get();
  }

  /** Calls take a moment to reach what is new, whoever has chosen the row. */
  private boolean isAskedAgain(AloftException error) {
    return (error.code() == ErrorCode.BUSY || context.probe().isChosen(target))
        && progress.unanswered(open.generation()) < MOST_PROBES;
  }

  private Turn unprobedOr(String how, AloftException error, Supplier<Turn> onward) {
    return context.probe().isChosen(target)
        ? fail(unanswered(how, error), false)
        : unprobed(error, onward);
  }

  private Turn unprobed(AloftException error, Supplier<Turn> onward) {
    LOG.warn(
        "\"{}\" counts as ready without an answer to a row: {}", target.name(), error.oneLine());
    progress.answer(open.generation());
    return onward.get();
  }

  private static WishFailure unanswered(String how, AloftException error) {
    return new WishFailure(
        error.code(),
        "its probe " + how + ": " + error.summary(),
        error.logTail(),
        Refusal.of(error));
  }

  /** What the driver wants done now. */
  Next look() {
    seen = context.observe(target);
    progress.saw(seen);
    return context.driver().next(target, seen);
  }

  private Turn act(Action action, Instant now) {
    if (action.dispensable() && progress.goesWithout(open.generation())) {
      return done(now);
    }
    Duration unseen = target.triesOf(action.id()) == 0 ? Duration.ZERO : unseen(now);
    if (action.counted() && !unseen.isZero()) {
      return pending("making sure that it did not arrive", unseen, true);
    }
    if (!progress.maySend(open.generation(), action, seen) || isRefusedForGood()) {
      return refused(action, withoutEffect(action));
    }
    if (action.free()) {
      return outcome(action, () -> applied(action));
    }
    Lease lease = state.lease();
    boolean covered = lease != null && lease.covers(context.host().holder(), action.timeout(), now);
    boolean announced = action.counted() && !progress.wasRefused(action.id());
    if (announced || !covered) {
      Optional<NameState> renewed = context.log().append(state, announcement(action, announced));
      if (renewed.isEmpty()) {
        return again("looking again");
      }
      state = renewed.get();
      if (!covers(action)) {
        progress.unsent(action, announced);
        return again("looking again");
      }
    }
    Duration left = action.timeout().minusNanos(context.host().timing().nanos() - judgedAt);
    if (left.isNegative() || left.isZero()) {
      progress.unsent(action, announced);
      return again("looking again");
    }
    return send(action, now, left);
  }

  private WishFailure withoutEffect(Action action) {
    AloftException failure = progress.failure();
    return failure == null
        ? new WishFailure(
            ErrorCode.PROVIDER_ERROR,
            "\"" + action + "\" was accepted again and again without effect",
            List.of(),
            null)
        : WishFailure.of(failure);
  }

  /**
   * Whether the look after a write shows nothing of it and the service calls it wrong. A removal is
   * sent again all the same, since what stays costs.
   */
  private boolean isRefusedForGood() {
    AloftException failure = progress.failure();
    return isForward() && failure != null && failure.code() == ErrorCode.INVALID_REQUEST;
  }

  /** The store's time, by which the lease is judged, and our own of that moment. */
  private Instant time() {
    judgedAt = context.host().timing().nanos();
    judged = context.log().time();
    return judged;
  }

  private IntentDocument announcement(Action action, boolean counted) {
    Duration enough = action.timeout().plus(Lease.MARGIN).multipliedBy(2);
    Duration length = enough.compareTo(LEASE) > 0 ? enough : LEASE;
    String holder = context.host().holder();
    int tries = state.tries().getOrDefault(action.id(), 0) + 1;
    return counted
        ? new IntentDocument.Tried(action.id(), tries, action.before(), holder, length)
        : new IntentDocument.Leased(holder, length);
  }

  private boolean covers(Action action) {
    Lease lease = state.lease();
    return lease != null && lease.covers(context.host().holder(), action.timeout(), time());
  }

  /** Sends what is over before the lease is, the driver's own repetitions among it. */
  private Turn send(Action action, Instant now, Duration left) {
    progress.sending(action, now);
    return outcome(
        action,
        () -> {
          try {
            Action sent = context.host().within(left, () -> applied(action));
            progress.answered();
            return sent;
          } finally {
            progress.sent(judged.plusNanos(context.host().timing().nanos() - judgedAt));
          }
        });
  }

  private Turn outcome(Action action, Supplier<Action> sender) {
    try {
      Action unused = sender.get();
    } catch (AloftException e) {
      if (isNoAnswer(e)) {
        throw e;
      }
      progress.failed(action, e);
      if (!lookAgainAfter(e)) {
        return refused(action, WishFailure.of(e));
      }
    }
    return pending(action.toString(), progress.pause(), true);
  }

  /** What is dispensable does not take the wish back; the next turn settles it. */
  private Turn refused(Action action, WishFailure fail) {
    if (!action.dispensable()) {
      return fail(fail, true);
    }
    LOG.warn(
        "\"{}\" goes without \"{}\", which was refused: {} ({})",
        target.name(),
        action,
        fail.reason(),
        fail.code());
    progress.goWithout(open.generation());
    return again("going without \"" + action + "\"");
  }

  private Action applied(Action action) {
    context.driver().apply(action, target);
    return action;
  }

  /** Says nothing of the wish: the thread was interrupted, or the credentials must heal first. */
  private static boolean isNoAnswer(AloftException error) {
    return switch (error.code()) {
      case INTERRUPTED, WAIT_TIMEOUT, UNAUTHENTICATED, CREDENTIALS_EXPIRED -> true;
      default -> !error.isOutcome();
    };
  }

  private static boolean lookAgainAfter(AloftException error) {
    return switch (error.code()) {
      case ALREADY_EXISTS, NOT_FOUND, BUSY, THROTTLED, UNAVAILABLE -> true;
      default -> error.effect() != Effect.NONE;
    };
  }

  /** The last fulfilled wish comes back, or nothing; a write that was refused now explains it. */
  private Turn fail(WishFailure fail, boolean refused) {
    boolean leftNothing = seen.parts().stream().noneMatch(Part::ours);
    if (fail.code() == ErrorCode.CONFLICT_NOT_OURS && (!isForward() || leftNothing)) {
      return settle(WishOutcome.FAILED, fail);
    }
    if (!isForward()) {
      if (refused) {
        progress.tookBack(open.generation());
      }
      Turn stuck = progress.explained(asked, endings.stuck(state, asked, open, fail, seen));
      progress.ended(asked, WishEndings.word(stuck));
      return stuck;
    }
    IntentDocument back =
        new IntentDocument.Wished(
            state.generation() + 1,
            "restore",
            state.settledSpec(),
            open.generation(),
            fail,
            context.host().holder(),
            LEASE);
    if (context.log().append(state, back).isPresent() && refused) {
      progress.tookBack(open.generation());
    }
    return again("going back to the state before");
  }

  private Turn settle(WishOutcome outcome, @Nullable WishFailure fail) {
    Optional<NameState> after = context.log().append(state, state.ending(outcome, fail));
    if (after.isEmpty()) {
      return again("looking again");
    }
    Turn turn = endings.of(after.get(), asked).orElseGet(() -> again("looking again"));
    progress.ended(asked, WishEndings.word(turn));
    return progress.explained(asked, turn);
  }

  /** Looks again soon while the other process is fresh at it, and ever more seldom later. */
  private Turn watch(Instant now) {
    Lease lease = state.lease();
    Duration left = lease == null ? Duration.ZERO : Duration.between(now, lease.until());
    Duration age = LEASE.minus(left);
    Duration pause = shorter(left.plus(Lease.MARGIN).plusSeconds(1), age.dividedBy(2));
    return pending(
        "another process is at it",
        shorter(LONGEST_WATCH, pause.compareTo(SHORTEST_WATCH) < 0 ? SHORTEST_WATCH : pause),
        true);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Turn again(String phase) {
    return pending(phase, Duration.ZERO, true);
  }

  private Turn pending(String phase, @Nullable Duration pause, boolean attended) {
    String word = seen.isEmpty() ? "" : seen.parts().get(0).word();
    return new Turn.Pending(phase, word, pause, attended, WishEndings.isCancelling(state, asked));
  }
}
