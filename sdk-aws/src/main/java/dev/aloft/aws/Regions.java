package dev.aloft.aws;

import dev.aloft.driver.Suggestions;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.Region;

/**
 * The regions that the vendor's client knows. One that is newer than the client is taken where it
 * is called as regions are: by words of known regions and a number.
 */
final class Regions {
  private static final Pattern NAME = Pattern.compile("[a-z]{2,5}(-[a-z]+)+-[0-9]{1,2}");
  private static final Pattern NUMBER = Pattern.compile("-[0-9]+$");
  private static final int MOST_SUGGESTIONS = 3;
  private static final List<String> KNOWN =
      Region.regions().stream()
          .map(Region::id)
          .filter(id -> NAME.matcher(id).matches())
          .sorted()
          .toList();
  private static final Set<String> WORDS = words();

  private Regions() {}

  private static Set<String> words() {
    Set<String> words = new HashSet<>();
    KNOWN.forEach(region -> words.addAll(wordsOf(region)));
    return Set.copyOf(words);
  }

  private static List<String> wordsOf(String region) {
    return List.of(NUMBER.matcher(region).replaceFirst("").split("-", -1));
  }

  static boolean isKnown(String region) {
    return KNOWN.contains(region);
  }

  /** Whether there may be a region of that name. */
  static boolean isPossible(String region) {
    return NAME.matcher(region).matches() && WORDS.containsAll(wordsOf(region));
  }

  /** A question for the region that was meant; empty where none is near. */
  static String suggestion(String region) {
    return Optional.of(Suggestions.nearest(region, KNOWN, MOST_SUGGESTIONS))
        .filter(near -> !near.isEmpty())
        .map(near -> "; did you mean " + String.join(" or ", near) + "?")
        .orElse("");
  }
}
