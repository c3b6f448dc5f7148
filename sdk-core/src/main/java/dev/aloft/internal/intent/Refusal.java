package dev.aloft.internal.intent;

import dev.aloft.error.AloftException;
import dev.aloft.error.Blame;
import dev.aloft.error.NextStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the provider said beside its text to the write or the question that failed a wish. Without
 * anything that looks like a secret, since errors hold none.
 *
 * @param request the provider's operation, for who reads the log; empty when it is not known
 * @param rawCode the provider's own code; null when it gave none
 * @param requestId the provider's id of the request; null when it gave none
 * @param blame who can act
 * @param nextSteps what to do
 */
public record Refusal(
    String request,
    @Nullable String rawCode,
    @Nullable String requestId,
    Blame blame,
    List<NextStep> nextSteps) {

  /** Copies the list. */
  public Refusal {
    nextSteps = List.copyOf(nextSteps);
  }

  /** What an error tells. */
  public static Refusal of(AloftException error) {
    return new Refusal(
        error.operation().orElse(""),
        error.rawCode().orElse(null),
        error.requestId().orElse(null),
        error.blame(),
        error.nextSteps());
  }

  /** Puts what was said into the error of the wish, its own steps first. */
  public void tell(AloftException.Builder error) {
    if (rawCode != null) {
      error.rawCode(rawCode);
    }
    error.requestId(requestId).blame(blame);
    nextSteps.forEach(error::nextStep);
  }
}
