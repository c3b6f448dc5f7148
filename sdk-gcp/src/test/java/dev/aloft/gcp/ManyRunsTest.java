package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.fake.Exchanges;
import dev.aloft.fake.gcp.Timetable;
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

/** Many runs are watched by one list, at the pace that the service allows; it refuses more. */
class ManyRunsTest {
  private static final String IMAGE = "us-central1-docker.pkg.dev/aloft-test/ours/instant:1";
  private static final Duration STAGE = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofDays(30);

  @Test
  @Tag("long")
  void thousandRunsAreWatchedByOneListAndFitIntoHalfAGigabyteWithTheirCloud(@TempDir Path directory)
      throws Exception {
    Path said = directory.resolve("said");
    Process child =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx512m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                ManyRunsTest.class.getName(),
                "1000")
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      int code = child.waitFor();
      assertThat(code).as(Files.readString(said)).isZero();
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
  void tenThousandRunsAreWatchedByOneList(@TempDir Path directory) {
    watch(directory, 10_000);
  }

  private static void watch(Path directory, int count) {
    try (GcpHarness place =
            new GcpHarness(directory, cloud -> cloud.timetable(Timetable.every(STAGE)));
        Aloft aloft = place.client().open()) {
      Exchanges exchanges = place.cloud().exchanges();
      place.cloud().images().training(IMAGE::equals, InstantWork.training(Map.of("model/m", "1")));
      Instant begun = place.cloud().clock().now();
      List<TrainingRun> runs = start(aloft, count);
      long before = exchanges.count();

      runs.forEach(run -> assertThat(run.await(PATIENCE).location()).contains(run.name()));

      long minutes = 1 + Duration.between(begun, place.cloud().clock().now()).toMinutes();
      report(count, minutes, exchanges, exchanges.count() - before);
      assertThat(exchanges.count("CreateCustomJob")).isEqualTo(count);
      assertThat(exchanges.all()).noneMatch(asked -> asked.status() == 429);
      assertThat(exchanges.count("GetCustomJob")).isEqualTo(count);
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

  private static void report(int count, long minutes, Exchanges exchanges, long watching) {
    System.out.printf(
        "%,d runs in %,d minutes: %,d requests, of them %,d after the last create: %,d lists, %,d"
            + " descriptions; %,d MiB%n",
        count,
        minutes,
        exchanges.count(),
        watching,
        exchanges.count("ListCustomJobs"),
        exchanges.count("GetCustomJob"),
        (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
  }
}
