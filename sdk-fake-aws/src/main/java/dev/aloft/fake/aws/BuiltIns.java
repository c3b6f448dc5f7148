package dev.aloft.fake.aws;

import java.util.List;
import java.util.Set;
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

  /** All that its container knows to maximise or minimise. */
  private static final List<String> XGBOOST_METRICS =
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
          "precision_macro",
          "precision_micro",
          "r2",
          "recall",
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

  /** The metrics that SageMaker reads from the log of an algorithm; empty when it has none. */
  static ArrayNode metrics(String image) {
    ArrayNode metrics = JsonNodeFactory.instance.arrayNode();
    if (repository(image).equals(XGBOOST)) {
      for (String set : List.of("train", "validation")) {
        for (String name : XGBOOST_METRICS) {
          metrics
              .addObject()
              .put("Name", set + ":" + name)
              .put(
                  "Regex",
                  ".*\\[[0-9]+\\].*#011"
                      + set
                      + "-"
                      + name
                      + ":([-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?).*");
        }
      }
    }
    return metrics;
  }

  private static String repository(String image) {
    String path = image.substring(image.indexOf('/') + 1);
    int end = path.indexOf('@') >= 0 ? path.indexOf('@') : path.lastIndexOf(':');
    return end < 0 ? path : path.substring(0, end);
  }
}
