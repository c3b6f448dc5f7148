package dev.aloft.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.aiplatform.v1.CreateCustomJobRequest;
import com.google.cloud.aiplatform.v1.EndpointServiceClient;
import com.google.cloud.aiplatform.v1.LocationName;
import dev.aloft.Aloft;
import dev.aloft.Machine;
import dev.aloft.data.Data;
import dev.aloft.data.Row;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.fake.Exchanges;
import dev.aloft.fake.gcp.FakeGcp;
import dev.aloft.fake.gcp.GcpCloud;
import dev.aloft.fake.work.ContainerHost;
import dev.aloft.fake.work.Images;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.gcp.Vertex;
import dev.aloft.model.Model;
import dev.aloft.model.ModelFormat;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.Prediction;
import dev.aloft.serving.Scaling;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of {@code docs/vertex.md}, region by region, on a Vertex AI in this JVM. */
@FakeGcp
class VertexGuideTest {
  private final ContainerHost python = VertexPython.host();
  @TempDir Path directory;
  private Path csv;

  @BeforeEach
  void writeRows(Images images) throws IOException {
    VertexPython.in(images, python);
    csv = directory.resolve("wine.csv");
    StringBuilder rows = new StringBuilder("alcohol,ph,quality\n");
    for (int i = 0; i < 200; i++) {
      rows.append(8 + i % 5).append(',').append(3 + i % 3).append(',').append(i % 5).append('\n');
    }
    Files.writeString(csv, rows);
  }

  @AfterEach
  void endPrograms() {
    python.close();
  }

  @Test
  void opensWithoutAWord() {
    // region open
    Aloft aloft =
        Aloft.builder()
            .provider("gcp")
            .set("project", "our-project")
            .set("location", "europe-west4")
            .set("staging", "gs://our-models/aloft")
            .open(); // calls nothing
    // endregion open
    assertThat(aloft.scope()).isEqualTo("our-project/europe-west4");
    aloft.close();
  }

  @Test
  void trainsOnGooglesImage(Aloft aloft, Exchanges exchanges) {
    // region train
    TrainingJob job =
        TrainingJob.builder("wine", Algorithm.xgboost())
            .input("train", Data.csv(csv).label("quality"))
            .hyperparameter("num_round", 20)
            .machine(Machine.cpus(4).memoryGib(16)) // the cheapest known type that has it
            .spot(Duration.ofHours(2)) // idle machines
            .maxRuntime(Duration.ofMinutes(30))
            .label("team", "cellar") // a label of the custom job
            .option(Vertex.DISK_GIB, 200)
            .build();
    TrainingRun run = aloft.trainer().train(job);
    Model model = run.awaitWithLogs(System.out);
    String machine = run.machine(); // which type, and why
    // endregion train
    assertThat(machine).startsWith("e2-standard-4").contains("cheapest known");
    assertThat(model.format()).isEqualTo(ModelFormat.XGBOOST);
    assertThat(exchanges.of("CreateCustomJob").get(0).body())
        .contains("SPOT", "\"bootDiskSizeGb\":200", "\"team\":\"cellar\"");
  }

  @Test
  void runsAScriptInAFrameworksImage(GcpCloud cloud, Aloft aloft) throws IOException {
    cloud.createBucket("our-data");
    cloud
        .images()
        .training(
            image -> image.contains("sklearn-cpu"),
            InstantWork.training(Map.of("model/model.txt", "5")));
    Files.writeString(directory.resolve("train.py"), "print('trained')\n");
    // region script
    TrainingJob job =
        TrainingJob.builder("own", Script.of(directory, "train.py"))
            .input("train", Data.of("gs://our-data/wine/")) // stays there
            .checkpoints()
            .option(Vertex.FRAMEWORK, "sklearn") // whose newest image; else pytorch
            .option(Vertex.SERVICE_ACCOUNT, "trainer@our-project.iam.gserviceaccount.com")
            .build();
    Model model = aloft.trainer().train(job).await();
    // endregion script
    assertThat(model.location()).startsWith("gs://aloft-staging/tests/aloft/outputs/own-");
    assertThat(cloud.exchanges().of("CreateCustomJob").get(0).body())
        .contains(
            "trainer@our-project", "/gcs/our-data/wine", "\"restartJobOnWorkerRestart\":true");
  }

  @Test
  void registersAndPromotesExplicitly(Aloft aloft) {
    Model model = train(aloft, 3);
    // region register
    Model registered = model.register("wine");
    String version = registered.version().orElseThrow();
    aloft.models().alias("wine", "champion", version); // moved in one request
    Model champion = aloft.models().get("wine", "champion");
    // endregion register
    assertThat(champion.version()).contains("1");
    train(aloft, 5).register("wine");
    // region promote
    aloft.models().alias("wine", "default", "2"); // nothing else moves it
    // endregion promote
    assertThat(aloft.models().get("wine", "default").version()).contains("2");
  }

  @Test
  void deploysUpdatesAndSplits(Aloft aloft, Exchanges exchanges) {
    Model model = train(aloft, 3);
    Model better = train(aloft, 5);
    Model best = train(aloft, 8);
    // region deploy
    DeployOptions options =
        DeployOptions.builder()
            .machine(Machine.type("n1-standard-4")) // taken as given
            .scaling(Scaling.between(1, 4, 600)) // calls a minute for each machine
            .option(Vertex.DEPLOYMENT_TIMEOUT, Duration.ofMinutes(40))
            .build();
    Endpoint endpoint = model.deploy("wine", options);
    endpoint.update(better); // beside the old one, then all calls, then the old one goes
    // endregion deploy
    // region canary
    endpoint.canary(best, 10); // one call in ten
    endpoint.promote(); // or endpoint.rollback()
    // endregion canary
    // region predict
    Prediction prediction = endpoint.predict(Row.of(9, 3));
    // endregion predict
    assertThat(prediction.value()).isBetween(-1.0, 5.0);
    assertThat(exchanges.of("DeployModel")).hasSize(3);
    assertThat(exchanges.of("DeployModel").get(0).body())
        .contains("n1-standard-4", "request_count", "\"maxReplicaCount\":4");
    endpoint.undeploy();
  }

  @Test
  void sharesAHostOnRequest(Aloft aloft, Exchanges exchanges) {
    Model model = train(aloft, 3);
    // region shared
    DeployOptions options =
        DeployOptions.builder().option(Vertex.DEDICATED_ENDPOINT, false).build();
    Endpoint endpoint = model.deploy("wine", options);
    // endregion shared
    assertThat(endpoint.predict(Row.of(9, 3)).value()).isBetween(-1.0, 5.0);
    assertThat(exchanges.of("CreateEndpoint").get(0).body())
        .doesNotContain("\"dedicatedEndpointEnabled\":true");
    endpoint.undeploy();
  }

  @Test
  void reachesWhatAloftDoesNotHave(GcpCloud cloud) {
    // region vendor
    Aloft.Builder builder =
        Aloft.builder()
            .provider("gcp")
            .beforeSend(
                CreateCustomJobRequest.Builder.class,
                request ->
                    request
                        .getCustomJobBuilder()
                        .getJobSpecBuilder()
                        .setEnableDashboardAccess(true));
    // endregion vendor
    try (Aloft aloft = on(cloud, builder, FakeGcp.STAGING)) {
      // region unwrap
      EndpointServiceClient client = aloft.unwrap(EndpointServiceClient.class).orElseThrow();
      // endregion unwrap
      LocationName parent = LocationName.of(cloud.project(), cloud.location());
      assertThat(client.listEndpoints(parent).iterateAll()).isEmpty();
      train(aloft, 3);
      assertThat(cloud.exchanges().of("CreateCustomJob").get(0).body())
          .contains("\"enableDashboardAccess\":true");
    }
  }

  @Test
  void saysHowTheBucketIsMade(GcpCloud cloud) {
    try (Aloft aloft = on(cloud, Aloft.builder().provider("gcp"), "gs://our-models/aloft")) {
      assertThatThrownBy(() -> train(aloft, 3))
          .isInstanceOfSatisfying(
              AloftException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
                assertThat(e.getMessage())
                    .contains(
                        "gcloud storage buckets create gs://our-models"
                            + " --uniform-bucket-level-access --public-access-prevention"
                            + " --location=us-central1 --project=aloft-test");
              });
    }
    assertThat(cloud.exchanges().count("storage.buckets.insert")).isZero();
  }

  private static Aloft on(GcpCloud cloud, Aloft.Builder builder, String staging) {
    return builder
        .set("project", cloud.project())
        .set("location", cloud.location())
        .set("endpoint", cloud.grpc())
        .set("http-endpoint", cloud.http())
        .set("ca", cloud.certificate().toString())
        .set("credentials", "none")
        .set("staging", staging)
        .open();
  }

  private Model train(Aloft aloft, int rounds) {
    TrainingJob job =
        TrainingJob.builder("wine", Algorithm.xgboost())
            .input("train", Data.csv(csv).label("quality"))
            .hyperparameter("num_round", rounds)
            .build();
    return aloft.trainer().train(job).await();
  }
}
