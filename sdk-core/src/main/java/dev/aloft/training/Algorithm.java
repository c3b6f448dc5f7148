package dev.aloft.training;

/**
 * A built-in algorithm: the same hyperparameters, data rules and model file on every provider. An
 * open vocabulary.
 *
 * @param name the algorithm's name
 */
public record Algorithm(String name) implements Workload {

  /**
   * Gradient boosted trees by XGBoost. Hyperparameters are XGBoost's own; {@code num_round} is the
   * number of rounds (default 100), {@code early_stopping_rounds} needs an input {@code
   * validation}. Inputs: {@code train} (required), {@code validation}.
   */
  public static Algorithm xgboost() {
    return new Algorithm("xgboost");
  }

  @Override
  public String kind() {
    return "algorithm";
  }
}
