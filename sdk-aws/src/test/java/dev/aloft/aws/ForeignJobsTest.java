package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.Aloft;
import dev.aloft.driver.RunStatus;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.model.Model;
import dev.aloft.operation.OperationState;
import dev.aloft.training.Container;
import dev.aloft.training.TrainingJob;
import dev.aloft.training.TrainingRun;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.InstanceGroup;

/** Jobs that other programs, or Aloft with another store, have made in the same account. */
class ForeignJobsTest {
  private static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/theirs:1";
  private static final String ENDLESS = "123456789012.dkr.ecr.us-east-1.amazonaws.com/endless:1";
  private static final String NAME = "theirs-abcdefgh";
  private static final Duration PATIENCE = Duration.ofDays(3);

  private AwsHarness place;
  private Aloft aloft;

  @BeforeEach
  void open(@TempDir Path directory) {
    place = new AwsHarness(directory);
    place.cloud().images().training(IMAGE::equals, InstantWork.training(Map.of("model/m", "1")));
    place.cloud().images().training(ENDLESS::equals, InstantWork.endlessTraining());
    aloft = place.client().open();
  }

  @AfterEach
  void close() {
    aloft.close();
    place.close();
  }

  /** Two groups of machines, as Aloft never asks for. */
  private void createInGroups(String image) {
    aloft
        .unwrap(SageMakerClient.class)
        .orElseThrow()
        .createTrainingJob(
            job ->
                job.trainingJobName(NAME)
                    .roleArn("arn:aws:iam::123456789012:role/trainer")
                    .algorithmSpecification(of -> of.trainingImage(image).trainingInputMode("File"))
                    .outputDataConfig(output -> output.s3OutputPath("s3://kit-staging/theirs"))
                    .resourceConfig(
                        machines ->
                            machines
                                .instanceGroups(
                                    group("cpu", "ml.m5.large", 2),
                                    group("more", "ml.c5.xlarge", 1))
                                .volumeSizeInGB(10))
                    .stoppingCondition(limit -> limit.maxRuntimeInSeconds(86_400)));
  }

  private static InstanceGroup group(String name, String type, int count) {
    return InstanceGroup.builder()
        .instanceGroupName(name)
        .instanceType(type)
        .instanceCount(count)
        .build();
  }

  @Test
  void jobInGroupsOfMachinesIsFollowedToItsEnd() {
    createInGroups(IMAGE);

    TrainingRun run = aloft.trainer().runs("theirs").get(0);
    Model model = run.await(PATIENCE);

    assertThat(model.location()).isEqualTo("s3://kit-staging/theirs/" + NAME + "/output");
    assertThat(run.status().state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(run.machine()).isEqualTo("2 × ml.m5.large, 1 × ml.c5.xlarge");
    assertThat(run.outputs().model()).contains(model.location());
    assertThat(run.metrics().all()).isEmpty();
  }

  @Test
  void jobOfSomebodyElseIsNotStopped() {
    createInGroups(ENDLESS);

    AloftException error =
        catchThrowableOfType(AloftException.class, () -> aloft.trainer().run(NAME).cancel());

    assertThat(error.code()).isEqualTo(ErrorCode.CONFLICT_NOT_OURS);
    assertThat(place.cloud().exchanges().count("StopTrainingJob")).isZero();
  }

  @Test
  void runOfAnotherStagingStoreIsNotStoppedHereAndIsThere() {
    try (Aloft stranger = place.strangersClient().open()) {
      TrainingRun theirs =
          stranger.trainer().train(TrainingJob.builder("kit", Container.of(ENDLESS)).build());

      AloftException error =
          catchThrowableOfType(
              AloftException.class, () -> aloft.trainer().run(theirs.name()).cancel());
      assertThat(error.code()).isEqualTo(ErrorCode.CONFLICT_NOT_OURS);
      assertThat(place.cloud().exchanges().count("StopTrainingJob")).isZero();

      stranger.trainer().run(theirs.name()).cancel();
      assertThat(place.cloud().exchanges().count("StopTrainingJob")).isEqualTo(1);
    }
  }

  @Test
  void jobWithoutMachinesAndLimitsIsTold() {
    DescribeTrainingJobResponse serverless =
        DescribeTrainingJobResponse.builder()
            .trainingJobName(NAME)
            .trainingJobStatus("Stopped")
            .secondaryStatus("MaxRuntimeExceeded")
            .creationTime(Instant.EPOCH)
            .serverlessJobConfig(job -> job.jobType("FineTuning"))
            .build();

    RunStatus status = TrainingStatuses.of(serverless);

    assertThat(status.code()).isEqualTo(ErrorCode.TIMED_OUT);
    assertThat(status.reason()).isEqualTo("the run took longer than it may");
    assertThat(status.machine()).isEmpty();
    assertThat(OutputFacts.place(status)).isEmpty();
    assertThat(OutputFacts.isOneMachine(status.facts())).isFalse();
  }
}
