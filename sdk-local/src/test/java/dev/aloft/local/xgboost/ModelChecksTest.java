package dev.aloft.local.xgboost;

import static dev.aloft.local.xgboost.ModelText.CATEGORICAL;
import static dev.aloft.local.xgboost.ModelText.SOUND;
import static dev.aloft.local.xgboost.ModelText.load;
import static dev.aloft.local.xgboost.ModelText.margin;
import static dev.aloft.local.xgboost.ModelText.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ModelChecksTest {

  @Test
  void theTextItselfIsSound() throws Exception {
    XgboostModel model = load(SOUND);
    assertThat(margin(model, 0, 0.4f)).isEqualTo(0.5f - 1 + 0.25f);
    assertThat(margin(model, 0, 0.5f)).isEqualTo(0.5f + 2 + 0.25f);
    assertThat(margin(model, 0, Float.NaN)).isEqualTo(0.5f - 1 + 0.25f);
    assertThat(margin(load(CATEGORICAL), 0, 2)).isEqualTo(0.5f + 2 + 0.25f);
    assertThat(margin(load(CATEGORICAL), 0, 3)).isEqualTo(0.5f - 1 + 0.25f);
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        bent("\"left_children\": [1,", "\"left_children\": [3,", "tree 0, node 0", "child 3"),
        bent("\"left_children\": [1,", "\"left_children\": [0,", "tree 0, node 0", "child 0"),
        bent("\"left_children\": [1,", "\"left_children\": [-2,", "tree 0, node 0", "child -2"),
        bent("\"left_children\": [1,", "\"left_children\": [2,", "tree 0, node 0", "parent"),
        bent("\"left_children\": [1, -1", "\"left_children\": [1, 2", "tree 0, node 1", "child -1"),
        bent("\"right_children\": [2,", "\"right_children\": [1,", "tree 0, node 0", "parent"),
        bent("\"right_children\": [2,", "\"right_children\": [-1,", "tree 0, node 0", "child -1"),
        bent("\"right_children\": [2, -1, -1]", "\"right_children\": [2, -1]", "tree 0", "2 of 3"),
        bent("\"split_indices\": [1,", "\"split_indices\": [2,", "tree 0, node 0", "feature 2"),
        bent("\"split_indices\": [1,", "\"split_indices\": [-1,", "tree 0, node 0", "feature -1"),
        bent("[0.5, -1, 2]", "[NaN, -1, 2]", "tree 0, node 0", "threshold"),
        bent("\"default_left\": [1,", "\"default_left\": [2,", "tree 0, node 0", "default_left"),
        bent("\"split_type\": [0,", "\"split_type\": [2,", "tree 0, node 0", "split_type"),
        bent("\"split_type\": [0,", "\"split_type\": [1,", "tree 0, node 0", "categories"),
        bent("\"sum_hessian\": [1, 1, 1]", "\"sum_hessian\": [1, 1]", "tree 0", "sum_hessian"),
        bent("\"parents\": [2147483647, 0, 0]", "\"parents\": []", "tree 0", "parents"),
        bent("\"num_nodes\": \"3\"", "\"num_nodes\": \"0\"", "tree 0", "no nodes"),
        bent("\"num_nodes\": \"3\"", "\"num_nodes\": \"-3\"", "num_nodes", "not a count"),
        bent("\"num_nodes\": \"3\"", "\"num_nodes\": \"1e9\"", "num_nodes", "not a count"),
        bent("\"num_nodes\": \"3\"", "\"num_nodes\": \"2147483648\"", "num_nodes", "not a count"),
        bent("\"num_nodes\": \"3\"", "\"num_nodes\": \" 3\"", "num_nodes", "not a count"),
        bent("\"num_nodes\": \"3\"", "\"num_nodes\": \"\"", "num_nodes", "not a count"),
        bent("\"num_nodes\": \"3\"", "\"num_nodes\": 3", "num_nodes", "a string was expected"),
        bent("\"num_nodes\": \"3\",", "", "tree_param.num_nodes", "missing"),
        bent("\"id\": 1", "\"id\": 0", "tree 1", "id"),
        bent("\"id\": 1,", "", "tree 1", "id is missing"),
        bent("\"default_left\": [0],", "", "tree 1", "default_left is missing"),
        bent("\"num_trees\": \"2\"", "\"num_trees\": \"3\"", "num_trees", "2 trees"),
        bent("\"num_trees\": \"2\"", "\"x\": \"2\"", "num_trees", "missing"),
        bent("\"tree_info\": [0, 0]", "\"tree_info\": [0, 1]", "tree_info", "output 1"),
        bent("\"tree_info\": [0, 0]", "\"tree_info\": [0, -1]", "tree_info", "output -1"),
        bent("\"tree_info\": [0, 0]", "\"tree_info\": [0]", "tree_info", "one output per tree"),
        bent("\"tree_info\": [0, 0],", "", "tree_info", "one output per tree"),
        bent("[0, 1, 2]", "[0, 2, 1]", "iteration_indptr", "rise"),
        bent("[0, 1, 2]", "[0, 3, 2]", "iteration_indptr", "rise"),
        bent("[0, 1, 2]", "[1, 2]", "iteration_indptr", "rise"),
        bent("[0, 1, 2]", "[]", "iteration_indptr", "rise"),
        bent("[0, 1, 2]", "[0, -1, 2]", "iteration_indptr", "rise"),
        bent("\"name\": \"gbtree\"", "\"x\": \"gbtree\"", "gradient_booster.name", "missing"),
        bent("\"name\": \"gbtree\"", "\"name\": \"dart\"", "weight_drop", "missing"),
        bent(
            "\"name\": \"gbtree\"",
            "\"name\": \"dart\", \"weight_drop\": [1]",
            "weight_drop",
            "1 weights for 2 trees"),
        bent(
            "\"name\": \"gbtree\"",
            "\"name\": \"dart\", \"weight_drop\": [1, Infinity]",
            "weight_drop",
            "Infinity"),
        bent("\"num_feature\": \"2\", \"num_target\"", "\"num_target\"", "num_feature", "missing"),
        bent("\"num_feature\": \"2\", \"num_t", "\"num_feature\": \"0\", \"num_t", "", "at least"),
        bent("[\"a\", \"b\"]", "[\"a\"]", "feature_names", "1 names for 2 features"),
        bent("\"num_class\": \"0\"", "\"num_class\": \"1999999999\"", "num_class", "bytes"),
        bent("\"num_target\": \"1\"", "\"num_target\": \"x\"", "num_target", "not a count"),
        bent("\"base_score\": \"[5E-1]\"", "\"base_score\": \"[]\"", "base_score", "finite"),
        bent("\"base_score\": \"[5E-1]\"", "\"base_score\": \"[1,2]\"", "base_score", "2 numbers"),
        bent("\"base_score\": \"[5E-1]\"", "\"base_score\": \"NaN\"", "base_score", "finite"),
        bent("\"base_score\": \"[5E-1]\"", "\"base_score\": \"1e99\"", "base_score", "finite"),
        bent("\"base_score\": \"[5E-1]\"", "\"base_score\": \"0x1p3\"", "base_score", "finite"),
        bent("\"base_score\": \"[5E-1]\",", "", "base_score", "missing"),
        bent("\"name\": \"reg:squarederror\"", "\"x\": \"\"", "objective.name", "missing"),
        bent("\"version\": [3, 4, 0]", "\"version\": [3, 4]", "version", "three"),
        bent("\"version\": [3, 4, 0]", "\"learner\": {}", "learner", "twice"),
        bent("\"a\", \"b\"", "\"a\", 1", "learner.feature_names[1]", "a string was expected"),
        bent("\"id\": 0", "\"id\": 9999999999", "trees[0].id", "32 bits"),
        bent("{\"learner\"", "{\"teacher\"", "root", "no learner"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void refusesWhatContradictsItself(String text, String place, String reason) {
    BrokenModelException refusal = refusal(text);
    assertThat(refusal.place()).contains(place);
    assertThat(refusal).hasMessageContaining(refusal.place()).hasMessageContaining(reason);
  }

  static Stream<Arguments> brokenCategories() {
    return Stream.of(
        Arguments.of("\"categories\": [2]", "\"categories\": [-1]", "category"),
        Arguments.of("\"categories\": [2]", "\"categories\": [16777216]", "category"),
        Arguments.of("\"categories\": [2]", "\"categories\": []", "outside"),
        Arguments.of("\"categories_sizes\": [1]", "\"categories_sizes\": [2]", "outside"),
        Arguments.of("\"categories_sizes\": [1]", "\"categories_sizes\": [-1]", "outside"),
        Arguments.of("\"categories_sizes\": [1]", "\"categories_sizes\": [0]", "missing"),
        Arguments.of("\"categories_sizes\": [1]", "\"categories_sizes\": []", "equally many"),
        Arguments.of("\"categories_segments\": [0]", "\"categories_segments\": [1]", "outside"),
        Arguments.of("\"categories_segments\": [0]", "\"categories_segments\": [-1]", "outside"),
        Arguments.of("\"categories_nodes\": [0]", "\"categories_nodes\": [1]", "wrongly"),
        Arguments.of("\"categories_nodes\": [0]", "\"categories_nodes\": [3]", "wrongly"),
        Arguments.of("\"categories_nodes\": [0]", "\"categories_nodes\": [-1]", "wrongly"));
  }

  @ParameterizedTest
  @MethodSource("brokenCategories")
  void refusesBrokenCategories(String sound, String broken, String reason) {
    assertThat(refusal(with(CATEGORICAL, sound, broken))).hasMessageContaining(reason);
  }

  @Test
  void refusesOverlappingSegmentsOfCategories() {
    String both =
        with(
            CATEGORICAL,
            "\"split_type\": [1, 0, 0]",
            "\"split_type\": [1, 1, 0]",
            "\"categories_nodes\": [0]",
            "\"categories_nodes\": [0, 1]",
            "\"categories_segments\": [0], \"categories_sizes\": [1]",
            "\"categories_segments\": [0, 0], \"categories_sizes\": [1, 1]");
    assertThat(refusal(both)).hasMessageContaining("overlap");
  }

  @Test
  void refusesSeveralClassesOfSeveralTargets() {
    String text =
        with(
            SOUND,
            "\"num_class\": \"0\"",
            "\"num_class\": \"2\"",
            "\"num_target\": \"1\"",
            "\"num_target\": \"2\"");
    assertThat(refusal(text)).hasMessageContaining("several classes and several targets");
  }

  @Test
  void refusesABaseScoreThatTheLinkCannotTake() {
    String old = with(SOUND, "[3, 4, 0]", "[3, 1, 0]", "[5E-1]", "1");
    assertThat(refusal(with(old, "reg:squarederror", "reg:logistic")))
        .hasMessageContaining("between 0 and 1");
    assertThat(refusal(with(SOUND, "[5E-1]", "0", "reg:squarederror", "reg:gamma")))
        .hasMessageContaining("not positive");
  }

  @Test
  void refusesRoundsThatDoNotDivideTheTrees() {
    String text =
        with(
            SOUND,
            "\"iteration_indptr\": [0, 1, 2],",
            "",
            "\"num_parallel_tree\": \"1\"",
            "\"num_parallel_tree\": \"3\"");
    assertThat(refusal(text)).hasMessageContaining("whole number of rounds");
    assertThat(refusal(with(text, "\"num_parallel_tree\": \"3\"", "\"num_parallel_tree\": \"0\"")))
        .hasMessageContaining("whole number of rounds");
  }

  static Stream<Arguments> unsupported() {
    return Stream.of(
        Arguments.of("\"name\": \"gbtree\"", "\"name\": \"gblinear\"", "booster gblinear"),
        Arguments.of("reg:squarederror", "reg:own", "objective reg:own"),
        Arguments.of("\"size_leaf_vector\": \"1\"", "\"size_leaf_vector\": \"2\"", "vector leaves"),
        Arguments.of(
            "\"num_trees\"", "\"size_leaf_vector\": \"3\", \"num_trees\"", "vector leaves"),
        Arguments.of("[0.5, -1, 2]", "[0.5, NaN, 2]", "a leaf of NaN"),
        Arguments.of("[0.5, -1, 2]", "[0.5, -Infinity, 2]", "a leaf of -Infinity"),
        Arguments.of(
            "\"num_feature\": \"2\", \"num_target\"",
            "\"num_feature\": \"268435457\", \"num_target\"",
            "more than 268435456 features"));
  }

  @ParameterizedTest
  @MethodSource("unsupported")
  void namesWhatItDoesNotKnow(String sound, String unknown, String feature) {
    String text = with(with(SOUND, "[\"a\", \"b\"]", "[]"), sound, unknown);
    UnsupportedModelException refusal =
        catchThrowableOfType(UnsupportedModelException.class, () -> load(text));
    assertThat(refusal.feature()).isEqualTo(feature);
    assertThat(refusal).hasMessageContaining(feature);
  }

  @Test
  void readsWhatOlderVersionsDidNotWrite() throws Exception {
    String text = SOUND;
    for (String part :
        List.of(
            "\"iteration_indptr\": [0, 1, 2],",
            "\"feature_names\": [\"a\", \"b\"],",
            "\"boost_from_average\": \"1\",",
            "\"num_parallel_tree\": \"1\",",
            "\"split_type\": [0, 0, 0],",
            "\"categories\": [], \"categories_nodes\": [],",
            "\"categories_segments\": [], \"categories_sizes\": [],")) {
      text = with(text, part, "");
    }
    text = with(text, ", \"num_target\": \"1\"", "", "[1, 0, 0]", "[true, false, false]");
    text = with(text, "[5E-1]", "0.500000", ",\n\"version\": [3, 4, 0]", "");
    XgboostModel model = load(text);
    assertThat(model.version()).isEmpty();
    assertThat(model.featureNames()).isEmpty();
    assertThat(model.rounds()).isEqualTo(2);
    assertThat(margin(model, 0, Float.NaN)).isEqualTo(0.5f - 1 + 0.25f);
  }

  @Test
  void looksAtReachableNodesOnly() throws Exception {
    String pruned =
        with(
            SOUND,
            "\"left_children\": [1, -1, -1]",
            "\"left_children\": [-1, -1, -1]",
            "\"right_children\": [2, -1, -1]",
            "\"right_children\": [-1, -1, -1]",
            "\"split_indices\": [1, 0, 0]",
            "\"split_indices\": [0, 2147483647, 2147483647]",
            "[0.5, -1, 2]",
            "[0.5, NaN, NaN]");
    assertThat(margin(load(pruned), 0, 0)).isEqualTo(0.5f + 0.5f + 0.25f);
  }

  @Test
  void followsTheRightChildWhereverItStands() throws Exception {
    String swapped =
        with(
            SOUND,
            "\"left_children\": [1,",
            "\"left_children\": [2,",
            "\"right_children\": [2,",
            "\"right_children\": [1,");
    assertThat(margin(load(swapped), 0, 0.4f)).isEqualTo(0.5f + 2 + 0.25f);
    assertThat(margin(load(swapped), 0, 0.6f)).isEqualTo(0.5f - 1 + 0.25f);
  }

  private static Arguments bent(String sound, String broken, String place, String reason) {
    return Arguments.of(with(SOUND, sound, broken), place, reason);
  }

  private static BrokenModelException refusal(String text) {
    BrokenModelException refusal =
        catchThrowableOfType(BrokenModelException.class, () -> load(text));
    assertThat(refusal).as(text).isNotNull();
    return refusal;
  }
}
