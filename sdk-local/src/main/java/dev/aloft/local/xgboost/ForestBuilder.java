package dev.aloft.local.xgboost;

import java.util.Arrays;
import java.util.List;

/** Checks every node that a walk can reach and lays it out for a {@link Forest}. */
final class ForestBuilder {
  private final int featureCount;
  private final CategorySets sets;
  private final int[] nodes;
  private int end;

  private ForestBuilder(List<TreeFile> trees, int featureCount) {
    this.featureCount = featureCount;
    long allNodes = 0;
    int allSets = 0;
    int allCategories = 0;
    for (TreeFile tree : trees) {
      allNodes += tree.nodes();
      allSets += tree.categoryNodes.length;
      allCategories += tree.categories.length;
    }
    nodes = new int[Math.toIntExact(Forest.STRIDE * allNodes)];
    sets = new CategorySets(allSets, allCategories);
  }

  static Forest build(BoosterFile booster, int[] order, int featureCount)
      throws BrokenModelException, UnsupportedModelException {
    ForestBuilder builder = new ForestBuilder(booster.trees, featureCount);
    int[] roots = new int[order.length];
    int[] depths = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      roots[i] = builder.end;
      depths[i] = builder.add(booster.trees.get(order[i]), booster.weight(order[i]));
    }
    int[] nodes = Arrays.copyOf(builder.nodes, builder.end);
    int[] features = features(nodes);
    askForKeys(nodes, features);
    return new Forest(nodes, roots, depths, features, builder.sets);
  }

  /** Adds a tree, the left branch of a split always before the right one, and tells its depth. */
  private int add(TreeFile tree, float weight)
      throws BrokenModelException, UnsupportedModelException {
    Pending pending = new Pending(tree.nodes());
    pending.push(0, room(1), 0);
    int deepest = 0;
    while (pending.size > 0) {
      int top = --pending.size;
      int node = pending.nodes[top];
      int place = pending.places[top];
      int depth = pending.depths[top];
      deepest = Math.max(deepest, depth);
      if (tree.isLeaf(node)) {
        addLeaf(tree, node, weight, place);
      } else {
        int left = room(2);
        addSplit(tree, node, place);
        nodes[place + Forest.LEFT] = left;
        pending.pushChild(tree, node, tree.right[node], left + Forest.STRIDE, depth + 1);
        pending.pushChild(tree, node, tree.left[node], left, depth + 1);
      }
    }
    return deepest;
  }

  private int room(int count) {
    int place = end;
    end += count * Forest.STRIDE;
    return place;
  }

  private void addLeaf(TreeFile tree, int node, float weight, int place)
      throws UnsupportedModelException {
    float leaf = tree.value[node] * weight;
    if (!Float.isFinite(leaf)) {
      throw new UnsupportedModelException("a leaf of " + leaf);
    }
    nodes[place] = Forest.KEY_OF_LEAF;
    nodes[place + Forest.LIMIT] = Float.floatToRawIntBits(leaf);
    nodes[place + Forest.LEFT] = place;
  }

  private void addSplit(TreeFile tree, int node, int place) throws BrokenModelException {
    int feature = tree.feature[node];
    if (feature < 0 || feature >= featureCount) {
      throw tree.broken(node, "there is no feature " + feature + " among " + featureCount);
    }
    int wish = 2 * feature + (tree.flag("default_left", tree.defaultLeft, node) ? 1 : 2);
    if (tree.splitType.length > 0 && tree.flag("split_type", tree.splitType, node)) {
      nodes[place] = ~wish;
      nodes[place + Forest.LIMIT] = sets.add(tree, node);
    } else if (Float.isNaN(tree.value[node])) {
      throw tree.broken(node, "its threshold is not a number");
    } else {
      nodes[place] = wish;
      nodes[place + Forest.LIMIT] = Forest.key(tree.value[node]) - 1;
    }
  }

  /** The features that any split asks for, ascending. */
  private static int[] features(int[] nodes) {
    int[] features = new int[nodes.length / Forest.STRIDE];
    int size = 0;
    for (int place = 0; place < nodes.length; place += Forest.STRIDE) {
      if (nodes[place] != Forest.KEY_OF_LEAF) {
        features[size++] = feature(nodes[place]);
      }
    }
    Arrays.sort(features, 0, size);
    int distinct = 0;
    for (int i = 0; i < size; i++) {
      if (i == 0 || features[i] != features[i - 1]) {
        features[distinct++] = features[i];
      }
    }
    return Arrays.copyOf(features, distinct);
  }

  /** Replaces each split's wish for a feature by the place of the feature's key. */
  private static void askForKeys(int[] nodes, int[] features) {
    for (int place = 0; place < nodes.length; place += Forest.STRIDE) {
      int wish = nodes[place];
      if (wish != Forest.KEY_OF_LEAF) {
        int shift = 2 * (feature(wish) - Arrays.binarySearch(features, feature(wish)));
        nodes[place] = wish > 0 ? wish - shift : wish + shift;
      }
    }
  }

  private static int feature(int wish) {
    return ((wish > 0 ? wish : ~wish) - 1) / 2;
  }

  /** Nodes of one tree that are still to be laid out, and which ones have been seen at all. */
  private static final class Pending {
    private final boolean[] seen;
    private final int[] nodes;
    private final int[] places;
    private final int[] depths;
    private int size;

    Pending(int count) {
      seen = new boolean[count];
      nodes = new int[count];
      places = new int[count];
      depths = new int[count];
    }

    void pushChild(TreeFile tree, int parent, int child, int place, int depth)
        throws BrokenModelException {
      if (child <= 0 || child >= seen.length) {
        throw tree.broken(parent, "there is no child " + child);
      }
      if (seen[child]) {
        throw tree.broken(parent, "its child " + child + " has another parent");
      }
      seen[child] = true;
      push(child, place, depth);
    }

    void push(int node, int place, int depth) {
      nodes[size] = node;
      places[size] = place;
      depths[size++] = depth;
    }
  }
}
