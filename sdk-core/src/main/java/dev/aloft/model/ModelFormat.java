package dev.aloft.model;

/**
 * What a model file is. An open vocabulary.
 *
 * @param name the word in the manifest
 */
public record ModelFormat(String name) {
  /** XGBoost's own JSON or UBJSON. */
  public static final ModelFormat XGBOOST = new ModelFormat("xgboost");

  /** ONNX. */
  public static final ModelFormat ONNX = new ModelFormat("onnx");

  /** A pickled scikit-learn estimator. */
  public static final ModelFormat SKLEARN = new ModelFormat("sklearn");

  /** Anything else: only the user's own runtime serves it. */
  public static final ModelFormat CUSTOM = new ModelFormat("custom");

  /** The format of that name. */
  public static ModelFormat of(String name) {
    return new ModelFormat(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
