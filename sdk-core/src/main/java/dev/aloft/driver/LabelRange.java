package dev.aloft.driver;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of a label so far, and whether an objective of XGBoost can learn them: the library
 * says of such a fault what it means for its own arithmetic only. For core's check of the first
 * rows, and for providers that train themselves. Not thread-safe.
 */
public final class LabelRange {
  private float least = Float.POSITIVE_INFINITY;
  private float most = Float.NEGATIVE_INFINITY;
  private boolean whole = true;

  /** A range without values. */
  public LabelRange() {}

  /** Takes the next value. */
  public void add(float label) {
    least = Math.min(least, label);
    most = Math.max(most, label);
    whole &= label == Math.rint(label);
  }

  /**
   * Which values the objective wants instead; empty when it can learn these, or may be able to, and
   * when there were none.
   *
   * @param objective the hyperparameter {@code objective}; null when it is not set
   * @param classes the hyperparameter {@code num_class}; null when it is not set
   */
  public Optional<String> wanted(@Nullable Object objective, @Nullable Object classes) {
    if (objective == null || least > most) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        switch (objective.toString()) {
          case "binary:logistic", "binary:logitraw", "binary:hinge", "reg:logistic" ->
              isFrom(0, 1) ? null : "values from 0 to 1";
          case "multi:softmax", "multi:softprob" -> wantedClasses(classes);
          case "count:poisson", "reg:tweedie" ->
              isFrom(0, Float.MAX_VALUE) ? null : "values of at least 0";
          default -> null;
        });
  }

  private @Nullable String wantedClasses(@Nullable Object classes) {
    try {
      long last = new BigDecimal(String.valueOf(classes)).longValue() - 1;
      return whole && isFrom(0, (float) last)
          ? null
          : "whole numbers from 0 to " + last + " (num_class is " + (last + 1) + ")";
    } catch (NumberFormatException e) {
      return null; // said of num_class itself
    }
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
    return Float.isFinite(value)
        ? new BigDecimal(Float.toString(value)).stripTrailingZeros().toPlainString()
        : Float.toString(value);
  }
}
