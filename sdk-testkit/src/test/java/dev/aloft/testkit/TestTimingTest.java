package dev.aloft.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TestTimingTest {
  private static final int HANDS = 4;

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

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void waitsForThoseWhoWaitForALockThatAWorkingThreadHolds(boolean monitor) throws Exception {
    Exclusion exclusion = monitor ? new Monitor() : new Lock();
    CompletableFuture<Void> taken = new CompletableFuture<>();
    CompletableFuture<Instant> worked = new CompletableFuture<>();
    Thread holder = new Thread(() -> exclusion.run(() -> spin(taken, Duration.ofMillis(50))));
    holder.start();
    taken.join();
    timing.schedule(Duration.ofDays(1), () -> {});
    timing
        .tracking(ForkJoinPool.commonPool())
        .execute(() -> exclusion.run(() -> worked.complete(timing.now())));

    timing.await(worked);

    holder.join();
    assertThat(worked.join()).isEqualTo(start);
  }

  private static void spin(CompletableFuture<Void> begun, Duration time) {
    begun.complete(null);
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void standsStillWhileALockGoesFromHandToHand(boolean monitor) throws Exception {
    Exclusion exclusion = monitor ? new Monitor() : new Lock();
    ExecutorService pool = Executors.newFixedThreadPool(HANDS);
    Executor executor = timing.tracking(pool);
    timing.schedule(Duration.ofDays(1), () -> {});
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int hand = 0; hand < HANDS; hand++) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      all.add(done);
      executor.execute(
          () -> {
            for (int turn = 0; turn < 500; turn++) {
              exclusion.run(() -> spin(new CompletableFuture<>(), Duration.ofNanos(50_000)));
            }
            done.complete(null);
          });
    }

    timing.await(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)));

    pool.shutdown();
    assertThat(timing.now()).isEqualTo(start);
  }

  @Test
  void goesOnWhileWhoeverHoldsALockWaitsByIt() throws Exception {
    CompletableFuture<Instant> second = new CompletableFuture<>();
    Lock lock = new Lock();
    Executor executor = timing.tracking(Executors.newCachedThreadPool());
    CompletableFuture<Void> taken = new CompletableFuture<>();
    executor.execute(
        () ->
            lock.run(
                () -> {
                  taken.complete(null);
                  assertThatCode(() -> timing.pause(Duration.ofHours(1)))
                      .doesNotThrowAnyException();
                }));
    taken.join();
    executor.execute(() -> lock.run(() -> second.complete(timing.now())));

    timing.await(second);

    assertThat(second.join()).isEqualTo(start.plus(Duration.ofHours(1)));
  }

  /** One at a time. */
  private interface Exclusion {
    void run(Runnable work);
  }

  private static final class Monitor implements Exclusion {
    @Override
    public synchronized void run(Runnable work) {
      work.run();
    }
  }

  private static final class Lock implements Exclusion {
    private final ReentrantLock lock = new ReentrantLock();

    @Override
    public void run(Runnable work) {
      lock.lock();
      try {
        work.run();
      } finally {
        lock.unlock();
      }
    }
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
