package dev.aloft.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final Metrics metrics =
      new Metrics(
          List.of(
              new Metric("rmse", 0.5, 1), new Metric("auc", 0.9, -1), new Metric("rmse", 0.25, 2)));

  @Test
  void showsTheNewestValues() {
    assertThat(metrics).hasToString("rmse=0.25, auc=0.9");
    assertThat(new Metrics(List.of())).hasToString("");
  }
}
