package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Machine;
import dev.aloft.driver.Settings;
import dev.aloft.error.Problems;
import dev.aloft.training.Container;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not go together on Vertex AI is told before anything is sent. */
class TrainingChecksTest {
  private static final String KEY = "projects/p/locations/%s/keyRings/r/cryptoKeys/k";

  private final TrainingChecks checks =
      new TrainingChecks(
          new WorkSettings(
              GcpConfig.of(
                  new Settings(
                      Map.of("project", "aloft-test", "location", "europe-west4"),
                      Map.of(),
                      Set.of()))));

  private static TrainingJob.Builder job(String machine) {
    return TrainingJob.builder("job", Container.of("ours/image:1")).machine(Machine.type(machine));
  }

  private String faults(TrainingJob.Builder job) {
    Problems problems = new Problems();
    checks.check(job.build(), problems);
    return problems.all().toString();
  }

  @Test
  void flexStartWantsGpus() {
    assertThat(faults(job("n1-standard-4").option(Vertex.FLEX_START, Duration.ofHours(1))))
        .contains("a machine with GPUs beside Vertex.FLEX_START");
    assertThat(faults(job("g2-standard-4").option(Vertex.FLEX_START, Duration.ofHours(1))))
        .isEqualTo("[]");
  }

  @Test
  void disksAreOfTheKindsThatThereAre() {
    assertThat(faults(job("n1-standard-4").option(Vertex.DISK_TYPE, "pd-fast")))
        .contains("pd-ssd, pd-standard or hyperdisk-balanced");
    assertThat(faults(job("n1-standard-4").option(Vertex.DISK_TYPE, "pd-standard")))
        .isEqualTo("[]");
  }

  @Test
  void groupsOfTpusAreNeitherIdleNorSeveral() {
    assertThat(faults(job("cloud-tpu+TPU_V3:32").spot(Duration.ofHours(30))))
        .contains("no spot: Vertex AI has no idle groups of TPUs");
    assertThat(faults(job("cloud-tpu+TPU_V3:8").spot(Duration.ofHours(30)))).isEqualTo("[]");
    assertThat(faults(job("ct5lp-hightpu-4t").nodes(2))).contains("1 with ct5lp-hightpu-4t");
  }

  @Test
  void aKeyLiesWhereTheWorkIs() {
    assertThat(faults(job("n1-standard-4").option(Vertex.KMS_KEY, KEY.formatted("us-central1"))))
        .contains("in the job's own location");
    assertThat(faults(job("n1-standard-4").option(Vertex.KMS_KEY, KEY.formatted("europe-west4"))))
        .isEqualTo("[]");
  }

  @Test
  void aTpuGetsNoImageThatIsMadeForGpus(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("train.py"), "print(1)");
    Script script = Script.of(directory, "train.py");
    TrainingJob.Builder tpu =
        TrainingJob.builder("job", script).machine(Machine.type("cloud-tpu+TPU_V3:8"));

    assertThat(faults(tpu)).contains("an image of your own");
    assertThat(faults(tpu.option(Vertex.FRAMEWORK, "tf"))).isEqualTo("[]");
  }
}
