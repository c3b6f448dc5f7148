package dev.aloft.local.xgboost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.aloft.local.xgboost.NativeOracle.Label;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same model, the same rows, the same bits as the native library. */
class NativeLibraryTest {
  private static final int ROWS = 150;

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int seed = 1; seed <= 4; seed++) {
      cases.add(new Case("reg:squarederror", Label.REAL, Map.of(), seed));
      cases.add(new Case("reg:squaredlogerror", Label.POSITIVE, Map.of(), seed));
      cases.add(new Case("reg:pseudohubererror", Label.REAL, Map.of(), seed));
      cases.add(new Case("reg:absoluteerror", Label.REAL, Map.of(), seed));
      cases.add(new Case("reg:logistic", Label.PROBABILITY, Map.of(), seed));
      cases.add(new Case("binary:logistic", Label.BINARY, Map.of("scale_pos_weight", 3), seed));
      cases.add(new Case("binary:logitraw", Label.BINARY, Map.of(), seed));
      cases.add(new Case("binary:hinge", Label.BINARY, Map.of(), seed));
      cases.add(new Case("count:poisson", Label.COUNT, Map.of("max_delta_step", 0.5), seed));
      cases.add(new Case("reg:gamma", Label.POSITIVE, Map.of(), seed));
      cases.add(new Case("reg:tweedie", Label.COUNT, Map.of("tweedie_variance_power", 1.3), seed));
      cases.add(new Case("survival:cox", Label.POSITIVE, Map.of(), seed));
      cases.add(new Case("survival:aft", Label.OWN, Map.of(), seed));
      cases.add(new Case("multi:softprob", Label.CLASS, Map.of("num_class", 3), seed));
      cases.add(new Case("multi:softmax", Label.CLASS, Map.of("num_class", 3), seed));
      cases.add(new Case("rank:ndcg", Label.RANK, Map.of(), seed));
      cases.add(new Case("rank:pairwise", Label.RANK, Map.of(), seed));
      cases.add(new Case("rank:map", Label.BINARY, Map.of(), seed));
      cases.add(
          new Case(
              "reg:quantileerror", Label.REAL, Map.of("quantile_alpha", "[0.2,0.5,0.8]"), seed));
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersWithTheSameBits(Case test) throws Exception {
    Booster booster = NativeOracle.train(test.params(), test.label(), 7, test.seed());
    try {
      byte[] ubjson = booster.toByteArray();
      float[] rows = NativeOracle.rows(NativeOracle.splits(ubjson), ROWS, test.seed());
      assertSameBits(XgboostModel.load(ubjson), booster, rows);
      assertSameBits(XgboostModel.load(booster.toByteArray("json")), booster, rows);
    } finally {
      booster.dispose();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 40, 200})
  void followsCategories(int categories) throws Exception {
    for (int toOneHot : new int[] {1, 500}) {
      for (int seed = 1; seed <= 4; seed++) {
        Map<String, Object> params =
            Map.of("tree_method", "hist", "max_cat_to_onehot", toOneHot, "max_depth", 4);
        Booster booster = NativeOracle.trainWithCategories(params, categories, seed);
        byte[] ubjson = booster.toByteArray();
        float[] rows = NativeOracle.rows(NativeOracle.splits(ubjson), ROWS, seed);
        Random random = new Random(seed);
        float[] special = {-0.0f, -0.5f, -1, 1.99f, categories, 1 << 24, 3e9f, Float.NaN};
        for (int row = 0; row < ROWS; row++) {
          int draw = random.nextInt(categories + special.length);
          rows[row * NativeOracle.FEATURES] = draw < categories ? draw : special[draw - categories];
        }
        assertSameBits(XgboostModel.load(ubjson), booster, rows);
        booster.dispose();
      }
    }
  }

  @Test
  void walksDeepTrees() throws Exception {
    Map<String, Object> params =
        Map.of("max_depth", 0, "grow_policy", "lossguide", "min_child_weight", 0, "lambda", 0);
    Booster booster = NativeOracle.train(params, Label.REAL, 7, 1);
    byte[] ubjson = booster.toByteArray();
    assertThat(ModelFile.read(ubjson).booster.trees.get(0).nodes()).isGreaterThan(300);
    float[] rows = NativeOracle.rows(NativeOracle.splits(ubjson), ROWS, 1);
    assertSameBits(XgboostModel.load(ubjson), booster, rows);
    booster.dispose();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-9, 1e-6, 0.3, 0.999999, 1})
  void clampsTheBaseScoreOfALogisticModel(double baseScore) throws Exception {
    Map<String, Object> params =
        Map.of("objective", "binary:logistic", "base_score", baseScore, "max_depth", 2);
    Booster booster = NativeOracle.train(params, Label.BINARY, 7, 2);
    byte[] ubjson = booster.toByteArray();
    float[] rows = NativeOracle.rows(NativeOracle.splits(ubjson), ROWS, 2);
    assertSameBits(XgboostModel.load(ubjson), booster, rows);
    booster.dispose();
  }

  /** Base scores for which the C library's logarithm is not the rounded double one. */
  @ParameterizedTest
  @ValueSource(strings = {"binary:logistic", "count:poisson"})
  void linksBaseScoresToTheLastBit(String objective) throws Exception {
    Map<String, Object> params = Map.of("objective", objective, "max_depth", 1, "base_score", 0.5);
    Booster trained = NativeOracle.train(params, Label.BINARY, 1, 5);
    String json = new String(trained.toByteArray("json"), UTF_8);
    float[] row = NativeOracle.rows(List.of(), 1, 5);
    float[] margin = new float[1];
    Random random = new Random(5);
    int seen = 0;
    while (seen < 40) {
      float score = (random.nextFloat() + 1e-4f) * 0.99f;
      float argument = objective.equals("count:poisson") ? score : 1 / score - 1;
      if (FloatMath.log(argument) != (float) Math.log(argument)) {
        String text = "\"base_score\":\"[" + score + "]\"";
        byte[] model = json.replaceAll("\"base_score\":\"[^\"]*\"", text).getBytes(UTF_8);
        Booster booster = XGBoost.loadModel(model);
        booster.setParam("nthread", 1);
        XgboostModel.load(model).margin(row, 0, margin, 0);
        assertThat(bits(margin))
            .as(text)
            .isEqualTo(bits(NativeOracle.answers(booster, row, true, 0, 0)));
        booster.dispose();
        seen++;
      }
    }
    trained.dispose();
  }

  /** The same for the exponential, by many different margins. */
  @ParameterizedTest
  @ValueSource(strings = {"binary:logistic", "count:poisson"})
  void transformsMarginsToTheLastBit(String objective) throws Exception {
    Map<String, Object> params = Map.of("objective", objective, "max_depth", 6, "eta", 1);
    Booster booster = NativeOracle.train(params, Label.BINARY, 20, 6);
    float[] rows = NativeOracle.rows(List.of(), 20_000, 6);
    float[] predictions = new float[20_000];
    XgboostModel.load(booster.toByteArray()).predictions(rows, 0, 20_000, predictions, 0);
    assertThat(Arrays.equals(predictions, NativeOracle.answers(booster, rows, false, 0, 0)))
        .isTrue();
    booster.dispose();
  }

  @Test
  void startsAModelWithoutTreesWhereTheLibraryDoes() throws Exception {
    for (Map<String, Object> params :
        List.<Map<String, Object>>of(
            Map.of("objective", "binary:logistic"),
            Map.of("objective", "binary:logistic", "base_score", 0.2),
            Map.of("objective", "count:poisson"),
            Map.of("objective", "count:poisson", "base_score", 0.2),
            Map.of("objective", "reg:quantileerror", "quantile_alpha", "[0.3,0.6]"),
            Map.of("objective", "multi:softprob", "num_class", 3))) {
      Booster trained = NativeOracle.train(params, Label.BINARY, 1, 3);
      byte[] treeless = withoutTrees(new String(trained.toByteArray("json"), UTF_8));
      Booster booster = XGBoost.loadModel(treeless);
      XgboostModel model = XgboostModel.load(treeless);
      float[] rows = NativeOracle.rows(List.of(), 1, 3);
      float[] margins = new float[model.outputCount()];
      float[] predictions = new float[model.predictionCount()];
      model.margin(rows, 0, margins, 0);
      model.predict(rows, 0, predictions, 0);
      assertThat(model.rounds()).isZero();
      assertThat(bits(margins)).isEqualTo(bits(NativeOracle.answers(booster, rows, true, 0, 0)));
      assertThat(bits(predictions))
          .isEqualTo(bits(NativeOracle.answers(booster, rows, false, 0, 0)));
      trained.dispose();
      booster.dispose();
    }
  }

  private static byte[] withoutTrees(String json) {
    return json.replaceAll("\"num_trees\":\"\\d+\"", "\"num_trees\":\"0\"")
        .replaceAll("\"iteration_indptr\":[^]]*", "\"iteration_indptr\":[0")
        .replaceAll("\"tree_info\":[^]]*", "\"tree_info\":[")
        .replaceAll("\"trees\":.*]},\"name\"", "\"trees\":[]},\"name\"")
        .getBytes(UTF_8);
  }

  /** The C library's log1pf and expm1f, which only this objective calls, differ by its version. */
  @ParameterizedTest
  @ValueSource(strings = {"[0.5]", "[0.1,0.5,0.9]", "[0.05,0.1,0.6,0.95]"})
  void answersExpectilesToTheLastDigits(String alphas) throws Exception {
    for (int seed = 1; seed <= 10; seed++) {
      Map<String, Object> params =
          Map.of("objective", "reg:expectileerror", "expectile_alpha", alphas, "max_depth", 3);
      Booster booster = NativeOracle.train(params, Label.REAL, 7, seed);
      byte[] ubjson = booster.toByteArray();
      XgboostModel model = XgboostModel.load(ubjson);
      float[] rows = NativeOracle.rows(NativeOracle.splits(ubjson), ROWS, seed);
      float[] found = new float[ROWS * model.outputCount()];
      model.margins(rows, 0, ROWS, found, 0);
      assertThat(found)
          .containsExactly(NativeOracle.answers(booster, rows, true, 0, 0), offset(1e-6f));
      model.predictions(rows, 0, ROWS, found, 0);
      assertThat(found)
          .containsExactly(NativeOracle.answers(booster, rows, false, 0, 0), offset(1e-6f));
      booster.dispose();
    }
  }

  private static void assertSameBits(XgboostModel model, Booster booster, float[] rows)
      throws Exception {
    assertThat(model.version()).contains("3.4.0");
    assertThat(model.rounds()).isEqualTo(7);
    float[] margins = new float[ROWS * model.outputCount()];
    float[] predictions = new float[ROWS * model.predictionCount()];
    model.margins(rows, 0, ROWS, margins, 0);
    model.predictions(rows, 0, ROWS, predictions, 0);
    assertThat(bits(margins)).isEqualTo(bits(NativeOracle.answers(booster, rows, true, 0, 0)));
    assertThat(bits(predictions)).isEqualTo(bits(NativeOracle.answers(booster, rows, false, 0, 0)));

    model.withRounds(2, 5).margins(rows, 0, ROWS, margins, 0);
    assertThat(bits(margins)).isEqualTo(bits(NativeOracle.answers(booster, rows, true, 2, 5)));
  }

  static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Float.floatToIntBits(values[i]);
    }
    return bits;
  }

  /** An objective, and everything else drawn from the seed. */
  record Case(String objective, Label label, Map<String, Object> own, int seed) {

    Map<String, Object> params() {
      Random random = new Random(seed * 31L + objective.hashCode());
      Map<String, Object> params = new HashMap<>();
      params.put("objective", objective);
      params.put("max_depth", 1 + random.nextInt(7));
      params.put("eta", 0.1 + random.nextDouble());
      params.put("gamma", random.nextInt(3) == 0 ? 0.5 : 0);
      params.put("subsample", random.nextBoolean() ? 1 : 0.7);
      params.put("num_parallel_tree", random.nextInt(3) == 0 ? 2 : 1);
      if (!objective.equals("reg:absoluteerror") && !objective.equals("reg:quantileerror")) {
        params.put("tree_method", List.of("hist", "approx", "exact").get(random.nextInt(3)));
      }
      if (random.nextBoolean()) {
        params.put("base_score", random.nextInt(1, 1000) / 1000.0);
      }
      if (random.nextInt(3) == 0) {
        params.put("max_delta_step", 0.3);
      }
      if (random.nextInt(4) == 0) {
        params.put("booster", "dart");
        params.put("rate_drop", 0.5);
      }
      params.putAll(own);
      return params;
    }

    @Override
    public String toString() {
      return seed + " " + params();
    }
  }
}
