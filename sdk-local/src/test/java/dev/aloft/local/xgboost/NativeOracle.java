package dev.aloft.local.xgboost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.IObjective;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Models that the native library trains on random data, and its answers. */
final class NativeOracle {
  static final int FEATURES = 5;
  private static final int ROWS = 240;

  private NativeOracle() {}

  /** What the label must look like. */
  enum Label {
    REAL,
    PROBABILITY,
    BINARY,
    COUNT,
    POSITIVE,
    CLASS,
    OWN,
    RANK,
    CATEGORIES
  }

  static Booster train(Map<String, Object> params, Label label, int rounds, long seed)
      throws XGBoostError {
    Random random = new Random(seed);
    float[] data = new float[ROWS * FEATURES];
    float[] labels = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      double signal = random.nextGaussian() / 3;
      for (int feature = 0; feature < FEATURES; feature++) {
        float value = (float) random.nextGaussian();
        signal += feature == 0 ? value : feature == 1 ? Math.sin(3 * value) : 0;
        data[row * FEATURES + feature] = random.nextInt(6) == 0 ? Float.NaN : value;
      }
      labels[row] = label(label, signal);
    }
    return train(params, label, rounds, data, labels);
  }

  /** The first feature is a category, which the label depends on in no order. */
  static Booster trainWithCategories(Map<String, Object> params, int categories, long seed)
      throws XGBoostError {
    Random random = new Random(seed);
    float[] data = new float[ROWS * FEATURES];
    float[] labels = new float[ROWS];
    float[] effects = new float[categories];
    for (int category = 0; category < categories; category++) {
      effects[category] = (float) random.nextGaussian();
    }
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    for (int row = 0; row < ROWS; row++) {
      int category = random.nextInt(categories);
      data[row * FEATURES] = random.nextInt(8) == 0 ? Float.NaN : category;
      labels[row] = effects[category] + data[row * FEATURES + 1] / 4;
    }
    return train(params, Label.CATEGORIES, 7, data, labels);
  }

  private static Booster train(
      Map<String, Object> params, Label label, int rounds, float[] data, float[] labels)
      throws XGBoostError {
    Map<String, Object> all = new HashMap<>(Map.of("nthread", 1, "verbosity", 0));
    all.putAll(params);
    DMatrix matrix = new DMatrix(data, ROWS, FEATURES, Float.NaN);
    try {
      matrix.setLabel(labels);
      if (label == Label.RANK) {
        matrix.setGroup(new int[] {ROWS / 2, ROWS / 2});
      }
      if (label == Label.CATEGORIES) {
        matrix.setFeatureTypes(new String[] {"c", "q", "q", "q", "q"});
      }
      IObjective own = label == Label.OWN ? new Squares(labels) : null;
      return XGBoost.train(matrix, all, rounds, new HashMap<>(), own, null);
    } finally {
      matrix.dispose();
    }
  }

  /** A user's own objective, for what the library's Java interface cannot give labels for. */
  private static final class Squares implements IObjective {
    private static final long serialVersionUID = 1L;
    private final float[] labels;

    Squares(float[] labels) {
      this.labels = labels;
    }

    @Override
    public List<float[]> getGradient(float[][] margins, DMatrix matrix) {
      float[] gradients = new float[labels.length];
      float[] hessians = new float[labels.length];
      for (int row = 0; row < labels.length; row++) {
        gradients[row] = margins[row][0] - labels[row];
        hessians[row] = 1;
      }
      return List.of(gradients, hessians);
    }
  }

  private static float label(Label label, double signal) {
    return switch (label) {
      case REAL, CATEGORIES -> (float) signal;
      case PROBABILITY -> (float) (1 / (1 + Math.exp(-signal)));
      case BINARY -> signal > 0 ? 1 : 0;
      case COUNT -> (float) Math.floor(Math.exp(signal / 2));
      case POSITIVE, OWN -> (float) Math.exp(signal / 2);
      case CLASS, RANK -> (float) Math.min(2, Math.max(0, Math.floor(signal + 1)));
    };
  }

  /** Rows at, just below and just above thresholds, missing, infinite, tiny, and ordinary ones. */
  static float[] rows(List<Split> splits, int count, long seed) {
    Random random = new Random(seed);
    float[] special = {
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      0.0f,
      -0.0f,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      Float.MAX_VALUE,
      -Float.MAX_VALUE
    };
    float[] rows = new float[count * FEATURES];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
      if (random.nextInt(4) == 0) {
        rows[i] = special[random.nextInt(special.length)];
      }
      int feature = i % FEATURES;
      List<Split> here = splits.stream().filter(split -> split.feature() == feature).toList();
      if (!here.isEmpty() && random.nextInt(3) > 0) {
        float threshold = here.get(random.nextInt(here.size())).threshold();
        float[] around = {threshold, Math.nextDown(threshold), Math.nextUp(threshold)};
        rows[i] = around[random.nextInt(3)];
      }
    }
    return rows;
  }

  /** A numerical split. */
  record Split(int feature, float threshold) {}

  static List<Split> splits(byte[] model) throws Exception {
    List<Split> splits = new ArrayList<>();
    for (TreeFile tree : ModelFile.read(model).booster.trees) {
      for (int node = 0; node < tree.nodes(); node++) {
        if (!tree.isLeaf(node) && !tree.isCategorical(node)) {
          splits.add(new Split(tree.feature[node], tree.value[node]));
        }
      }
    }
    return splits;
  }

  /** The library's margins or predictions, in place, which takes infinite values too. */
  static float[] answers(Booster booster, float[] rows, boolean margin, int begin, int end)
      throws XGBoostError {
    int count = rows.length / FEATURES;
    Booster.PredictionType type =
        margin ? Booster.PredictionType.kMargin : Booster.PredictionType.kValue;
    float[][] found =
        booster.inplace_predict(
            rows, count, FEATURES, Float.NaN, new int[] {begin, end}, type, null);
    float[] flat = new float[count * found[0].length];
    for (int row = 0; row < count; row++) {
      System.arraycopy(found[row], 0, flat, row * found[0].length, found[0].length);
    }
    return flat;
  }
}
