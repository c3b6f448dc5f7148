package dev.aloft.internal.checks;

import java.util.Set;
import java.util.TreeSet;

/** The names that XGBoost 3.4 and its older versions know; data with a date, November 2026. */
final class XgboostParameters {
  /** Beside these, {@code num_round} and {@code early_stopping_rounds} are read by Aloft. */
  static final Set<String> NAMES =
      words(
          """
          num_round early_stopping_rounds
          booster device verbosity validate_parameters nthread n_jobs disable_default_eval_metric
          seed random_state seed_per_iteration
          eta learning_rate gamma min_split_loss max_depth min_child_weight max_delta_step
          subsample sampling_method colsample_bytree colsample_bylevel colsample_bynode
          lambda reg_lambda alpha reg_alpha tree_method scale_pos_weight updater refresh_leaf
          process_type grow_policy max_leaves max_bin num_parallel_tree monotone_constraints
          interaction_constraints multi_strategy max_cached_hist_node max_cat_to_onehot
          max_cat_threshold sketch_eps predictor
          sample_type normalize_type rate_drop one_drop skip_drop
          feature_selector top_k
          objective num_class num_target base_score eval_metric
          tweedie_variance_power huber_slope quantile_alpha expectile_alpha
          aft_loss_distribution aft_loss_distribution_scale
          lambdarank_pair_method lambdarank_num_pair_per_sample lambdarank_normalization
          lambdarank_score_normalization lambdarank_unbiased lambdarank_bias_norm ndcg_exp_gain
          """);

  static final Set<String> OBJECTIVES =
      words(
          """
          reg:squarederror reg:linear reg:squaredlogerror reg:pseudohubererror reg:absoluteerror
          reg:quantileerror reg:expectileerror reg:logistic reg:gamma reg:tweedie
          binary:logistic binary:logitraw binary:hinge count:poisson survival:cox survival:aft
          multi:softprob multi:softmax rank:ndcg rank:pairwise rank:map
          """);

  private XgboostParameters() {}

  private static Set<String> words(String text) {
    return new TreeSet<>(Set.of(text.strip().split("\\s+", -1)));
  }
}
