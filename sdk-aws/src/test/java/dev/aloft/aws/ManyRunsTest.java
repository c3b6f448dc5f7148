package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.fake.Exchange;
import dev.aloft.fake.Exchanges;
import dev.aloft.fake.aws.Timetable;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.testkit.ChildProgram;
import dev.aloft.training.Container;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many runs are watched by one, at the pace that the service allows. */
class ManyRunsTest {
  private static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/instant:1";
  private static final Duration STAGE = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofDays(30);
  private static final Duration LEAST_PAUSE = Duration.ofMillis(999);

  @Test
  void twoHundredRunsAreWatchedByOneListASecond(@TempDir Path directory) {
    watch(directory, 200);
  }

  @Test
  @Tag("long")
  void thousandRunsAreWatchedByOneListASecond(@TempDir Path directory) {
    watch(directory, 1_000);
  }

  @Test
  @Tag("long")
  void thousandRunsAndTheirCloudFitIntoHalfAGigabyte() throws Exception {
    Process child =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx512m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                ManyRunsTest.class.getName(),
                "1000")
            .inheritIO()
            .start();
    try {
      assertThat(child.waitFor()).isZero();
    } finally {
      ChildProgram.end(child);
    }
  }

  /** Watches so many runs; for a process with a heap of its own. */
  public static void main(String[] count) throws IOException {
    watch(Files.createTempDirectory("runs"), Integer.parseInt(count[0]));
    System.exit(0);
  }

  @Test
  @Tag("long")
  void tenThousandRunsAreWatchedByOneListASecond(@TempDir Path directory) {
    watch(directory, 10_000);
  }

  private static void watch(Path directory, int count) {
    try (AwsHarness place =
            new AwsHarness(
                directory, cloud -> cloud.quotas(2 * count).timetable(Timetable.every(STAGE)));
        Aloft aloft = place.client().open()) {
      Exchanges exchanges = place.cloud().exchanges();
      place.cloud().images().training(IMAGE::equals, InstantWork.training(Map.of("model/m", "1")));
      Instant begun = place.cloud().clock().now();
      List<TrainingRun> runs = start(aloft, count);
      long before = exchanges.count();

      runs.forEach(run -> assertThat(run.await(PATIENCE).location()).contains(run.name()));

      assertThat(exchanges.count("CreateTrainingJob")).isEqualTo(count);
      assertThat(exchanges.all()).noneMatch(asked -> "ThrottlingException".equals(asked.code()));
      assertNeverFasterThanOnceASecond(exchanges.of("ListTrainingJobs"));
      assertThat(exchanges.count("ListTrainingJobs"))
          .isLessThanOrEqualTo(
              1 + Duration.between(begun, place.cloud().clock().now()).toSeconds());
      assertThat(exchanges.count("ListTrainingJobs")).isLessThan(20 + count);
      assertThat(exchanges.count("DescribeTrainingJob")).isEqualTo(count);
      report(count, exchanges, exchanges.count() - before);
    }
  }

  private static List<TrainingRun> start(Aloft aloft, int count) {
    List<TrainingRun> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TrainingRun run =
          aloft.trainer().train(TrainingJob.builder("many", Container.of(IMAGE)).build());
      var unused = run.toFuture();
      runs.add(run);
    }
    return runs;
  }

  private static void assertNeverFasterThanOnceASecond(List<Exchange> lists) {
    for (int i = 1; i < lists.size(); i++) {
      Instant earlier = lists.get(i - 1).at();
      assertThat(Duration.between(earlier, lists.get(i).at())).isGreaterThan(LEAST_PAUSE);
    }
  }

  private static void report(int count, Exchanges exchanges, long watching) {
    System.out.printf(
        "%,d runs: %,d requests, of them %,d while watching: %,d lists, %,d descriptions; %,d"
            + " MiB%n",
        count,
        exchanges.count(),
        watching,
        exchanges.count("ListTrainingJobs"),
        exchanges.count("DescribeTrainingJob"),
        (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
  }
}
