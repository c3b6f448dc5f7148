package dev.aloft.internal.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class RetryBudgetProperties {

  @Property
  void givesATenthOfTheCallsOfTheLastMinuteAndAFew(@ForAll("events") List<Event> events) {
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

  @Provide
  Arbitrary<List<Event>> events() {
    Arbitrary<Long> rests =
        Arbitraries.frequencyOf(
            Tuple.of(20, Arbitraries.longs().between(0, 300)),
            Tuple.of(2, Arbitraries.longs().between(0, 30_000)),
            Tuple.of(1, Arbitraries.longs().between(59_000, 200_000)));
    return Combinators.combine(rests, Arbitraries.of(true, true, false))
        .as(Event::new)
        .list()
        .ofMaxSize(400);
  }

  record Event(long restMillis, boolean call) {}
}
