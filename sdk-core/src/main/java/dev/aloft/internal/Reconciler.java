package dev.aloft.internal;

import dev.aloft.Plan;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.ResourceDriver;
import dev.aloft.driver.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The one loop for deploy, update, traffic, rollback, cancel, undeploy, adopt, resume and recover.
 * Thread-safe.
 *
 * @param <S> what is wished
 */
@SuppressWarnings("UnusedVariable")
public final class Reconciler<S> {
  private final String kind;
  private final ResourceDriver<S> driver;
  private final SpecCodec<S> codec;
  private final IntentLog log;
  private final ReconcilerHost host;

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
    this.kind = kind;
    this.driver = driver;
    this.codec = codec;
    this.log = log;
    this.host = host;
  }

  /** Writes a wish; an equal open wish is joined. Gives its generation. */
  public long want(String name, @Nullable S spec, String verb) {
    return Pending.<Long>here();
  }

  /** Carries the name one step on and says how that generation's wish stands. */
  public Turn turn(String name, long generation) {
    return Pending.here();
  }

  /** Takes a wish back: wishes for the last settled state. */
  public void cancel(String name, long generation) {
    Pending.here();
  }

  /** What is wished and what is there, without writing. */
  public Look<S> look(String name) {
    return Pending.here();
  }

  /** The last settled wish; empty when it was gone or there was none. */
  public Optional<S> settled(String name) {
    return Pending.here();
  }

  /** The wishes, newest first. */
  public List<Entry<S>> history(String name) {
    return Pending.here();
  }

  /** Names with open wishes or tombstones. */
  public List<Open> open() {
    return Pending.here();
  }

  /**
   * For recover: the generation that has to be turned until it ends, for a name that {@link #open}
   * gave; empty when it is at rest. A removal or a way back that had failed is wished anew; a name
   * settled less than a day ago is looked at, and wished anew when a late write of a process that
   * had slept has left something there.
   */
  public OptionalLong revive(String name) {
    return Pending.here();
  }

  /** Parts with our tag that no wish explains. */
  public List<Part> orphans() {
    return Pending.here();
  }

  /** What a wish would write. */
  public Plan plan(String name, @Nullable S spec) {
    return Pending.here();
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
   * @param outcome {@code open}, {@code settled}, {@code failed}, {@code overtaken}
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
   * @param held whether another living process holds it, by the store's time
   */
  public record Open(String name, long generation, boolean tombstone, boolean held) {}
}
