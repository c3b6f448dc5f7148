package dev.aloft.internal;

import dev.aloft.driver.Observation;
import dev.aloft.driver.Target;

/**
 * Asks whether what the provider calls ready does what it is there for, before a wish counts as
 * fulfilled.
 *
 * @param <S> what is wished
 */
@FunctionalInterface
public interface Probe<S> {

  /**
   * Asks once.
   *
   * @throws dev.aloft.error.AloftException how it was not answered; BUSY when only others than what
   *     is wished have answered
   */
  void ask(Target<S> target, Observation seen);

  /** Whether there is anything to ask; true unless overridden. */
  default boolean asks(Target<S> target) {
    return true;
  }

  /**
   * Whether somebody has chosen what is asked. What nobody has chosen ends a wish only with an
   * answer that cannot be read; true unless overridden.
   */
  default boolean isChosen(Target<S> target) {
    return true;
  }
}
