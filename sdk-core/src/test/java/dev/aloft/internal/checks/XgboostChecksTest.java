package dev.aloft.internal.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.data.Data;
import dev.aloft.error.Problem;
import dev.aloft.training.Algorithm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong of a job of the built-in algorithm, before it is sent. */
class XgboostChecksTest extends JobProblems {

  @Test
  void xgboostNeedsCsvWithALabel() {
    assertThat(fields(job -> job.input("train", Data.csv("a.csv"))))
        .containsExactly("inputs.train.label");
    assertThat(fields(job -> job.input("train", Data.of("a.parquet"))))
        .containsExactly("inputs.train");
    assertThat(fields(job -> job.input("test", TRAIN))).containsExactly("inputs.test");
    assertThat(fields(job -> job.input("validation", Data.csv("b.csv"))))
        .containsExactly("inputs.validation.label");
  }

  @Test
  void aLabelCannotBeLeftOut() {
    assertThat(fields(job -> job.input("train", Data.csv("a.csv").label("y").ignore("y"))))
        .containsExactly("inputs.train.ignore");
    assertThat(fields(job -> job.input("train", Data.csv("a.csv").label(-2))))
        .contains("inputs.train.label");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "many", "1e10"})
  void roundsAreWholeAndPositive(String rounds) {
    assertThat(fields(job -> job.hyperparameter("num_round", rounds)))
        .containsExactly("hyperparameters.num_round");
  }

  @Test
  void earlyStoppingNeedsValidation() {
    assertThat(fields(job -> job.hyperparameter("early_stopping_rounds", 10)))
        .containsExactly("hyperparameters.early_stopping_rounds");
  }

  @Test
  void theLabelIsNoCategory() {
    assertThat(problems(job -> job.input("train", TRAIN.categorical("x", "y"))))
        .containsExactly(
            new Problem(
                "inputs.train.categorical",
                "y",
                "columns without the label, which must be numeric; encode classes as 0, 1, …"));
    Data plain = TRAIN.noHeader().label(2);
    assertThat(fields(job -> job.input("train", plain.categorical("f2"))))
        .containsExactly("inputs.train.categorical");
    assertThat(fields(job -> job.input("train", plain.categorical("f1")))).isEmpty();
  }

  @Test
  void objectivesAreKnownAndComplete() {
    assertThat(problems(job -> job.hyperparameter("objective", "binary:logistics")).get(0).fix())
        .endsWith("did you mean binary:logistic?");
    assertThat(fields(job -> job.hyperparameter("objective", "multi:softmax")))
        .containsExactly("hyperparameters.num_class");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max_depth | deep | a whole number of at least 0",
        "max_depth | -3 | a whole number of at least 0",
        "max_depth | 6.5 | a whole number of at least 0",
        "max_bin | 1 | a whole number of at least 2",
        "eta | -3 | a number from 0 to 1",
        "learning_rate | 1.5 | a number from 0 to 1",
        "subsample | 0 | a number above 0 and at most 1",
        "gamma | -0.1 | a number of at least 0",
        "tweedie_variance_power | 2 | a number above 1 and below 2",
        "grow_policy | wide | one of [depthwise, lossguide]",
        "one_drop | maybe | true or false",
        "seed | today | a whole number",
        "base_score | high | a number, or a list of numbers such as [0.1,0.9]",
      })
  void parametersHaveTheirTypeAndRange(String name, String value, String fix) {
    assertThat(problems(job -> job.hyperparameter(name, value)))
        .containsExactly(new Problem("hyperparameters." + name, value, fix));
  }

  @Test
  void whatXgboostTakesIsTaken() {
    assertThat(
            problems(
                job ->
                    job.hyperparameter("max_depth", 0)
                        .hyperparameter("eta", 1e-4)
                        .hyperparameter("subsample", 1)
                        .hyperparameter("seed", -1)
                        .hyperparameter("base_score", "[0.1,0.9]")
                        .hyperparameter("one_drop", "1")
                        .hyperparameter("refresh_leaf", true)
                        .hyperparameter("monotone_constraints", "(1,-1)")
                        .hyperparameter("eval_metric", "auc, error@0.7,ndcg@3-,map-")))
        .isEmpty();
  }

  @Test
  void metricsAreKnown() {
    List<Problem> problems = problems(job -> job.hyperparameter("eval_metric", "logloss,auk"));
    assertThat(problems).extracting(Problem::field).containsExactly("hyperparameters.eval_metric");
    assertThat(problems.get(0).fix()).contains("auc, aucpr").endsWith("did you mean auc?");
  }

  @Test
  void aFaultOfTheClassesIsToldOnce() {
    assertThat(
            fields(
                job ->
                    job.hyperparameter("objective", "multi:softmax")
                        .hyperparameter("num_class", "two")))
        .containsExactly("hyperparameters.num_class");
    assertThat(
            fields(
                job ->
                    job.hyperparameter("objective", "multi:softmax")
                        .hyperparameter("num_class", 1)))
        .containsExactly("hyperparameters.num_class");
  }

  @Test
  void numbersAreFinite() {
    assertThat(
            fields(
                job ->
                    job.hyperparameter("eta", Double.NaN)
                        .hyperparameter("gamma", Float.POSITIVE_INFINITY)))
        .containsExactly("hyperparameters.eta", "hyperparameters.gamma");
  }

  @Test
  void anUnknownAlgorithmIsNamed() {
    assertThat(problems(new Algorithm("lightgbm"), job -> {}))
        .containsExactly(new Problem("algorithm", "lightgbm", "a built-in algorithm: xgboost"));
  }
}
