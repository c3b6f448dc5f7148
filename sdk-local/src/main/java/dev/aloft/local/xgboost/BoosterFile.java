package dev.aloft.local.xgboost;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a model file says under {@code gradient_booster}, in any of its layouts. */
final class BoosterFile {
  static final String PLACE = "learner.gradient_booster";

  final List<TreeFile> trees = new ArrayList<>();
  int @Nullable [] treeInfo;
  int @Nullable [] roundStarts;
  String parallelTrees = "1";

  private float @Nullable [] weights;
  private @Nullable String name;
  private @Nullable String numTrees;
  private String leafVector = "0";

  /** What the leaves of a tree are multiplied by. */
  float weight(int tree) {
    return weights == null ? 1 : weights[tree];
  }

  void read(ModelReader reader) throws BrokenModelException, UnsupportedModelException {
    reader.object(
        key -> {
          switch (key) {
            case "name" -> name = reader.string();
            case "model" -> readModel(reader);
            case "gbtree" -> readInner(reader);
            case "weight_drop" -> readWeights(reader);
            default -> reader.skip();
          }
        });
    check();
  }

  /** Until 3.2 the trees of a dart booster stand in a gbtree booster of its own. */
  private void readInner(ModelReader reader)
      throws BrokenModelException, UnsupportedModelException {
    reader.object(
        key -> {
          if (key.equals("model")) {
            readModel(reader);
          } else {
            reader.skip();
          }
        });
  }

  private void readModel(ModelReader reader)
      throws BrokenModelException, UnsupportedModelException {
    reader.object(
        key -> {
          switch (key) {
            case "gbtree_model_param" -> readParameters(reader);
            case "trees" -> readTrees(reader);
            case "tree_info" -> treeInfo = reader.ints();
            case "iteration_indptr" -> roundStarts = reader.ints();
            case "weight_drop" -> readWeights(reader);
            default -> reader.skip();
          }
        });
  }

  private void readTrees(ModelReader reader)
      throws BrokenModelException, UnsupportedModelException {
    if (!trees.isEmpty()) {
      throw reader.broken("a second list of trees");
    }
    reader.array(index -> trees.add(TreeFile.read(reader, index)));
  }

  private void readParameters(ModelReader reader)
      throws BrokenModelException, UnsupportedModelException {
    reader.object(
        key -> {
          switch (key) {
            case "num_trees" -> numTrees = reader.string();
            case "num_parallel_tree" -> parallelTrees = reader.string();
            case "size_leaf_vector" -> leafVector = reader.string();
            default -> reader.skip();
          }
        });
  }

  private void readWeights(ModelReader reader) throws BrokenModelException {
    if (weights != null) {
      throw reader.broken("a second list of weights");
    }
    weights = reader.floats();
  }

  private void check() throws BrokenModelException, UnsupportedModelException {
    String booster = Texts.required(name, PLACE + ".name");
    if (!booster.equals("gbtree") && !booster.equals("dart")) {
      throw new UnsupportedModelException("booster " + booster);
    }
    checkWeights(booster.equals("dart"));
    String place = PLACE + ".model.gbtree_model_param.";
    int declared = Texts.count(Texts.required(numTrees, place + "num_trees"), place + "num_trees");
    if (declared != trees.size()) {
      throw new BrokenModelException(
          place + "num_trees", "it is " + declared + ", but there are " + trees.size() + " trees");
    }
    if (Texts.count(leafVector, place + "size_leaf_vector") > 1) {
      throw new UnsupportedModelException("vector leaves");
    }
  }

  private void checkWeights(boolean needed) throws BrokenModelException {
    String place = PLACE + ".weight_drop";
    if (weights == null) {
      if (needed) {
        throw new BrokenModelException(place, "it is missing");
      }
      return;
    }
    if (weights.length != trees.size()) {
      throw new BrokenModelException(
          place, "there are " + weights.length + " weights for " + trees.size() + " trees");
    }
    for (float weight : weights) {
      if (!Float.isFinite(weight)) {
        throw new BrokenModelException(place, "a weight is " + weight);
      }
    }
  }
}
