package dev.aloft.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class FakeClockTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final List<String> done = new ArrayList<>();

  @Test
  void drivenClockStandsStillUntilItIsMoved() {
    try (FakeClock clock = FakeClock.driven(START)) {
      assertThat(clock.isDriven()).isTrue();
      assertThat(clock.now()).isEqualTo(START);
      clock.advance(Duration.ofMinutes(90));
      assertThat(clock.now()).isEqualTo(START.plus(Duration.ofMinutes(90)));
    }
  }

  @Test
  void tasksRunInOrderOfTimeAndEachSeesItsOwn() {
    try (FakeClock clock = FakeClock.driven(START)) {
      for (int seconds : new int[] {30, 10, 20, 10}) {
        clock.after(
            Duration.ofSeconds(seconds),
            () -> done.add(seconds + "@" + Duration.between(START, clock.now()).toSeconds()));
      }
      clock.advance(Duration.ofSeconds(20));
      assertThat(done).containsExactly("10@10", "10@10", "20@20");
      clock.advance(Duration.ofSeconds(10));
      assertThat(done).hasSize(4).last().isEqualTo("30@30");
    }
  }

  @Test
  void taskOfATaskRunsInTheSameMoveAtItsOwnTime() {
    try (FakeClock clock = FakeClock.driven(START)) {
      clock.after(
          Duration.ofSeconds(10),
          () ->
              clock.after(
                  Duration.ofSeconds(5),
                  () -> done.add("@" + Duration.between(START, clock.now()).toSeconds())));
      clock.advance(Duration.ofSeconds(60));
      assertThat(done).containsExactly("@15");
      assertThat(clock.now()).isEqualTo(START.plusSeconds(60));
    }
  }

  @Test
  void taskThatIsDueAtOnceWaitsForTheTaskThatRuns() {
    try (FakeClock clock = FakeClock.driven(START)) {
      clock.after(
          Duration.ofSeconds(1),
          () -> {
            clock.at(START, () -> done.add("inner"));
            done.add("outer");
          });
      clock.advance(Duration.ofSeconds(1));
      assertThat(done).containsExactly("outer", "inner");
    }
  }

  @Test
  void taskThatFailsDoesNotStopTheOthers() {
    try (FakeClock clock = FakeClock.driven(START)) {
      clock.after(
          Duration.ofSeconds(1),
          () -> {
            throw new IllegalStateException("a task that fails on purpose");
          });
      clock.after(Duration.ofSeconds(2), () -> done.add("second"));
      clock.advance(Duration.ofSeconds(2));
      assertThat(done).containsExactly("second");
    }
  }

  @Test
  void timeDoesNotGoBackAndTasksDoNotMoveIt() {
    AtomicBoolean refused = new AtomicBoolean();
    try (FakeClock clock = FakeClock.driven(START)) {
      assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
          .isInstanceOf(IllegalArgumentException.class);
      clock.after(
          Duration.ZERO,
          () -> {
            try {
              clock.advance(Duration.ofSeconds(1));
            } catch (IllegalStateException e) {
              refused.set(true);
            }
          });
      assertThat(refused).isTrue();
    }
  }

  @Test
  void realTimeRunsByItselfTimesItsSpeedAndTheLaterWishMayBeTheEarlierTask() throws Exception {
    CountDownLatch ran = new CountDownLatch(2);
    try (FakeClock clock = FakeClock.realTime(3600)) {
      clock.after(Duration.ofDays(300), () -> done.add("never"));
      clock.after(Duration.ofMinutes(2), ran::countDown);
      clock.after(Duration.ofMinutes(1), ran::countDown);
      ran.await();
      assertThat(clock.now()).isAfterOrEqualTo(clock.realNow());
      assertThat(done).isEmpty();
    }
  }

  @Test
  void realTimeCanBeMovedOnAsWell() {
    try (FakeClock clock = FakeClock.realTime(1)) {
      Instant before = clock.now();
      clock.after(
          Duration.ofHours(1),
          () -> {
            done.add("first");
            clock.after(Duration.ofHours(1), () -> done.add("second"));
          });
      clock.advance(Duration.ofHours(3));
      assertThat(done).containsExactly("first", "second");
      assertThat(clock.now()).isAfterOrEqualTo(before.plus(Duration.ofHours(3)));
      assertThat(clock.realNow()).isAfterOrEqualTo(before.plus(Duration.ofHours(3)));
    }
  }

  @Test
  void nothingHappensAfterClose() {
    FakeClock clock = FakeClock.driven(START);
    clock.close();
    clock.after(Duration.ZERO, () -> done.add("late"));
    clock.advance(Duration.ofDays(1));
    assertThat(done).isEmpty();
  }
}
