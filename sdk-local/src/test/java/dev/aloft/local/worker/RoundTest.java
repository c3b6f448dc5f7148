package dev.aloft.local.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.training.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundTest {
  @Test
  void readsTheLibrarysLine() {
    Round round = Round.parse(7, "[7]\ttrain-auc:0.5\tvalidation-ndcg@3-:1.25e-1\ttrain-error:nan");

    assertThat(round.metrics())
        .containsExactly(
            new Metric("train-auc", 0.5, 7),
            new Metric("validation-ndcg@3-", 0.125, 7),
            new Metric("train-error", Double.NaN, 7));
    assertThat(Round.parse(0, "[0]").metrics()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "auc,true",
    "aucpr,true",
    "ndcg@5,true",
    "map-,true",
    "pre@2-,true",
    "logloss,false",
    "error@0.5,false",
    "rmse,false",
    "tweedie-nloglik@1.5,false",
    "interval-regression-accuracy,true"
  })
  void knowsWhichWayIsBetter(String metric, boolean more) {
    Round low = Round.parse(0, "[0]\tvalidation-" + metric + ":0.1");
    Round high = Round.parse(1, "[1]\tvalidation-" + metric + ":0.2");

    assertThat(high.isBetterThan(low)).isEqualTo(more);
    assertThat(low.isBetterThan(high)).isEqualTo(!more);
    assertThat(low.isBetterThan(low)).isFalse();
  }
}
