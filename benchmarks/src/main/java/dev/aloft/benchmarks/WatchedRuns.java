package dev.aloft.benchmarks;

import dev.aloft.Aloft;
import dev.aloft.error.AloftException;
import dev.aloft.layer.Call;
import dev.aloft.layer.Level;
import dev.aloft.layer.Telemetry;
import dev.aloft.operation.OperationState;
import dev.aloft.training.Container;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Many runs with a listener each, in real time, at a service that lists 100 runs in a request and
 * takes two listings a second: memory, requests and threads.
 */
public final class WatchedRuns {
  private final int runs;
  private final Duration watched;
  private final LongAdder requests = new LongAdder();

  WatchedRuns(int runs, Duration watched) {
    this.runs = runs;
    this.watched = watched;
  }

  /**
   * Measures and prints.
   *
   * @param arguments how many runs, and how many seconds they are watched after each has been seen;
   *     10000 and 120 when nothing is given
   */
  public static void main(String[] arguments) throws Exception {
    int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 120;
    new WatchedRuns(runs, Duration.ofSeconds(seconds)).measure(System.out);
  }

  /** Gives how many runs told their listener that they are running. */
  long measure(PrintStream out) throws Exception {
    out.println(Machine.line());
    double empty = Machine.heapAfterCollection();
    int threadsBefore = Machine.threads();
    CountDownLatch unseen = new CountDownLatch(runs);
    try (Aloft aloft =
        Aloft.builder().provider("bench").set("place", "watched").telemetry(counter()).open()) {
      long start = System.nanoTime();
      List<TrainingRun> watching = new ArrayList<>();
      for (int i = 0; i < runs; i++) {
        watching.add(watch(aloft, unseen));
      }
      out.printf("%d runs started and watched after %.1f s%n", runs, seconds(start));
      boolean all = unseen.await(30, TimeUnit.MINUTES);
      out.printf("each seen running by its listener after %.1f s: %s%n", seconds(start), all);
      long before = requests.sum();
      Thread.sleep(watched.toMillis());
      long more = requests.sum() - before;
      out.printf(
          "heap after collection: %.1f MiB, %.1f MiB of it before the client was opened%n",
          Machine.heapAfterCollection(), empty);
      out.printf("process: %s at its peak%n", Machine.residentPeak());
      out.printf("threads: %d more than before%n", Machine.threads() - threadsBefore);
      if (!watched.isZero()) {
        out.printf("requests a minute: %.1f%n", more * 60_000.0 / watched.toMillis());
      }
      out.println(Machine.line());
      return watching.stream()
          .filter(run -> run.status().state() == OperationState.RUNNING)
          .count();
    }
  }

  private static TrainingRun watch(Aloft aloft, CountDownLatch unseen) {
    TrainingRun run =
        aloft
            .trainer()
            .train(TrainingJob.builder("night", Container.of("example/train:1")).build());
    run.onStatus(
        status -> {
          if (status.state() == OperationState.RUNNING) {
            unseen.countDown();
          }
        });
    return run;
  }

  private Telemetry counter() {
    return new Telemetry() {
      @Override
      public void ended(Call call, Duration took, @Nullable AloftException error) {
        if (call.level() == Level.REQUEST) {
          requests.increment();
        }
      }
    };
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
