package dev.aloft.fake.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.fake.FakeClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StandstillTest {
  private final AtomicLong real = new AtomicLong();

  @Test
  void tellsOnceOfATimeThatStandsStillForLong() {
    try (FakeClock clock = FakeClock.driven()) {
      Standstill standstill = new Standstill(clock, real::get);

      assertThat(standstill.asked()).isFalse();
      pass(Standstill.LONG.minusSeconds(1));
      assertThat(standstill.asked()).isFalse();
      clock.advance(Duration.ofSeconds(1));
      pass(Standstill.LONG);
      assertThat(standstill.asked()).as("it has just moved").isFalse();
      pass(Standstill.LONG);
      assertThat(standstill.asked()).isTrue();
      pass(Standstill.LONG);
      assertThat(standstill.asked()).isFalse();
    }
  }

  @Test
  void saysNothingOfATimeThatRuns() {
    try (FakeClock clock = FakeClock.realTime(1)) {
      Standstill standstill = new Standstill(clock, real::get);

      assertThat(standstill.asked()).isFalse();
      pass(Standstill.LONG);
      assertThat(standstill.asked()).isFalse();
    }
  }

  private void pass(Duration time) {
    real.addAndGet(time.toNanos());
  }
}
