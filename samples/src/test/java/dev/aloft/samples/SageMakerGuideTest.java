package dev.aloft.samples;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.aloft.Aloft;
import dev.aloft.Machine;
import dev.aloft.aws.SageMaker;
import dev.aloft.data.Data;
import dev.aloft.data.Row;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.fake.Exchanges;
import dev.aloft.fake.aws.AwsCloud;
import dev.aloft.fake.aws.FakeAws;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.model.Model;
import dev.aloft.model.ModelFormat;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.Prediction;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.Scaling;
import dev.aloft.serving.ServingRuntime;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;

/** The code of {@code docs/sagemaker.md}, region by region, on a SageMaker in this JVM. */
@FakeAws
class SageMakerGuideTest {
  @TempDir Path directory;
  private Path csv;

  @BeforeEach
  void writeRows() throws IOException {
    csv = directory.resolve("wine.csv");
    StringBuilder rows = new StringBuilder("alcohol,ph,quality\n");
    for (int i = 0; i < 200; i++) {
      rows.append(8 + i % 5).append(',').append(3 + i % 3).append(',').append(i % 5).append('\n');
    }
    Files.writeString(csv, rows);
  }

  @Test
  void opensWithoutAWord() {
    // region open
    Aloft aloft =
        Aloft.builder()
            .provider("aws")
            .set("region", "eu-central-1")
            .set("role", "arn:aws:iam::123456789012:role/Aloft")
            .set("staging", "s3://our-models/aloft")
            .open(); // calls nothing
    // endregion open
    assertThat(aloft.scope()).isEqualTo("123456789012/eu-central-1");
    aloft.close();
  }

  @Test
  void trainsOnAWSsImage(Aloft aloft, Exchanges exchanges) {
    // region train
    TrainingJob job =
        TrainingJob.builder("wine", Algorithm.xgboost())
            .input("train", Data.csv(csv).label("quality"))
            .hyperparameter("num_round", 20)
            .machine(Machine.cpus(4).memoryGib(16)) // the cheapest known type that has it
            .spot(Duration.ofHours(2)) // at most so long, waiting included
            .maxRuntime(Duration.ofMinutes(30))
            .option(SageMaker.VOLUME_GIB, 50)
            .option(SageMaker.TAGS, "team=cellar, cost-center=4711")
            .build();
    TrainingRun run = aloft.trainer().train(job);
    Model model = run.awaitWithLogs(System.out);
    String machine = run.machine(); // which type, and why
    // endregion train
    assertThat(machine).startsWith("ml.").contains("cheapest known");
    assertThat(model.format()).isEqualTo(ModelFormat.XGBOOST);
    assertThat(exchanges.of("CreateTrainingJob").get(0).body())
        .contains("\"EnableManagedSpotTraining\":true", "\"VolumeSizeInGB\":50", "cost-center");
  }

  @Test
  void runsAScriptInAFrameworksImage(AwsCloud cloud, Aloft aloft, S3Client s3) throws IOException {
    s3.createBucket(bucket -> bucket.bucket("our-data"));
    s3.putObject(put -> put.bucket("our-data").key("wine/1.csv"), RequestBody.fromFile(csv));
    cloud
        .images()
        .training(
            image -> image.contains("scikit-learn"),
            InstantWork.training(Map.of("model/model.txt", "5")));
    Files.writeString(directory.resolve("train.py"), "print('trained')\n");
    // region script
    TrainingJob job =
        TrainingJob.builder("own", Script.of(directory, "train.py"))
            .input("train", Data.of("s3://our-data/wine/")) // stays there
            .checkpoints()
            .option(SageMaker.FRAMEWORK, "sklearn") // whose newest image; else pytorch
            .option(SageMaker.INPUT_MODE, "FastFile")
            .build();
    Model model = aloft.trainer().train(job).await();
    // endregion script
    assertThat(model.location()).startsWith("s3://aloft-staging/tests/aloft/outputs/own-");
  }

  @Test
  void servesAScriptsModelByAScript(Aloft aloft, Exchanges exchanges) throws IOException {
    write("train.py");
    write("code/inference.py");
    // region served
    TrainingJob job =
        TrainingJob.builder("line", Script.of(directory, "train.py"))
            .input("train", Data.of(csv))
            .option(SageMaker.FRAMEWORK, "sklearn")
            .build();
    Model model = aloft.trainer().train(job).await();

    DeployOptions options =
        DeployOptions.builder()
            .runtime(ServingRuntime.script("code/inference.py", Protocol.SAGEMAKER))
            .option(SageMaker.FRAMEWORK, "sklearn") // AWS's image that serves it
            .probe(Row.of(9.0, 3.3)) // asked before the deploy is done
            .build();
    Endpoint endpoint = model.deploy("line", options);
    Prediction quality = endpoint.predict(Row.of(10.5, 3.3));
    // endregion served
    assertThat(quality.value()).isCloseTo(2.5, within(1e-9));
    assertThat(exchanges.of("CreateModel").get(0).body())
        .contains("sagemaker-scikit-learn", "inference.py", "/opt/ml/model/code");
    endpoint.undeploy();
  }

  private void write(String script) throws IOException {
    Path file = directory.resolve(script);
    Files.createDirectories(file.resolveSibling(""));
    try (InputStream in = getClass().getResourceAsStream("served/" + script)) {
      Files.copy(requireNonNull(in), file);
    }
  }

  @Test
  void deploysWithScalingAndAPolicyOfUpdates(Aloft aloft, Exchanges exchanges) {
    Model model = train(aloft, 3);
    Model better = train(aloft, 5);
    // region deploy
    DeployOptions options =
        DeployOptions.builder()
            .machine(Machine.type("ml.c5.xlarge")) // taken as given
            .scaling(Scaling.between(1, 4, 600)) // calls a minute for each machine
            .option(SageMaker.STARTUP_TIMEOUT, Duration.ofMinutes(5))
            .option(SageMaker.UPDATE_POLICY, "LINEAR") // how an update moves the calls
            .option(SageMaker.UPDATE_STEP_PERCENT, 25)
            .option(SageMaker.ROLLBACK_ALARMS, "wine-errors") // takes an update back
            .build();
    Endpoint endpoint = model.deploy("wine", options);
    endpoint.update(better);
    // endregion deploy
    assertThat(endpoint.predict(Row.of(9, 3)).value()).isBetween(-1.0, 5.0);
    assertThat(exchanges.of("UpdateEndpoint").get(0).body())
        .contains("\"RetainAllVariantProperties\":true", "LINEAR", "wine-errors");
    assertThat(exchanges.count("RegisterScalableTarget")).isPositive();
    endpoint.undeploy();
  }

  @Test
  void reachesWhatAloftDoesNotHave(AwsCloud cloud) {
    // region vendor
    Aloft.Builder builder =
        Aloft.builder()
            .provider("aws")
            .beforeSend(
                CreateTrainingJobRequest.Builder.class,
                request -> request.profilerConfig(profiler -> profiler.disableProfiler(true)));
    // endregion vendor
    try (Aloft aloft =
        builder
            .set("region", cloud.region())
            .set("endpoint", cloud.url())
            .set("role", "arn:aws:iam::123456789012:role/Aloft")
            .set("staging", FakeAws.STAGING)
            .open()) {
      // region unwrap
      SageMakerClient client = aloft.unwrap(SageMakerClient.class).orElseThrow();
      // endregion unwrap
      assertThat(client.listEndpoints().endpoints()).isEmpty();
    }
  }

  @Test
  void saysHowTheBucketIsMade(AwsCloud cloud) {
    try (Aloft aloft =
        Aloft.builder()
            .provider("aws")
            .set("region", cloud.region())
            .set("endpoint", cloud.url())
            .set("role", "arn:aws:iam::123456789012:role/Aloft")
            .set("staging", "s3://our-models/aloft")
            .open()) {
      assertThatThrownBy(() -> train(aloft, 3))
          .isInstanceOfSatisfying(
              AloftException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
                assertThat(e.getMessage())
                    .contains("aws s3api create-bucket --bucket our-models --region us-east-1")
                    .contains("aws s3api put-public-access-block --bucket our-models");
              });
    }
    assertThat(cloud.exchanges().count("CreateBucket")).isZero();
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
