package dev.aloft.driver;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Exactly one write at the provider.
 *
 * @param verb {@code create}, {@code update}, {@code delete}, {@code traffic} …
 * @param kind the kind of the part
 * @param id the part's id
 * @param counted whether it starts something that bills or may fail silently, so that core counts
 *     the try before it is sent
 * @param free whether it costs nothing and is the same whoever does it and how often, such as what
 *     is stored under the hash of its content: core then holds no lease for it, so that another
 *     process need not wait for its end, and gives it all the time that it takes
 * @param dispensable whether the wish is fulfilled without it as well, such as a label that stays:
 *     where the service refuses it, core warns and settles. The last of a wish, since nothing that
 *     would follow is done either
 * @param timeout how long the one request may take; without meaning for what is free
 * @param facts what {@code apply} needs beside the target
 */
public record Action(
    String verb,
    String kind,
    String id,
    boolean counted,
    boolean free,
    boolean dispensable,
    Duration timeout,
    Map<String, String> facts) {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String BEFORE = "before";

  /** Copies the map. */
  public Action {
    facts = Map.copyOf(facts);
  }

  /** A write that may be repeated without harm. */
  public static Action of(String verb, String kind, String id) {
    return new Action(verb, kind, id, false, false, false, TIMEOUT, Map.of());
  }

  /** The same, counted. */
  public Action asCounted() {
    return new Action(verb, kind, id, true, free, dispensable, timeout, facts);
  }

  /**
   * The same, counted, with what was seen of the part before: once the try is counted, {@link
   * Target#before} says it in every process, so that a part that is still as it was is known to be
   * one that the write did not reach.
   */
  public Action asCountedAfter(String seen) {
    return asCounted().with(BEFORE, seen);
  }

  /** What was seen of the part before a counted write; empty when nothing was noted. */
  public String before() {
    return facts.getOrDefault(BEFORE, "");
  }

  /** The same, free. */
  public Action asFree() {
    return new Action(verb, kind, id, counted, true, dispensable, timeout, facts);
  }

  /** The same, dispensable. */
  public Action asDispensable() {
    return new Action(verb, kind, id, counted, free, true, timeout, facts);
  }

  /** The same with another timeout. */
  public Action within(Duration limit) {
    return new Action(verb, kind, id, counted, free, dispensable, limit, facts);
  }

  /** The same with one more fact. */
  public Action with(String name, String value) {
    Map<String, String> more = new java.util.LinkedHashMap<>(facts);
    more.put(name, value);
    return new Action(verb, kind, id, counted, free, dispensable, timeout, more);
  }

  /** One fact, null when it is not known. */
  public @Nullable String fact(String name) {
    return facts.get(name);
  }

  @Override
  public String toString() {
    return verb + " " + kind + " " + id;
  }
}
