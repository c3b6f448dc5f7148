package dev.aloft.local.serving;

import dev.aloft.data.Table;
import dev.aloft.data.Tensor;
import dev.aloft.local.xgboost.XgboostModel;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import java.util.List;

/** An XGBoost model that is evaluated in plain Java. */
final class EvaluatedXgboost implements ServedModel {
  private final XgboostModel model;
  private final Signature signature;
  private final XgboostInputs inputs;

  /** A model, up to the round that its manifest calls the best. */
  EvaluatedXgboost(XgboostModel all, ModelManifest manifest) {
    this.model = all.withRounds(0, Math.min(all.rounds(), XgboostOutputs.rounds(manifest)));
    this.signature =
        XgboostOutputs.signature(manifest.signature(), model.featureNames(), model.featureCount());
    this.inputs = new XgboostInputs(signature, manifest);
  }

  @Override
  public String platform() {
    return "xgboost";
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public List<Tensor> predict(Table rows) {
    int count = rows.rowCount();
    int width = model.predictionCount();
    float[] predictions = new float[count * width];
    model.predictions(inputs.floats(rows), 0, count, predictions, 0);
    return XgboostOutputs.tensors(signature.outputs(), predictions, count, width);
  }
}
