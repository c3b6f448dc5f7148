package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.LogLine;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingMetricsTest {

  private static List<String> marks(String text) {
    LogLine line = new LogLine(Instant.EPOCH, "algo-1", text);
    List<LogLine> all = TrainingMetrics.withMarks(List.of(line));
    assertThat(all.get(0)).isEqualTo(line);
    return all.subList(1, all.size()).stream().map(LogLine::text).toList();
  }

  @Test
  void roundOfTheAlgorithmIsMarked() {
    assertThat(marks("[12]#011train-auc:0.5#011validation-auc:0.25"))
        .satisfiesExactly(
            first -> assertThat(first).contains("train-auc", "0.5", "12"),
            second -> assertThat(second).contains("validation-auc", "0.25", "12"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[20261126112738]#011a:1",
        "[99999999999999999999999]#011a:1",
        "[1]#011a:NaN",
        "[1]#011a:Infinity",
        "[1]#011:1",
        "[1]#011a:",
        "[1]#011#011",
      })
  void noLineBreaksTheReading(String text) {
    assertThat(marks(text)).hasSizeLessThan(2);
  }
}
