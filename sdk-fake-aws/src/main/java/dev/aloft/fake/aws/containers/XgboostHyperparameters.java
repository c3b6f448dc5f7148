package dev.aloft.fake.aws.containers;

import static dev.aloft.fake.aws.containers.HyperparameterRule.categories;
import static dev.aloft.fake.aws.containers.HyperparameterRule.category;
import static dev.aloft.fake.aws.containers.HyperparameterRule.continuous;
import static dev.aloft.fake.aws.containers.HyperparameterRule.free;
import static dev.aloft.fake.aws.containers.HyperparameterRule.integer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hyperparameters of built-in XGBoost, checked as the algorithm checks them. Immutable.
 *
 * @param values the texts by the names that the library knows, without those of the loop
 * @param rounds how many rounds
 * @param patience how many rounds without an improvement end the training; 0 for never
 * @param metrics what is measured; empty for the objective's own
 * @param weights whether the second column of CSV is a weight
 * @param savesOnStop whether a stop leaves the model so far
 */
record XgboostHyperparameters(
    Map<String, String> values,
    int rounds,
    int patience,
    List<String> metrics,
    boolean weights,
    boolean savesOnStop) {
  private static final String FROM_0 = "[0, +inf)";
  private static final String FROM_1 = "[1, +inf)";
  private static final String ZERO_OR_ONE = "[0, 1]";
  private static final String PART = "(0, 1]";
  private static final String TUNING = "_tuning_objective_metric";

  /** Measured by the container itself, not by the library. */
  private static final Set<String> NOT_OF_THE_LIBRARY =
      Set.of(
          "accuracy",
          "balanced_accuracy",
          "f1",
          "f1_binary",
          "f1_macro",
          "mse",
          "precision",
          "precision_macro",
          "precision_micro",
          "r2",
          "recall",
          "recall_macro",
          "recall_micro");

  private static final List<String> METRICS =
      List.of(
          "accuracy",
          "auc",
          "aucpr",
          "balanced_accuracy",
          "f1",
          "f1_binary",
          "f1_macro",
          "map",
          "ndcg",
          "precision",
          "r2",
          "recall",
          "precision_macro",
          "precision_micro",
          "recall_macro",
          "recall_micro",
          "aft-nloglik",
          "cox-nloglik",
          "error",
          "gamma-deviance",
          "gamma-nloglik",
          "interval-regression-accuracy",
          "logloss",
          "mae",
          "mape",
          "merror",
          "mlogloss",
          "mphe",
          "mse",
          "poisson-nloglik",
          "rmse",
          "rmsle",
          "tweedie-nloglik");

  private static final Map<String, String> ALIASES =
      Map.of(
          "learning_rate", "eta",
          "min_split_loss", "gamma",
          "reg_lambda", "lambda",
          "reg_alpha", "alpha");

  private static final Map<String, HyperparameterRule> RULES = rules();

  private static Map<String, HyperparameterRule> rules() {
    Map<String, HyperparameterRule> rules = new LinkedHashMap<>();
    for (String name : List.of("num_round", "early_stopping_rounds", "nthread")) {
      rules.put(name, integer(FROM_1));
    }
    for (String name : List.of("csv_weights", "refresh_leaf", "one_drop")) {
      rules.put(name, integer(ZERO_OR_ONE));
    }
    for (String name : List.of("max_depth", "max_leaves", "max_bin")) {
      rules.put(name, integer(FROM_0));
    }
    for (String name :
        List.of(
            "gamma",
            "min_child_weight",
            "max_delta_step",
            "lambda",
            "alpha",
            "base_score",
            "aft_loss_distribution_scale")) {
      rules.put(name, continuous(FROM_0));
    }
    for (String name :
        List.of("subsample", "colsample_bytree", "colsample_bylevel", "colsample_bynode")) {
      rules.put(name, continuous(PART));
    }
    for (String name : List.of("eta", "rate_drop", "skip_drop", "lambda_bias")) {
      rules.put(name, continuous(ZERO_OR_ONE));
    }
    rules.put("verbosity", integer("[0, 3]"));
    rules.put("sketch_eps", continuous("(0, 1)"));
    rules.put("scale_pos_weight", continuous("(0, +inf)"));
    rules.put("tweedie_variance_power", continuous("(1, 2)"));
    rules.put("num_class", integer("[2, +inf)"));
    rules.put("_kfold", integer("[2, +inf)"));
    rules.put("_num_cv_round", integer(FROM_1));
    rules.put("seed", integer("(-2147483648, 2147483647)"));
    rules.put("num_parallel_tree", integer(FROM_1));
    rules.put("prob_buffer_row", integer("(1.0, +inf)"));
    rules.put("booster", category("gbtree", "gblinear", "dart"));
    rules.put("tree_method", category("auto", "exact", "approx", "hist", "gpu_hist"));
    rules.put(
        "updater",
        categories(
            "grow_colmaker",
            "distcol",
            "grow_histmaker",
            "grow_skmaker",
            "sync",
            "refresh",
            "prune",
            "shotgun",
            "coord_descent"));
    rules.put("dsplit", category("row", "col"));
    rules.put("process_type", category("default", "update"));
    rules.put("grow_policy", category("depthwise", "lossguide"));
    rules.put("predictor", category("auto", "cpu_predictor", "gpu_predictor"));
    rules.put("monotone_constraints", free());
    rules.put("interaction_constraints", free());
    rules.put("sample_type", category("uniform", "weighted"));
    rules.put("normalize_type", category("tree", "forest"));
    rules.put(
        "objective",
        category(
            "aft_loss_distribution",
            "binary:logistic",
            "binary:logitraw",
            "binary:hinge",
            "count:poisson",
            "multi:softmax",
            "multi:softprob",
            "rank:pairwise",
            "rank:ndcg",
            "rank:map",
            "reg:linear",
            "reg:squarederror",
            "reg:logistic",
            "reg:gamma",
            "reg:pseudohubererror",
            "reg:squaredlogerror",
            "reg:absoluteerror",
            "reg:tweedie",
            "survival:aft",
            "survival:cox"));
    rules.put(
        TUNING,
        category(METRICS.stream().map(name -> "validation:" + name).toArray(String[]::new)));
    rules.put("eval_metric", free());
    rules.put("save_model_on_termination", category("true", "false"));
    rules.put("aft_loss_distribution", category("normal", "logistic", "extreme"));
    rules.put("deterministic_histogram", category("true", "false"));
    rules.put("sampling_method", category("uniform", "gradient_based"));
    rules.put("use_dask_gpu_training", category("true", "false"));
    return rules;
  }

  /**
   * Checks the texts of a job.
   *
   * @throws UserError in the algorithm's words
   */
  static XgboostHyperparameters of(Map<String, String> given) throws UserError {
    Map<String, String> values = new LinkedHashMap<>();
    given.forEach((name, value) -> values.put(ALIASES.getOrDefault(name, name), value));
    if (!values.containsKey("num_round")) {
      throw new UserError("Missing required hyperparameter: num_round");
    }
    for (Map.Entry<String, String> value : values.entrySet()) {
      HyperparameterRule rule = RULES.get(value.getKey());
      if (rule == null) {
        throw new UserError("Extraneous hyperparameter found: " + value.getKey());
      }
      rule.check(value.getKey(), value.getValue());
    }
    List<String> metrics = metrics(values);
    checkTogether(values, metrics);
    int rounds = Integer.parseInt(taken(values, "num_round", "1"));
    int patience = Integer.parseInt(taken(values, "early_stopping_rounds", "0"));
    boolean weights = taken(values, "csv_weights", "0").strip().equals("1");
    boolean saves = taken(values, "save_model_on_termination", "false").equals("true");
    return new XgboostHyperparameters(values, rounds, patience, metrics, weights, saves);
  }

  private static String taken(Map<String, String> values, String name, String usual) {
    @Nullable String value = values.remove(name);
    return value == null ? usual : value.strip();
  }

  private static List<String> metrics(Map<String, String> values) throws UserError {
    List<String> metrics = new ArrayList<>();
    String given = values.remove("eval_metric");
    if (given != null) {
      for (String metric : given.split(",", -1)) {
        checkMetric(metric, given);
        metrics.add(metric.strip());
      }
    }
    String tuned = values.remove(TUNING);
    if (tuned != null && !metrics.contains(tuned.substring("validation:".length()))) {
      metrics.add(tuned.substring("validation:".length()));
    }
    for (String metric : metrics) {
      if (NOT_OF_THE_LIBRARY.contains(metric)) {
        throw new UserError(
            "Metric '"
                + metric
                + "' is measured by the real container only: this fake has "
                + "the metrics of XGBoost itself");
      }
    }
    return metrics;
  }

  private static void checkMetric(String metric, String all) throws UserError {
    int at = metric.indexOf('@');
    if (at < 0) {
      if (!METRICS.contains(metric.strip())) {
        throw new UserError(
            "Hyperparameter eval_metric: value "
                + PythonText.list(List.of(all.split(",", -1)))
                + " not in range "
                + PythonText.list(METRICS));
      }
      return;
    }
    String name = metric.substring(0, at).strip();
    if (!Set.of("error", "ndcg", "map").contains(name)) {
      throw new UserError(
          "Metric '"
              + metric
              + "' is not supported. Parameter 'eval_metric' with customized threshold should be "
              + "one of these options: 'error', 'ndcg', 'map'.");
    }
    if (!metric.substring(at + 1).strip().matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?")) {
      throw new UserError("Threshold value 't' in '" + name + "@t' expects float input.");
    }
  }

  private static void checkTogether(Map<String, String> values, List<String> metrics)
      throws UserError {
    String objective = values.getOrDefault("objective", "reg:squarederror");
    if (objective.startsWith("multi:") && !values.containsKey("num_class")) {
      throw new UserError("Require input for parameter 'num_class' for multi-classification");
    }
    if (metrics.contains("auc")
        && !objective.startsWith("binary:")
        && !objective.startsWith("rank:")) {
      throw new UserError(
          "Metric 'auc' can only be applied for classification and ranking problems.");
    }
    if (metrics.contains("aft-nloglik") && !objective.equals("survival:aft")) {
      throw new UserError("Metric 'aft-nloglik' can only be applied for 'survival:aft' objective.");
    }
    String method = values.getOrDefault("tree_method", "");
    if (values.containsKey("monotone_constraints") && !Set.of("exact", "hist").contains(method)) {
      throw new UserError(
          "monotone_constraints can be used only when the tree_method parameter is set to either "
              + "'exact' or 'hist'.");
    }
    if (values.containsKey("_kfold") || "true".equals(values.get("use_dask_gpu_training"))) {
      throw new UserError(
          "_kfold and use_dask_gpu_training are for the real container: this fake trains once, "
              + "and on no GPU");
    }
    values.remove("_num_cv_round");
    values.remove("use_dask_gpu_training");
  }
}
