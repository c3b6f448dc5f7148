package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeOffersTest {
  @ParameterizedTest
  @CsvSource({
    "3.0.5, 3.0, 0",
    "3.1, 3.0, 1",
    "2.9.9, 3.0, -1",
    "3.10, 3.9, 1",
    "3.0.0rc1, 3.0.0, 0",
    "3.0.20261125123456, 3.0.1, 1",
    "3, 3.0.1, -1"
  })
  void comparesAsManyNumbersAsTheLimitHas(String version, String limit, int order) {
    assertThat(RuntimeOffers.compare(version, limit)).isEqualTo(order);
  }
}
