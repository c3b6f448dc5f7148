package dev.aloft.fake.aws.containers;

import java.util.List;

/**
 * What a hyperparameter may be.
 *
 * @param kind how its text is read
 * @param range what it must lie in; empty for anything
 * @param choices what it may be; empty for anything
 */
record HyperparameterRule(Kind kind, String range, List<String> choices) {

  enum Kind {
    INTEGER,
    CONTINUOUS,
    CATEGORY,
    CATEGORIES,
    FREE
  }

  static HyperparameterRule integer(String range) {
    return new HyperparameterRule(Kind.INTEGER, range, List.of());
  }

  static HyperparameterRule continuous(String range) {
    return new HyperparameterRule(Kind.CONTINUOUS, range, List.of());
  }

  static HyperparameterRule category(String... choices) {
    return new HyperparameterRule(Kind.CATEGORY, "", List.of(choices));
  }

  static HyperparameterRule categories(String... choices) {
    return new HyperparameterRule(Kind.CATEGORIES, "", List.of(choices));
  }

  static HyperparameterRule free() {
    return new HyperparameterRule(Kind.FREE, "", List.of());
  }

  /** Refuses a text, in the words of the algorithm's own checks. */
  void check(String name, String value) throws UserError {
    switch (kind) {
      case INTEGER -> {
        long number = wholeNumber(name, value);
        checkRange(name, (double) number, Long.toString(number));
      }
      case CONTINUOUS -> {
        double number = number(name, value);
        checkRange(name, number, PythonText.of(number));
      }
      case CATEGORY -> {
        if (!choices.contains(value)) {
          throw new UserError(
              "Hyperparameter " + name + ": " + value + " is not in " + PythonText.list(choices));
        }
      }
      case CATEGORIES -> {
        List<String> values = List.of(value.split(",", -1));
        if (!choices.containsAll(values)) {
          throw new UserError(
              "Hyperparameter "
                  + name
                  + ": value "
                  + PythonText.list(values)
                  + " not in range "
                  + PythonText.list(choices));
        }
      }
      case FREE -> {}
    }
  }

  private static long wholeNumber(String name, String value) throws UserError {
    try {
      return Long.parseLong(value.strip());
    } catch (NumberFormatException e) {
      throw unreadable(name);
    }
  }

  private static double number(String name, String value) throws UserError {
    String text = value.strip();
    try {
      // Java reads more than Python does: 1.5d, 0x1p3
      if (text.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?")) {
        return Double.parseDouble(text);
      }
    } catch (NumberFormatException e) {
      throw unreadable(name);
    }
    throw unreadable(name);
  }

  private static UserError unreadable(String name) {
    return new UserError(
        "Hyperparameter " + name + ": could not parse value (caused by ValueError)");
  }

  private void checkRange(String name, double value, String text) throws UserError {
    String inside = range.substring(1, range.length() - 1);
    double low = bound(inside.substring(0, inside.indexOf(',')));
    double high = bound(inside.substring(inside.indexOf(',') + 1));
    boolean above = range.startsWith("(") ? value > low : value >= low;
    boolean below = range.endsWith(")") ? value < high : value <= high;
    if (!above || !below) {
      throw new UserError("Hyperparameter " + name + ": " + text + " is not in " + range);
    }
  }

  private static double bound(String text) {
    return switch (text.strip()) {
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "+inf" -> Double.POSITIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
