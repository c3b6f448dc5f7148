package dev.aloft.fake.aws;

import static dev.aloft.fake.aws.Jobs.BUCKET;
import static dev.aloft.fake.aws.Jobs.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.SecondaryStatusTransition;

/** The life of a training job, as DescribeTrainingJob tells it. */
class TrainingJobStatesTest {
  private final Jobs jobs = new Jobs();

  @AfterEach
  void close() {
    jobs.close();
  }

  @Test
  void jobPassesEveryStateByTheClock() throws Exception {
    jobs.sagemaker.createTrainingJob(request("a").build());
    assertThat(jobs.states("a")).isEqualTo("InProgress/Starting");
    jobs.pass(1);
    assertThat(jobs.states("a")).isEqualTo("InProgress/Pending");
    jobs.pass(1);
    assertThat(jobs.states("a")).isEqualTo("InProgress/Downloading");
    jobs.pass(1);
    assertThat(jobs.states("a")).isEqualTo("InProgress/Training");
    assertThat(jobs.describe("a").trainingEndTime()).isNull();
    Jobs.Container container = jobs.container();
    jobs.pass(Duration.ofSeconds(60));
    assertThat(jobs.states("a")).isEqualTo("InProgress/Training");
    Files.writeString(container.work.root().resolve("model/weights"), "w");
    container.exit.complete(0);
    jobs.cloud.settle();
    assertThat(jobs.states("a")).isEqualTo("InProgress/Uploading");
    jobs.pass(1);
    assertThat(jobs.states("a")).isEqualTo("Completed/Completed");

    DescribeTrainingJobResponse job = jobs.describe("a");
    List<SecondaryStatusTransition> chain = job.secondaryStatusTransitions();
    assertThat(jobs.chain("a"))
        .containsExactly(
            "Starting", "Pending", "Downloading", "Training", "Uploading", "Completed");
    for (int i = 0; i + 1 < chain.size(); i++) {
      assertThat(chain.get(i).endTime()).isEqualTo(chain.get(i + 1).startTime());
      assertThat(chain.get(i).statusMessage()).isNotEmpty();
    }
    assertThat(chain.get(5).endTime()).isEqualTo(chain.get(5).startTime());
    assertThat(job.trainingStartTime()).isEqualTo(job.creationTime().plusSeconds(20));
    assertThat(job.trainingEndTime()).isEqualTo(job.creationTime().plusSeconds(100));
    assertThat(job.trainingTimeInSeconds()).isEqualTo(80);
    assertThat(job.billableTimeInSeconds()).isEqualTo(80);
    assertThat(job.outputDataConfig().kmsKeyId()).isEmpty();
    assertThat(job.modelArtifacts().s3ModelArtifacts())
        .isEqualTo("s3://" + BUCKET + "/out/a/output/model.tar.gz");
    assertThat(jobs.keys("out/")).containsExactly("out/a/output/model.tar.gz");
  }

  @Test
  void stateIsNotPassedBeforeItsWorkIsDone() throws Exception {
    jobs.sagemaker.createTrainingJob(request("a").build());
    jobs.pass(3);
    jobs.container().exit.complete(0);
    jobs.cloud.settle();
    assertThat(jobs.states("a")).isEqualTo("InProgress/Training");
    jobs.pass(1);
    assertThat(jobs.states("a")).isEqualTo("InProgress/Uploading");
  }

  @Test
  void stoppedJobGetsSigtermAndTimeToSaveAndKeepsItsModel() throws Exception {
    Jobs.Container container = jobs.train(request("a"));
    jobs.sagemaker.stopTrainingJob(r -> r.trainingJobName("a"));
    jobs.cloud.settle();
    assertThat(jobs.states("a")).isEqualTo("Stopping/Stopping");
    assertThat(container.terminated).isDone();
    Files.writeString(container.work.root().resolve("model/weights"), "half");
    jobs.pass(Duration.ofSeconds(119));
    assertThat(container.exit).isNotDone();
    jobs.pass(Duration.ofSeconds(1));
    assertThat(container.exit).isCompletedWithValue(137);
    assertThat(jobs.states("a")).isEqualTo("Stopping/Stopping");
    jobs.pass(1);
    assertThat(jobs.states("a")).isEqualTo("Stopped/Stopped");
    assertThat(jobs.keys("out/")).containsExactly("out/a/output/model.tar.gz");
    assertThatThrownBy(() -> jobs.sagemaker.stopTrainingJob(r -> r.trainingJobName("a")))
        .isInstanceOfSatisfying(
            SageMakerException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException"))
        .hasMessageContaining("request was rejected because the training job is in status Stopped");
  }

  @Test
  void jobIsStoppedBeforeItHasMachines() throws Exception {
    jobs.sagemaker.createTrainingJob(request("a").build());
    jobs.sagemaker.stopTrainingJob(r -> r.trainingJobName("a"));
    jobs.pass(1);
    assertThat(jobs.states("a")).isEqualTo("Stopped/Stopped");
    assertThat(jobs.chain("a")).containsExactly("Starting", "Stopping", "Stopped");
    assertThat(jobs.describe("a").trainingStartTime()).isNull();
    assertThat(jobs.describe("a").billableTimeInSeconds()).isNull();
    assertThat(jobs.containers).isEmpty();
    assertThat(jobs.keys("out/")).isEmpty();
  }

  @Test
  void runtimeLimitEndsAsStoppedWithTheModelThatWasSaved() throws Exception {
    Jobs.Container container =
        jobs.train(request("a").stoppingCondition(s -> s.maxRuntimeInSeconds(100)));
    jobs.pass(Duration.ofSeconds(99));
    assertThat(container.terminated).isNotDone();
    jobs.pass(Duration.ofSeconds(1));
    assertThat(container.terminated).isDone();
    Files.writeString(container.work.root().resolve("model/weights"), "half");
    container.exit.complete(0);
    jobs.cloud.settle();
    jobs.pass(1);
    assertThat(jobs.states("a")).isEqualTo("Stopped/MaxRuntimeExceeded");
    assertThat(jobs.chain("a")).endsWith("Training", "Stopping", "MaxRuntimeExceeded");
    assertThat(jobs.keys("out/")).containsExactly("out/a/output/model.tar.gz");
  }

  @Test
  void failedContainerTellsItsReasonAndItsExitCode() throws Exception {
    Jobs.Container container = jobs.train(request("a"));
    Path failure = container.work.root().resolve("output/failure");
    Files.writeString(failure, "no such column" + "x".repeat(5000));
    container.exit.complete(7);
    jobs.cloud.settle();
    assertThat(jobs.states("a")).isEqualTo("Failed/Failed");
    assertThat(jobs.describe("a").failureReason())
        .startsWith("AlgorithmError: no such columnxxx")
        .endsWith("x, exit code: 7")
        .hasSize(1024);
    assertThat(jobs.keys("out/")).isEmpty();
  }

  @Test
  void missingDataFailsTheJobAsTheClientsError() throws Exception {
    jobs.s3.putObject(r -> r.bucket(BUCKET).key("nothing/there"), RequestBody.fromString("yet"));
    jobs.sagemaker.createTrainingJob(reading("s3://" + BUCKET + "/nothing"));
    jobs.s3.deleteObject(r -> r.bucket(BUCKET).key("nothing/there"));
    jobs.pass(3);
    assertThat(jobs.states("a")).isEqualTo("Failed/Failed");
    assertThat(jobs.describe("a").failureReason())
        .startsWith("ClientError: Data download failed:")
        .contains("s3://" + BUCKET + "/nothing");
  }

  @Test
  void dataThatWasNeverThereIsRefusedAtOnce() {
    for (String place : List.of("s3://" + BUCKET + "/nothing", "s3://no-such-bucket/nothing")) {
      assertThatThrownBy(() -> jobs.sagemaker.createTrainingJob(reading(place)))
          .isInstanceOfSatisfying(
              SageMakerException.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException"))
          .hasMessageContaining("No S3 objects found under S3 URL \"" + place + "\"");
    }
    assertThat(jobs.sagemaker.listTrainingJobs(r -> {}).trainingJobSummaries()).isEmpty();
  }

  private static CreateTrainingJobRequest reading(String place) {
    return request("a")
        .inputDataConfig(
            Channel.builder()
                .channelName("train")
                .dataSource(d -> d.s3DataSource(s -> s.s3DataType("S3Prefix").s3Uri(place)))
                .build())
        .build();
  }

  @Test
  void unknownImageFailsTheJobByName() throws Exception {
    String image = "999999999999.dkr.ecr.us-east-1.amazonaws.com/other:2";
    jobs.sagemaker.createTrainingJob(
        request("a")
            .algorithmSpecification(s -> s.trainingImage(image).trainingInputMode("File"))
            .build());
    jobs.pass(3);
    assertThat(jobs.states("a")).isEqualTo("Failed/Failed");
    assertThat(jobs.describe("a").failureReason()).startsWith("ClientError: ").contains(image);
  }

  @Test
  void withoutCapacityTheJobFails() throws Exception {
    jobs.cloud.incidents().job("a").noCapacity();
    jobs.sagemaker.createTrainingJob(request("a").build());
    assertThat(jobs.describe("a").secondaryStatusTransitions().get(0).statusMessage())
        .contains("Insufficient capacity");
    jobs.pass(1);
    assertThat(jobs.states("a")).isEqualTo("Failed/Failed");
    assertThat(jobs.describe("a").failureReason())
        .startsWith("CapacityError: Unable to provision requested ML compute capacity");
  }

  @Test
  void interruptedSpotJobGoesOnFromItsCheckpoints() throws Exception {
    jobs.put("check/before", "0");
    jobs.cloud.incidents().job("a").interrupt(Duration.ofSeconds(50));
    Jobs.Container first =
        jobs.train(
            request("a")
                .enableManagedSpotTraining(true)
                .stoppingCondition(s -> s.maxRuntimeInSeconds(500).maxWaitTimeInSeconds(1000))
                .checkpointConfig(c -> c.s3Uri("s3://" + BUCKET + "/check")));
    Path checkpoints = first.work.root().resolve("checkpoints");
    assertThat(checkpoints.resolve("before")).hasContent("0");
    Files.delete(checkpoints.resolve("before"));
    Files.writeString(checkpoints.resolve("epoch-3"), "3");
    jobs.pass(Duration.ofSeconds(15));
    assertThat(jobs.keys("check/")).containsExactly("check/epoch-3");
    jobs.pass(Duration.ofSeconds(35));
    assertThat(jobs.states("a")).isEqualTo("InProgress/Interrupted");
    assertThat(first.exit).isCompletedWithValue(137);
    jobs.pass(4);
    Jobs.Container second = jobs.container();
    assertThat(second.work.root().resolve("checkpoints/epoch-3")).hasContent("3");
    second.exit.complete(0);
    jobs.cloud.settle();
    jobs.pass(2);
    assertThat(jobs.chain("a"))
        .containsExactly(
            "Starting",
            "Pending",
            "Downloading",
            "Training",
            "Interrupted",
            "Starting",
            "Pending",
            "Downloading",
            "Training",
            "Uploading",
            "Completed");
    DescribeTrainingJobResponse job = jobs.describe("a");
    assertThat(job.trainingTimeInSeconds()).isEqualTo(120);
    // 60 and 30 seconds on machines, at the price of spot machines
    assertThat(job.billableTimeInSeconds()).isEqualTo(27);
  }

  @Test
  void spotJobThatIsNeverPlacedEndsAtItsLongestWait() throws Exception {
    jobs.cloud.incidents().anyJob().noCapacity();
    jobs.sagemaker.createTrainingJob(
        request("a")
            .enableManagedSpotTraining(true)
            .stoppingCondition(s -> s.maxRuntimeInSeconds(100).maxWaitTimeInSeconds(200))
            .build());
    jobs.pass(Duration.ofSeconds(199));
    assertThat(jobs.states("a")).isEqualTo("InProgress/Starting");
    jobs.pass(Duration.ofSeconds(1));
    assertThat(jobs.states("a")).isEqualTo("Stopping/Stopping");
    jobs.pass(1);
    assertThat(jobs.states("a")).isEqualTo("Stopped/MaxWaitTimeExceeded");
    assertThat(jobs.chain("a")).containsExactly("Starting", "Stopping", "MaxWaitTimeExceeded");
  }

  @Test
  void failureOfTheServiceIsRetriedAsOftenAsAskedFor() throws Exception {
    jobs.cloud.incidents().anyJob().times(2).failInternally(Duration.ofSeconds(5));
    jobs.train(request("a").retryStrategy(r -> r.maximumRetryAttempts(1)));
    jobs.pass(Duration.ofSeconds(5));
    assertThat(jobs.states("a")).isEqualTo("InProgress/Restarting");
    jobs.pass(4);
    jobs.container();
    jobs.pass(Duration.ofSeconds(5));
    jobs.pass(1);
    assertThat(jobs.states("a")).isEqualTo("Failed/Failed");
    assertThat(jobs.describe("a").failureReason()).startsWith("InternalServerError");
  }

  @Test
  void everyHostHasItsContainerAndOneFailureEndsAll() throws Exception {
    Jobs.Container one =
        jobs.train(
            request("a").resourceConfig(m -> m.instanceType("ml.m5.large").instanceCount(3)));
    Jobs.Container two = jobs.container();
    Jobs.Container three = jobs.container();
    assertThat(Files.readString(two.work.root().resolve("input/config/resourceconfig.json")))
        .contains("\"current_host\":\"algo-2\"", "\"hosts\":[\"algo-1\",\"algo-2\",\"algo-3\"]");
    two.exit.complete(1);
    assertThat(one.exit).isCompletedWithValue(137);
    assertThat(three.exit).isCompletedWithValue(137);
    jobs.cloud.settle();
    assertThat(jobs.describe("a").failureReason()).endsWith(", exit code: 1");
  }
}
