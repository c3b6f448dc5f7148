package dev.aloft.aws;

/** Where SageMaker's training containers find and leave things. */
final class ContainerPaths {
  static final String MODEL = "/opt/ml/model";
  static final String OUTPUT = "/opt/ml/output/data";
  static final String METRICS = OUTPUT + "/aloft-metrics.jsonl";
  static final String FAILURE = "/opt/ml/output/failure";
  static final String CHECKPOINTS = "/opt/ml/checkpoints";
  static final String PARAMETERS = "/opt/ml/input/config/hyperparameters.json";

  private ContainerPaths() {}

  /** The directory of a channel. */
  static String input(String channel) {
    return "/opt/ml/input/data/" + channel;
  }
}
