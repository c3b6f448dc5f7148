package dev.aloft.local.serving;

import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.data.Tensor;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import java.util.ArrayList;
import java.util.List;

/** What an XGBoost model takes and gives, whoever evaluates it. */
final class XgboostOutputs {
  private static final String BEST = "best_iteration";
  private static final String OUTPUT = "prediction";

  private XgboostOutputs() {}

  /** How many rounds of a model are to be evaluated at most: those up to the best one. */
  static int rounds(ModelManifest manifest) {
    String best = manifest.properties().get(BEST);
    return best == null ? Integer.MAX_VALUE : Integer.parseInt(best) + 1;
  }

  /** The signature that is said, completed from the model where it says nothing. */
  static Signature signature(Signature said, List<String> names, int features) {
    List<Column> inputs = new ArrayList<>(said.inputs());
    for (int i = 0; inputs.size() < features && said.inputs().isEmpty(); i++) {
      inputs.add(new Column(i < names.size() ? names.get(i) : "f" + i, DataType.FLOAT32));
    }
    List<Column> outputs =
        said.outputs().isEmpty() ? List.of(new Column(OUTPUT, DataType.FLOAT32)) : said.outputs();
    return new Signature(inputs, outputs);
  }

  /**
   * Predictions as tensors: one output that holds all values of a row, or as many outputs as a row
   * has values.
   */
  static List<Tensor> tensors(List<Column> outputs, float[] values, int rows, int width) {
    if (outputs.size() != width || width == 1) {
      String name = outputs.get(0).name();
      return List.of(
          width == 1
              ? Tensor.float32(name, values, rows)
              : Tensor.float32(name, values, rows, width));
    }
    List<Tensor> tensors = new ArrayList<>();
    for (int output = 0; output < width; output++) {
      float[] column = new float[rows];
      for (int row = 0; row < rows; row++) {
        column[row] = values[row * width + output];
      }
      tensors.add(Tensor.float32(outputs.get(output).name(), column, rows));
    }
    return tensors;
  }
}
