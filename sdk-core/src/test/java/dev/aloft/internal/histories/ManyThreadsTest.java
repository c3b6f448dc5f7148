package dev.aloft.internal.histories;

import static dev.aloft.internal.histories.Bench.NAME;
import static dev.aloft.internal.histories.Bench.NEW;
import static dev.aloft.internal.histories.Bench.OLD;
import static dev.aloft.internal.histories.Bench.single;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.Action;
import dev.aloft.internal.Reconciler;
import dev.aloft.internal.Turn;
import dev.aloft.internal.services.Service;
import dev.aloft.serving.EndpointSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Real threads, in two processes' stead, at one name. */
class ManyThreadsTest {
  private static final int THREADS = 6;
  private static final int ROUNDS = 40;

  @Test
  void turnOneWishTogether() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Bench bench = new Bench(Service.SAGEMAKER);
      List<Reconciler<EndpointSpec>> processes = List.of(bench.reconciler, bench.reconciler("two"));

      List<Turn> turns =
          atOnce(
              thread -> {
                Reconciler<EndpointSpec> mine = processes.get(thread % 2);
                return bench.drive(mine, mine.want(NAME, single(OLD), "deploy"));
              });

      assertThat(turns).allMatch(turn -> turn instanceof Turn.Settled);
      assertThat(bench.service.writes)
          .filteredOn(Action::counted)
          .hasSizeBetween(1, bench.store.tries.get());
      assertThat(bench.service.inner.serving(NAME)).containsEntry(OLD.hash(), 100);
    }
  }

  @Test
  void overtakeEachOther() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Bench bench = new Bench(Service.KSERVE);
      List<Reconciler<EndpointSpec>> processes = List.of(bench.reconciler, bench.reconciler("two"));

      List<Turn> turns =
          atOnce(
              thread -> {
                Reconciler<EndpointSpec> mine = processes.get(thread % 2);
                EndpointSpec spec = thread == 0 ? null : single(thread % 3 == 0 ? OLD : NEW);
                return bench.drive(mine, mine.want(NAME, spec, "wish " + thread));
              });

      assertThat(turns).anyMatch(turn -> turn instanceof Turn.Settled);
      bench
          .reconciler
          .revive(NAME)
          .ifPresent(generation -> bench.drive(bench.reconciler, generation));
      assertThat(bench.reconciler.look(NAME).open()).isFalse();
      int serving = bench.service.inner.serving(NAME).size();
      assertThat(serving).isEqualTo(bench.reconciler.settled(NAME).isPresent() ? 1 : 0);
    }
  }

  private interface Work {
    Turn of(int thread) throws Exception;
  }

  private static List<Turn> atOnce(Work work) throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      CyclicBarrier start = new CyclicBarrier(THREADS);
      AtomicInteger number = new AtomicInteger();
      List<Future<Turn>> futures = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        futures.add(
            pool.submit(
                () -> {
                  int mine = number.getAndIncrement();
                  start.await();
                  return work.of(mine);
                }));
      }
      List<Turn> turns = new ArrayList<>();
      for (Future<Turn> future : futures) {
        turns.add(future.get());
      }
      return turns;
    } finally {
      pool.shutdownNow();
      assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
