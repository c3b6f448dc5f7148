package dev.aloft.internal;

import dev.aloft.Plan;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.ResourceDriver;
import dev.aloft.driver.Target;
import dev.aloft.error.AloftException;
import dev.aloft.internal.intent.IntentDocument;
import dev.aloft.internal.intent.Lease;
import dev.aloft.internal.intent.NameState;
import dev.aloft.internal.intent.RecordedWish;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one loop for deploy, update, traffic, rollback, cancel, undeploy, adopt, resume and recover:
 * each of them only writes a wish, and somebody then calls {@link #turn} until it ends. It holds no
 * threads and never waits; at most one process writes for a name at a time, by the lease in its
 * log. Thread-safe.
 *
 * @param <S> what is wished
 */
public final class Reconciler<S> {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private final ResourceContext<S> context;
  private final WishEndings endings;
  private final Wishes<S> wishes;
  private final Leftovers<S> leftovers;
  private final Map<String, NameProgress> names = new ConcurrentHashMap<>();

  /**
   * A reconciler. Calls nothing yet.
   *
   * @param kind the kind of resource, as in operation ids
   * @param driver the service
   * @param codec writes wishes
   * @param log the intent log
   * @param host the client
   */
  public Reconciler(
      String kind,
      ResourceDriver<S> driver,
      SpecCodec<S> codec,
      IntentLog log,
      ReconcilerHost host) {
    this(kind, driver, codec, log, host, (target, seen) -> {});
  }

  /**
   * A reconciler whose wishes count as fulfilled when a probe was answered. Calls nothing yet.
   *
   * @param kind the kind of resource, as in operation ids
   * @param driver the service
   * @param codec writes wishes
   * @param log the intent log
   * @param host the client
   * @param probe asks what the driver calls done
   */
  public Reconciler(
      String kind,
      ResourceDriver<S> driver,
      SpecCodec<S> codec,
      IntentLog log,
      ReconcilerHost host,
      Probe<S> probe) {
    this.context = new ResourceContext<>(kind, driver, codec, log, host, probe);
    this.endings = new WishEndings(kind, host);
    this.wishes = new Wishes<>(context, this::progress);
    this.leftovers = new Leftovers<>(context, endings, wishes, this::progress);
  }

  /** The kind of resource, as operation ids say it: {@code endpoint} or {@code model}. */
  public String kind() {
    return context.kind();
  }

  /**
   * Writes a wish, null for gone; an equal open wish is joined. Sends nothing to the service.
   *
   * @return its generation
   */
  public long want(String name, @Nullable S spec, String verb) {
    return wishes.want(name, spec, verb);
  }

  /**
   * Carries the name one step on, with one write at most, and says how that generation's wish
   * stands. May be called by any number of threads and processes.
   *
   * @throws AloftException NOT_FOUND when nobody wished that; anything that has {@code isOutcome()}
   *     false says that looking or writing gave no answer, and leaves the wish open
   */
  public Turn turn(String name, long generation) {
    NameProgress progress = progress(name);
    progress.attend(generation);
    progress.lock.lock();
    try {
      NameState state = unanswered(() -> context.read(name));
      Optional<Turn> ending = endings.of(state, generation);
      return unanswered(() -> turned(progress, state, generation, ending.orElse(null)));
    } finally {
      progress.lock.unlock();
    }
  }

  private Turn turned(
      NameProgress progress, NameState state, long generation, @Nullable Turn ending) {
    if (ending != null) {
      giveUpLease(state, progress);
      progress.ended(generation, WishEndings.word(ending));
      return progress.explained(generation, ending);
    }
    RecordedWish open = state.open().orElseThrow();
    return new WishTurn<>(context, endings, progress, state, open, generation).take();
  }

  /** What fails here says nothing of how the wish ends. */
  private static <T> T unanswered(Supplier<T> step) {
    try {
      return step.get();
    } catch (AloftException e) {
      throw e.toBuilder().outcome(false).build();
    }
  }

  /** Lets the process whose wish overtook this one begin at once. */
  private void giveUpLease(NameState state, NameProgress progress) {
    if (state.open().filter(open -> !progress.attends(open.generation())).isPresent()) {
      release(state, progress);
    }
  }

  /** Gives the lease up, unless a write may still arrive: then others have to wait for its end. */
  private void release(NameState state, NameProgress progress) {
    Lease lease = state.lease();
    boolean mine = lease != null && lease.holder().equals(context.host().holder());
    if (mine && !progress.isUnsure()) {
      context
          .log()
          .append(state, new IntentDocument.Leased(context.host().holder(), Duration.ZERO));
    }
  }

  /**
   * Gives up the leases of what this process drives no longer, so that another can go on at once.
   * Leaves alone what a thread is at now. What fails is logged: leases end by themselves.
   */
  void release() {
    names.forEach(
        (name, progress) -> {
          if (progress.lock.tryLock()) {
            try {
              if (progress.isBusy()) {
                release(context.read(name), progress);
              }
            } catch (RuntimeException | Error e) {
              LOG.debug("the lease of {} is left to end by itself", name, e);
            } finally {
              progress.lock.unlock();
            }
          }
        });
  }

  /** Takes a wish back by wishing for the last fulfilled state. Too late, or twice, is fine. */
  public void cancel(String name, long generation) {
    wishes.cancel(name, generation);
  }

  /** What is wished and what is there, without writing. */
  public Look<S> look(String name) {
    NameState state = context.read(name);
    Optional<RecordedWish> open = state.open();
    Target<S> target =
        open.isPresent()
            ? context.target(state, open.get(), state.tries())
            : context.targetAtRest(state);
    return new Look<>(target, context.observe(target), open.isPresent());
  }

  /** The last settled wish; empty when it was gone or there was none. */
  public Optional<S> settled(String name) {
    return Optional.ofNullable(context.spec(context.read(name).settledSpec()));
  }

  /** The wishes, newest first; at most about 20 are remembered. */
  public List<Entry<S>> history(String name) {
    List<Entry<S>> entries = new ArrayList<>();
    for (RecordedWish wish : context.read(name).wishes()) {
      entries.add(
          0,
          new Entry<>(
              wish.generation(),
              wish.verb(),
              context.spec(wish.spec()),
              wish.outcome().word(),
              wish.at()));
    }
    return entries;
  }

  /** Names whose wish, the open one or the last that was settled, is such; reads the whole log. */
  public List<String> names(Predicate<S> wish) {
    List<String> found = new ArrayList<>();
    context
        .log()
        .each(
            context.kind(),
            state -> {
              String open = state.open().map(RecordedWish::spec).orElse(null);
              boolean such =
                  Stream.of(Optional.ofNullable(open), Optional.ofNullable(state.settledSpec()))
                      .flatMap(Optional::stream)
                      .anyMatch(document -> wish.test(context.codec().read(document)));
              if (such) {
                found.add(state.name());
              }
            });
    return found;
  }

  /**
   * Names that are not at rest: with an open wish, or settled less than a day ago, since a write of
   * a process that had slept may still arrive. For {@link #revive}.
   */
  public List<Open> open() {
    return leftovers.open();
  }

  /**
   * For recover: wishes away what is at rest and whose time is over.
   *
   * @param time how long a wish should hold after it was fulfilled; null for ever
   */
  public void expire(Function<S, @Nullable Duration> time) {
    leftovers.expire(time);
  }

  /**
   * For recover: the generation that has to be turned until it ends, for a name that {@link #open}
   * gave; empty when it is at rest. A removal or a way back that had failed is wished anew; a name
   * settled less than a day ago is looked at, and wished anew when a late write of a process that
   * had slept has left something there. What is gone without a wish is not made again.
   */
  public OptionalLong revive(String name) {
    return leftovers.revive(name);
  }

  /**
   * Parts with our tag that no wish explains. The parts are read before the wishes, so that the
   * part of a wish just begun is never among them.
   */
  public List<Part> orphans() {
    return leftovers.orphans();
  }

  /** What a wish would write, as far as it can be told; looks once and writes nothing. */
  public Plan plan(String name, @Nullable S spec) {
    NameState state = context.read(name);
    Target<S> target = context.target(state, state.generation() + 1, spec, Map.of());
    return new Planning<>(context, target).run(context.observe(target));
  }

  private NameProgress progress(String name) {
    return names.computeIfAbsent(name, key -> new NameProgress(context.host(), key));
  }

  /**
   * What a look shows.
   *
   * @param target what is wished
   * @param seen what is there
   * @param open whether the wish is still open
   * @param <S> what is wished
   */
  public record Look<S>(Target<S> target, Observation seen, boolean open) {}

  /**
   * A wish in the history.
   *
   * @param generation its number
   * @param verb what was asked
   * @param spec what was wished; null for gone
   * @param outcome {@code open}, {@code settled}, {@code failed}, {@code cancelled}, {@code
   *     overtaken}
   * @param at when, by the store's time
   * @param <S> what is wished
   */
  public record Entry<S>(
      long generation, String verb, @Nullable S spec, String outcome, Instant at) {}

  /**
   * A name that is not at rest.
   *
   * @param name the name
   * @param generation the open wish, or the removal that left the tombstone
   * @param tombstone whether only a tombstone is left
   * @param held for how long another process may still hold it, by the store's time; it may say
   *     again that it lives. Zero when nobody does
   */
  public record Open(String name, long generation, boolean tombstone, Duration held) {}
}
