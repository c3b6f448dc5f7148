package dev.aloft.internal;

import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.Target;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.intent.NameState;
import dev.aloft.internal.intent.RecordedWish;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What nobody looks after any more: wishes half done, parts of late writes, what has outlived its
 * time, orphans. Writes wishes only. Thread-safe.
 *
 * @param <S> what is wished
 */
final class Leftovers<S> {
  private static final Duration TOMBSTONE = Duration.ofDays(1);

  private final ResourceContext<S> context;
  private final WishEndings endings;
  private final Wishes<S> wishes;
  private final Function<String, NameProgress> progress;

  Leftovers(
      ResourceContext<S> context,
      WishEndings endings,
      Wishes<S> wishes,
      Function<String, NameProgress> progress) {
    this.context = context;
    this.endings = endings;
    this.wishes = wishes;
    this.progress = progress;
  }

  /** Names that are not at rest. */
  List<Reconciler.Open> open() {
    List<Reconciler.Open> found = new ArrayList<>();
    context
        .log()
        .each(
            context.kind(),
            state -> {
              Instant now = context.log().time();
              Optional<RecordedWish> open = state.open();
              Duration held = context.held(state, now);
              if (open.isPresent()) {
                found.add(new Reconciler.Open(state.name(), open.get().generation(), false, held));
              } else if (isRecent(state, now)) {
                found.add(
                    new Reconciler.Open(state.name(), state.generation(), true, Duration.ZERO));
              }
            });
    return found;
  }

  private static boolean isRecent(NameState state, Instant now) {
    return state.number() > 0 && now.isBefore(state.changedAt().plus(TOMBSTONE));
  }

  /** Wishes away what is at rest and whose time is over. */
  void expire(Function<S, @Nullable Duration> time) {
    List<NameState> over = new ArrayList<>();
    context
        .log()
        .each(
            context.kind(),
            state -> {
              if (isOver(state, time)) {
                over.add(state);
              }
            });
    for (NameState state : over) {
      // when somebody wished anew meanwhile, that wish counts
      wishes
          .wish(state, "expire", null, 0)
          .ifPresent(wish -> progress.apply(state.name()).attend(wish));
    }
  }

  private boolean isOver(NameState state, Function<S, @Nullable Duration> time) {
    S spec = state.open().isPresent() ? null : context.spec(state.settledSpec());
    Duration longest = spec == null ? null : time.apply(spec);
    return longest != null
        && Duration.between(state.changedAt(), context.log().time()).compareTo(longest) >= 0;
  }

  /** The generation that has to be turned until it ends; empty when the name is at rest. */
  OptionalLong revive(String name) {
    NameProgress own = progress.apply(name);
    own.lock.lock();
    try {
      long generation = wishes.raced(name, () -> revived(name, own));
      own.attend(generation);
      return generation == 0 ? OptionalLong.empty() : OptionalLong.of(generation);
    } finally {
      own.lock.unlock();
    }
  }

  private Optional<Long> revived(String name, NameProgress own) {
    NameState state = context.read(name);
    RecordedWish open = state.open().orElse(null);
    Instant now = context.log().time();
    if (open == null) {
      return isRecent(state, now) && strayed(state)
          ? wishes.wish(state, "recover", state.settledSpec(), 0)
          : Optional.of(0L);
    }
    if (context.mayWrite(state, now) && (open.goesBack() || open.spec() == null)) {
      own.startOver();
      WishTurn<S> turn = new WishTurn<>(context, endings, own, state, open, open.generation());
      if (turn.look() instanceof Next.Fail fail && fail.code() != ErrorCode.CONFLICT_NOT_OURS) {
        return wishes.wish(state, open.verb(), open.spec(), open.back());
      }
    }
    return Optional.of(open.generation());
  }

  private boolean strayed(NameState state) {
    Target<S> target = context.targetAtRest(state);
    Observation seen = context.observe(target);
    Next next = context.driver().next(target, seen);
    return seen.parts().stream().anyMatch(Part::ours)
        && !(next instanceof Next.Done || next instanceof Next.Fail);
  }

  /** Parts with our tag that no wish explains; they are read before the wishes. */
  List<Part> orphans() {
    List<Part> owned =
        Pages.stream(cursor -> context.driver().owned(context.log().id(), cursor)).toList();
    Map<String, Boolean> explained = new HashMap<>();
    return owned.stream()
        .filter(
            part -> !explained.computeIfAbsent(context.driver().nameOf(part), this::explainsParts))
        .toList();
  }

  private boolean explainsParts(String name) {
    if (name.isEmpty()) {
      return open().stream().anyMatch(open -> !open.tombstone());
    }
    NameState state = context.read(name);
    return state.open().isPresent()
        || state.settledSpec() != null
        || isRecent(state, context.log().time());
  }
}
