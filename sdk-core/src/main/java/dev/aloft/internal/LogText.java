package dev.aloft.internal;

import dev.aloft.driver.LogLine;
import dev.aloft.driver.MetricLine;
import dev.aloft.training.Metric;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/** Lines of a log for a person. Pure. */
public final class LogText {
  private static final MathContext DIGITS = new MathContext(6);

  private LogText() {}

  /** A reported metric in words, anything else as it was printed; the source first. */
  public static String of(LogLine line) {
    Optional<Metric> metric = MetricLine.readMarked(line.text());
    String text =
        metric
            .map(
                m ->
                    m.name()
                        + " = "
                        + number(m.value())
                        + (m.step() < 0 ? "" : "  (step " + m.step() + ")"))
            .orElse(line.text());
    return line.source().isEmpty() ? text : "[" + line.source() + "] " + text;
  }

  /** Six digits, and no zeros that say nothing. */
  private static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros();
    int magnitude = rounded.precision() - rounded.scale();
    return magnitude > -4 && magnitude < 10 ? rounded.toPlainString() : rounded.toString();
  }
}
