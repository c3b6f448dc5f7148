package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceTagsTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  @ParameterizedTest
  @CsvSource({"PT0S, true", "PT59S, true", "PT60S, false", "PT-3S, true", "PT-2H, false"})
  void tagsAreWaitedForAsLongAsSomethingIsNewByEitherClock(Duration age, boolean recent) {
    assertThat(ResourceTags.isRecent(NOW.minus(age), NOW)).isEqualTo(recent);
  }
}
