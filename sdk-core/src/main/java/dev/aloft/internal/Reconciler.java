package dev.aloft.internal;

import dev.aloft.Plan;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one loop for deploy, update, traffic, rollback, cancel, undeploy, adopt, resume and recover.
 * Thread-safe.
 *
 * @param <S> what is wished
 */
public final class Reconciler<S> {

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
