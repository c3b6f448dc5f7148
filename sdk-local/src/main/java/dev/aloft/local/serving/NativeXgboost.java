package dev.aloft.local.serving;

import dev.aloft.data.Table;
import dev.aloft.data.Tensor;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.jspecify.annotations.Nullable;

/**
 * An XGBoost model that the native library evaluates, one call at a time: slower, but it knows
 * every kind of model. The library frees the model when this is collected, so that calls that are
 * under way when a model is replaced end well.
 */
final class NativeXgboost implements ServedModel {
  private static final int ALL = 0;

  private final Booster booster;
  private final Signature signature;
  private final XgboostInputs inputs;
  private final int rounds;

  private NativeXgboost(Booster booster, Signature signature, XgboostInputs inputs, int rounds) {
    this.booster = booster;
    this.signature = signature;
    this.inputs = inputs;
    this.rounds = rounds;
  }

  /**
   * Loads a model file.
   *
   * @throws LinkageError where the library has nothing for this machine
   */
  static NativeXgboost load(Path file, ModelManifest manifest) throws XGBoostError {
    Booster booster = XGBoost.loadModel(file.toString());
    booster.setParam("nthread", 1);
    @Nullable String[] names = booster.getFeatureNames();
    List<String> known =
        names == null ? List.of() : Arrays.stream(names).filter(Objects::nonNull).toList();
    Signature signature =
        XgboostOutputs.signature(manifest.signature(), known, (int) booster.getNumFeature());
    int best = XgboostOutputs.rounds(manifest);
    return new NativeXgboost(
        booster,
        signature,
        new XgboostInputs(signature, manifest),
        best == Integer.MAX_VALUE ? ALL : best);
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
    float[][] predictions = predictions(rows);
    int width = predictions.length == 0 ? 1 : predictions[0].length;
    float[] values = new float[predictions.length * width];
    for (int row = 0; row < predictions.length; row++) {
      System.arraycopy(predictions[row], 0, values, row * width, width);
    }
    return XgboostOutputs.tensors(signature.outputs(), values, predictions.length, width);
  }

  private synchronized float[][] predictions(Table rows) {
    DMatrix matrix = null;
    try {
      matrix = new DMatrix(inputs.floats(rows), rows.rowCount(), rows.columnCount(), Float.NaN);
      return booster.predict(matrix, false, rounds);
    } catch (XGBoostError e) {
      throw AloftException.of(ErrorCode.MODEL_FAILED, "XGBoost failed: " + e.getMessage())
          .cause(e)
          .build();
    } finally {
      if (matrix != null) {
        matrix.dispose();
      }
    }
  }
}
