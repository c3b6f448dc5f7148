package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The system's time. */
class SystemTimingTest {

  @Test
  void runsTasksOnOneDaemonThreadThatGoesAway() throws Exception {
    SystemTiming timing = new SystemTiming(Duration.ofMillis(20));
    List<Thread> threads = new CopyOnWriteArrayList<>();
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    var unused =
        timing.schedule(
            Duration.ZERO,
            () -> {
              threads.add(Thread.currentThread());
              throw new IllegalStateException("a task that fails");
            });
    var unusedToo =
        timing.schedule(
            Duration.ofMillis(5),
            () -> {
              threads.add(Thread.currentThread());
              done.complete(true);
            });

    assertThat(done.get(60, TimeUnit.SECONDS)).isTrue();
    timing.await(done);

    assertThat(threads).hasSize(2).containsOnly(threads.get(0)).allMatch(Thread::isDaemon);
    for (Thread thread : threads) {
      thread.join(60_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  @Test
  void callsOff() throws Exception {
    SystemTiming timing = new SystemTiming(Duration.ofMillis(20));
    CompletableFuture<Boolean> early = new CompletableFuture<>();
    var timer = timing.schedule(Duration.ofMillis(50), () -> early.complete(true));
    timer.cancel();
    CompletableFuture<Boolean> after = new CompletableFuture<>();
    var unused = timing.schedule(Duration.ofMillis(60), () -> after.complete(true));

    after.get(60, TimeUnit.SECONDS);

    assertThat(early).isNotDone();
  }

  @Test
  void takesEndlessAndNegativeDelays() {
    SystemTiming timing = new SystemTiming(Duration.ofMillis(20));

    timing.schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> {}).cancel();
    CompletableFuture<Boolean> now = new CompletableFuture<>();
    var unused = timing.schedule(Duration.ofSeconds(-5), () -> now.complete(true));

    assertThat(now.orTimeout(60, TimeUnit.SECONDS).join()).isTrue();
  }
}
