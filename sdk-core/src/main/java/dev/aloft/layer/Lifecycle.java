package dev.aloft.layer;

import java.time.Instant;

/**
 * Is told what comes into being and goes, which no call can see when the end happens in another
 * process. What it throws is logged and ignored; it is called on Aloft's threads and must not
 * block.
 */
@FunctionalInterface
public interface Lifecycle {

  /** Something happened. */
  void on(Event event);

  /** What happened. */
  enum Kind {
    /** A run was accepted by the provider. */
    ACCEPTED,
    /** A part of a resource was seen for the first time. */
    PART_APPEARED,
    /** A part of a resource is gone. */
    PART_GONE,
    /** A run or a change of a resource ended. */
    ENDED
  }

  /**
   * One event.
   *
   * @param kind what happened
   * @param provider the provider's scheme
   * @param scope where
   * @param resource the run's or the resource's name
   * @param detail the part, or the end
   * @param bills whether it costs by time
   * @param at when Aloft saw it
   */
  record Event(
      Kind kind,
      String provider,
      String scope,
      String resource,
      String detail,
      boolean bills,
      Instant at) {}
}
