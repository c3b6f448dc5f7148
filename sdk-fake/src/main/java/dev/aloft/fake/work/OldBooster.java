package dev.aloft.fake.work;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the binary form in which XGBoost saved models before 3.1, and tells the same model as JSON.
 * Used once.
 */
final class OldBooster {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String MARK = "binf";
  private static final int LONGEST_NAME = 64;
  private static final int UNUSED_BY_LEARNER = 100;
  private static final int UNUSED_BY_TREES = 128;
  private static final int UNUSED_BY_TREE = 124;
  private static final int LEARNER_BYTES = 136;

  private final ByteBuffer bytes;

  private OldBooster(byte[] file) {
    bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether a file may be one: it begins with its mark, or as neither of the other forms does. */
  static boolean isOne(byte[] file) {
    return file.length > LEARNER_BYTES && file[0] != '{';
  }

  /**
   * The same model as JSON.
   *
   * @throws IOException when it is none
   */
  static byte[] json(byte[] file) throws IOException {
    try {
      return JSON.writeValueAsBytes(new OldBooster(file).model());
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IOException("this is no model of XGBoost, or it is cut", e);
    }
  }

  private ObjectNode model() throws IOException {
    byte[] start = new byte[MARK.length()];
    bytes.get(start);
    if (!new String(start, StandardCharsets.US_ASCII).equals(MARK)) {
      bytes.rewind();
    }
    float base = bytes.getFloat();
    int features = bytes.getInt();
    int classes = bytes.getInt();
    skip(8); // whether attributes and metrics follow, which no prediction needs
    int major = bytes.getInt();
    int minor = bytes.getInt();
    skip(8 + UNUSED_BY_LEARNER);
    String objective = name();
    String booster = name();
    if (!booster.equals("gbtree") && !booster.equals("dart")) {
      throw new IOException("the booster " + booster + " of an old model cannot be read");
    }
    ObjectNode root = JSON.createObjectNode();
    root.putArray("version").add(Math.max(1, major)).add(major == 0 ? 0 : minor).add(0);
    ObjectNode learner = root.putObject("learner");
    learner.putObject("attributes");
    learner
        .putObject("learner_model_param")
        .put("base_score", Float.toString(major == 0 ? shown(base, objective) : base))
        .put("num_class", Integer.toString(classes))
        .put("num_feature", Integer.toString(features));
    learner.putObject("objective").put("name", objective);
    trees(learner.putObject("gradient_booster"), booster);
    return root;
  }

  /** Before 1.0 the score was kept as a margin. */
  private static float shown(float base, String objective) {
    return objective.endsWith(":logistic") ? (float) (1 / (1 + Math.exp(-base))) : base;
  }

  private void trees(ObjectNode booster, String name) throws IOException {
    int count = bytes.getInt();
    int parallel = bytes.getInt();
    skip(20);
    int vector = bytes.getInt();
    if (vector > 1 || count < 0) {
      throw new IOException("an old model with vectors as leaves cannot be read");
    }
    skip(UNUSED_BY_TREES);
    ObjectNode model = JSON.createObjectNode();
    model
        .putObject("gbtree_model_param")
        .put("num_trees", Integer.toString(count))
        .put("num_parallel_tree", Integer.toString(Math.max(1, parallel)))
        .put("size_leaf_vector", "0");
    ArrayNode trees = model.putArray("trees");
    for (int id = 0; id < count; id++) {
      tree(trees.addObject(), id);
    }
    ArrayNode outputs = model.putArray("tree_info");
    for (int id = 0; id < count; id++) {
      outputs.add(bytes.getInt());
    }
    booster.put("name", name);
    if (name.equals("dart")) {
      ArrayNode weights = booster.putArray("weight_drop");
      long dropped = count == 0 ? 0 : bytes.getLong();
      for (long i = 0; i < dropped; i++) {
        weights.add(bytes.getFloat());
      }
      booster.putObject("gbtree").put("name", "gbtree").set("model", model);
    } else {
      booster.set("model", model);
    }
  }

  private void tree(ObjectNode tree, int id) {
    skip(4);
    int nodes = bytes.getInt();
    skip(8);
    int features = bytes.getInt();
    skip(4 + UNUSED_BY_TREE);
    if (nodes <= 0 || nodes > bytes.remaining() / 36) {
      throw new IllegalArgumentException("tree " + id + " has " + nodes + " nodes");
    }
    tree.put("id", id)
        .putObject("tree_param")
        .put("num_nodes", Integer.toString(nodes))
        .put("num_feature", Integer.toString(features))
        .put("size_leaf_vector", "0");
    ArrayNode left = tree.putArray("left_children");
    ArrayNode right = tree.putArray("right_children");
    ArrayNode indices = tree.putArray("split_indices");
    ArrayNode defaults = tree.putArray("default_left");
    ArrayNode conditions = tree.putArray("split_conditions");
    for (int node = 0; node < nodes; node++) {
      skip(4);
      left.add(bytes.getInt());
      right.add(bytes.getInt());
      int split = bytes.getInt();
      indices.add(split & Integer.MAX_VALUE);
      defaults.add(split < 0 ? 1 : 0);
      conditions.add(bytes.getFloat());
    }
    skip(16 * nodes);
  }

  private String name() {
    long length = bytes.getLong();
    if (length < 0 || length > LONGEST_NAME) {
      throw new IllegalArgumentException("a name of " + length + " bytes");
    }
    byte[] name = new byte[(int) length];
    bytes.get(name);
    return new String(name, StandardCharsets.UTF_8);
  }

  private void skip(int count) {
    bytes.position(bytes.position() + count);
  }
}
