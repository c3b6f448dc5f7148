package dev.aloft.local.xgboost;

import org.jspecify.annotations.Nullable;

/** Numbers that a model file keeps as texts. */
final class Texts {
  private Texts() {}

  static String required(@Nullable String text, String place) throws BrokenModelException {
    if (text == null) {
      throw new BrokenModelException(place, "it is missing");
    }
    return text;
  }

  /** A whole number without a sign that fits an int. */
  static int count(String text, String place) throws BrokenModelException {
    boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || text.length() > 10 || Long.parseLong(text) > Integer.MAX_VALUE) {
      throw new BrokenModelException(place, "'" + shortened(text) + "' is not a count");
    }
    return Integer.parseInt(text);
  }

  /** A finite number, rounded once to float. */
  static float number(String text, String place) throws BrokenModelException {
    float number = Float.NaN;
    if (!text.isEmpty() && text.chars().allMatch(c -> "0123456789.eE+-".indexOf(c) >= 0)) {
      try {
        number = Float.parseFloat(text);
      } catch (NumberFormatException e) {
        number = Float.NaN;
      }
    }
    if (!Float.isFinite(number)) {
      throw new BrokenModelException(place, "'" + shortened(text) + "' is not a finite number");
    }
    return number;
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
