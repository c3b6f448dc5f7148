package dev.aloft.internal.checks;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What XGBoost 3.4 and its older versions know, with the types and ranges of XGBoost's own
 * documentation; data with a date, November 2026.
 */
final class XgboostParameters {
  /** What each parameter may be. */
  static final Map<String, ParameterRule> RULES = rules();

  static final Set<String> OBJECTIVES =
      words(
          """
          reg:squarederror reg:linear reg:squaredlogerror reg:pseudohubererror reg:absoluteerror
          reg:quantileerror reg:expectileerror reg:logistic reg:gamma reg:tweedie
          binary:logistic binary:logitraw binary:hinge count:poisson survival:cox survival:aft
          multi:softprob multi:softmax rank:ndcg rank:pairwise rank:map
          """);

  /** Metrics, without what some take behind {@code @} and without the {@code -} of rankings. */
  static final Set<String> METRICS =
      words(
          """
          rmse rmsle mae mape mphe logloss error merror mlogloss auc aucpr pre ndcg map
          poisson-nloglik gamma-nloglik cox-nloglik gamma-deviance tweedie-nloglik aft-nloglik
          interval-regression-accuracy quantile expectile
          """);

  private XgboostParameters() {}

  private static Map<String, ParameterRule> rules() {
    Map<String, ParameterRule> rules = new TreeMap<>();
    // read by Aloft, and checked beside each other
    put(rules, ParameterRule.anything(), "num_round early_stopping_rounds objective eval_metric");
    put(
        rules,
        ParameterRule.anything(),
        "device updater monotone_constraints interaction_constraints predictor");
    numbers(rules);
    words(rules);
    put(
        rules,
        ParameterRule.flag(),
        "validate_parameters disable_default_eval_metric seed_per_iteration refresh_leaf one_drop"
            + " lambdarank_normalization lambdarank_score_normalization lambdarank_unbiased"
            + " ndcg_exp_gain");
    return Map.copyOf(rules);
  }

  private static void numbers(Map<String, ParameterRule> rules) {
    put(rules, ParameterRule.whole(), "nthread n_jobs seed random_state");
    put(rules, ParameterRule.whole(0), "max_depth max_leaves top_k num_class verbosity");
    put(
        rules,
        ParameterRule.whole(1),
        "num_parallel_tree max_cached_hist_node max_cat_to_onehot max_cat_threshold num_target"
            + " lambdarank_num_pair_per_sample");
    put(rules, ParameterRule.whole(2), "max_bin");
    put(rules, ParameterRule.number(), "huber_slope");
    put(rules, ParameterRule.numbers(), "base_score quantile_alpha expectile_alpha");
    put(
        rules,
        ParameterRule.atLeast(0),
        "gamma min_split_loss min_child_weight max_delta_step lambda reg_lambda alpha reg_alpha"
            + " scale_pos_weight lambdarank_bias_norm");
    put(rules, ParameterRule.above(0), "aft_loss_distribution_scale");
    put(rules, ParameterRule.fromTo(0, 1), "eta learning_rate rate_drop skip_drop");
    put(
        rules,
        ParameterRule.aboveTo(0, 1),
        "subsample colsample_bytree colsample_bylevel colsample_bynode");
    put(rules, ParameterRule.between(0, 1), "sketch_eps");
    put(rules, ParameterRule.between(1, 2), "tweedie_variance_power");
  }

  private static void words(Map<String, ParameterRule> rules) {
    rules.put("booster", ParameterRule.oneOf("gbtree", "gblinear", "dart"));
    rules.put("tree_method", ParameterRule.oneOf("auto", "exact", "approx", "hist", "gpu_hist"));
    rules.put("sampling_method", ParameterRule.oneOf("uniform", "gradient_based"));
    rules.put("process_type", ParameterRule.oneOf("default", "update"));
    rules.put("grow_policy", ParameterRule.oneOf("depthwise", "lossguide"));
    rules.put("multi_strategy", ParameterRule.oneOf("one_output_per_tree", "multi_output_tree"));
    rules.put("sample_type", ParameterRule.oneOf("uniform", "weighted"));
    rules.put("normalize_type", ParameterRule.oneOf("tree", "forest"));
    rules.put(
        "feature_selector",
        ParameterRule.oneOf("cyclic", "shuffle", "random", "greedy", "thrifty"));
    rules.put("aft_loss_distribution", ParameterRule.oneOf("normal", "logistic", "extreme"));
    rules.put("lambdarank_pair_method", ParameterRule.oneOf("mean", "topk"));
  }

  private static void put(Map<String, ParameterRule> rules, ParameterRule rule, String names) {
    words(names).forEach(name -> rules.put(name, rule));
  }

  private static Set<String> words(String text) {
    return new TreeSet<>(Set.of(text.strip().split("\\s+", -1)));
  }
}
