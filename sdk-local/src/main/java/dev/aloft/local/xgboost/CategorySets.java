package dev.aloft.local.xgboost;

import java.util.Arrays;

/** The sets of categories that go right, one per categorical split; each sorted, end to end. */
final class CategorySets {
  /** One more than the largest category there can be. */
  static final int LIMIT = 1 << 24;

  private final int[] categories;
  private final int[] ends;
  private int size;

  CategorySets(int sets, int categories) {
    this.ends = new int[sets];
    this.categories = new int[categories];
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Adds the categories of one node of a tree and tells the number of the set. */
  int add(TreeFile tree, int node) throws BrokenModelException {
    int entry = Arrays.binarySearch(tree.categoryNodes, node);
    if (entry < 0 || tree.categorySizes[entry] == 0) {
      throw tree.broken(node, "its categories are missing");
    }
    int start = start(size);
    int end = start + tree.categorySizes[entry];
    System.arraycopy(tree.categories, tree.categorySegments[entry], categories, start, end - start);
    Arrays.sort(categories, start, end);
    if (categories[start] < 0 || categories[end - 1] >= LIMIT) {
      throw tree.broken(node, "a category lies outside of 0 to " + (LIMIT - 1));
    }
    ends[size] = end;
    return size++;
  }

  /** Whether a set has a value's category, which is the value cut toward zero. */
  boolean contains(int set, float value) {
    return value >= 0
        && value < LIMIT
        && Arrays.binarySearch(categories, start(set), ends[set], (int) value) >= 0;
  }

  private int start(int set) {
    return set == 0 ? 0 : ends[set - 1];
  }
}
