package dev.aloft.internal;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.intent.IntentDocument;
import dev.aloft.internal.intent.NameState;
import dev.aloft.internal.intent.RecordedWish;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes wishes into the intent log, whoever else writes there. Thread-safe.
 *
 * @param <S> what is wished
 */
final class Wishes<S> {
  private static final int RACES = 100;

  private final ResourceContext<S> context;
  private final Function<String, NameProgress> progress;

  Wishes(ResourceContext<S> context, Function<String, NameProgress> progress) {
    this.context = context;
    this.progress = progress;
  }

  /** Writes a wish, null for gone; joins an equal open one. Gives its generation. */
  long want(String name, @Nullable S spec, String verb) {
    String document = spec == null ? null : context.codec().write(spec);
    NameProgress own = progress.apply(name);
    long generation = raced(name, () -> wanted(name, document, verb, own));
    own.attend(generation);
    return generation;
  }

  private Optional<Long> wanted(
      String name, @Nullable String document, String verb, NameProgress own) {
    NameState state = context.read(name);
    Optional<RecordedWish> open = state.open();
    if (open.isPresent() && !open.get().goesBack() && Objects.equals(open.get().spec(), document)) {
      if (own.lock.tryLock()) {
        own.startOver();
        own.lock.unlock();
      }
      return Optional.of(open.get().generation());
    }
    return wish(state, verb, document, 0);
  }

  /** Appends a wish; empty when another process was faster. */
  Optional<Long> wish(NameState state, String verb, @Nullable String document, long back) {
    IntentDocument wish =
        new IntentDocument.Wished(
            state.generation() + 1,
            verb,
            document,
            back,
            null,
            context.host().holder(),
            WishTurn.LEASE);
    return context.log().append(state, wish).map(NameState::generation);
  }

  /** Takes a wish back by wishing for the last fulfilled state. */
  void cancel(String name, long generation) {
    long back =
        raced(
            name,
            () -> {
              NameState state = context.read(name);
              Optional<RecordedWish> open = state.open();
              boolean inTime =
                  open.isPresent()
                      && open.get().generation() == generation
                      && !open.get().goesBack();
              return inTime
                  ? wish(state, "cancel", state.settledSpec(), generation)
                  : Optional.of(0L);
            });
    progress.apply(name).attend(back);
  }

  /** Takes a step again for as long as others are faster. */
  long raced(String name, Supplier<Optional<Long>> step) {
    for (int i = 0; i < RACES; i++) {
      Optional<Long> done = step.get();
      if (done.isPresent()) {
        return done.get();
      }
    }
    throw AloftException.of(
            ErrorCode.BUSY, "others wish for \"" + name + "\" faster than this process can")
        .resource(name)
        .build();
  }
}
