package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.RunRef;
import dev.aloft.driver.RunStatus;
import dev.aloft.driver.Sweep;
import dev.aloft.driver.Watched;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.layers.HandTiming;
import dev.aloft.operation.OperationId;
import dev.aloft.operation.OperationState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waiting, listening and leaving from many threads at once, by the system's time. */
class OperationThreadsTest {
  private static final int RUNS = 100;
  private static final int LOOKS = 5;

  private final ExecutorService pool = Executors.newFixedThreadPool(4);
  private final ExecutorService callers = Executors.newFixedThreadPool(16);
  private final Operations operations =
      new Operations(new SystemTiming(), pool, () -> ThreadLocalRandom.current().nextDouble());

  @AfterEach
  void endThreads() {
    pool.shutdownNow();
    callers.shutdownNow();
  }

  @Test
  void everyWaitEndsAndNothingIsLookedAtAfterwards() throws Exception {
    Counted[] runs = new Counted[RUNS];
    Map<RunRef, Counted> byRef = new HashMap<>();
    Sweeper sweeper = new Sweeper(operations, () -> sweeping(byRef));
    for (int i = 0; i < RUNS; i++) {
      runs[i] = new Counted("many-" + i, operations, sweeper);
      byRef.put(runs[i].ref(), runs[i]);
    }
    List<CompletableFuture<?>> ends = new ArrayList<>();
    CountDownLatch start = new CountDownLatch(1);
    AtomicInteger ended = new AtomicInteger();
    for (Counted run : runs) {
      ends.add(call(start, () -> assertThat(run.await()).isEqualTo(run.runName())));
      ends.add(call(start, () -> waitShortly(run)));
      ends.add(call(start, () -> run.toFuture().cancel(true)));
      ends.add(
          call(
              start,
              () ->
                  run.onStatus(
                      status -> {
                        if (status.state().isTerminal()) {
                          ended.incrementAndGet();
                        }
                      })));
      ends.add(run.toFuture());
    }
    start.countDown();

    CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

    for (Counted run : runs) {
      assertThat(run.isWatched).isFalse();
      assertThat(run.status().state()).isEqualTo(OperationState.SUCCEEDED);
    }
    pool.shutdown();
    assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(ended).hasValue(RUNS);
  }

  private static MemoryRuns sweeping(Map<RunRef, Counted> byRef) {
    return new MemoryRuns(new HandTiming()) {
      @Override
      public Sweep sweep(Watched watched) {
        List<RunStatus> seen = watched.runs().stream().map(run -> byRef.get(run).swept()).toList();
        return new Sweep(seen, Set.of(), null, Duration.ofMillis(1));
      }
    };
  }

  private static void waitShortly(Counted run) {
    try {
      run.await(Duration.ofMillis(1));
    } catch (AloftException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.WAIT_TIMEOUT);
    }
  }

  private CompletableFuture<?> call(CountDownLatch start, Body body) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            start.await();
            body.run();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        },
        callers);
  }

  private interface Body {
    void run() throws Exception;
  }

  /** A run that ends after so many sweeps and one single look. */
  private static final class Counted extends OperationCore<String> implements Sweeper.Watch {
    private final String name;
    private final Sweeper sweeper;
    private final AtomicInteger looks = new AtomicInteger();
    private volatile boolean isWatched;

    Counted(String name, Operations operations, Sweeper sweeper) {
      super(OperationId.run("memory", "place", name), operations, OperationState.QUEUED, "");
      this.name = name;
      this.sweeper = sweeper;
    }

    RunStatus swept() {
      boolean over = looks.incrementAndGet() >= LOOKS;
      return RunStatus.of(
          ref(), over ? OperationState.SUCCEEDED : OperationState.RUNNING, "word", "");
    }

    String runName() {
      return name;
    }

    @Override
    void startLooking() {
      isWatched = true;
      sweeper.watch(this);
    }

    @Override
    void stopLooking() {
      isWatched = false;
      sweeper.unwatch(this);
    }

    @Override
    public RunRef ref() {
      return new RunRef(name, name);
    }

    @Override
    public Instant created() {
      return Instant.EPOCH;
    }

    @Override
    public boolean needsLook() {
      return status().state().isTerminal() && !isOver();
    }

    @Override
    public boolean seen(RunStatus status) {
      return saw(status.state(), status.word(), "", null, false);
    }

    @Override
    public void look() {
      if (status().state().isTerminal() && isAwaited()) {
        finish(Ending.of(name));
      }
    }

    @Override
    public void troubled(AloftException error) {
      giveUp(error);
    }

    @Override
    public void cancel() {}
  }
}
