package dev.aloft.driver;

import dev.aloft.internal.MetricJson;
import dev.aloft.training.Metric;
import java.util.Optional;

/**
 * The text form of a metric: one JSON object with {@code name}, {@code value} and, where there is
 * one, {@code step}. It stands alone on the lines of the metrics file, and behind {@link #MARK} in
 * the log, so that metrics are live wherever the log is.
 */
public final class MetricLine {
  /** What a log line that is a metric starts with. */
  public static final String MARK = "::aloft-metric ";

  private MetricLine() {}

  /** A line of the metrics file. */
  public static String write(Metric metric) {
    return MetricJson.write(metric);
  }

  /** The metric on a line of the metrics file; empty when the line is none. */
  public static Optional<Metric> read(String line) {
    return MetricJson.read(line);
  }

  /** The metric on a line of the log; empty when it does not carry the mark. */
  public static Optional<Metric> readMarked(String logLine) {
    int at = logLine.indexOf(MARK);
    return at < 0 ? Optional.empty() : read(logLine.substring(at + MARK.length()));
  }
}
