package dev.aloft.internal.intent;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A wish as the log remembers it.
 *
 * @param generation its number, from 1
 * @param verb what was asked
 * @param spec what was wished, as canonical JSON; null for gone
 * @param outcome how it stands
 * @param back the generation that this one takes back because it failed or was cancelled; 0 for
 *     none
 * @param failure why it failed; null unless it did
 * @param at when it was written, by the store's time
 */
public record RecordedWish(
    long generation,
    String verb,
    @Nullable String spec,
    WishOutcome outcome,
    long back,
    @Nullable WishFailure failure,
    Instant at) {

  /** Whether it takes another one back. */
  public boolean goesBack() {
    return back != 0;
  }

  RecordedWish ended(WishOutcome how, @Nullable WishFailure why) {
    return new RecordedWish(generation, verb, spec, how, back, why, at);
  }
}
