package dev.aloft.local.xgboost;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A small sound model as text, to be bent: two features, two rounds, three nodes a tree. */
final class ModelText {
  static final String SOUND =
      """
      {"learner": {
        "attributes": {"best_iteration": "1"},
        "feature_names": ["a", "b"],
        "gradient_booster": {
          "model": {
            "gbtree_model_param": {"num_parallel_tree": "1", "num_trees": "2"},
            "iteration_indptr": [0, 1, 2],
            "tree_info": [0, 0],
            "trees": [
              {"base_weights": [0, 0, 0], "categories": [], "categories_nodes": [],
               "categories_segments": [], "categories_sizes": [], "default_left": [1, 0, 0],
               "id": 0, "left_children": [1, -1, -1], "loss_changes": [0, 0, 0],
               "parents": [2147483647, 0, 0], "right_children": [2, -1, -1],
               "split_conditions": [0.5, -1, 2], "split_indices": [1, 0, 0],
               "split_type": [0, 0, 0], "sum_hessian": [1, 1, 1],
               "tree_param": {"num_deleted": "0", "num_feature": "2", "num_nodes": "3",
                              "size_leaf_vector": "1"}},
              {"base_weights": [0], "categories": [], "categories_nodes": [],
               "categories_segments": [], "categories_sizes": [], "default_left": [0],
               "id": 1, "left_children": [-1], "loss_changes": [0],
               "parents": [2147483647], "right_children": [-1],
               "split_conditions": [0.25], "split_indices": [0],
               "split_type": [0], "sum_hessian": [1],
               "tree_param": {"num_deleted": "0", "num_feature": "2", "num_nodes": "1",
                              "size_leaf_vector": "1"}}
            ]
          },
          "name": "gbtree"
        },
        "learner_model_param": {"base_score": "[5E-1]", "boost_from_average": "1",
          "num_class": "0", "num_feature": "2", "num_target": "1"},
        "objective": {"name": "reg:squarederror", "reg_loss_param": {"scale_pos_weight": "1"}}
      },
      "version": [3, 4, 0]}
      """;

  /** The first tree as a categorical split: category 2 goes right. */
  static final String CATEGORICAL =
      with(
          SOUND,
          "\"split_type\": [0, 0, 0]",
          "\"split_type\": [1, 0, 0]",
          "\"categories\": [], \"categories_nodes\": []",
          "\"categories\": [2], \"categories_nodes\": [0]",
          "\"categories_segments\": [], \"categories_sizes\": []",
          "\"categories_segments\": [0], \"categories_sizes\": [1]");

  private ModelText() {}

  /** The text with the first of each pair replaced by the second, once, which must be there. */
  static String with(String text, String... changes) {
    String changed = text;
    for (int i = 0; i < changes.length; i += 2) {
      int at = changed.indexOf(changes[i]);
      if (at < 0) {
        throw new IllegalArgumentException("not in the text: " + changes[i]);
      }
      changed =
          changed.substring(0, at) + changes[i + 1] + changed.substring(at + changes[i].length());
    }
    return changed;
  }

  static XgboostModel load(String text) throws Exception {
    return XgboostModel.load(text.getBytes(UTF_8));
  }

  static float margin(XgboostModel model, float... row) {
    float[] margin = new float[1];
    model.margin(row, 0, margin, 0);
    return margin[0];
  }
}
