package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.StateWords;
import dev.aloft.operation.OperationState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A service's words for states. */
class StateWordsTest {

  @Test
  void takesAnUnknownWordForRunningAndLogsItOnce() {
    StateWords words = StateWords.of("Training", Map.of("Done", OperationState.SUCCEEDED));
    PrintStream usual = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      assertThat(words.state("Done")).isEqualTo(OperationState.SUCCEEDED);
      assertThat(words.state("Quantum")).isEqualTo(OperationState.RUNNING);
      assertThat(words.state("Quantum")).isEqualTo(OperationState.RUNNING);
    } finally {
      System.setErr(usual);
    }

    assertThat(log.toString(StandardCharsets.UTF_8).split("Quantum", -1)).hasSize(2);
  }
}
