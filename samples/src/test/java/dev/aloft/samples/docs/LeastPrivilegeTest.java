package dev.aloft.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.Aloft;
import dev.aloft.data.Data;
import dev.aloft.data.Row;
import dev.aloft.error.AloftException;
import dev.aloft.fake.Exchange;
import dev.aloft.fake.aws.AwsCloud;
import dev.aloft.fake.aws.FakeAws;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.model.Model;
import dev.aloft.operation.OperationId;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Everything that Aloft does on SageMaker, and the policy that allows exactly that. */
@FakeAws
class LeastPrivilegeTest {
  private static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/ours:1";
  private static final int LARGE = 20 << 20;

  @TempDir Path directory;
  private Aloft aloft;
  private AwsCloud cloud;
  private S3Client bucket;

  @BeforeEach
  void open(Aloft client, AwsCloud place, S3Client s3) {
    aloft = client;
    cloud = place;
    bucket = s3;
    s3.putObject(
        put -> put.bucket("aloft-staging").key("tests/data/wine.csv"), RequestBody.fromString("1"));
    cloud
        .images()
        .training(
            image -> image.contains("pytorch"),
            InstantWork.training(Map.of("model/guess.txt", "5")))
        .training(image -> image.equals(IMAGE), InstantWork.endlessTraining());
  }

  @Test
  void theCallersPolicyAllowsWhatIsUsedAndNothingElse() throws IOException {
    IamPolicy policy = IamPolicy.read("caller-policy.json");
    cloud.exchanges().clear();

    Model model = trains();
    followsAndStops();
    stores();
    registers(model);
    serves(model);
    cleansUp();

    assertThat(cloud.exchanges().actions().keySet())
        .containsExactlyInAnyOrderElementsOf(policy.actions());
    assertThat(cloud.exchanges().all().stream().map(Exchange::body))
        .filteredOn(body -> body != null && body.contains("RoleArn\""))
        .isNotEmpty()
        .allMatch(body -> body.contains("arn:aws:iam::123456789012:role/Aloft"));
  }

  @Test
  void everyResourceIsNamedWhereTheServiceCanNameIt() throws IOException {
    for (IamPolicy.Statement statement : IamPolicy.read("caller-policy.json").statements()) {
      if (statement.resources().contains("*")) {
        assertThat(statement.actions())
            .allSatisfy(
                action ->
                    assertThat(action).containsAnyOf(":List", ":DescribeScal", ":DescribeAl"));
      }
      if (statement.actions().contains("iam:PassRole")) {
        assertThat(statement.actions()).hasSize(1);
        assertThat(statement.condition().toString()).contains("sagemaker.amazonaws.com");
      }
    }
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
            .input("train", Data.of(FakeAws.STAGING + "/data/"))
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

  private void stores() throws IOException {
    Path large = Files.createDirectory(directory.resolve("large"));
    byte[] bytes = new byte[LARGE];
    new Random(7).nextBytes(bytes);
    Files.write(large.resolve("model.bin"), bytes);
    cloud.faults().on("UploadPart").always().fail(403, "AccessDenied", "no");
    assertThatThrownBy(() -> aloft.models().upload(large, "large"))
        .isInstanceOf(AloftException.class);
    cloud.faults().clear();
    beginWhatAnotherProcessWouldBegin();
    aloft.models().upload(large, "large");
  }

  private void beginWhatAnotherProcessWouldBegin() {
    String key =
        bucket.listMultipartUploads(list -> list.bucket("aloft-staging")).uploads().get(0).key();
    bucket.createMultipartUpload(create -> create.bucket("aloft-staging").key(key));
  }

  private void registers(Model model) {
    String version = model.register("wine").version().orElseThrow();
    aloft.models().alias("wine", "champion", version);
    aloft.models().get("wine", "champion");
    aloft.models().unalias("wine", "champion");
    assertThat(aloft.models().list()).contains("wine");
    aloft.models().versions("wine");
    aloft.models().delete("wine", version);
  }

  private void serves(Model model) throws IOException {
    Model other =
        aloft.trainer().train(job().toBuilder().hyperparameter("num_round", 5).build()).await();
    DeployOptions.Builder options = DeployOptions.builder().scaling(Scaling.between(1, 3, 600));
    DeployOptions plain = options.build();
    model.deploy("wine", options.label("team", "cellar").build());
    Endpoint endpoint = model.deploy("wine", plain);
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
