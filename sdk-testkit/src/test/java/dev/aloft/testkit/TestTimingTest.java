package dev.aloft.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TestTimingTest {
  private final TestTiming timing = new TestTiming();
  private final Instant start = timing.now();

  @Test
  void standsStillWhileNobodyWaits() {
    assertThat(timing.now()).isEqualTo(start);
    assertThat(timing.nanos()).isZero();
  }

  @Test
  void goesStraightToTheEndOfAPause() throws InterruptedException {
    timing.pause(Duration.ofHours(9));

    assertThat(timing.now()).isEqualTo(start.plus(Duration.ofHours(9)));
    assertThat(timing.nanos()).isEqualTo(Duration.ofHours(9).toNanos());
  }

  @Test
  void doesWhatIsDueInItsOrderWhileSomebodyWaits() throws InterruptedException {
    List<String> done = Collections.synchronizedList(new ArrayList<>());
    CompletableFuture<Void> end = new CompletableFuture<>();
    timing.schedule(Duration.ofSeconds(3), () -> end.complete(null));
    timing.schedule(Duration.ofSeconds(2), () -> done.add("second"));
    timing.schedule(Duration.ofSeconds(1), () -> done.add("first"));
    timing.schedule(Duration.ofSeconds(1), () -> done.add("first too"));
    timing.schedule(Duration.ofSeconds(2), () -> done.add("never")).cancel();

    timing.await(end);

    assertThat(done).containsExactly("first", "first too", "second");
    assertThat(timing.now()).isEqualTo(start.plusSeconds(3));
  }

  @Test
  void waitsForThoseWhoWork() throws InterruptedException {
    Executor executor = timing.tracking(ForkJoinPool.commonPool());
    CompletableFuture<Instant> worked = new CompletableFuture<>();
    timing.schedule(Duration.ofDays(1), () -> {});
    executor.execute(
        () -> {
          long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5);
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
          worked.complete(timing.now());
        });

    timing.await(worked);

    assertThat(worked.join()).isEqualTo(start);
  }

  @Test
  void standsStillWhileItIsHeld() throws InterruptedException {
    CompletableFuture<Instant> held = new CompletableFuture<>();
    timing.schedule(Duration.ofDays(1), () -> {});
    timing
        .tracking(ForkJoinPool.commonPool())
        .execute(() -> held.complete(timing.hold(this::afterAnotherThreadHasWorked)));

    timing.await(held);

    assertThat(held.join()).isEqualTo(start);
  }

  private Instant afterAnotherThreadHasWorked() {
    CompletableFuture<Void> worked = new CompletableFuture<>();
    new Thread(
            () -> {
              long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
              while (System.nanoTime() < end) {
                Thread.onSpinWait();
              }
              worked.complete(null);
            })
        .start();
    worked.join();
    return timing.now();
  }

  @Test
  void goesOnWhileItsHolderWaitsByIt() {
    Instant later =
        timing.hold(
            () -> {
              try {
                timing.pause(Duration.ofHours(1));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return timing.now();
            });

    assertThat(later).isEqualTo(start.plus(Duration.ofHours(1)));
  }

  @Test
  void isHeldUpForAMomentOnlyByThoseWhoNeverRest() throws Exception {
    TestTiming timing = new TestTiming(Duration.ofMillis(50));
    CompletableFuture<Void> running = new CompletableFuture<>();
    Thread restless =
        new Thread(
            () -> {
              timing.now();
              running.complete(null);
              while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
              }
            });
    restless.start();
    running.join();

    timing.pause(Duration.ofMinutes(1));

    restless.interrupt();
    restless.join();
    assertThat(timing.now()).isEqualTo(start.plusSeconds(60));
  }

  @Test
  void advancesByHand() {
    List<Instant> done = new ArrayList<>();
    timing.schedule(Duration.ofSeconds(1), () -> done.add(timing.now()));
    timing.schedule(Duration.ofSeconds(5), () -> done.add(timing.now()));

    timing.advance(Duration.ofSeconds(2));

    assertThat(done).containsExactly(start.plusSeconds(1));
    assertThat(timing.now()).isEqualTo(start.plusSeconds(2));
  }

  @Test
  void anInterruptEndsAPause() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> timing.pause(Duration.ofHours(1)))
        .isInstanceOf(InterruptedException.class);
  }
}
