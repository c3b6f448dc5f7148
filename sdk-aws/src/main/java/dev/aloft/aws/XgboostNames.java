package dev.aloft.aws;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The hyperparameters of the built-in XGBoost: names that its image takes, as of November 2026, and
 * what Aloft's other words for them become. Values are plain texts. Pure.
 */
final class XgboostNames {
  /** What the image takes; it refuses every other name. */
  static final Set<String> KNOWN =
      Set.of(
          """
          num_round early_stopping_rounds csv_weights booster verbosity nthread eta gamma max_depth
          min_child_weight max_delta_step subsample colsample_bytree colsample_bylevel
          colsample_bynode lambda alpha tree_method sketch_eps scale_pos_weight updater dsplit
          refresh_leaf process_type grow_policy max_leaves max_bin predictor sample_type
          normalize_type rate_drop one_drop skip_drop lambda_bias tweedie_variance_power objective
          num_class base_score eval_metric seed num_parallel_tree huber_slope
          aft_loss_distribution aft_loss_distribution_scale max_cached_hist_node
          monotone_constraints interaction_constraints deterministic_histogram sampling_method
          validate_parameters single_precision_histogram save_model_on_termination
          """
              .strip()
              .split("\\s+", -1));

  private static final Map<String, String> OTHER_WORDS =
      Map.of(
          "learning_rate", "eta",
          "min_split_loss", "gamma",
          "reg_lambda", "lambda",
          "reg_alpha", "alpha",
          "n_jobs", "nthread",
          "random_state", "seed");

  private static final String ROUNDS = "100";

  private XgboostNames() {}

  /** The name that the image takes. */
  static String name(String parameter) {
    return OTHER_WORDS.getOrDefault(parameter, parameter);
  }

  /** What the image gets; the number of rounds, which it must have, among it. */
  static Map<String, String> write(Map<String, Object> parameters) {
    Map<String, String> texts = new LinkedHashMap<>();
    parameters.forEach((name, value) -> texts.put(name(name), text(value)));
    texts.putIfAbsent("num_round", ROUNDS);
    return texts;
  }

  private static String text(Object value) {
    return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
  }
}
