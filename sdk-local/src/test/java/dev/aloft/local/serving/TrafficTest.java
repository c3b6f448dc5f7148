package dev.aloft.local.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How calls are shared. */
class TrafficTest {

  @Test
  void everyHundredCallsAreSharedExactly() {
    for (int percent = 1; percent < 100; percent++) {
      Traffic traffic = new Traffic(Map.of("a", percent, "b", 100 - percent));
      long first = IntStream.range(0, 100).filter(i -> "a".equals(traffic.next())).count();
      long second = IntStream.range(0, 100).filter(i -> "a".equals(traffic.next())).count();
      assertThat(first).isEqualTo(percent);
      assertThat(second).isEqualTo(percent);
    }
  }

  @Test
  void theSharesAreMixed() {
    Traffic traffic = new Traffic(Map.of("a", 50, "b", 50));
    long changes = 0;
    String last = traffic.next();
    for (int i = 0; i < 100; i++) {
      String next = traffic.next();
      changes += next.equals(last) ? 0 : 1;
      last = next;
    }
    assertThat(changes).isGreaterThan(40);
  }

  @Test
  void nothingIsRoutedToNobody() {
    assertThat(Traffic.NONE.next()).isNull();
    assertThat(new Traffic(Map.of("a", 100)).next()).isEqualTo("a");
    assertThat(new Traffic(Map.of("a", 100)).includes("b")).isFalse();
  }
}
