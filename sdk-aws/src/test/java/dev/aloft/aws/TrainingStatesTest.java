package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.RunStatus;
import dev.aloft.error.Blame;
import dev.aloft.error.ErrorCode;
import dev.aloft.operation.OperationState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.SecondaryStatusTransition;

class TrainingStatesTest {

  @ParameterizedTest
  @CsvSource({
    "InProgress, Starting, QUEUED, InProgress/Starting",
    "InProgress, Pending, QUEUED, InProgress/Pending",
    "InProgress, LaunchingMLInstances, QUEUED, InProgress/LaunchingMLInstances",
    "InProgress, PreparingTrainingStack, QUEUED, InProgress/PreparingTrainingStack",
    "InProgress, Interrupted, QUEUED, InProgress/Interrupted",
    "InProgress, Restarting, QUEUED, InProgress/Restarting",
    "InProgress, Downloading, RUNNING, InProgress/Downloading",
    "InProgress, DownloadingTrainingImage, RUNNING, InProgress/DownloadingTrainingImage",
    "InProgress, Training, RUNNING, InProgress/Training",
    "InProgress, Uploading, RUNNING, InProgress/Uploading",
    "InProgress, Updating, RUNNING, InProgress/Updating",
    "InProgress, SomethingNew, RUNNING, InProgress/SomethingNew",
    "InProgress, MaxRuntimeExceeded, RUNNING, InProgress/MaxRuntimeExceeded",
    "Stopping, Stopping, CANCELLING, Stopping",
    "Stopping, MaxRuntimeExceeded, RUNNING, Stopping/MaxRuntimeExceeded",
    "Completed, Completed, SUCCEEDED, Completed",
    "Failed, Failed, FAILED, Failed",
    "Stopped, Stopped, CANCELLED, Stopped",
    "Stopped, MaxRuntimeExceeded, FAILED, Stopped/MaxRuntimeExceeded",
    "Stopped, MaxWaitTimeExceeded, FAILED, Stopped/MaxWaitTimeExceeded",
    "Failed, MaxRuntimeExceeded, FAILED, Failed/MaxRuntimeExceeded",
    "Failed, MaxWaitTimeExceeded, FAILED, Failed/MaxWaitTimeExceeded",
    "Completed, MaxRuntimeExceeded, SUCCEEDED, Completed/MaxRuntimeExceeded",
    "Deleting, MaxRuntimeExceeded, FAILED, Deleting/MaxRuntimeExceeded",
    "Deleting, , FAILED, Deleting",
    "SomethingNew, , RUNNING, SomethingNew",
  })
  void everyPairHasAPortableStateAndStaysReadable(
      String status, String secondary, OperationState state, String word) {
    assertThat(TrainingStates.state(status, secondary)).isEqualTo(state);
    assertThat(TrainingStates.word(status, secondary)).isEqualTo(word);
    assertThat(TrainingStates.phase(status, secondary)).isNotBlank();
  }

  @Test
  void timeLimitIsATimeoutAndTellsOfTheModelThatMayBeThere() {
    RunStatus status =
        TrainingStatuses.of(
            job("Stopped", "MaxRuntimeExceeded")
                .stoppingCondition(limit -> limit.maxRuntimeInSeconds(60))
                .modelArtifacts(model -> model.s3ModelArtifacts("s3://b/j/output/model/"))
                .build());

    assertThat(status.code()).isEqualTo(ErrorCode.TIMED_OUT);
    assertThat(status.reason()).isEqualTo("the run took longer than 60 seconds");
    assertThat(status.stillExists())
        .containsExactly("model, when it was saved in time: s3://b/j/output/model/");
  }

  @Test
  void successIsNoTimeoutWhateverTheSecondWordSays() {
    RunStatus status = TrainingStatuses.of(job("Completed", "MaxRuntimeExceeded").build());

    assertThat(status.state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(status.code()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "Starting, 'the wait for spot machines, run included, took longer than 90 seconds, and no"
        + " machine was free'",
    "Training, 'the wait for spot machines, run included, took longer than 90 seconds'",
  })
  void waitThatIsTooLongSaysWhetherThereWasAMachine(String last, String reason) {
    RunStatus status =
        TrainingStatuses.of(
            job("Stopped", "MaxWaitTimeExceeded")
                .stoppingCondition(limit -> limit.maxRuntimeInSeconds(60).maxWaitTimeInSeconds(90))
                .secondaryStatusTransitions(
                    SecondaryStatusTransition.builder().status(last).build())
                .build());

    assertThat(status.reason()).isEqualTo(reason);
  }

  @Test
  void failureCarriesItsClassAndExitCode() {
    RunStatus status =
        TrainingStatuses.of(
            job("Failed", "Failed")
                .failureReason("AlgorithmError: ValueError: no column, exit code: 3")
                .billableTimeInSeconds(7)
                .build());

    assertThat(status.code()).isEqualTo(ErrorCode.USER_CODE_FAILED);
    assertThat(status.exitCode()).isEqualTo(3);
    assertThat(status.reason()).isEqualTo("ValueError: no column");
    assertThat(status.billed()).hasSeconds(7);
  }

  @Test
  void missingCapacityIsTheProvidersMachines() {
    RunStatus status =
        TrainingStatuses.of(
            job("Failed", "Failed")
                .failureReason("CapacityError: Unable to provision requested ML compute capacity.")
                .build());

    assertThat(status.code()).isEqualTo(ErrorCode.NO_CAPACITY);
    assertThat(status.blame()).isEqualTo(Blame.CAPACITY);
  }

  private static DescribeTrainingJobResponse.Builder job(String status, String secondary) {
    return DescribeTrainingJobResponse.builder()
        .trainingJobName("kit-1")
        .trainingJobStatus(status)
        .secondaryStatus(secondary);
  }
}
