package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Aloft;
import dev.aloft.Machine;
import dev.aloft.data.Data;
import dev.aloft.fake.Exchange;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.aws.AwsCloud;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.testkit.RequestDifferences;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Container;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.databind.json.JsonMapper;

/**
 * What we send for a job, field by field beside what AWS's own Python SDK sends for the same one.
 * What it sends is recorded in {@code python-sdk}.
 */
final class PythonSdkRequestsTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
  private static final String BUCKET = "team-bucket";
  private static final String ROLE = "arn:aws:iam::123456789012:role/trainer";
  private static final String KMS =
      "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  private static final String ANY = ".*";

  /** What is different in every job. */
  private static final RequestDifferences ALWAYS =
      RequestDifferences.none()
          .differ("/TrainingJobName", ANY, "\"job-[a-z0-9-]+\"", "a run's name is made of its key")
          .differ(
              "/OutputDataConfig/S3OutputPath",
              "\"s3://team-bucket/out\"",
              "\"s3://team-bucket/stage/aloft/outputs\"",
              "everything that a run leaves lies in the staging store")
          .onlyOurs("/Environment/ALOFT_[A-Z_]+", "\".+\"", "the portable contract with the work")
          .onlyOurs("/Tags/aloft-[a-z]+/(Key|Value)", "\".+\"", "runs are found again by tags");

  /** What version 2 of the SDK adds to every job of an estimator. */
  private static final RequestDifferences ESTIMATOR =
      RequestDifferences.none()
          .onlyOurs(
              "/OutputDataConfig/CompressionType",
              "\"NONE\"",
              "a model is files, which a reader wants without unpacking all of them")
          .onlyTheirs("/DebugHookConfig/.+", ANY, "nobody has asked for the debugger")
          .onlyTheirs("/ProfilerConfig/.+", ANY, "nobody has asked for the profiler");

  private static final RequestDifferences VOLUME =
      RequestDifferences.none()
          .onlyTheirs(
              "/ResourceConfig/VolumeSizeInGB",
              "30",
              "machines with a disk of their own refuse it, so that it is sent when asked for");

  @TempDir Path directory;

  private AwsCloud cloud;
  private Aloft aloft;

  @BeforeEach
  void start() {
    System.setProperty("aws.accessKeyId", KEY);
    System.setProperty("aws.secretAccessKey", "not-a-secret");
    cloud = AwsCloud.builder().region("eu-west-1").clock(FakeClock.driven()).start();
    cloud.images().training(image -> true, InstantWork.training(Map.of()));
    try (S3Client s3 =
        S3Client.builder()
            .region(Region.EU_WEST_1)
            .endpointOverride(URI.create(cloud.url()))
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, "not-a-secret")))
            .build()) {
      s3.createBucket(bucket -> bucket.bucket(BUCKET));
      for (String channel : new String[] {"train", "validation"}) {
        s3.putObject(
            object -> object.bucket(BUCKET).key("data/" + channel + "/rows.csv"),
            RequestBody.fromString("1,0.5\n0,0.25\n"));
      }
    }
    aloft =
        Aloft.builder()
            .provider("aws")
            .set("region", "eu-west-1")
            .set("endpoint", cloud.url())
            .set("role", ROLE)
            .set("staging", "s3://" + BUCKET + "/stage")
            .open();
  }

  @AfterEach
  void end() {
    aloft.close();
    cloud.close();
  }

  @Test
  void theBuiltInAlgorithm() throws Exception {
    TrainingJob job =
        TrainingJob.builder("job", Algorithm.xgboost())
            .option(SageMaker.IMAGE_VERSION, "1.7-1")
            .machine(Machine.type("ml.m5.xlarge"))
            .maxRuntime(Duration.ofMinutes(30))
            .input("train", rows("train"))
            .hyperparameter("objective", "binary:logistic")
            .hyperparameter("num_round", 20)
            .hyperparameter("eta", 0.3)
            .build();

    ALWAYS.and(ESTIMATOR).and(VOLUME).check(theirs("builtin"), ours(job));
  }

  @Test
  void theBuiltInAlgorithmWithAllThatCanBeSaid() throws Exception {
    TrainingJob job =
        TrainingJob.builder("job", Algorithm.xgboost())
            .option(SageMaker.IMAGE_VERSION, "1.7-1")
            .machine(Machine.type("ml.m5.2xlarge"))
            .nodes(2)
            .spot(Duration.ofHours(2))
            .checkpoints()
            .maxRuntime(Duration.ofHours(1))
            .input("train", rows("train"))
            .input("validation", rows("validation"))
            .hyperparameter("objective", "reg:squarederror")
            .hyperparameter("num_round", 20)
            .environment("LEVEL", "debug")
            .option(SageMaker.VOLUME_GIB, 50)
            .option(SageMaker.KMS_KEY, KMS)
            .option(SageMaker.SUBNETS, "subnet-0a1b2c3d")
            .option(SageMaker.SECURITY_GROUPS, "sg-0a1b2c3d")
            .option(SageMaker.NETWORK_ISOLATION, true)
            .option(SageMaker.ENCRYPT_TRAFFIC, true)
            .option(SageMaker.RESTARTS, 3)
            .option(SageMaker.TAGS, "team=risk")
            .option(SageMaker.INPUT_MODE, "FastFile")
            .option(SageMaker.DISTRIBUTION, "ShardedByS3Key")
            .build();

    ALWAYS
        .and(ESTIMATOR)
        .differ(
            "/CheckpointConfig/S3Uri",
            "\"s3://team-bucket/checkpoints/builtin/\"",
            "\"s3://team-bucket/stage/aloft/outputs/job-[a-z0-9-]+/checkpoints\"",
            "each run has a place of its own, since deletions in the container reach it")
        .onlyOurs("/CheckpointConfig/LocalPath", "\"/opt/ml/checkpoints\"", "the default, stated")
        .onlyOurs("/InputDataConfig/train/InputMode", "\"FastFile\"", "the job's mode, stated")
        .differ(
            "/InputDataConfig/validation/InputMode",
            "\"File\"",
            "\"FastFile\"",
            "one mode for all inputs")
        .differ(
            "/InputDataConfig/validation/DataSource/S3DataSource/S3DataDistributionType",
            "\"FullyReplicated\"",
            "\"ShardedByS3Key\"",
            "one distribution for all inputs")
        .check(theirs("builtin-everything"), ours(job));
  }

  @Test
  void anOwnContainer() throws Exception {
    TrainingJob job =
        TrainingJob.builder(
                "job",
                Container.of("123456789012.dkr.ecr.eu-west-1.amazonaws.com/ours:7")
                    .entrypoint("/bin/train")
                    .arguments("--fast", "yes"))
            .machine(Machine.type("ml.g5.xlarge"))
            .maxRuntime(Duration.ofHours(1))
            .input("train", Data.of("s3://team-bucket/data/train/"))
            .hyperparameter("epochs", 3)
            .hyperparameter("name", "first")
            .option(SageMaker.WARM_POOL, 600)
            .option(SageMaker.METRIC_DEFINITIONS, "loss=loss=([0-9.]+)")
            .build();

    ALWAYS.and(ESTIMATOR).and(VOLUME).check(theirs("own-container"), ours(job));
  }

  @Test
  void aScriptInFormB() throws Exception {
    Path code = Files.createDirectories(directory.resolve("code"));
    Files.writeString(code.resolve("train.py"), "print('trained')\n");
    TrainingJob job =
        TrainingJob.builder(
                "job",
                Script.of(code, "train.py")
                    .image(
                        "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:"
                            + "2.5.1-cpu-py311"))
            .machine(Machine.type("ml.m5.xlarge"))
            .spot(Duration.ofHours(1))
            .checkpoints()
            .maxRuntime(Duration.ofMinutes(30))
            .input("train", Data.of("s3://team-bucket/data/train/"))
            .hyperparameter("epochs", 3)
            .hyperparameter("rate", 0.1)
            .hyperparameter("name", "first")
            .hyperparameter("loud", true)
            .environment("LEVEL", "debug")
            .build();

    ALWAYS
        .and(VOLUME)
        .differ("/OutputDataConfig/CompressionType", "\"GZIP\"", "\"NONE\"", "a model is files")
        .differ(
            "/CheckpointConfig/S3Uri",
            "\"s3://team-bucket/checkpoints/b/\"",
            "\"s3://team-bucket/stage/aloft/outputs/job-[a-z0-9-]+/checkpoints\"",
            "each run has a place of its own")
        .differ(
            "/AlgorithmSpecification/ContainerEntrypoint/0",
            "\"/bin/bash\"",
            "\"/bin/sh\"",
            "not every image has a bash")
        .differ(
            "/AlgorithmSpecification/ContainerArguments/1",
            "\".*sm_train.sh\"",
            "\".*/opt/ml/input/data/aloft/bootstrap.py.*\"",
            "each has a program of its own that starts the script")
        .differ(
            "/InputDataConfig/code/DataSource/S3DataSource/S3Uri",
            "\"s3://team-bucket/model-trainer/.*/input/code\"",
            "\"s3://team-bucket/stage/aloft/staged/[0-9a-f]{64}/code.tar.gz\"",
            "a script is one archive, staged once under its hash")
        .onlyTheirs("/InputDataConfig/sm_drivers/.+", ANY, "their program's channel")
        .onlyOurs("/InputDataConfig/aloft/.+", ANY, "our program's channel")
        .onlyTheirs("/InputDataConfig/train/InputMode", "\"File\"", "the job says it already")
        .check(theirs("model-trainer"), ours(job));
  }

  private static Data rows(String channel) {
    return Data.csv("s3://team-bucket/data/" + channel + "/").noHeader().label(0);
  }

  private Map<String, String> ours(TrainingJob job) {
    aloft.trainer().train(job);
    Exchange sent = cloud.exchanges().of("CreateTrainingJob").get(0);
    assertThat(sent.status()).isEqualTo(200);
    return SageMakerFields.of(JSON.readTree(Objects.requireNonNull(sent.body())));
  }

  private static Map<String, String> theirs(String scenario) throws Exception {
    try (InputStream in =
        PythonSdkRequestsTest.class.getResourceAsStream("python-sdk/" + scenario + ".json")) {
      return SageMakerFields.of(
          JSON.readTree(Objects.requireNonNull(in, scenario)).get("requests").get(0).get("input"));
    }
  }
}
