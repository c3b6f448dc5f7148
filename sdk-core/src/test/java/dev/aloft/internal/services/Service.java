package dev.aloft.internal.services;

/** The services of which there is a model. */
public enum Service {
  SAGEMAKER,
  VERTEX,
  AZURE,
  DATABRICKS,
  HUGGING_FACE,
  KSERVE;

  /** A service without anything. */
  public ModelService make(VirtualTiming timing) {
    return switch (this) {
      case SAGEMAKER -> new SageMakerModel(timing);
      case VERTEX -> new VertexModel(timing);
      case AZURE -> new AzureModel(timing);
      case DATABRICKS -> new DatabricksModel(timing);
      case HUGGING_FACE -> new HuggingFaceModel(timing);
      case KSERVE -> new KServeModel(timing);
    };
  }

  /** Whether an endpoint can have more than one revision. */
  public boolean splitsTraffic() {
    return this != HUGGING_FACE && this != KSERVE;
  }
}
