package dev.aloft.aws;

import dev.aloft.driver.Suggestions;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refusals that say a whole vocabulary, such as the hundreds of machine types, made short: of the
 * words that the service takes those that are near to the one that was sent. Pure.
 */
final class LongRefusals {
  private static final Pattern OTHER_WORD =
      Pattern.compile(
          "Value '([^']*)' at ('[^']*' failed to satisfy constraint): "
              + "Member must satisfy enum value set: \\[([^\\]]*)\\]");
  private static final int MOST_WORDS = 10;
  private static final int MOST_SUGGESTIONS = 4;

  private LongRefusals() {}

  /** The text with its long vocabularies cut. */
  static String shortened(String text) {
    return OTHER_WORD.matcher(text).replaceAll(LongRefusals::shortened);
  }

  private static String shortened(MatchResult refusal) {
    List<String> words = List.of(refusal.group(3).split(",\\s*", -1));
    if (words.size() <= MOST_WORDS) {
      return Matcher.quoteReplacement(refusal.group());
    }
    List<String> near = Suggestions.nearest(refusal.group(1), words, MOST_SUGGESTIONS);
    return Matcher.quoteReplacement(
        "Value '"
            + refusal.group(1)
            + "' at "
            + refusal.group(2)
            + ": it is none of the service's "
            + words.size()
            + " words"
            + (near.isEmpty() ? "" : "; near are " + String.join(", ", near)));
  }
}
