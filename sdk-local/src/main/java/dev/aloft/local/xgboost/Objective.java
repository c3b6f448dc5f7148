package dev.aloft.local.xgboost;

import java.util.Arrays;

/** How an objective turns margins into predictions, and its base score into a margin. */
enum Objective {
  /** The margin is the prediction. */
  IDENTITY,
  /** One column per quantile, in ascending order since 3.4. */
  QUANTILE,
  /** One column per expectile; each but the first is a positive step above the one before. */
  EXPECTILE,
  /** A probability per column. */
  LOGISTIC,
  /** 1 on the positive side, else 0. */
  HINGE,
  /** The exponential, for objectives with a logarithmic link. */
  EXPONENTIAL,
  /** A probability per class. */
  SOFTPROB,
  /** The number of the strongest class, in one column. */
  SOFTMAX;

  private static final float EXPECTILE_STEP = 1e-6f;
  private static final float LARGEST_SIGMOID_EXPONENT = 88.7f;

  static Objective of(String name) throws UnsupportedModelException {
    return switch (name) {
      case "reg:squarederror",
          "reg:linear",
          "reg:squaredlogerror",
          "reg:pseudohubererror",
          "reg:absoluteerror",
          "binary:logitraw",
          "rank:ndcg",
          "rank:pairwise",
          "rank:map" ->
          IDENTITY;
      case "reg:quantileerror" -> QUANTILE;
      case "reg:expectileerror" -> EXPECTILE;
      case "reg:logistic", "binary:logistic" -> LOGISTIC;
      case "binary:hinge" -> HINGE;
      case "count:poisson", "reg:gamma", "reg:tweedie", "survival:cox", "survival:aft" ->
          EXPONENTIAL;
      case "multi:softprob" -> SOFTPROB;
      case "multi:softmax" -> SOFTMAX;
      default -> throw new UnsupportedModelException("objective " + name);
    };
  }

  /** Turns {@code count} margins into as many predictions, in place; SOFTMAX is not done so. */
  void transform(float[] row, int offset, int count) {
    switch (this) {
      case QUANTILE -> Arrays.sort(row, offset, offset + count);
      case EXPECTILE -> expectiles(row, offset, count);
      case LOGISTIC -> {
        for (int i = offset; i < offset + count; i++) {
          row[i] = sigmoid(row[i]);
        }
      }
      case HINGE -> {
        for (int i = offset; i < offset + count; i++) {
          row[i] = row[i] > 0 ? 1 : 0;
        }
      }
      case EXPONENTIAL -> {
        for (int i = offset; i < offset + count; i++) {
          row[i] = FloatMath.exp(row[i]);
        }
      }
      case SOFTPROB -> softmax(row, offset, count);
      default -> {}
    }
  }

  /** Turns base scores, which are in the prediction's form, into margins, in place. */
  void link(float[] scores) {
    switch (this) {
      case LOGISTIC -> {
        for (int i = 0; i < scores.length; i++) {
          scores[i] = -FloatMath.log(1 / scores[i] - 1);
        }
      }
      case EXPONENTIAL -> {
        for (int i = 0; i < scores.length; i++) {
          scores[i] = FloatMath.log(scores[i]);
        }
      }
      case EXPECTILE -> {
        for (int i = scores.length - 1; i > 0; i--) {
          scores[i] = softplusInverse(scores[i] - scores[i - 1] - EXPECTILE_STEP);
        }
      }
      default -> {}
    }
  }

  private static float sigmoid(float margin) {
    return 1 / (FloatMath.exp(Math.min(-margin, LARGEST_SIGMOID_EXPONENT)) + 1);
  }

  private static void softmax(float[] row, int offset, int count) {
    float largest = row[offset];
    for (int i = offset + 1; i < offset + count; i++) {
      largest = Math.max(largest, row[i]);
    }
    double sum = 0;
    for (int i = offset; i < offset + count; i++) {
      row[i] = FloatMath.exp(row[i] - largest);
      sum += row[i];
    }
    for (int i = offset; i < offset + count; i++) {
      row[i] /= (float) sum;
    }
  }

  private static void expectiles(float[] row, int offset, int count) {
    for (int i = offset + 1; i < offset + count; i++) {
      row[i] = row[i - 1] + (EXPECTILE_STEP + softplus(row[i]));
    }
  }

  private static float softplus(float x) {
    return x > 0 ? x + (float) Math.log1p(FloatMath.exp(-x)) : (float) Math.log1p(FloatMath.exp(x));
  }

  private static float softplusInverse(float x) {
    float positive = Math.max(x, EXPECTILE_STEP);
    return positive + FloatMath.log(-(float) Math.expm1(-positive));
  }
}
