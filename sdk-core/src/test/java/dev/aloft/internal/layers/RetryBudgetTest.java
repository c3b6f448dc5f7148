package dev.aloft.internal.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.internal.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

  @Test
  void givesATenthOfTheCallsOfTheLastMinuteAndAFew() {
    Seeds.random(500, random -> spend(events(random)));
  }

  private static void spend(List<Event> events) {
    long origin = -5_000_000_000L;
    RetryBudget budget = new RetryBudget(origin);
    List<Long> calls = new ArrayList<>();
    List<Long> retries = new ArrayList<>();
    long millis = 0;
    for (Event event : events) {
      millis += event.restMillis;
      long now = origin + millis * 1_000_000;
      long second = millis / 1_000;
      if (event.call) {
        budget.called(now);
        calls.add(second);
      } else if (budget.take(now)) {
        retries.add(second);
        assertThat(latest(retries, second)).isLessThanOrEqualTo(10 + latest(calls, second) / 10);
      } else {
        // more than it would give now, when calls have left the window
        assertThat(latest(retries, second)).isGreaterThanOrEqualTo(10 + latest(calls, second) / 10);
      }
    }
  }

  private static long latest(List<Long> seconds, long now) {
    return seconds.stream().filter(second -> second > now - 60).count();
  }

  private static List<Event> events(Random random) {
    List<Event> events = new ArrayList<>();
    for (int i = random.nextInt(401); i > 0; i--) {
      events.add(new Event(rest(random), random.nextInt(3) > 0));
    }
    return events;
  }

  private static long rest(Random random) {
    int kind = random.nextInt(23);
    if (kind == 0) {
      return 59_000L + random.nextInt(141_001);
    }
    return random.nextInt(kind < 3 ? 30_001 : 301);
  }

  record Event(long restMillis, boolean call) {}
}
