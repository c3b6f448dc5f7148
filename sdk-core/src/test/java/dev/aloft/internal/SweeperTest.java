package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.operation.OperationState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When runs are looked at, and with how many requests. */
class SweeperTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final TestHost host = new TestHost();
  private final MemoryRuns service = host.service;
  private final Instant start = host.timing.now();

  private RunCore watched(String name, Duration length) {
    RunCore run = RunCore.accepted(host, service.add(name, length, OperationState.SUCCEEDED).ref);
    var unused = run.toFuture();
    return run;
  }

  private List<Double> gaps() {
    List<Double> gaps = new ArrayList<>();
    for (int i = 1; i < service.sweeps.size(); i++) {
      gaps.add(
          Duration.between(service.sweeps.get(i - 1), service.sweeps.get(i)).toMillis() / 1000.0);
    }
    return gaps;
  }

  @Test
  void slowsDownFromFiveSecondsToSixtyAndStartsOverWhenSomethingChanges() {
    watched("a-1", Duration.ofHours(2));

    host.timing.advance(Duration.ofMinutes(20));

    assertThat(service.sweeps.get(0)).isEqualTo(start);
    assertThat(gaps())
        .startsWith(5.0, 7.5, 11.25, 16.875, 25.312)
        .endsWith(60.0, 60.0)
        .contains(5.0, org.assertj.core.data.Index.atIndex(5));
  }

  @Test
  void doesWhatTheDriverWishes() {
    service.pause = Duration.ofMillis(200);
    watched("a-1", Duration.ofHours(2));

    host.timing.advance(Duration.ofSeconds(10));

    assertThat(service.sweeps).hasSize(51);
  }

  @Test
  void letsAPauseThatTheServiceAsksForWin() {
    watched("a-1", Duration.ofHours(2));
    AloftException busy =
        AloftException.of(ErrorCode.THROTTLED, "slow down")
            .retryAfter(Duration.ofSeconds(90))
            .build();
    service.trouble = () -> service.sweeps.size() == 2 ? busy : null;

    host.timing.advance(Duration.ofMinutes(3));

    assertThat(gaps().get(1)).isEqualTo(90.0);
  }

  @Test
  void looksSoonAtARunThatJoins() {
    watched("a-1", Duration.ofHours(2));
    host.timing.advance(Duration.ofMinutes(20));
    Instant last = service.sweeps.get(service.sweeps.size() - 1);
    Instant next = last.plusSeconds(60);
    host.timing.advance(Duration.between(host.timing.now(), next.plusSeconds(10)));
    assertThat(service.sweeps).endsWith(next);

    watched("a-2", Duration.ofHours(2));
    host.timing.advance(Duration.ZERO);

    assertThat(service.sweeps).endsWith(next, next.plusSeconds(10));
    assertThat(service.watched.get(service.watched.size() - 1).runs()).hasSize(2);
  }

  @Test
  void sweepsForARunOfAnotherProcessAsSoonAsItWasLookedAt() {
    service.pause = Duration.ofMillis(200);
    service.add("a-1", Duration.ofSeconds(90), OperationState.SUCCEEDED);
    RunCore resumed = RunCore.named(host, "a-1");
    var unused = resumed.toFuture();

    host.timing.advance(Duration.ofSeconds(1));

    assertThat(service.sweeps).hasSize(6).startsWith(start);
  }

  @Test
  void runsOfOtherProcessesMakeNoMoreRequestsThanThePaceAllows() {
    for (int i = 0; i < 50; i++) {
      service.add("a-" + i, Duration.ofHours(2), OperationState.SUCCEEDED);
      var unused = RunCore.named(host, "a-" + i).toFuture();
      host.timing.advance(Duration.ofMillis(100));
    }

    assertThat(service.sweeps).hasSizeLessThanOrEqualTo(2);
    assertThat(service.describes).hasSize(50);
  }

  @Test
  void describesOnlyWhatEndedOrVanished() {
    service.listsEnded = false;
    for (int i = 0; i < 20; i++) {
      watched("a-" + i, i == 7 ? Duration.ofMinutes(10) : DAY);
    }

    host.timing.advance(Duration.ofHours(1));

    assertThat(service.describes).hasSize(1);
  }

  @Test
  void asksForARoundPageByPageOnePerInterval() {
    service.pageSize = 2;
    for (int i = 0; i < 5; i++) {
      watched("a-" + i, DAY);
    }

    host.timing.advance(Duration.ofSeconds(60));

    assertThat(service.watched)
        .extracting(look -> String.valueOf(look.cursor()))
        .startsWith("null", "2", "4", "null");
    assertThat(gaps()).allMatch(gap -> gap >= 5);
  }

  @Test
  void tellsTheAgeOfTheOldestWithRoomForClocksThatDisagree() {
    watched("a-1", DAY);
    host.timing.advance(Duration.ofHours(3));
    watched("a-2", DAY);
    host.timing.advance(Duration.ofHours(1));

    assertThat(service.watched.get(service.watched.size() - 1).oldest())
        .isEqualTo(start.minus(Duration.ofMinutes(10)));
    assertThat(service.watched.get(service.watched.size() - 1).runs())
        .extracting(ref -> ref.runName())
        .containsExactly("a-1", "a-2");
  }

  @Test
  void watchesTenThousandRunsWithOneRequestPerInterval() {
    service.pageSize = 10_000;
    int runs = 10_000;
    for (int i = 0; i < runs; i++) {
      service.add("many-" + i, DAY, OperationState.SUCCEEDED);
    }
    long before = usedMemory();
    List<RunCore> handles = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      RunCore run = RunCore.accepted(host, service.runs.get("many-" + i).ref);
      var unused = run.onStatus(status -> {});
      handles.add(run);
    }

    host.timing.advance(Duration.ofMinutes(30));

    assertThat(usedMemory() - before).isLessThan(64L << 20);
    assertThat(service.sweeps).hasSizeBetween(30, 45);
    assertThat(service.describes).isEmpty();
    assertThat(handles).allMatch(run -> run.status().state() == OperationState.RUNNING);
  }

  private static long usedMemory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
