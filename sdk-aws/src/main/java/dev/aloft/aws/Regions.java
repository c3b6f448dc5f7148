package dev.aloft.aws;

import dev.aloft.driver.Suggestions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.regions.Region;

/**
 * The regions that the vendor's client knows. One that is newer than the client is taken where it
 * is called as regions are, unless that looks like a slip in the name of a known one. Pure.
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
  private static final Set<String> AREAS =
      KNOWN.stream().map(Regions::area).collect(Collectors.toUnmodifiableSet());
  private static final Set<String> WORDS =
      AREAS.stream().flatMap(Regions::words).collect(Collectors.toUnmodifiableSet());

  private Regions() {}

  private static String area(String region) {
    return NUMBER.matcher(region).replaceFirst("");
  }

  private static Stream<String> words(String area) {
    return Stream.of(area.split("-", -1));
  }

  static boolean isKnown(String region) {
    return KNOWN.contains(region);
  }

  /** Whether there may be a region of that name. */
  static boolean isPossible(String region) {
    return NAME.matcher(region).matches() && !isSlip(area(region));
  }

  /** One letter from a known one, or with a word that is two letters from a known word. */
  private static boolean isSlip(String area) {
    return !AREAS.contains(area)
        && (AREAS.stream().anyMatch(known -> Suggestions.distance(area, known) == 1)
            || words(area).anyMatch(Regions::isMisspelt));
  }

  /** Countries have two letters, of which any may be new. */
  private static boolean isMisspelt(String word) {
    return word.length() > 2
        && !WORDS.contains(word)
        && WORDS.stream()
            .filter(known -> known.length() > 2)
            .anyMatch(known -> Suggestions.distance(word, known) <= 2);
  }

  /** A question for the region that was meant; empty where none is near. */
  static String suggestion(String region) {
    return Optional.of(Suggestions.nearest(region, KNOWN, MOST_SUGGESTIONS))
        .filter(near -> !near.isEmpty())
        .map(near -> "; did you mean " + String.join(" or ", near) + "?")
        .orElse("");
  }
}
