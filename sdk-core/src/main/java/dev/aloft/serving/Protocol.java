package dev.aloft.serving;

/**
 * How rows and predictions are written on the wire of an endpoint. An open vocabulary; Aloft has a
 * codec for each constant.
 *
 * @param name the word in manifests, offers and intents
 */
public record Protocol(String name) {
  /** Comma-separated rows without a header, one prediction a line. */
  public static final Protocol CSV = new Protocol("csv");

  /** {@code {"instances": …}} and {@code {"predictions": …}}, TensorFlow Serving's V1. */
  public static final Protocol V1 = new Protocol("v1");

  /** Open Inference Protocol V2, JSON. */
  public static final Protocol V2 = new Protocol("v2");

  /** MLflow's {@code /invocations}. */
  public static final Protocol MLFLOW = new Protocol("mlflow");

  /** SageMaker's built-in containers: CSV in, CSV or JSON out. */
  public static final Protocol SAGEMAKER = new Protocol("sagemaker");

  /** Vertex AI's {@code {"instances": …, "parameters": …}}. */
  public static final Protocol VERTEX = new Protocol("vertex");

  /** The container's own; only {@code invoke} with raw bytes works. */
  public static final Protocol RAW = new Protocol("raw");

  /** The protocol of that name. */
  public static Protocol of(String name) {
    return new Protocol(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
