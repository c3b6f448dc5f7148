package dev.aloft.local.xgboost;

/** Which trees belong to which round and which output. */
final class Rounds {
  private static final String PLACE = BoosterFile.PLACE + ".model.";

  private final int[] starts;
  private final int[] outputOf;
  private final int[] outputStarts;

  private Rounds(int[] starts, int[] outputOf, int outputs) {
    this.starts = starts;
    this.outputOf = outputOf;
    this.outputStarts = outputStarts(outputOf, outputs);
  }

  static Rounds of(BoosterFile booster, int outputs) throws BrokenModelException {
    int trees = booster.trees.size();
    int[] outputOf = booster.treeInfo;
    if (outputOf == null || outputOf.length != trees) {
      throw new BrokenModelException(PLACE + "tree_info", "it does not name one output per tree");
    }
    for (int output : outputOf) {
      if (output < 0 || output >= outputs) {
        throw new BrokenModelException(
            PLACE + "tree_info", "there is no output " + output + " among " + outputs);
      }
    }
    int[] starts = booster.roundStarts;
    if (starts == null) {
      starts = regular(booster.parallelTrees, outputOf);
    }
    check(starts, trees);
    return new Rounds(starts, outputOf, outputs);
  }

  int count() {
    return starts.length - 1;
  }

  /** All trees, those of the first output first, and otherwise in the order of the file. */
  int[] treesByOutput() {
    int[] next = outputStarts.clone();
    int[] order = new int[outputOf.length];
    for (int tree = 0; tree < outputOf.length; tree++) {
      order[next[outputOf[tree]]++] = tree;
    }
    return order;
  }

  /** Where a round starts for each output, as places in {@link #treesByOutput()}. */
  int[] startsOf(int round) {
    int[] places = outputStarts.clone();
    for (int tree = 0; tree < starts[round]; tree++) {
      places[outputOf[tree]]++;
    }
    return places;
  }

  /** Files before 2.0 do not say where rounds start: all have the same number of trees. */
  private static int[] regular(String parallelTrees, int[] outputOf) throws BrokenModelException {
    String place = PLACE + "gbtree_model_param.num_parallel_tree";
    int parallel = Texts.count(parallelTrees, place);
    int largest = 0;
    for (int output : outputOf) {
      largest = Math.max(largest, output);
    }
    long perRound = (largest + 1L) * parallel;
    if (perRound == 0 || outputOf.length % perRound != 0) {
      throw new BrokenModelException(
          place, outputOf.length + " trees are no whole number of rounds of " + perRound);
    }
    int[] starts = new int[(int) (outputOf.length / perRound) + 1];
    for (int round = 1; round < starts.length; round++) {
      starts[round] = (int) (round * perRound);
    }
    return starts;
  }

  private static int[] outputStarts(int[] outputOf, int outputs) {
    int[] places = new int[outputs];
    for (int output : outputOf) {
      places[output]++;
    }
    int start = 0;
    for (int output = 0; output < outputs; output++) {
      int count = places[output];
      places[output] = start;
      start += count;
    }
    return places;
  }

  private static void check(int[] starts, int trees) throws BrokenModelException {
    boolean ascending = starts.length > 0 && starts[0] == 0 && starts[starts.length - 1] == trees;
    for (int i = 1; i < starts.length; i++) {
      ascending &= starts[i - 1] <= starts[i];
    }
    if (!ascending) {
      throw new BrokenModelException(
          PLACE + "iteration_indptr", "it does not rise from 0 to " + trees);
    }
  }
}
