package dev.aloft.aws;

import dev.aloft.error.Blame;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One way to recognise what an answer means.
 *
 * @param codes the service's codes; empty for any
 * @param place where the text stands in the answer's
 * @param text the text, in lower case; empty when the code alone says it
 * @param means what it means
 * @param effect what was done all the same
 * @param blame who can act; null for the usual
 * @param words what it means, in front of the service's own text; empty when that says it well
 */
record ErrorRule(
    Set<String> codes,
    Place place,
    String text,
    ErrorCode means,
    Effect effect,
    @Nullable Blame blame,
    String words) {

  /** Where a text stands. */
  enum Place {
    STARTS,
    CONTAINS,
    ENDS
  }

  ErrorRule {
    codes = Set.copyOf(codes);
    text = text.toLowerCase(Locale.ROOT);
  }

  boolean matches(AwsAnswer answer) {
    if (!codes.isEmpty() && !codes.contains(answer.code())) {
      return false;
    }
    String theirs = answer.text().toLowerCase(Locale.ROOT);
    return switch (place) {
      case STARTS -> theirs.startsWith(text);
      case CONTAINS -> theirs.contains(text);
      case ENDS -> theirs.endsWith(text);
    };
  }
}
