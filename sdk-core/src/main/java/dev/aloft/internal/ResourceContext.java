package dev.aloft.internal;

import dev.aloft.driver.Observation;
import dev.aloft.driver.ResourceDriver;
import dev.aloft.driver.Target;
import dev.aloft.internal.intent.Lease;
import dev.aloft.internal.intent.NameState;
import dev.aloft.internal.intent.RecordedWish;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every step of a reconciler works with.
 *
 * @param kind the kind of resource
 * @param driver the service
 * @param codec writes wishes
 * @param log the intent log
 * @param host the client
 * @param probe what a fulfilled wish has to answer
 * @param <S> what is wished
 */
record ResourceContext<S>(
    String kind,
    ResourceDriver<S> driver,
    SpecCodec<S> codec,
    IntentLog log,
    ReconcilerHost host,
    Probe<S> probe) {

  /** Reads what is known of a name. */
  NameState read(String name) {
    return log.read(kind, name);
  }

  /** Whether no other client may be writing. */
  boolean mayWrite(NameState state, Instant now) {
    Lease lease = state.lease();
    return lease == null
        || !lease.isHeldByAnother(host.holder(), now)
        || host.hasEnded(lease.holder());
  }

  /** For how long another client may still be writing; zero when none may. */
  Duration held(NameState state, Instant now) {
    Lease lease = state.lease();
    return lease == null || mayWrite(state, now)
        ? Duration.ZERO
        : Duration.between(now, lease.until().plus(Lease.MARGIN));
  }

  /** A wish as the driver sees it. */
  Target<S> target(NameState state, RecordedWish wish, Map<String, Integer> tries) {
    return new Target<>(
        state.name(),
        log.id(),
        wish.generation(),
        spec(wish.spec()),
        spec(state.settledSpec()),
        tries,
        state.before());
  }

  /** The last fulfilled wish as the driver sees it, or that nothing was ever wished. */
  Target<S> targetAtRest(NameState state) {
    long generation = state.settled().map(RecordedWish::generation).orElse(0L);
    return target(state, generation, spec(state.settledSpec()), Map.of());
  }

  /** Any wish as the driver sees it. */
  Target<S> target(NameState state, long generation, @Nullable S spec, Map<String, Integer> tries) {
    return new Target<>(state.name(), log.id(), generation, spec, spec(state.settledSpec()), tries);
  }

  /** A wish from its document; null for gone. */
  @Nullable S spec(@Nullable String document) {
    return document == null ? null : codec.read(document);
  }

  /** Looks. */
  Observation observe(Target<S> target) {
    return driver.observe(target);
  }
}
