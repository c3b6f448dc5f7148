package dev.aloft.local.serving;

import dev.aloft.data.Column;
import dev.aloft.data.DataType;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Models of two inputs, a and b, that tell by their answers which of them answered. */
final class TestModels {
  static final Signature SIGNATURE =
      new Signature(
          List.of(new Column("a", DataType.FLOAT64), new Column("b", DataType.FLOAT64)),
          List.of(new Column("score", DataType.FLOAT32)));

  private TestModels() {}

  /** A model that answers {@code low} where b is missing or less than a half, else {@code high}. */
  static ModelManifest write(Path directory, double low, double high) {
    return write(
        directory,
        """
        {"learner": {
          "attributes": {}, "feature_names": ["a", "b"],
          "gradient_booster": {
            "model": {
              "gbtree_model_param": {"num_parallel_tree": "1", "num_trees": "1"},
              "iteration_indptr": [0, 1],
              "tree_info": [0],
              "trees": [
                {"base_weights": [0, 0, 0], "categories": [], "categories_nodes": [],
                 "categories_segments": [], "categories_sizes": [], "default_left": [1, 0, 0],
                 "id": 0, "left_children": [1, -1, -1], "loss_changes": [0, 0, 0],
                 "parents": [2147483647, 0, 0], "right_children": [2, -1, -1],
                 "split_conditions": [0.5, LOW, HIGH], "split_indices": [1, 0, 0],
                 "split_type": [0, 0, 0], "sum_hessian": [1, 1, 1],
                 "tree_param": {"num_deleted": "0", "num_feature": "2", "num_nodes": "3",
                                "size_leaf_vector": "1"}}]},
            "name": "gbtree"},
          "learner_model_param": {"base_score": "[0E0]", "boost_from_average": "1",
            "num_class": "0", "num_feature": "2", "num_target": "1"},
          "objective": {"name": "reg:squarederror", "reg_loss_param": {"scale_pos_weight": "1"}}},
        "version": [3, 2, 0]}
        """
            .replace("LOW", Double.toString(low))
            .replace("HIGH", Double.toString(high)));
  }

  /** A directory whose model file holds this text. */
  static ModelManifest write(Path directory, String text) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("model.json"), text);
      return ModelManifest.describe(
          directory, ModelFormat.XGBOOST, "3.2.0", SIGNATURE, null, Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
