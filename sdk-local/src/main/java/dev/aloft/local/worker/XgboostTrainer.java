package dev.aloft.local.worker;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.jspecify.annotations.Nullable;

/**
 * The loop of training with the native XGBoost: round by round, measured after each, stopped when
 * nothing gets better any more. One use.
 */
public final class XgboostTrainer {
  private final Map<String, Object> parameters;
  private final List<String> metrics;
  private final int patience;
  private @Nullable Round bestRound;
  private int best;

  /**
   * A trainer.
   *
   * @param parameters what the library gets
   * @param metrics what is measured; empty for the objective's own
   * @param patience how many rounds without an improvement end the training; 0 for never
   */
  public XgboostTrainer(Map<String, Object> parameters, List<String> metrics, int patience) {
    this.parameters = parameters;
    this.metrics = metrics;
    this.patience = patience;
  }

  /** Is told of each round. */
  public interface Watcher {

    /** Whether another round is wanted. */
    boolean goesOn();

    /**
     * A round is done.
     *
     * @param number its number, from 0
     * @param round what was measured
     * @param booster the model so far
     * @param best whether it is the best so far; false when nothing is compared
     */
    void after(int number, Round round, Booster booster, boolean best)
        throws IOException, XGBoostError;
  }

  /**
   * Trains.
   *
   * @param data what is learned from, first, and what is measured on, by their names in the lines
   * @param first the first round's number: more than 0 when a model is given
   * @param rounds how many rounds the whole model has
   * @param model the model so far; null to begin with none
   */
  public Booster train(
      Map<String, DMatrix> data, int first, int rounds, @Nullable Booster model, Watcher watcher)
      throws IOException, XGBoostError {
    DMatrix[] matrices = data.values().toArray(DMatrix[]::new);
    String[] names = data.keySet().toArray(String[]::new);
    Booster booster =
        model == null ? XGBoost.train(matrices[0], parameters, 0, data, null, null) : model;
    if (model != null) {
      booster.setParams(parameters);
    }
    for (String metric : metrics) {
      booster.setParam("eval_metric", metric);
    }
    for (int number = first; number < rounds && watcher.goesOn(); number++) {
      booster.update(matrices[0], number);
      Round round = Round.parse(number, booster.evalSet(matrices, names, number));
      boolean compared = patience > 0 && !round.metrics().isEmpty();
      boolean better = compared && (bestRound == null || round.isBetterThan(bestRound));
      if (better) {
        best = number;
        bestRound = round;
      }
      watcher.after(number, round, booster, better);
      if (compared && !better && number - best >= patience) {
        break;
      }
    }
    return booster;
  }

  /** The number of the best round; empty when nothing was compared. */
  public Optional<Integer> bestRound() {
    return bestRound == null ? Optional.empty() : Optional.of(best);
  }

  /** What decided about the best round. */
  public double bestScore() {
    return bestRound == null ? Double.NaN : bestRound.decisive();
  }
}
