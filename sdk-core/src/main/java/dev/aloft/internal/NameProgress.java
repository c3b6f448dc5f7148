package dev.aloft.internal;

import dev.aloft.driver.Action;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.layer.Lifecycle;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What this process remembers of one name: the parts that it has told of, and how often the same
 * write changed nothing. Guarded by its lock, which also keeps two threads from writing at once.
 */
final class NameProgress {
  private static final int LOOKS = 12;
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  final ReentrantLock lock = new ReentrantLock();

  private final ReconcilerHost host;
  private final String name;
  private final AtomicLong attended = new AtomicLong();
  private final Map<String, Boolean> parts = new LinkedHashMap<>();
  private long ended;
  private @Nullable Write last;
  private int repeats;
  private @Nullable AloftException error;
  private final Set<String> refused = new HashSet<>();
  private long counting;
  private Instant sentAt = Instant.EPOCH;
  private boolean unsure;
  private long asking;
  private int unanswered;
  private long answered;
  private long complete;
  private long blamed;
  private @Nullable Throwable cause;

  NameProgress(ReconcilerHost host, String name) {
    this.host = host;
    this.name = name;
  }

  /** Notes that this process looks after a wish. */
  void attend(long generation) {
    attended.accumulateAndGet(generation, Math::max);
  }

  /** Whether this process looks after a wish. */
  boolean attends(long generation) {
    return generation <= attended.get();
  }

  /** Tells of parts that came and went since the last look. */
  void saw(Observation seen) {
    Map<String, Boolean> now = new LinkedHashMap<>();
    for (Part part : seen.parts()) {
      if (part.ours()) {
        now.put(part.kind() + " " + part.id(), part.bills());
      }
    }
    now.forEach(
        (part, bills) -> {
          if (!parts.containsKey(part)) {
            emit(Lifecycle.Kind.PART_APPEARED, part, bills);
          }
        });
    parts.forEach(
        (part, bills) -> {
          if (!now.containsKey(part)) {
            emit(Lifecycle.Kind.PART_GONE, part, bills);
          }
        });
    parts.clear();
    parts.putAll(now);
  }

  /** Tells once how a wish ended. */
  void ended(long generation, String how) {
    if (generation > ended) {
      ended = generation;
      emit(Lifecycle.Kind.ENDED, how, parts.containsValue(true));
    }
  }

  private void emit(Lifecycle.Kind kind, String detail, boolean bills) {
    host.emit(
        new Lifecycle.Event(
            kind, host.provider(), host.scope(), name, detail, bills, host.timing().now()));
  }

  /** Forgets what changed nothing; for a wish that somebody asked for anew. */
  void startOver() {
    last = null;
    repeats = 0;
    error = null;
  }

  /** Notes a write that is about to be sent; false when it changed nothing too often. */
  boolean maySend(long generation, Action action, Observation seen) {
    Write write = new Write(generation, action, seen);
    repeats = write.equals(last) ? repeats + 1 : 0;
    error = repeats == 0 ? null : error;
    last = write;
    return repeats < LOOKS;
  }

  /** Notes that a write is being sent. */
  void sending(Action action, Instant now) {
    refused.remove(action.id());
    sentAt = now;
    unsure = true;
  }

  /** Notes that the write was answered. */
  void answered() {
    unsure = false;
  }

  /** Whether a write may still arrive of which no answer has come. */
  boolean isUnsure() {
    return unsure;
  }

  /** Whether this process looks after a wish that it has not seen end. */
  boolean isBusy() {
    return attended.get() > ended;
  }

  /** Notes how the write failed. */
  void failed(Action action, AloftException failure) {
    error = failure;
    unsure = action.free() ? unsure : failure.effect() == Effect.UNKNOWN;
    if (action.counted() && failure.effect() == Effect.NONE) {
      refused.add(action.id());
    }
  }

  /** Notes that a wish is taken back because the last write failed. */
  void tookBack(long generation) {
    blamed = generation;
    cause = error == null ? null : error.getCause();
  }

  /** An ending with the vendor's exception as its cause, where this process saw it. */
  Turn explained(long generation, Turn turn) {
    return turn instanceof Turn.Ended ended && generation == blamed && cause != null
        ? new Turn.Ended(ended.error().toBuilder().cause(cause).build())
        : turn;
  }

  /** Notes that a write was not sent, although its try may have been counted. */
  void unsent(Action action, boolean counted) {
    if (counted) {
      refused.add(action.id());
    }
  }

  /** Whether the last try that was counted for a part was surely not carried out. */
  boolean wasRefused(String part) {
    return refused.contains(part);
  }

  /** The tries of a wish without those that surely were not carried out. */
  Map<String, Integer> real(long generation, Map<String, Integer> tries) {
    if (generation != counting) {
      counting = generation;
      refused.clear();
    }
    Map<String, Integer> real = new LinkedHashMap<>(tries);
    refused.forEach(part -> real.computeIfPresent(part, (same, times) -> times - 1));
    return real;
  }

  /** Notes that a wish's probe was not answered; gives how often in a row. */
  int unanswered(long generation) {
    unanswered = generation == asking ? unanswered + 1 : 1;
    asking = generation;
    return unanswered;
  }

  /** Notes that a wish's probe need not be asked any more. */
  void answer(long generation) {
    answered = generation;
  }

  /** Whether a wish's probe was answered, or need not be. */
  boolean wasAnswered(long generation) {
    return answered == generation;
  }

  /** Notes that a wish settles without what is left to do for it. */
  void goWithout(long generation) {
    complete = generation;
  }

  /** Whether a wish settles without what is left to do for it. */
  boolean goesWithout(long generation) {
    return complete == generation;
  }

  /** When this process last sent a write, by the store's time. */
  Instant sentAt() {
    return sentAt;
  }

  /** How the write failed that changed nothing; null when it did not fail. */
  @Nullable AloftException failure() {
    return error;
  }

  /**
   * How long to wait before looking again: longer each time that the same write changed nothing.
   */
  Duration pause() {
    if (repeats == 0 && error == null) {
      return Duration.ZERO;
    }
    Duration grown = FIRST.multipliedBy(1L << Math.min(repeats, 10));
    Duration bounded = grown.compareTo(LONGEST) < 0 ? grown : LONGEST;
    Duration jittered =
        Duration.ofMillis((long) (bounded.toMillis() * (0.5 + 0.5 * host.random())));
    Duration wished = error == null ? Duration.ZERO : error.retryAfter().orElse(Duration.ZERO);
    return wished.compareTo(jittered) > 0 ? wished : jittered;
  }

  private record Write(long generation, Action action, Observation seen) {}
}
