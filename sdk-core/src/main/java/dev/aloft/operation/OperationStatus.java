package dev.aloft.operation;

import dev.aloft.internal.Views;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What was last seen of an operation. Immutable.
 *
 * @param state the portable state
 * @param word the provider's own word for it, empty before the first look
 * @param phase what is going on, in a few words for a person; may be empty
 * @param progress the fraction done from 0 to 1, null unless the provider knows it truly
 * @param attended whether more must be sent by some Aloft process before it can end
 * @param seenAt when this was seen, by the client's clock; null before the first look, when the
 *     state says nothing of the work yet
 */
public record OperationStatus(
    OperationState state,
    String word,
    String phase,
    @Nullable Double progress,
    boolean attended,
    @Nullable Instant seenAt) {

  /** The fraction done, from 0 to 1, where the provider knows it. */
  public OptionalDouble fraction() {
    return progress == null ? OptionalDouble.empty() : OptionalDouble.of(progress);
  }

  /** The phase, when there is one. */
  public Optional<String> phaseText() {
    return phase.isEmpty() ? Optional.empty() : Optional.of(phase);
  }

  /** Whether another status says the same, apart from when it was seen. */
  public boolean sameAs(OperationStatus other) {
    return state == other.state
        && word.equals(other.word)
        && phase.equals(other.phase)
        && attended == other.attended
        && (seenAt == null) == (other.seenAt == null)
        && java.util.Objects.equals(progress, other.progress);
  }

  /** The status on one line: {@code RUNNING (loading the data) 26 % at 2026-11-26T10:00:00Z}. */
  @Override
  public String toString() {
    return Views.line(this);
  }
}
