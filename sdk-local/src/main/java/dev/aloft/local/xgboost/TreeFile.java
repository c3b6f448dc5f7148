package dev.aloft.local.xgboost;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One tree as the file has it: an array per property, an element per node, node 0 the root. */
final class TreeFile {
  private static final int[] NONE = {};
  private static final List<String> REQUIRED =
      List.of(
          "left_children", "right_children", "split_indices", "split_conditions", "default_left");

  int[] left = NONE;
  int[] right = NONE;
  int[] feature = NONE;
  int[] defaultLeft = NONE;
  int[] splitType = NONE;
  int[] categories = NONE;
  int[] categoryNodes = NONE;
  int[] categorySegments = NONE;
  int[] categorySizes = NONE;
  float[] value = {};

  private final int number;
  private int id = -1;
  private @Nullable String numNodes;
  private String leafVector = "0";

  private TreeFile(int number) {
    this.number = number;
  }

  static TreeFile read(ModelReader reader, int number)
      throws BrokenModelException, UnsupportedModelException {
    TreeFile tree = new TreeFile(number);
    Map<String, Integer> lengths = new LinkedHashMap<>();
    reader.object(
        key -> {
          int length = tree.readField(reader, key);
          if (length >= 0) {
            lengths.put(key, length);
          }
        });
    tree.check(lengths);
    return tree;
  }

  int nodes() {
    return left.length;
  }

  boolean isLeaf(int node) {
    return left[node] == -1;
  }

  boolean isCategorical(int node) {
    return splitType.length > 0 && splitType[node] == 1;
  }

  /** A node's mark that is 0 or 1. */
  boolean flag(String name, int[] marks, int node) throws BrokenModelException {
    if (marks[node] != 0 && marks[node] != 1) {
      throw broken(node, name + " is " + marks[node] + ", neither 0 nor 1");
    }
    return marks[node] == 1;
  }

  BrokenModelException broken(String reason) {
    return new BrokenModelException("tree " + number, reason);
  }

  BrokenModelException broken(int node, String reason) {
    return new BrokenModelException("tree " + number + ", node " + node, reason);
  }

  /** Reads the value of a key, and tells its length where it has an element per node, else -1. */
  private int readField(ModelReader reader, String key)
      throws BrokenModelException, UnsupportedModelException {
    switch (key) {
      case "left_children" -> {
        left = reader.ints();
        return left.length;
      }
      case "right_children" -> {
        right = reader.ints();
        return right.length;
      }
      case "split_indices" -> {
        feature = reader.ints();
        return feature.length;
      }
      case "split_conditions" -> {
        value = reader.floats();
        return value.length;
      }
      case "default_left" -> {
        defaultLeft = reader.ints();
        return defaultLeft.length;
      }
      case "split_type" -> {
        splitType = reader.ints();
        return splitType.length;
      }
      case "base_weights", "loss_changes", "parents", "sum_hessian" -> {
        return reader.count();
      }
      default -> readOther(reader, key);
    }
    return -1;
  }

  private void readOther(ModelReader reader, String key)
      throws BrokenModelException, UnsupportedModelException {
    switch (key) {
      case "id" -> id = reader.integer();
      case "tree_param" -> readParameters(reader);
      case "categories" -> categories = reader.ints();
      case "categories_nodes" -> categoryNodes = reader.ints();
      case "categories_segments" -> categorySegments = reader.ints();
      case "categories_sizes" -> categorySizes = reader.ints();
      default -> reader.skip();
    }
  }

  private void readParameters(ModelReader reader)
      throws BrokenModelException, UnsupportedModelException {
    reader.object(
        key -> {
          switch (key) {
            case "num_nodes" -> numNodes = reader.string();
            case "size_leaf_vector" -> leafVector = reader.string();
            default -> reader.skip();
          }
        });
  }

  private void check(Map<String, Integer> lengths)
      throws BrokenModelException, UnsupportedModelException {
    if (id != number) {
      throw broken("its id is " + (id < 0 ? "missing" : id));
    }
    String place = "tree " + number + ", tree_param.";
    if (Texts.count(leafVector, place + "size_leaf_vector") > 1) {
      throw new UnsupportedModelException("vector leaves");
    }
    int nodes = Texts.count(Texts.required(numNodes, place + "num_nodes"), place + "num_nodes");
    if (nodes == 0) {
      throw broken("it has no nodes");
    }
    for (String key : REQUIRED) {
      if (!lengths.containsKey(key)) {
        throw broken(key + " is missing");
      }
    }
    for (Map.Entry<String, Integer> length : lengths.entrySet()) {
      if (length.getValue() != nodes) {
        throw broken(length.getKey() + " has " + length.getValue() + " of " + nodes + " elements");
      }
    }
    checkCategories(nodes);
  }

  private void checkCategories(int nodes) throws BrokenModelException {
    int sets = categoryNodes.length;
    if (categorySegments.length != sets || categorySizes.length != sets) {
      throw broken("the categories' nodes, segments and sizes are not equally many");
    }
    int previous = -1;
    long listed = 0;
    for (int i = 0; i < sets; i++) {
      int node = categoryNodes[i];
      if (node <= previous || node >= nodes || !isCategorical(node)) {
        throw broken("categories_nodes names node " + node + " wrongly");
      }
      previous = node;
      long start = categorySegments[i];
      int size = categorySizes[i];
      if (start < listed || size < 0 || start + size > categories.length) {
        throw broken(node, "its categories overlap others, or lie outside of the list");
      }
      listed = start + size;
    }
  }
}
