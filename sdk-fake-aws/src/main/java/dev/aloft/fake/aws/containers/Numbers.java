package dev.aloft.fake.aws.containers;

import java.util.Locale;

/** Numbers in data; nothing, nan and na are missing. Stateless. */
final class Numbers {
  private Numbers() {}

  static float parse(String text) {
    String plain = text.strip();
    return switch (plain.toLowerCase(Locale.ROOT)) {
      case "", "nan", "na", "-nan", "+nan" -> Float.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Float.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Float.NEGATIVE_INFINITY;
      default -> number(plain);
    };
  }

  private static float number(String text) {
    char last = text.charAt(text.length() - 1);
    if (Character.isLetter(last)) {
      throw new NumberFormatException(text); // Java takes 1f and 1d
    }
    // through double, as NumPy reads them
    return (float) Double.parseDouble(text);
  }
}
