package dev.aloft.operation;

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
 * @param seenAt when this was seen, by the client's clock
 */
public record OperationStatus(
    OperationState state,
    String word,
    String phase,
    @Nullable Double progress,
    boolean attended,
    Instant seenAt) {

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
        && java.util.Objects.equals(progress, other.progress);
  }
}
