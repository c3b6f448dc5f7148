package dev.aloft.fake.aws;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What SageMaker knows of AWS's own algorithms, by the repositories of their images. */
final class BuiltIns {
  private static final String XGBOOST = "sagemaker-xgboost";

  private static final Set<String> WITHOUT_CHECKPOINTS =
      Set.of(
          "blazingtext",
          "factorization-machines",
          "forecasting-deepar",
          "ipinsights",
          "kmeans",
          "knn",
          "lda",
          "linear-learner",
          "ntm",
          "object2vec",
          "pca",
          "randomcutforest",
          "seq2seq");

  /** What its container knows to maximise or minimise; what jobs ask for most often comes first. */
  private static final List<String> XGBOOST_METRICS =
      List.of(
          "accuracy",
          "auc",
          "balanced_accuracy",
          "error",
          "f1",
          "f1_binary",
          "f1_macro",
          "logloss",
          "mae",
          "map",
          "merror",
          "mlogloss",
          "mse",
          "ndcg",
          "precision",
          "r2",
          "recall",
          "rmse",
          "aucpr",
          "rmsle",
          "mape",
          "mphe",
          "poisson-nloglik",
          "gamma-deviance",
          "gamma-nloglik",
          "tweedie-nloglik",
          "cox-nloglik",
          "aft-nloglik",
          "interval-regression-accuracy",
          "precision_macro",
          "precision_micro",
          "recall_macro",
          "recall_micro");

  /** What an objective measures when nothing else is asked for, where that is seldom asked for. */
  private static final Map<String, String> MEASURES =
      Map.of(
          "count:poisson", "poisson-nloglik",
          "reg:gamma", "gamma-nloglik",
          "reg:tweedie", "tweedie-nloglik",
          "reg:squaredlogerror", "rmsle",
          "reg:pseudohubererror", "mphe",
          "survival:cox", "cox-nloglik",
          "survival:aft", "aft-nloglik");

  /** Half of what a job may define at most: each is measured on two sets. */
  private static final int MOST_METRICS = 20;

  private BuiltIns() {}

  /** Whether a job runs one of AWS's algorithms, and no script in its image. */
  static boolean isAlgorithm(ObjectNode input) {
    JsonNode algorithm = input.path("AlgorithmSpecification");
    String repository = repository(algorithm.path("TrainingImage").asString(""));
    boolean script =
        algorithm.has("ContainerEntrypoint")
            || input.path("HyperParameters").has("sagemaker_program");
    return !script && (repository.equals(XGBOOST) || WITHOUT_CHECKPOINTS.contains(repository));
  }

  /** Whether an image is of an algorithm that keeps no checkpoints. */
  static boolean hasNoCheckpoints(String image) {
    return WITHOUT_CHECKPOINTS.contains(repository(image));
  }

  /**
   * The metrics that SageMaker reads from the log of an algorithm; empty when it has none. A job
   * has 40 at most: those that it measures, and of the others as many as find room.
   */
  static ArrayNode metrics(String image, JsonNode hyperparameters) {
    ArrayNode metrics = JsonNodeFactory.instance.arrayNode();
    if (repository(image).equals(XGBOOST)) {
      List<String> names = measured(hyperparameters);
      for (String set : List.of("train", "validation")) {
        for (String name : names) {
          metrics
              .addObject()
              .put("Name", set + ":" + name)
              .put(
                  "Regex",
                  ".*\\[[0-9]+\\].*#011"
                      + set
                      + "-"
                      + name
                      + "(?:@[^:]*)?:([-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?).*");
        }
      }
    }
    return metrics;
  }

  private static List<String> measured(JsonNode hyperparameters) {
    Set<String> asked = new HashSet<>();
    for (String name : hyperparameters.path("eval_metric").asString("").split(",", -1)) {
      asked.add(name.strip().replaceAll("@.*|-$", ""));
    }
    String objective = hyperparameters.path("objective").asString("");
    asked.add(MEASURES.getOrDefault(objective, ""));
    return Stream.concat(XGBOOST_METRICS.stream().filter(asked::contains), XGBOOST_METRICS.stream())
        .distinct()
        .limit(MOST_METRICS)
        .toList();
  }

  private static String repository(String image) {
    String path = image.substring(image.indexOf('/') + 1);
    int end = path.indexOf('@') >= 0 ? path.indexOf('@') : path.lastIndexOf(':');
    return end < 0 ? path : path.substring(0, end);
  }
}
