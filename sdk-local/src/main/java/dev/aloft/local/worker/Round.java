package dev.aloft.local.worker;

import dev.aloft.training.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What was measured after a round, in the library's order: the last one decides when to stop.
 *
 * @param metrics at least one when anything is measured
 */
public record Round(List<Metric> metrics) {
  private static final Set<String> MORE_IS_BETTER =
      Set.of("auc", "aucpr", "pre", "map", "ndcg", "interval-regression-accuracy");

  /** Reads the library's line: {@code [0]}, then tabs and {@code train-auc:0.9}. */
  static Round parse(int number, String line) {
    List<Metric> metrics = new ArrayList<>();
    for (String part : line.strip().split("\t", -1)) {
      int colon = part.lastIndexOf(':');
      if (colon > 0) {
        metrics.add(new Metric(part.substring(0, colon), value(part.substring(colon + 1)), number));
      }
    }
    return new Round(List.copyOf(metrics));
  }

  private static double value(String text) {
    return switch (text.strip()) {
      case "nan", "-nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** What decides when to stop. */
  double decisive() {
    return metrics.get(metrics.size() - 1).value();
  }

  /** Whether this is better than the best so far, by the metric that decides. */
  boolean isBetterThan(Round best) {
    String name = metrics.get(metrics.size() - 1).name();
    String metric = name.substring(name.indexOf('-') + 1).replaceAll("[@].*|-$", "");
    return MORE_IS_BETTER.contains(metric)
        ? decisive() > best.decisive()
        : decisive() < best.decisive();
  }
}
