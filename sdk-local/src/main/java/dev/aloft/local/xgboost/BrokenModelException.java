package dev.aloft.local.xgboost;

/**
 * A file that is no XGBoost model, or one that contradicts itself.
 *
 * <p>Thrown while loading only. The native library checks less than this evaluator does: do not
 * hand it the same file.
 */
public final class BrokenModelException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String place;

  BrokenModelException(String place, String reason) {
    super("Broken XGBoost model, " + place + ": " + reason + ".");
    this.place = place;
  }

  /**
   * Where the fault is: a path of keys such as {@code "learner.learner_model_param.base_score"}, or
   * {@code "tree 3, node 5"}, with the byte offset where the form of the file itself is wrong.
   */
  public String place() {
    return place;
  }
}
