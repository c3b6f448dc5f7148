package dev.aloft.testkit.memory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model that fits in a text: one line {@code column=weight} for each input, then {@code
 * bias=weight}; before them a line {@code @column@category=code} for each category. Predicts a
 * fraction from 0 to 1; a missing cell weighs nothing.
 *
 * @param columns the inputs
 * @param weights their weights
 * @param bias what is added
 * @param codes the numbers of categories, by column
 */
record LinearModel(
    List<String> columns,
    List<Double> weights,
    double bias,
    Map<String, Map<String, Double>> codes) {
  static final String FILE = "model.linear";

  static LinearModel parse(String text) {
    List<String> columns = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    Map<String, Map<String, Double>> codes = new LinkedHashMap<>();
    for (String line : text.strip().split("\n", -1)) {
      int equals = line.lastIndexOf('=');
      Double number = Double.valueOf(line.substring(equals + 1));
      if (line.startsWith("@")) {
        int end = line.indexOf('@', 1);
        codes
            .computeIfAbsent(line.substring(1, end), column -> new LinkedHashMap<>())
            .put(line.substring(end + 1, equals), number);
      } else {
        columns.add(line.substring(0, equals));
        weights.add(number);
      }
    }
    int last = columns.size() - 1;
    return new LinearModel(
        columns.subList(0, last), weights.subList(0, last), weights.get(last), codes);
  }

  LinearModel with(Map<String, Map<String, Double>> known) {
    return new LinearModel(columns, weights, bias, known);
  }

  /** Learns from rows whose last cell is the label: 0 or 1. */
  static LinearModel learn(List<String> columns, List<double[]> rows) {
    double share = rows.stream().mapToDouble(row -> row[columns.size()]).average().orElse(0);
    List<Double> weights = new ArrayList<>();
    double bias = 0;
    for (int column = 0; column < columns.size(); column++) {
      double mean = mean(rows, column);
      double weight = weight(rows, column, mean, columns.size(), share);
      weights.add(weight);
      bias -= weight * mean;
    }
    return new LinearModel(columns, weights, bias, Map.of());
  }

  private static double mean(List<double[]> rows, int column) {
    return rows.stream()
        .mapToDouble(row -> row[column])
        .filter(Double::isFinite)
        .average()
        .orElse(0);
  }

  private static double weight(
      List<double[]> rows, int column, double mean, int label, double share) {
    double covariance = 0;
    double variance = 1e-9;
    for (double[] row : rows) {
      if (Double.isFinite(row[column])) {
        covariance += (row[column] - mean) * (row[label] - share);
        variance += (row[column] - mean) * (row[column] - mean);
      }
    }
    return 4 * covariance / variance;
  }

  double predict(@Nullable Double[] cells) {
    double sum = bias;
    for (int i = 0; i < weights.size(); i++) {
      Double cell = cells[i];
      sum += cell == null || cell.isNaN() ? 0 : weights.get(i) * cell;
    }
    return 1 / (1 + Math.exp(-sum));
  }

  /** What keeps configurations from serving; empty when nothing does. */
  static String faultOf(String shares, Cloud cloud) {
    for (String share : shares.split(",", -1)) {
      CloudConfig config = cloud.configs.get(share.substring(0, share.indexOf('=')));
      if (config == null) {
        return "a configuration is gone";
      }
      CloudObject file = cloud.objects.get(config.modelUri() + "/" + FILE);
      if (file == null || file.text().startsWith("broken")) {
        return "the model cannot be loaded from " + config.modelUri();
      }
    }
    return "";
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    codes.forEach(
        (column, known) ->
            known.forEach(
                (category, code) ->
                    text.append('@' + column + '@' + category + '=' + code + '\n')));
    for (int i = 0; i < columns.size(); i++) {
      text.append(columns.get(i)).append('=').append(weights.get(i)).append('\n');
    }
    return text.append("bias=").append(bias).append('\n').toString();
  }
}
