package dev.aloft.internal.checks;

import dev.aloft.training.TrainingJob;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of a label so far, and whether XGBoost's objective can learn them. Not thread-safe.
 */
final class LabelRange {
  private float least = Float.POSITIVE_INFINITY;
  private float most = Float.NEGATIVE_INFINITY;
  private boolean whole = true;

  void add(float label) {
    least = Math.min(least, label);
    most = Math.max(most, label);
    whole &= label == Math.rint(label);
  }

  /**
   * What the objective of a job wants instead; empty when it can learn these, or may be able to.
   */
  Optional<String> wanted(TrainingJob job) {
    Object objective = job.hyperparameters().get("objective");
    if (objective == null || least > most) {
      return Optional.empty();
    }
    String wanted =
        switch (objective.toString()) {
          case "binary:logistic", "binary:logitraw", "binary:hinge", "reg:logistic" ->
              isFrom(0, 1) ? null : "values from 0 to 1";
          case "multi:softmax", "multi:softprob" -> classes(job.hyperparameters().get("num_class"));
          case "count:poisson", "reg:tweedie" ->
              isFrom(0, Float.MAX_VALUE) ? null : "values of at least 0";
          default -> null;
        };
    return Optional.ofNullable(wanted)
        .map(
            values ->
                values
                    + " for "
                    + objective
                    + "; change the data, name another label, or take another objective");
  }

  private @Nullable String classes(@Nullable Object given) {
    BigDecimal count = given == null ? null : ParameterRule.number(given.toString());
    if (count == null) {
      return null;
    }
    long last = count.longValue() - 1;
    return whole && isFrom(0, (float) last)
        ? null
        : "whole numbers from 0 to " + last + ", since num_class is " + (last + 1) + ",";
  }

  private boolean isFrom(float from, float to) {
    return least >= from && most <= to;
  }

  /** From where to where. */
  @Override
  public String toString() {
    return (whole ? "values" : "values with fractions")
        + " from "
        + text(least)
        + " to "
        + text(most);
  }

  private static String text(float value) {
    return new BigDecimal(Float.toString(value)).stripTrailingZeros().toPlainString();
  }
}
