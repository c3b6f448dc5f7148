package dev.aloft.local.xgboost;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An XGBoost model that is evaluated in plain Java, with the native library's own numbers.
 *
 * {@snippet file="dev/aloft/local/xgboost/XgboostModelTest.java" region="predict"}
 *
 * <p>A row is {@link #featureCount()} floats, one after the other in an array; NaN means missing. A
 * category is given by its code. Infinite values are compared like any other.
 *
 * <p>Immutable: any number of threads may use one model. Evaluation makes no garbage, and fails
 * only with an {@link IndexOutOfBoundsException} when an array is too short.
 */
public final class XgboostModel {
  private static final int MAX_FILE = 1 << 30;
  private static final int MAX_FEATURES = 1 << 28;
  private static final String PARAMETERS = "learner.learner_model_param.";

  private final Facts facts;
  private final Objective objective;
  private final float[] base;
  private final Forest forest;
  private final Rounds rounds;
  private final int beginRound;
  private final int endRound;
  private final int[] treesFrom;
  private final int[] treesTo;

  private XgboostModel(
      Facts facts,
      Objective objective,
      float[] base,
      Forest forest,
      Rounds rounds,
      int beginRound,
      int endRound) {
    this.facts = facts;
    this.objective = objective;
    this.base = base;
    this.forest = forest;
    this.rounds = rounds;
    this.beginRound = beginRound;
    this.endRound = endRound;
    this.treesFrom = rounds.startsOf(beginRound);
    this.treesTo = rounds.startsOf(endRound);
  }

  /**
   * Loads a model file, JSON or UBJSON by its content whatever its name is.
   *
   * @throws IOException when the file cannot be read
   * @throws UnsupportedModelException when the model uses something that is not known here
   * @throws BrokenModelException when the file is no model, or damaged
   */
  public static XgboostModel load(Path path)
      throws IOException, UnsupportedModelException, BrokenModelException {
    long size = Files.size(path);
    if (size > MAX_FILE) {
      throw new UnsupportedModelException("a file of more than " + MAX_FILE + " bytes");
    }
    byte[] bytes = new byte[(int) size];
    try (InputStream in = Files.newInputStream(path)) {
      int read = in.readNBytes(bytes, 0, bytes.length);
      return load(read == bytes.length ? bytes : Arrays.copyOf(bytes, read));
    }
  }

  /**
   * Loads a model from the content of its file, JSON or UBJSON, or from a memory snapshot.
   *
   * @throws UnsupportedModelException when the model uses something that is not known here
   * @throws BrokenModelException when the bytes are no model, or damaged
   */
  public static XgboostModel load(byte[] bytes)
      throws UnsupportedModelException, BrokenModelException {
    ModelFile file = ModelFile.read(bytes);
    String name = Texts.required(file.objective, "learner.objective.name");
    Objective objective = Objective.of(name);
    int features = features(file);
    int outputs = outputs(file, bytes.length);
    Rounds rounds = Rounds.of(file.booster, outputs);
    float[] base = BaseScore.margins(file, objective, outputs);
    Forest forest = ForestBuilder.build(file.booster, rounds.treesByOutput(), features);
    Facts facts =
        new Facts(
            features,
            name,
            List.copyOf(file.featureNames),
            Collections.unmodifiableMap(file.attributes),
            file.versionText());
    return new XgboostModel(
        facts, settled(objective, file), base, forest, rounds, 0, rounds.count());
  }

  /** How many values a row has. */
  public int featureCount() {
    return facts.features;
  }

  /** How many margins a row gets: one per class, target, or quantile. */
  public int outputCount() {
    return base.length;
  }

  /** How many predictions a row gets: one for {@code multi:softmax}, else as many as margins. */
  public int predictionCount() {
    return objective == Objective.SOFTMAX ? 1 : base.length;
  }

  /** The name of the objective the model was trained for, such as {@code "binary:logistic"}. */
  public String objective() {
    return facts.objective;
  }

  /** The names of the features in the order of a row, or an empty list when the file has none. */
  public List<String> featureNames() {
    return facts.featureNames;
  }

  /** What the user or the training noted in the file, such as {@code best_iteration}. */
  public Map<String, String> attributes() {
    return facts.attributes;
  }

  /** The version of XGBoost that wrote the file, such as {@code "3.4.0"}, where the file tells. */
  public Optional<String> version() {
    return facts.version;
  }

  /** How many boosting rounds are evaluated. */
  public int rounds() {
    return endRound - beginRound;
  }

  /**
   * This model with some of its rounds only; the base score counts whatever the first round is. The
   * trees are shared, so this is cheap.
   *
   * @param begin the first round, counted from 0 among the rounds of this model
   * @param end the round behind the last, so that {@code withRounds(0, rounds())} changes nothing
   * @throws IndexOutOfBoundsException when there are no such rounds
   */
  public XgboostModel withRounds(int begin, int end) {
    Objects.checkFromToIndex(begin, end, rounds());
    return new XgboostModel(
        facts, objective, base, forest, rounds, beginRound + begin, beginRound + end);
  }

  /**
   * Evaluates one row up to its margins, which are the sums of the leaves and the base score.
   *
   * @param rows where the row lies, {@link #featureCount()} values from {@code rowOffset}
   * @param out receives {@link #outputCount()} margins from {@code outOffset}
   */
  public void margin(float[] rows, int rowOffset, float[] out, int outOffset) {
    Objects.checkFromIndexSize(rowOffset, facts.features, rows.length);
    int[] keys = forest.keys(rows, rowOffset);
    for (int output = 0; output < base.length; output++) {
      out[outOffset + output] = margin(output, keys);
    }
  }

  /**
   * Evaluates one row up to its predictions, which the objective makes of the margins.
   *
   * @param rows where the row lies, {@link #featureCount()} values from {@code rowOffset}
   * @param out receives {@link #predictionCount()} predictions from {@code outOffset}
   */
  public void predict(float[] rows, int rowOffset, float[] out, int outOffset) {
    if (objective == Objective.SOFTMAX) {
      Objects.checkFromIndexSize(rowOffset, facts.features, rows.length);
      out[outOffset] = strongest(forest.keys(rows, rowOffset));
    } else {
      margin(rows, rowOffset, out, outOffset);
      objective.transform(out, outOffset, base.length);
    }
  }

  /** Evaluates rows that follow each other, as {@link #margin} does one. */
  public void margins(float[] rows, int rowOffset, int rowCount, float[] out, int outOffset) {
    checkRows(rows, rowOffset, rowCount);
    for (int row = 0; row < rowCount; row++) {
      margin(rows, rowOffset + row * facts.features, out, outOffset + row * base.length);
    }
  }

  /** Evaluates rows that follow each other, as {@link #predict} does one. */
  public void predictions(float[] rows, int rowOffset, int rowCount, float[] out, int outOffset) {
    checkRows(rows, rowOffset, rowCount);
    int width = predictionCount();
    for (int row = 0; row < rowCount; row++) {
      predict(rows, rowOffset + row * facts.features, out, outOffset + row * width);
    }
  }

  private float margin(int output, int[] keys) {
    return forest.sum(base[output], treesFrom[output], treesTo[output], keys);
  }

  /** The first output with the largest margin. */
  private int strongest(int[] keys) {
    int strongest = 0;
    float largest = margin(0, keys);
    for (int output = 1; output < base.length; output++) {
      float margin = margin(output, keys);
      if (margin > largest) {
        largest = margin;
        strongest = output;
      }
    }
    return strongest;
  }

  private void checkRows(float[] rows, int rowOffset, int rowCount) {
    int most = rowOffset < 0 ? -1 : (rows.length - rowOffset) / facts.features;
    Objects.checkFromToIndex(0, rowCount, most);
  }

  private static int features(ModelFile file)
      throws UnsupportedModelException, BrokenModelException {
    String place = PARAMETERS + "num_feature";
    int features = Texts.count(Texts.required(file.numFeature, place), place);
    if (features == 0) {
      throw new BrokenModelException(place, "a model has at least one feature");
    }
    if (features > MAX_FEATURES) {
      throw new UnsupportedModelException("more than " + MAX_FEATURES + " features");
    }
    int names = file.featureNames.size();
    if (names > 0 && names != features) {
      throw new BrokenModelException(
          "learner.feature_names", "there are " + names + " names for " + features + " features");
    }
    return features;
  }

  private static int outputs(ModelFile file, int fileSize) throws BrokenModelException {
    String place = PARAMETERS + "num_class";
    int classes = Texts.count(Texts.required(file.numClass, place), place);
    int targets = Texts.count(file.numTarget, PARAMETERS + "num_target");
    if (classes > 1 && targets > 1) {
      throw new BrokenModelException(place, "there are several classes and several targets");
    }
    int outputs = Math.max(1, Math.max(classes, targets));
    if (outputs > fileSize) {
      throw new BrokenModelException(
          place, outputs + " outputs cannot be meant by a file of " + fileSize + " bytes");
    }
    return outputs;
  }

  /** Until 3.3 quantiles came out as they were, even where they cross. */
  private static Objective settled(Objective objective, ModelFile file) {
    return objective == Objective.QUANTILE && !file.isAtLeast(3, 4)
        ? Objective.IDENTITY
        : objective;
  }

  /** What the file tells about the model, beside its numbers. */
  private record Facts(
      int features,
      String objective,
      List<String> featureNames,
      Map<String, String> attributes,
      Optional<String> version) {}
}
