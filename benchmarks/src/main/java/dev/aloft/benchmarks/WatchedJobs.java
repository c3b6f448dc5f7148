package dev.aloft.benchmarks;

import dev.aloft.Aloft;
import dev.aloft.fake.Exchanges;
import dev.aloft.layer.Telemetry;
import dev.aloft.operation.OperationState;
import dev.aloft.training.Container;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Many training jobs of SageMaker, each watched by a listener, in real time: what the watching
 * holds in memory, and what it asks of the service. The fake is in the same process, and its memory
 * is in the figure.
 */
public final class WatchedJobs {
  private final int jobs;
  private final Duration watched;
  private final PrintStream out;

  WatchedJobs(int jobs, Duration watched, PrintStream out) {
    this.jobs = jobs;
    this.watched = watched;
    this.out = out;
  }

  /**
   * Measures and prints.
   *
   * @param arguments how many jobs, and how many seconds they are watched after each has been seen;
   *     10000 and 120 when nothing is given
   */
  public static void main(String[] arguments) throws Exception {
    int jobs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 120;
    new WatchedJobs(jobs, Duration.ofSeconds(seconds), System.out).measure();
  }

  /** Gives how many runs told their listener that they are running. */
  long measure() throws Exception {
    out.println(Machine.line());
    try (SageMakerPlace place = new SageMakerPlace()) {
      Exchanges exchanges = place.cloud().exchanges();
      CountDownLatch unseen = new CountDownLatch(jobs);
      long running;
      double whole;
      try (Aloft aloft = place.client(new Telemetry() {}, call -> {})) {
        long start = System.nanoTime();
        List<TrainingRun> runs = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
          runs.add(watch(aloft, unseen));
        }
        out.printf(Locale.ROOT, "%d jobs created after %.1f s%n", jobs, seconds(start));
        boolean all = unseen.await(30, TimeUnit.MINUTES);
        out.printf(Locale.ROOT, "each seen running after %.1f s: %s%n", seconds(start), all);
        long lists = exchanges.count("ListTrainingJobs");
        long others = exchanges.count() - lists;
        Thread.sleep(watched.toMillis());
        long moreLists = exchanges.count("ListTrainingJobs") - lists;
        long moreOthers = exchanges.count() - exchanges.count("ListTrainingJobs") - others;
        whole = Machine.heapAfterCollection();
        if (!watched.isZero()) {
          double minutes = watched.toMillis() / 60_000.0;
          out.printf(
              Locale.ROOT,
              "%.1f lists and %.1f other requests a minute%n",
              moreLists / minutes,
              moreOthers / minutes);
        }
        running =
            runs.stream().filter(run -> run.status().state() == OperationState.RUNNING).count();
      }
      out.printf(Locale.ROOT, "heap after collection, with the fake: %.1f MiB%n", whole);
      out.printf("process, with the fake: %s at its peak%n", Machine.residentPeak());
      out.println(Machine.line());
      return running;
    }
  }

  private static TrainingRun watch(Aloft aloft, CountDownLatch unseen) {
    TrainingRun run =
        aloft
            .trainer()
            .train(
                TrainingJob.builder("night", Container.of(SageMakerPlace.ENDLESS))
                    .maxRuntime(Duration.ofHours(20))
                    .build());
    run.onStatus(
        status -> {
          if (status.state() == OperationState.RUNNING) {
            unseen.countDown();
          }
        });
    return run;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
