package dev.aloft.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.Timing;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A service's time between its answers. */
class ServerClockTest {
  private static final String HEADER = "Thu, 26 Nov 2026 20:00:00 GMT";
  private static final Instant DATE = Instant.parse("2026-11-26T20:00:00Z");

  private final TwoClocks ours = new TwoClocks();
  private final ServerClock clock = new ServerClock(ours);

  @Test
  void goesOnByOurClockForAMinute() {
    assertThat(clock.now()).isEmpty();
    clock.read(HEADER, ours.nanos());
    assertThat(clock.now()).contains(DATE);
    ours.pass(Duration.ofSeconds(59));
    assertThat(clock.now()).contains(DATE.plusSeconds(59));
    ours.pass(Duration.ofSeconds(1));
    assertThat(clock.now()).isEmpty();
  }

  @Test
  void isUnknownAfterTheMachineSlept() {
    clock.read(HEADER, ours.nanos());
    ours.sleep(Duration.ofMillis(999));
    assertThat(clock.now()).contains(DATE);
    ours.sleep(Duration.ofMillis(1));
    assertThat(clock.now()).isEmpty();
  }

  @Test
  void isNotReadOffAnAnswerThatWasSlow() {
    long sent = ours.nanos();
    ours.pass(Duration.ofSeconds(2));
    clock.read(HEADER, sent);
    assertThat(clock.now()).contains(DATE);

    ours.pass(Duration.ofMillis(1));
    clock.read("Thu, 26 Nov 2026 21:00:00 GMT", sent);
    assertThat(clock.now()).contains(DATE.plusMillis(1));
  }

  @Test
  void isAskedForOnceItIsForgotten() {
    clock.read(HEADER, ours.nanos());
    clock.forget();
    assertThat(clock.now()).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "yesterday", "2026-11-26T20:00:00Z"})
  void whatIsNoDateChangesNothing(String header) {
    assertThat(ServerClock.dateOf(header)).isEmpty();
    clock.read(HEADER, ours.nanos());
    clock.read(header, ours.nanos());
    assertThat(clock.now()).contains(DATE);
  }

  /** The clock on the wall, and the one that stands still while the machine sleeps. */
  private static final class TwoClocks implements Timing {
    private Instant wall = Instant.parse("2026-01-01T00:00:00Z");
    private long nanos;

    void pass(Duration time) {
      sleep(time);
      nanos += time.toNanos();
    }

    void sleep(Duration time) {
      wall = wall.plus(time);
    }

    @Override
    public Instant now() {
      return wall;
    }

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
      throw new UnsupportedOperationException("nobody sets timers");
    }

    @Override
    public void pause(Duration time) {
      throw new UnsupportedOperationException("nobody waits");
    }
  }
}
