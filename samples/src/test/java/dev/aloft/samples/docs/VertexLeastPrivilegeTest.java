package dev.aloft.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.Aloft;
import dev.aloft.data.Data;
import dev.aloft.data.Row;
import dev.aloft.error.AloftException;
import dev.aloft.fake.gcp.FakeGcp;
import dev.aloft.fake.gcp.GcpCloud;
import dev.aloft.fake.work.ContainerHost;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.model.Model;
import dev.aloft.operation.OperationId;
import dev.aloft.samples.VertexPython;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.Scaling;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Container;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that Aloft does on Vertex AI, and the roles that allow exactly that. */
@FakeGcp
class VertexLeastPrivilegeTest {
  private static final String IMAGE = "us-central1-docker.pkg.dev/aloft-test/ours/endless:1";
  private static final int LARGE = 40 << 20;

  private final ContainerHost python = VertexPython.host();
  @TempDir Path directory;
  private Aloft aloft;
  private GcpCloud cloud;

  @BeforeEach
  void open(Aloft client, GcpCloud place) {
    aloft = client;
    cloud = place;
    VertexPython.in(cloud.images(), python);
    cloud
        .images()
        .training(
            image -> image.contains("pytorch"),
            InstantWork.training(Map.of("model/guess.txt", "5")))
        .training(image -> image.equals(IMAGE), InstantWork.endlessTraining());
  }

  @AfterEach
  void endPrograms() {
    python.close();
  }

  @Test
  void theCallersRolesAllowWhatIsUsedAndNothingElse() throws IOException {
    Set<String> allowed = new TreeSet<>(GcpRole.read("caller-role.yaml").permissions());
    allowed.addAll(GcpRole.read("bucket-role.yaml").permissions());
    cloud.exchanges().clear();

    Model model = trains();
    followsAndStops();
    stores();
    registers(model);
    serves(model);
    cleansUp();

    assertThat(cloud.exchanges().actions().keySet()).containsExactlyInAnyOrderElementsOf(allowed);
  }

  @Test
  void theProjectsRoleSaysNothingOfBuckets() throws IOException {
    assertThat(GcpRole.read("caller-role.yaml").permissions())
        .noneMatch(permission -> permission.startsWith("storage."));
    assertThat(GcpRole.read("bucket-role.yaml").permissions())
        .allMatch(permission -> permission.startsWith("storage."));
  }

  private TrainingJob job() throws IOException {
    Path csv = directory.resolve("wine.csv");
    StringBuilder rows = new StringBuilder("alcohol,ph,quality\n");
    for (int i = 0; i < 100; i++) {
      rows.append(8 + i % 5).append(',').append(3 + i % 3).append(',').append(i % 5).append('\n');
    }
    Files.writeString(csv, rows);
    return TrainingJob.builder("wine", Algorithm.xgboost())
        .input("train", Data.csv(csv).label("quality"))
        .hyperparameter("num_round", 3)
        .maxRuntime(Duration.ofMinutes(10))
        .build();
  }

  private Model trains() throws IOException {
    TrainingJob job = job().toBuilder().key("monday").build();
    TrainingRun run = aloft.trainer().train(job);
    run.awaitWithLogs(new StringBuilder());
    run.metrics();
    TrainingRun again = aloft.trainer().train(job);
    assertThat(again.name()).isEqualTo(run.name());

    Path code = Files.createDirectory(directory.resolve("code"));
    Files.writeString(code.resolve("train.py"), "print('trained')\n");
    TrainingJob script =
        TrainingJob.builder("script", Script.of(code, "train.py"))
            .input("train", Data.of(FakeGcp.STAGING + "/data/"))
            .checkpoints()
            .spot(Duration.ofHours(1))
            .maxRuntime(Duration.ofMinutes(10))
            .build();
    aloft.trainer().train(script).await();
    return (Model) aloft.resume(OperationId.parse(run.id().toString())).await();
  }

  private void followsAndStops() {
    TrainingRun run =
        aloft.trainer().train(TrainingJob.builder("endless", Container.of(IMAGE)).build());
    run.cancel();
    assertThatThrownBy(run::await).isInstanceOf(AloftException.class);
    assertThat(aloft.trainer().runs("wine")).isNotEmpty();
    assertThat(aloft.trainer().run(run.name()).logs()).isNotNull();
  }

  /** In parts, which are joined and taken away. */
  private void stores() throws IOException {
    Path large = Files.createDirectory(directory.resolve("large"));
    byte[] bytes = new byte[LARGE];
    new Random(7).nextBytes(bytes);
    Files.write(large.resolve("model.bin"), bytes);
    aloft.models().upload(large, "large");
  }

  private void registers(Model model) throws IOException {
    String version = model.register("wine").version().orElseThrow();
    Model other =
        aloft.trainer().train(job().toBuilder().hyperparameter("num_round", 4).build()).await();
    String second = other.register("wine").version().orElseThrow();
    aloft.models().alias("wine", "champion", second);
    aloft.models().get("wine", "champion");
    aloft.models().unalias("wine", "champion");
    assertThat(aloft.models().list()).contains("wine");
    aloft.models().versions("wine");
    aloft.models().delete("wine", version);
    aloft.models().delete("wine", second);
  }

  private void serves(Model model) throws IOException {
    Model other =
        aloft.trainer().train(job().toBuilder().hyperparameter("num_round", 5).build()).await();
    Endpoint endpoint =
        model.deploy("wine", DeployOptions.builder().scaling(Scaling.between(1, 3, 600)).build());
    endpoint.predict(Row.of(9, 3));
    endpoint.canary(other, 10);
    endpoint.canary(other, 50);
    endpoint.promote();
    endpoint.rollback();
    endpoint.update(other);
    assertThat(endpoint.logs()).isNotNull();
    endpoint.status();
    endpoint.undeploy();
  }

  private void cleansUp() {
    cloud.clock().advance(Duration.ofDays(2)); // what the log keeps of the past goes after a day
    aloft.recover();
    assertThat(aloft.orphans().parts()).isEmpty();
    assertThat(aloft.endpoints()).isEmpty();
  }
}
