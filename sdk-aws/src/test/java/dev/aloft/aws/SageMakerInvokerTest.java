package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.error.Effect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SageMakerInvokerTest {
  @ParameterizedTest
  @CsvSource({
    "400, NONE",
    "415, NONE",
    "499, NONE",
    "500, UNKNOWN",
    "503, UNKNOWN",
    "0, UNKNOWN",
    ", UNKNOWN"
  })
  void onlyARefusalOfTheContainerHasDoneNothing(@Nullable Integer status, Effect effect) {
    assertThat(SageMakerInvoker.effect(status)).isEqualTo(effect);
  }
}
