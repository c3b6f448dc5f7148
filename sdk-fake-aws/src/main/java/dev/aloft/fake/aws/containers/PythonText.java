package dev.aloft.fake.aws.containers;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.io.schubfach.DoubleToDecimal;

/** Values as Python prints them. Stateless. */
final class PythonText {
  private static final int MOST_DIGITS_BEFORE_POINT = 16;
  private static final int MOST_ZEROS_AFTER_POINT = 4;

  private PythonText() {}

  /** The shortest digits that mean this number, in Python's layout. */
  static String of(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    String sign = 1 / value < 0 || value < 0 ? "-" : "";
    if (value == 0) {
      return sign + "0.0";
    }
    BigDecimal shortest =
        new BigDecimal(DoubleToDecimal.toString(Math.abs(value))).stripTrailingZeros();
    String digits = shortest.unscaledValue().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    if (exponent < -MOST_ZEROS_AFTER_POINT || exponent >= MOST_DIGITS_BEFORE_POINT) {
      String rest = digits.length() == 1 ? "" : "." + digits.substring(1);
      String size = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
      return sign + digits.charAt(0) + rest + "e" + (exponent < 0 ? "-" : "+") + size;
    }
    String plain = shortest.toPlainString();
    return sign + (plain.indexOf('.') < 0 ? plain + ".0" : plain);
  }

  /** A text in quotes. */
  static String quoted(String value) {
    String quote = value.indexOf('\'') >= 0 && value.indexOf('"') < 0 ? "\"" : "'";
    String escaped = value.replace("\\", "\\\\").replace("\n", "\\n");
    return quote + (quote.equals("'") ? escaped.replace("'", "\\'") : escaped) + quote;
  }

  /** A list of texts. */
  static String list(List<String> values) {
    return values.stream().map(PythonText::quoted).collect(Collectors.joining(", ", "[", "]"));
  }
}
