package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageLogTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 KiB",
    "1, 1 KiB",
    "2048, 2 KiB",
    "1048575, 1024 KiB",
    "1048576, 1.0 MiB",
    "5452595, 5.2 MiB"
  })
  void tellsLittleAsLittleAndNotAsNothing(long bytes, String words) {
    assertThat(StageLog.size(bytes)).isEqualTo(words);
  }
}
