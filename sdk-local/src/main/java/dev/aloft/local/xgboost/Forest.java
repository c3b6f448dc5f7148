package dev.aloft.local.xgboost;

/**
 * All trees of a model in one flat array, ordered by output and then as in the file.
 *
 * <p>A row is first turned into keys: ints that compare as the floats do, one pair per feature that
 * a split asks for, so that a missing value is the smallest of all in the first of the pair and the
 * largest in the second. A node is three ints: which key it asks for, its limit, and where its left
 * child stands, with the right child right behind. A key above the limit goes right. A leaf asks
 * for key 0, which is never above a limit, has its value for a limit, and is its own left child. So
 * a step has no branch, a walk may take more steps than it needs, and four trees are walked at
 * once.
 *
 * <p>Immutable; {@link ForestBuilder} has checked that every walk ends.
 */
final class Forest {
  static final int STRIDE = 3;
  static final int LIMIT = 1;
  static final int LEFT = 2;

  static final int KEY_OF_LEAF = 0;
  static final int MISSING_LEFT = Integer.MIN_VALUE;
  static final int MISSING_RIGHT = Integer.MAX_VALUE;

  /** Trees up to this depth are walked to their full depth, others until all four have arrived. */
  private static final int SHALLOW = 12;

  private static final ThreadLocal<int[]> KEYS = ThreadLocal.withInitial(() -> new int[64]);

  private final int[] nodes;
  private final int[] roots;
  private final int[] depths;
  private final int[] features;
  private final CategorySets sets;

  Forest(int[] nodes, int[] roots, int[] depths, int[] features, CategorySets sets) {
    this.nodes = nodes;
    this.roots = roots;
    this.depths = depths;
    this.features = features;
    this.sets = sets;
  }

  /** The int that compares with other keys as the number does with other numbers. */
  static int key(float number) {
    int bits = Float.floatToRawIntBits(number + 0.0f);
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }

  /** The keys of a row, in an array that belongs to the thread until it asks again. */
  int[] keys(float[] rows, int offset) {
    int[] keys = KEYS.get();
    if (keys.length <= 2 * features.length) {
      keys = new int[2 * features.length + 1];
      KEYS.set(keys);
    }
    keys[KEY_OF_LEAF] = Integer.MIN_VALUE;
    for (int i = 0; i < features.length; i++) {
      float number = rows[offset + features[i]];
      int key = key(number);
      boolean missing = Float.isNaN(number);
      keys[2 * i + 1] = missing ? MISSING_LEFT : key;
      keys[2 * i + 2] = missing ? MISSING_RIGHT : key;
    }
    return keys;
  }

  /** Adds the leaves that a row reaches to {@code start}, one tree after the other. */
  float sum(float start, int fromTree, int toTree, int[] keys) {
    if (!sets.isEmpty()) {
      return sumWithCategories(start, fromTree, toTree, keys);
    }
    int[] nodes = this.nodes;
    float sum = start;
    int tree = fromTree;
    for (; tree + 4 <= toTree; tree += 4) {
      int a = roots[tree];
      int b = roots[tree + 1];
      int c = roots[tree + 2];
      int d = roots[tree + 3];
      int depth =
          Math.max(
              Math.max(depths[tree], depths[tree + 1]),
              Math.max(depths[tree + 2], depths[tree + 3]));
      for (int level = Math.min(depth, SHALLOW); level > 0; level--) {
        a = step(nodes, a, keys);
        b = step(nodes, b, keys);
        c = step(nodes, c, keys);
        d = step(nodes, d, keys);
      }
      if (depth > SHALLOW) {
        a = leaf(nodes, a, keys);
        b = leaf(nodes, b, keys);
        c = leaf(nodes, c, keys);
        d = leaf(nodes, d, keys);
      }
      sum += value(nodes, a);
      sum += value(nodes, b);
      sum += value(nodes, c);
      sum += value(nodes, d);
    }
    for (; tree < toTree; tree++) {
      sum += value(nodes, leaf(nodes, roots[tree], keys));
    }
    return sum;
  }

  private static int step(int[] nodes, int node, int[] keys) {
    long room = (long) nodes[node + LIMIT] - keys[nodes[node]];
    return nodes[node + LEFT] + ((int) (room >> 63) & STRIDE);
  }

  private static int leaf(int[] nodes, int from, int[] keys) {
    int node = from;
    while (nodes[node] != KEY_OF_LEAF) {
      node = step(nodes, node, keys);
    }
    return node;
  }

  private static float value(int[] nodes, int leaf) {
    return Float.intBitsToFloat(nodes[leaf + LIMIT]);
  }

  /** The same where a node may be categorical: the key it asks for is then inverted. */
  private float sumWithCategories(float start, int fromTree, int toTree, int[] keys) {
    float sum = start;
    for (int tree = fromTree; tree < toTree; tree++) {
      int node = roots[tree];
      while (nodes[node] != KEY_OF_LEAF) {
        node = nodes[node] > 0 ? step(nodes, node, keys) : categoryStep(node, keys);
      }
      sum += value(nodes, node);
    }
    return sum;
  }

  private int categoryStep(int node, int[] keys) {
    int key = keys[~nodes[node]];
    boolean right =
        key == MISSING_RIGHT
            || (key != MISSING_LEFT && sets.contains(nodes[node + LIMIT], number(key)));
    return nodes[node + LEFT] + (right ? STRIDE : 0);
  }

  private static float number(int key) {
    return Float.intBitsToFloat(key ^ ((key >> 31) & Integer.MAX_VALUE));
  }
}
