package dev.aloft.local.xgboost;

import static dev.aloft.local.xgboost.ModelText.SOUND;
import static dev.aloft.local.xgboost.ModelText.load;
import static dev.aloft.local.xgboost.ModelText.margin;
import static dev.aloft.local.xgboost.ModelText.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XgboostModelTest {

  @Test
  void tellsWhatTheFileSays() throws Exception {
    XgboostModel model = XgboostModel.load(Fixtures.path("named-3.2.0.json"));
    assertThat(model.featureCount()).isEqualTo(4);
    assertThat(model.featureNames()).containsExactly("mean radius", "quoted \"x\"", "größe", "a,b");
    assertThat(model.attributes()).isEqualTo(Map.of("owner", "aloft", "note", "line\nbreak"));
    assertThat(model.objective()).isEqualTo("multi:softmax");
    assertThat(model.version()).contains("3.2.0");
    assertThat(model.rounds()).isEqualTo(3);
    assertThat(model.outputCount()).isEqualTo(3);
    assertThat(model.predictionCount()).isEqualTo(1);
    assertThatThrownBy(() -> model.featureNames().add("x"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> model.attributes().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void predictsARow() throws Exception {
    Path file = Fixtures.path("binary-3.2.0.json");
    // @start region="predict"
    XgboostModel model = XgboostModel.load(file);
    float[] row = {0.5f, 1.2f, Float.NaN, -3};
    float[] prediction = new float[model.predictionCount()];
    model.predict(row, 0, prediction, 0);
    // @end
    assertThat(prediction[0]).isBetween(0f, 1f);
  }

  @Test
  void readsTheDropoutWeightsThatVersion33PutBesideTheModel() throws Exception {
    String text =
        with(SOUND, "\"name\": \"gbtree\"", "\"name\": \"gbtree\", \"weight_drop\": [3, 2]");
    assertThat(margin(load(text), 0, 0)).isEqualTo(0.5f - 3 + 0.5f);
    String inside =
        with(SOUND, "\"iteration_indptr\"", "\"weight_drop\": [3, 2], \"iteration_indptr\"");
    assertThat(margin(load(inside), 0, 0)).isEqualTo(0.5f - 3 + 0.5f);
    String both =
        with(inside, "\"name\": \"gbtree\"", "\"name\": \"gbtree\", \"weight_drop\": [3, 2]");
    assertThatThrownBy(() -> load(both)).hasMessageContaining("second list of weights");
  }

  @Test
  void readsAMemorySnapshot() throws Exception {
    XgboostModel model = XgboostModel.load(Fixtures.path("snapshot.ubj"));
    assertThat(model.rounds()).isEqualTo(2);
    assertThat(model.version()).contains("3.2.0");
    assertThat(Float.isFinite(margin(model, 0, 0, 0, 0))).isTrue();
    XgboostModel wrapped = load("{\"Config\": {\"learner\": {}}, \"Model\": " + SOUND + "}");
    assertThat(margin(wrapped, 0, 0)).isEqualTo(margin(load(SOUND), 0, 0));
    assertThatThrownBy(() -> load("{\"Model\": {\"Model\": " + SOUND + "}}"))
        .isInstanceOf(BrokenModelException.class)
        .hasMessageContaining("snapshot within a snapshot");
    assertThatThrownBy(() -> load(with(SOUND, "\"version\"", "\"Model\": " + SOUND + ", \"x\"")))
        .isInstanceOf(BrokenModelException.class)
        .hasMessageContaining("second learner");
  }

  @Test
  void namesTheOldBinaryFormAndTheWayOut() {
    assertThatThrownBy(() -> load("binf\0\0\0"))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("old binary form")
        .hasMessageContaining("1.6 to 3.0");
  }

  @ParameterizedTest
  @CsvSource({"refused-linear.ubj, booster gblinear", "refused-vector.ubj, vector leaves"})
  void namesWhatItDoesNotEvaluate(String file, String feature) {
    assertThatThrownBy(() -> XgboostModel.load(Fixtures.path(file)))
        .isInstanceOfSatisfying(
            UnsupportedModelException.class,
            refusal -> assertThat(refusal.feature()).isEqualTo(feature));
  }

  @Test
  void refusesWhatIsNoModel() {
    for (String text : List.of("", "x", "[]", "{}", "{ }", "{", "PK", "\0\0\0\0", "{\"a\":1}")) {
      assertThatThrownBy(() -> load(text)).as(text).isInstanceOf(BrokenModelException.class);
    }
    assertThatThrownBy(() -> XgboostModel.load(Path.of("no-such-model.ubj")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void limitsRoundsWithinTheRoundsItHas() throws Exception {
    XgboostModel model = load(SOUND);
    assertThat(margin(model.withRounds(0, 1), 0, 0)).isEqualTo(0.5f - 1);
    assertThat(margin(model.withRounds(1, 2), 0, 0)).isEqualTo(0.5f + 0.25f);
    assertThat(margin(model.withRounds(1, 1), 0, 0)).isEqualTo(0.5f);
    assertThat(margin(model.withRounds(1, 2).withRounds(0, 1), 0, 0)).isEqualTo(0.5f + 0.25f);
    assertThat(model.withRounds(1, 2).rounds()).isEqualTo(1);
    assertThatThrownBy(() -> model.withRounds(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> model.withRounds(1, 2).withRounds(0, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void readsAndWritesOnlyWhereItWasTold() throws Exception {
    XgboostModel model = load(SOUND);
    float[] rows = {9, 9, 9, 0, 0.4f, 0, 0.6f, 9};
    float[] out = {7, 7, 7, 7};
    model.margins(rows, 3, 2, out, 1);
    assertThat(out).containsExactly(7, -0.25f, 2.75f, 7);
    Arrays.fill(out, 7);
    model.predictions(rows, 5, 1, out, 2);
    assertThat(out).containsExactly(7, 7, 2.75f, 7);
    model.margins(rows, 0, 0, out, 4);
    assertThatThrownBy(() -> model.margin(rows, 7, out, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> model.predict(rows, -1, out, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> model.margins(rows, 1, 4, out, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> model.margins(rows, 0, -1, out, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> model.margins(rows, 9, 1, out, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> model.margin(rows, 0, out, 4))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void sortsQuantilesAsTheWritingVersionDid() throws Exception {
    String text =
        with(
            SOUND,
            "reg:squarederror",
            "reg:quantileerror",
            "\"num_target\": \"1\"",
            "\"num_target\": \"2\"",
            "\"tree_info\": [0, 0]",
            "\"tree_info\": [0, 1]",
            "[0, 1, 2]",
            "[0, 2]");
    float[] out = new float[2];
    load(text).predict(new float[] {0, 1}, 0, out, 0);
    assertThat(out).containsExactly(0.75f, 2.5f);
    load(with(text, "[3, 4, 0]", "[3, 3, 9]")).predict(new float[] {0, 1}, 0, out, 0);
    assertThat(out).containsExactly(2.5f, 0.75f);
  }

  @Test
  void comparesBothZerosAsEqual() throws Exception {
    for (String zero : List.of("0", "-0", "0E0", "-0.0")) {
      XgboostModel model = load(with(SOUND, "[0.5, -1, 2]", "[" + zero + ", -1, 2]"));
      assertThat(margin(model, 0, 0.0f)).isEqualTo(2.75f);
      assertThat(margin(model, 0, -0.0f)).isEqualTo(2.75f);
      assertThat(margin(model, 0, -Float.MIN_VALUE)).isEqualTo(-0.25f);
    }
  }

  @Test
  void comparesInfiniteThresholds() throws Exception {
    XgboostModel above = load(with(SOUND, "[0.5, -1, 2]", "[Infinity, -1, 2]"));
    assertThat(margin(above, 0, Float.POSITIVE_INFINITY)).isEqualTo(2.75f);
    assertThat(margin(above, 0, Float.MAX_VALUE)).isEqualTo(-0.25f);
    XgboostModel below = load(with(SOUND, "[0.5, -1, 2]", "[-Infinity, -1, 2]"));
    assertThat(margin(below, 0, Float.NEGATIVE_INFINITY)).isEqualTo(2.75f);
    assertThat(margin(below, 0, Float.NaN)).isEqualTo(-0.25f);
  }

  @Test
  void takesEveryNaNForMissing() throws Exception {
    for (int bits : new int[] {0x7fc00000, 0xffc00000, 0x7f800001, 0xffffffff}) {
      assertThat(margin(load(SOUND), 0, Float.intBitsToFloat(bits))).isEqualTo(-0.25f);
      XgboostModel right = load(with(SOUND, "[1, 0, 0]", "[0, 0, 0]"));
      assertThat(margin(right, 0, Float.intBitsToFloat(bits))).isEqualTo(2.75f);
    }
  }

  @Test
  void looksUpCategoriesUpToTheLargest() throws Exception {
    String text = with(ModelText.CATEGORICAL, "[2]", "[16777215]");
    assertThat(margin(load(text), 0, 16777215f)).isEqualTo(2.75f);
    assertThat(margin(load(text), 0, 16777216f)).isEqualTo(-0.25f);
    assertThat(margin(load(text), 0, Float.POSITIVE_INFINITY)).isEqualTo(-0.25f);
    assertThat(margin(load(text), 0, Float.NEGATIVE_INFINITY)).isEqualTo(-0.25f);
    assertThat(margin(load(text), 0, Float.NaN)).isEqualTo(-0.25f);
    XgboostModel right = load(with(text, "\"default_left\": [1", "\"default_left\": [0"));
    assertThat(margin(right, 0, Float.NaN)).isEqualTo(2.75f);
  }

  @Test
  void putsAMarginOfZeroOnTheNegativeSideOfAHinge() throws Exception {
    String text = with(SOUND, "reg:squarederror", "binary:hinge", "[5E-1]", "[0]", "[0.25]", "[1]");
    float[] out = new float[1];
    load(text).predict(new float[] {0, 0}, 0, out, 0);
    assertThat(out).containsExactly(0);
    load(text).predict(new float[] {0, 1}, 0, out, 0);
    assertThat(out).containsExactly(1);
  }

  @Test
  void takesTheFirstOfTwoEqualClasses() throws Exception {
    String text =
        with(
            SOUND,
            "reg:squarederror",
            "multi:softmax",
            "\"num_class\": \"0\"",
            "\"num_class\": \"3\"",
            "\"tree_info\": [0, 0]",
            "\"tree_info\": [1, 2]",
            "[0, 1, 2]",
            "[0, 2]",
            "[0.25]",
            "[2]");
    float[] out = new float[1];
    load(text).predict(new float[] {0, 1}, 0, out, 0);
    assertThat(out).containsExactly(1);
    load(text).predict(new float[] {0, 0}, 0, out, 0);
    assertThat(out).containsExactly(2);
  }

  @Test
  void walksAChainOfSevenHundredSplits() throws Exception {
    int splits = 700;
    String tree =
        "{\"id\": 0, \"tree_param\": {\"num_nodes\": \"%d\"}, \"left_children\": %s,"
            + " \"right_children\": %s, \"split_indices\": %s, \"default_left\": %s,"
            + " \"split_conditions\": %s}";
    int nodes = 2 * splits + 1;
    String chain =
        tree.formatted(
            nodes,
            list(nodes, node -> node % 2 == 0 && node < nodes - 1 ? node + 1 : -1),
            list(nodes, node -> node % 2 == 0 && node < nodes - 1 ? node + 2 : -1),
            list(nodes, node -> 0),
            list(nodes, node -> 0),
            list(nodes, node -> node % 2 == 0 ? node / 2 : node * 1000));
    String text = SOUND.substring(0, SOUND.indexOf("\"trees\": [") + 10);
    text += chain + SOUND.substring(SOUND.indexOf("]\n    },\n    \"name\""));
    text = with(text, "\"num_trees\": \"2\"", "\"num_trees\": \"1\"", "[0, 1, 2]", "[0, 1]");
    XgboostModel model = load(with(text, "\"tree_info\": [0, 0]", "\"tree_info\": [0]"));
    for (int threshold = 0; threshold < splits; threshold++) {
      assertThat(margin(model, threshold - 0.5f, 0)).isEqualTo((2 * threshold + 1) * 1000f + 0.5f);
    }
    assertThat(margin(model, Float.NaN, 0)).isEqualTo(splits + 0.5f);
  }

  @Test
  void makesNoGarbage() throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (String name : List.of("classes-3.2.0.ubj", "named-3.2.0.json", "categories-3.2.0.ubj")) {
      XgboostModel model = XgboostModel.load(Fixtures.path(name));
      float[] rows = new float[4000];
      float[] out = new float[3000];
      model.predictions(rows, 0, 1000, out, 0);
      long before = threads.getCurrentThreadAllocatedBytes();
      model.predictions(rows, 0, 1000, out, 0);
      model.margins(rows, 0, 1000, out, 0);
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).as(name).isLessThan(1000);
    }
  }

  @Test
  void servesManyThreadsAtOnce() throws Exception {
    XgboostModel[] models = {
      XgboostModel.load(Fixtures.path("classes-3.2.0.ubj")),
      XgboostModel.load(Fixtures.path("categories-3.2.0.ubj"))
    };
    float[] rows = NativeOracle.rows(List.of(), 400, 1);
    float[][] expected = new float[2][];
    for (int i = 0; i < 2; i++) {
      expected[i] = answers(models[i], rows);
    }
    Callable<Boolean> look =
        () -> {
          boolean equal = true;
          for (int i = 0; i < 200; i++) {
            equal &= Arrays.equals(answers(models[i % 2], rows), expected[i % 2]);
          }
          return equal;
        };
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (Future<Boolean> equal : threads.invokeAll(List.of(look, look, look, look))) {
        assertThat(equal.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
  }

  private static float[] answers(XgboostModel model, float[] rows) {
    int count = rows.length / model.featureCount();
    float[] out = new float[count * model.predictionCount()];
    model.predictions(rows, 0, count, out, 0);
    return out;
  }

  private static String list(int size, IntUnaryOperator element) {
    return Arrays.toString(IntStream.range(0, size).map(element).toArray());
  }
}
