package dev.aloft.samples;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How good probabilities are.
 *
 * @param accuracy the share of rows on the right side of one half
 * @param auc the chance that a positive row is ranked above a negative one; ties count half
 */
record Quality(double accuracy, double auc) {

  static Quality of(double[] probabilities, double[] labels) {
    long right =
        IntStream.range(0, labels.length)
            .filter(i -> (probabilities[i] >= 0.5) == (labels[i] == 1))
            .count();
    return new Quality((double) right / labels.length, auc(probabilities, labels));
  }

  private static double auc(double[] probabilities, double[] labels) {
    Integer[] order = IntStream.range(0, labels.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> probabilities[i]));
    double[] ranks = ranks(probabilities, order);
    double positives = Arrays.stream(labels).sum();
    double negatives = labels.length - positives;
    double rankSum = IntStream.range(0, labels.length).mapToDouble(i -> labels[i] * ranks[i]).sum();
    return (rankSum - positives * (positives + 1) / 2) / (positives * negatives);
  }

  private static double[] ranks(double[] values, Integer[] order) {
    double[] ranks = new double[values.length];
    for (int from = 0; from < order.length; ) {
      int to = from;
      while (to < order.length && values[order[to]] == values[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + 1 + to) / 2.0;
      }
      from = to;
    }
    return ranks;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "accuracy %.4f, AUC %.4f", accuracy, auc);
  }
}
