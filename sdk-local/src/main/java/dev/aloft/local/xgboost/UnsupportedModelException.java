package dev.aloft.local.xgboost;

/**
 * A sound XGBoost model that uses something this evaluator does not know.
 *
 * <p>Thrown while loading only. The native library may well serve the same file.
 */
public final class UnsupportedModelException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String feature;

  UnsupportedModelException(String feature) {
    super("This XGBoost model cannot be evaluated in Java, because it uses " + feature + ".");
    this.feature = feature;
  }

  /** What the model uses that is not known here, in words, such as {@code "booster gblinear"}. */
  public String feature() {
    return feature;
  }
}
