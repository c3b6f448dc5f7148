package dev.aloft.internal.intent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StateCacheTest {

  @Test
  void keepsTheNewestStateOfAName() {
    StateCache cache = new StateCache(10_000);
    cache.keep(state("a", 10));
    NameState newer = cache.keep(state("a", 20));

    assertThat(cache.get("endpoint", "a")).isSameAs(newer);
    assertThat(cache.get("model", "a")).isNull();
    cache.forget(newer);
    assertThat(cache.get("endpoint", "a")).isNull();
  }

  @Test
  void dropsWhatWasUsedLeastRecently() {
    StateCache cache = new StateCache(10_000);
    cache.keep(state("a", 3000));
    cache.keep(state("b", 3000));
    assertThat(cache.get("endpoint", "a")).isNotNull();

    cache.keep(state("c", 3000));

    assertThat(cache.get("endpoint", "b")).isNull();
    assertThat(cache.get("endpoint", "a")).isNotNull();
    assertThat(cache.get("endpoint", "c")).isNotNull();
  }

  @Test
  void holdsOneStateHoweverBig() {
    StateCache cache = new StateCache(100);
    cache.keep(state("a", 3000));
    cache.keep(state("b", 3000));

    assertThat(cache.get("endpoint", "a")).isNull();
    assertThat(cache.get("endpoint", "b")).isNotNull();
  }

  @Test
  void forgetsWeightsWithStates() {
    StateCache cache = new StateCache(10_000);
    for (int i = 0; i < 100; i++) {
      cache.keep(state("a", 3000));
      cache.forget(cache.keep(state("b", 3000)));
    }
    cache.keep(state("c", 3000));

    assertThat(cache.get("endpoint", "a")).isNotNull();
    assertThat(cache.get("endpoint", "c")).isNotNull();
  }

  private static NameState state(String name, int length) {
    IntentDocument wish =
        new IntentDocument.Wished(
            1, "deploy", "x".repeat(length), 0, null, "me", Duration.ofMinutes(2));
    return NameState.empty("endpoint", name, Instant.EPOCH).after(wish, Instant.EPOCH);
  }
}
