package dev.aloft.internal.checks;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a hyperparameter may be.
 *
 * @param words the same for a person, as the fix of a value that is something else
 * @param takes whether a text is right
 */
record ParameterRule(String words, Predicate<String> takes) {
  private static final int MOST_DIGITS = 18;

  /** Whatever it is. */
  static ParameterRule anything() {
    return new ParameterRule("anything", text -> true);
  }

  /** A number without a fraction. */
  static ParameterRule whole() {
    return new ParameterRule("a whole number", ParameterRule::isWhole);
  }

  /** A number without a fraction. */
  static ParameterRule whole(int least) {
    return new ParameterRule(
        "a whole number of at least " + least,
        text ->
            isWhole(text)
                && Long.parseLong(text) >= least
                && Long.parseLong(text) <= Integer.MAX_VALUE);
  }

  /** A number. */
  static ParameterRule number() {
    return new ParameterRule("a number", text -> number(text) != null);
  }

  /** A number, or several. */
  static ParameterRule numbers() {
    return new ParameterRule(
        "a number, or a list of numbers such as [0.1,0.9]",
        text ->
            number(text) != null
                || (text.matches("[\\[(].*[\\])]")
                    && Stream.of(text.substring(1, text.length() - 1).split(",", -1))
                        .allMatch(part -> number(part.strip()) != null)));
  }

  /** A number, the limit allowed. */
  static ParameterRule atLeast(int limit) {
    return range("a number of at least " + limit, number -> compare(number, limit) >= 0);
  }

  /** A number, the limit not allowed. */
  static ParameterRule above(int limit) {
    return range("a number above " + limit, number -> compare(number, limit) > 0);
  }

  /** A number, both limits allowed. */
  static ParameterRule fromTo(int from, int to) {
    return range(
        "a number from " + from + " to " + to,
        number -> compare(number, from) >= 0 && compare(number, to) <= 0);
  }

  /** A number, only the upper limit allowed. */
  static ParameterRule aboveTo(int from, int to) {
    return range(
        "a number above " + from + " and at most " + to,
        number -> compare(number, from) > 0 && compare(number, to) <= 0);
  }

  /** A number, no limit allowed. */
  static ParameterRule between(int from, int to) {
    return range(
        "a number above " + from + " and below " + to,
        number -> compare(number, from) > 0 && compare(number, to) < 0);
  }

  /** Yes or no. */
  static ParameterRule flag() {
    return new ParameterRule(
        "true or false",
        text -> List.of("true", "false", "1", "0").contains(text.toLowerCase(Locale.ROOT)));
  }

  /** A word of a list. */
  static ParameterRule oneOf(String... words) {
    List<String> all = List.of(words);
    return new ParameterRule("one of " + all, all::contains);
  }

  /** A text as a number; null when it is none. */
  static @Nullable BigDecimal number(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static ParameterRule range(String words, Predicate<BigDecimal> holds) {
    return new ParameterRule(
        words,
        text -> {
          BigDecimal number = number(text);
          return number != null && holds.test(number);
        });
  }

  private static int compare(BigDecimal number, int limit) {
    return number.compareTo(BigDecimal.valueOf(limit));
  }

  private static boolean isWhole(String text) {
    return text.length() <= MOST_DIGITS && text.matches("[+-]?[0-9]+");
  }
}
