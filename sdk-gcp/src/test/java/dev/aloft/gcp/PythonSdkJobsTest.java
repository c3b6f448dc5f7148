package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.cloud.aiplatform.v1.CustomJobSpec;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.aloft.Aloft;
import dev.aloft.Machine;
import dev.aloft.error.AloftException;
import dev.aloft.fake.Exchange;
import dev.aloft.fake.Exchanges;
import dev.aloft.fake.gcp.FakeGcp;
import dev.aloft.fake.gcp.GcpCloud;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.testkit.RequestDifferences;
import dev.aloft.training.Container;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What we send for a job, field by field beside what Google's own Python SDK sends for the same
 * one. What it sends is recorded in {@code python-sdk}.
 */
@FakeGcp
final class PythonSdkJobsTest {
  private static final String ANY = ".*";
  private static final String OWN = "us-central1-docker.pkg.dev/aloft-test/images/ours:7";
  private static final String ACCOUNT = "trainer@aloft-test.iam.gserviceaccount.com";
  private static final String NETWORK = "projects/123456789012/global/networks/default";
  private static final String KEY =
      "projects/aloft-test/locations/us-central1/keyRings/r/cryptoKeys/k";
  private static final String TENSORBOARD =
      "projects/aloft-test/locations/us-central1/tensorboards/42";

  /** What is different in every job. */
  private static final RequestDifferences ALWAYS =
      RequestDifferences.none()
          .differ(
              "/customJob/displayName",
              "\"job\"",
              "\"job-[a-z0-9-]+\"",
              "a job's name is a group, and each of its runs has one of its own")
          .differ(
              "/customJob/jobSpec/baseOutputDirectory/outputUriPrefix",
              "\"gs://aloft-staging/.+\"",
              "\"gs://aloft-staging/tests/aloft/outputs/job-[a-z0-9-]+\"",
              "everything that a run leaves lies in the staging store, by its name")
          .onlyOurs(
              "/customJob/jobSpec/workerPoolSpecs/[01]/containerSpec/env/ALOFT_[A-Z_]+/(name|value)",
              "\".+\"",
              "the portable contract with the work")
          .onlyOurs("/customJob/labels/aloft-[a-z]+", "\".+\"", "runs are found again by labels");

  private static final RequestDifferences SCRIPT =
      RequestDifferences.none()
          .onlyTheirs(
              "/customJob/jobSpec/workerPoolSpecs/0/pythonPackageSpec/.+",
              ANY,
              "a package for pip wants an image of Vertex AI's; ours runs in any that has a Python")
          .onlyOurs(
              "/customJob/jobSpec/workerPoolSpecs/0/containerSpec/imageUri",
              "\"us-docker.pkg.dev/vertex-ai/training/pytorch-xla.2-4.py310:latest\"",
              "the same image")
          .onlyOurs(
              "/customJob/jobSpec/workerPoolSpecs/0/containerSpec/(command|args)/[0-3]",
              "\".+\"",
              "a program of ours starts the script, with its arguments from a document")
          .onlyOurs(
              "/customJob/jobSpec/workerPoolSpecs/0/containerSpec/env/LEVEL/(name|value)",
              "\"LEVEL\"|\"debug\"",
              "the same variable")
          .onlyTheirs(
              "/customJob/jobSpec/workerPoolSpecs/0/diskSpec/.+",
              "\"pd-ssd\"|100",
              "the service's own disk, which nobody has asked for")
          .onlyOurs(
              "/customJob/jobSpec/scheduling/timeout",
              "\"86400s\"",
              "every job of ours ends some day; theirs in seven days, the service's own limit");

  @TempDir Path directory;

  private Aloft aloft;
  private Exchanges exchanges;

  @BeforeEach
  void open(Aloft client, GcpCloud cloud) {
    aloft = client;
    exchanges = cloud.exchanges();
    cloud.images().training(image -> true, InstantWork.training(Map.of()));
  }

  @Test
  void aScript() throws IOException {
    TrainingJob job = script();

    ALWAYS.and(SCRIPT).check(theirs("script"), ours(job));
  }

  @Test
  void aScriptWithoutAPlaceForWhatItLeaves() throws IOException {
    TrainingJob job = script();

    ALWAYS.and(SCRIPT).check(theirs("script-at-the-bucket"), ours(job));
  }

  @Test
  void theScriptItself() throws IOException {
    aloft.trainer().train(script());

    assertThat(PythonSdk.recorded("script").get("objects"))
        .singleElement()
        .satisfies(
            name ->
                assertThat(name.asString())
                    .as("by the time, so that the same script is sent again")
                    .isEqualTo("aiplatform-TIME-aiplatform_custom_trainer_script-0.1.tar.gz"));
    assertThat(exchanges.of("storage.objects.insert").stream().map(Exchange::resource))
        .as("by the content, so that it is sent once")
        .anyMatch(name -> name.matches(".*tests/aloft/staged/[0-9a-f]{64}/code.tar.gz"))
        .anyMatch(name -> name.matches(".*tests/aloft/staged/[0-9a-f]{64}/bootstrap.py"));
  }

  private TrainingJob script() throws IOException {
    Path code = Files.createDirectories(directory.resolve("code"));
    Files.writeString(code.resolve("train.py"), "print('trained')\n");
    Files.writeString(code.resolve("requirements.txt"), "pandas==2.2.3\n");
    return TrainingJob.builder(
            "job",
            Script.of(code, "train.py")
                .arguments("--epochs", "3", "--name", "first run")
                .installRequirements())
        .machine(Machine.type("n1-standard-8"))
        .environment("LEVEL", "debug")
        .label("team", "risk")
        .build();
  }

  @Test
  void anOwnContainer() {
    TrainingJob job =
        TrainingJob.builder("job", own())
            .machine(Machine.type("n1-standard-8"))
            .maxRuntime(Duration.ofHours(1))
            .environment("LEVEL", "debug")
            .label("team", "risk")
            .option(Vertex.DISK_TYPE, "pd-standard")
            .option(Vertex.DISK_GIB, 200)
            .build();

    ALWAYS.check(theirs("container"), ours(job));
  }

  @Test
  void anOwnContainerWithAllThatCanBeSaid() {
    TrainingJob job =
        TrainingJob.builder("job", own())
            .machine(Machine.type("n1-standard-8+T4:2"))
            .nodes(4)
            .spot(Duration.ofHours(3))
            .checkpoints()
            .maxRuntime(Duration.ofHours(2))
            .option(Vertex.DISK_TYPE, "pd-standard")
            .option(Vertex.DISK_GIB, 200)
            .option(Vertex.SERVICE_ACCOUNT, ACCOUNT)
            .option(Vertex.NETWORK, NETWORK)
            .option(Vertex.KMS_KEY, KEY)
            .option(Vertex.TENSORBOARD, TENSORBOARD)
            .option(Vertex.WEB_ACCESS, true)
            .option(Vertex.RESTARTS, false)
            .option(Vertex.PERSISTENT_RESOURCE, "pool")
            .build();

    AloftException refused =
        catchThrowableOfType(AloftException.class, () -> aloft.trainer().train(job));

    assertThat(refused).hasMessageContaining("persistentResources/pool"); // the fake has none
    ALWAYS.check(
        theirs("container-with-everything"), PythonSdk.sent(exchanges, "CreateCustomJob", 0));
  }

  @Test
  void anOwnContainerThatWaitsForItsMachine() {
    TrainingJob job =
        TrainingJob.builder("job", Container.of(OWN))
            .machine(Machine.type("a2-highgpu-1g"))
            .maxRuntime(Duration.ofHours(2))
            .option(Vertex.FLEX_START, Duration.ofMinutes(30))
            .option(Vertex.DISK_TYPE, "pd-standard")
            .option(Vertex.DISK_GIB, 200)
            .build();

    ALWAYS.check(theirs("container-flex-start"), ours(job));
  }

  /** Its job is JSON inside of the request, which the service reads as the job's own message. */
  @Test
  void theJobOfAPipeline() throws InvalidProtocolBufferException {
    TrainingJob job =
        TrainingJob.builder("job", own())
            .machine(Machine.type("n1-standard-8+T4:2"))
            .nodes(4)
            .maxRuntime(Duration.ofHours(1))
            .environment("LEVEL", "debug")
            .label("team", "risk")
            .option(Vertex.DISK_TYPE, "pd-standard")
            .option(Vertex.DISK_GIB, 200)
            .option(Vertex.SERVICE_ACCOUNT, ACCOUNT)
            .build();
    String inputs =
        PythonSdk.recorded("container-pipeline")
            .at("/requests/0/input/trainingPipeline/trainingTaskInputs")
            .toString();
    CustomJobSpec.Builder theirs = CustomJobSpec.newBuilder();
    JsonFormat.parser().merge(inputs, theirs);
    Map<String, String> spec = new TreeMap<>();
    PythonSdk.fields(JsonFormat.printer().print(theirs))
        .forEach((field, value) -> spec.put("/customJob/jobSpec" + field, value));
    spec.put("/parent", "\"projects/aloft-test/locations/us-central1\"");
    spec.put("/customJob/displayName", "\"job\"");
    spec.put("/customJob/labels/team", "\"risk\"");

    ALWAYS.check(spec, ours(job));
  }

  private static Container own() {
    return Container.of(OWN).entrypoint("/bin/train").arguments("--fast", "yes");
  }

  private static Map<String, String> theirs(String scenario) {
    return PythonSdk.theirs(scenario, "CreateCustomJob", 0);
  }

  private Map<String, String> ours(TrainingJob job) {
    aloft.trainer().train(job);
    return PythonSdk.ours(exchanges, "CreateCustomJob", 0);
  }
}
