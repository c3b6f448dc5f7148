package dev.aloft.local.xgboost;

/** The margins that a model starts from, one per output. */
final class BaseScore {
  private static final String PLACE = "learner.learner_model_param.base_score";
  private static final float CLAMP = 1e-6f;

  private BaseScore() {}

  static float[] margins(ModelFile file, Objective objective, int outputs)
      throws BrokenModelException {
    float[] scores = parse(Texts.required(file.baseScore, PLACE), outputs);
    if (file.booster.trees.isEmpty() && file.boostsFromAverage() && file.isAtLeast(3, 1)) {
      return scores;
    }
    for (int i = 0; i < outputs; i++) {
      scores[i] = checked(scores[i], objective, file.isAtLeast(3, 2));
    }
    objective.link(scores);
    return scores;
  }

  /** A single number for all outputs, or a list in brackets. */
  private static float[] parse(String text, int outputs) throws BrokenModelException {
    boolean list = text.length() > 1 && "[(".indexOf(text.charAt(0)) >= 0;
    String[] items = (list ? text.substring(1, text.length() - 1) : text).split(",", -1);
    if (items.length != 1 && items.length != outputs) {
      throw new BrokenModelException(
          PLACE, "there are " + items.length + " numbers for " + outputs + " outputs");
    }
    float[] scores = new float[outputs];
    for (int i = 0; i < outputs; i++) {
      scores[i] = i < items.length ? Texts.number(items[i].strip(), PLACE) : scores[0];
    }
    return scores;
  }

  private static float checked(float score, Objective objective, boolean clamps)
      throws BrokenModelException {
    if (objective == Objective.LOGISTIC && clamps) {
      return Math.min(Math.max(score, CLAMP), 1 - CLAMP);
    }
    if (objective == Objective.LOGISTIC && !(score > 0 && score < 1)) {
      throw new BrokenModelException(PLACE, score + " is not between 0 and 1");
    }
    if (objective == Objective.EXPONENTIAL && !(score > 0)) {
      throw new BrokenModelException(PLACE, score + " is not positive");
    }
    return score;
  }
}
