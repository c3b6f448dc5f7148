package dev.aloft.benchmarks;

import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.JobServiceClient;
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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Many custom jobs of Vertex AI, each watched by a listener, in real time: what the watching holds
 * in memory, and what it asks of the service. The jobs are copies of one that Aloft has made, since
 * making so many at the service's pace takes hours. The fake is in the same process, and its memory
 * is in the figure.
 */
public final class VertexWatchedJobs {
  private static final int CLIENTS = 8;

  /** What a listing of runs gives. */
  private static final int NEWEST = 100;

  private static final String GROUP = "night";

  private final int jobs;
  private final Duration watched;
  private final int cancelled;
  private final PrintStream out;

  VertexWatchedJobs(int jobs, Duration watched, int cancelled, PrintStream out) {
    this.jobs = jobs - jobs % NEWEST;
    this.watched = watched;
    this.cancelled = cancelled;
    this.out = out;
  }

  /**
   * Measures and prints.
   *
   * @param arguments how many jobs, how many seconds they are watched, and how many of them end
   *     then; 10000, 120 and 100 when nothing is given
   */
  public static void main(String[] arguments) throws Exception {
    int jobs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 120;
    int cancelled = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 100;
    new VertexWatchedJobs(jobs, Duration.ofSeconds(seconds), cancelled, System.out).measure();
    System.exit(0); // the vendor's threads stay for a while
  }

  /** Gives how many are still running at the end, by what their runs say. */
  long measure() throws Exception {
    out.println(Machine.line());
    try (VertexPlace place = new VertexPlace();
        Aloft aloft = place.client(new Telemetry() {}, call -> {}).open()) {
      Exchanges exchanges = place.cloud().exchanges();
      CountDownLatch ended = new CountDownLatch(cancelled);
      JobServiceClient control = aloft.unwrap(JobServiceClient.class).orElseThrow();
      List<TrainingRun> runs = new ArrayList<>();
      Queue<String> names = new ConcurrentLinkedQueue<>();
      CustomJob first = first(aloft, control, place);
      long start = System.nanoTime();
      while (runs.size() < jobs) {
        int made = runs.size();
        AtOnce.run(CLIENTS, NEWEST, i -> names.add(copy(control, place, first, made + i)));
        for (TrainingRun run : aloft.trainer().runs(GROUP)) {
          run.onStatus(
              status -> {
                if (status.state() == OperationState.CANCELLED) {
                  ended.countDown();
                }
              });
          runs.add(run);
        }
      }
      out.printf(Locale.ROOT, "%d jobs created and watched after %.1f s%n", jobs, seconds(start));
      exchanges.clear();
      Thread.sleep(watched.toMillis());
      print(exchanges);
      double whole = Machine.heapAfterCollection();
      exchanges.clear();
      start = System.nanoTime();
      names.stream().limit(cancelled).forEach(control::cancelCustomJob);
      boolean all = ended.await(30, TimeUnit.MINUTES);
      out.printf(
          Locale.ROOT,
          "%d ends told after %.1f s: %s; %d descriptions%n",
          cancelled,
          seconds(start),
          all,
          exchanges.count("GetCustomJob"));
      out.printf(Locale.ROOT, "heap after collection, with the fake: %.1f MiB%n", whole);
      out.printf("process, with the fake: %s at its peak%n", Machine.residentPeak());
      out.println(Machine.line());
      return runs.stream().filter(run -> run.status().state() == OperationState.RUNNING).count();
    }
  }

  private void print(Exchanges exchanges) {
    if (!watched.isZero()) {
      double minutes = watched.toMillis() / 60_000.0;
      long lists = exchanges.count("ListCustomJobs");
      out.printf(
          Locale.ROOT,
          "%.1f lists and %.1f other requests a minute%n",
          lists / minutes,
          (exchanges.count() - lists) / minutes);
    }
  }

  private static CustomJob first(Aloft aloft, JobServiceClient control, VertexPlace place) {
    aloft.trainer().train(TrainingJob.builder(GROUP, Container.of(VertexPlace.ENDLESS)).build());
    return control.listCustomJobs(place.parent()).iterateAll().iterator().next();
  }

  private static String copy(
      JobServiceClient control, VertexPlace place, CustomJob first, int number) {
    CustomJob job =
        CustomJob.newBuilder()
            .setDisplayName(first.getDisplayName())
            .setJobSpec(first.getJobSpec())
            .putAllLabels(first.getLabelsMap())
            .putLabels("aloft-run", String.format(Locale.ROOT, "%s-%08d", GROUP, number))
            .build();
    return control.createCustomJob(place.parent(), job).getName();
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
