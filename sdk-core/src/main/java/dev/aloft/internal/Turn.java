package dev.aloft.internal;

import dev.aloft.error.AloftException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a wish stands after one turn. */
public sealed interface Turn {

  /**
   * Still open.
   *
   * @param phase what goes on
   * @param word the provider's word for the main part
   * @param pause how long to wait before the next turn; null for core's pace
   * @param attended whether more must be written
   * @param cancelling whether a later wish takes it back
   */
  record Pending(
      String phase, String word, @Nullable Duration pause, boolean attended, boolean cancelling)
      implements Turn {}

  /** Fulfilled. */
  record Settled() implements Turn {}

  /**
   * Ended otherwise: failed, rolled back, cancelled or overtaken.
   *
   * @param error says which
   */
  record Ended(AloftException error) implements Turn {}
}
