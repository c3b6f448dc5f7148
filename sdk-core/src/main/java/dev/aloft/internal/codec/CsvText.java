package dev.aloft.internal.codec;

import dev.aloft.data.DataType;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import tools.jackson.core.io.NumberOutput;

/** Values as texts that read back to the same bits, and back. */
public final class CsvText {
  private CsvText() {}

  /** The shortest text that reads back to this number, the same on every Java version. */
  public static String of(double value) {
    return NumberOutput.toString(value, true);
  }

  /** The shortest text that reads back to this number, the same on every Java version. */
  public static String of(float value) {
    return NumberOutput.toString(value, true);
  }

  /** Whether a whole number is another one as a 64-bit broken number. */
  public static boolean changesAsDouble(long whole) {
    double broken = whole;
    return broken >= 0x1p63 || (long) broken != whole;
  }

  /** What kind of value a text is on its own. */
  public static DataType typeOf(String text) {
    if (text.equals("true") || text.equals("false")) {
      return DataType.BOOL;
    }
    try {
      Long.parseLong(text);
      return DataType.INT64;
    } catch (NumberFormatException e) {
      return isDouble(text) ? DataType.FLOAT64 : DataType.STRING;
    }
  }

  private static boolean isDouble(String text) {
    try {
      toDouble(text);
      return true;
    } catch (NumberFormatException | AloftException e) {
      return false;
    }
  }

  /**
   * Reads a number: decimal, or {@code nan}, {@code inf}, {@code infinity} in any case.
   *
   * @throws NumberFormatException when it is none
   */
  public static double toDouble(String text) {
    String number = text.strip();
    if (!looksNumeric(number)) {
      return special(number);
    }
    return checkFinite(Double.parseDouble(number), number);
  }

  /**
   * Reads a 32-bit number, rounding once.
   *
   * @throws NumberFormatException when it is none
   */
  public static float toFloat(String text) {
    String number = text.strip();
    if (!looksNumeric(number)) {
      return (float) special(number);
    }
    float value = Float.parseFloat(number);
    checkFinite(value, number);
    return value;
  }

  private static double checkFinite(double value, String text) {
    if (Double.isInfinite(value)) {
      throw AloftException.of(
              ErrorCode.INVALID_REQUEST, text + " is beyond the largest number of its type")
          .build();
    }
    return value;
  }

  /** Whether there are only characters of decimal numbers; Java's own parser takes more. */
  private static boolean looksNumeric(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean fits = (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+';
      if (!fits && !((c == 'e' || c == 'E') && i > 0)) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static double special(String text) {
    boolean negative = text.startsWith("-");
    String word = negative || text.startsWith("+") ? text.substring(1) : text;
    if (word.equalsIgnoreCase("inf") || word.equalsIgnoreCase("infinity")) {
      return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (word.equalsIgnoreCase("nan")) {
      return Double.NaN;
    }
    throw new NumberFormatException("\"" + text + "\" is no number");
  }
}
