package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictorTest {
  private static List<String> steps(boolean partsLeft) {
    AloftException absent = AloftException.of(ErrorCode.NOT_FOUND, "nobody serves it").build();
    return Predictor.nowhere(absent, "wine", partsLeft).nextSteps().stream()
        .map(NextStep::line)
        .toList();
  }

  @Test
  void advisesToRecoverWhereOnlyPartsAreLeft() {
    assertThat(steps(true)).containsExactly("aloft.recover()", "model.deploy(\"wine\")");
    assertThat(steps(false)).containsExactly("aloft.endpoints()", "model.deploy(\"wine\")");
  }
}
