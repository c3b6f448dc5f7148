package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.JobState;
import com.google.rpc.Status;
import dev.aloft.driver.RunStatus;
import dev.aloft.error.ErrorCode;
import dev.aloft.operation.OperationState;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every state that the service can tell, and what it is here. */
class TrainingStatesTest {
  @ParameterizedTest
  @CsvSource({
    "JOB_STATE_UNSPECIFIED, QUEUED, UNSPECIFIED",
    "JOB_STATE_QUEUED, QUEUED, QUEUED",
    "JOB_STATE_PENDING, QUEUED, PENDING",
    "JOB_STATE_RUNNING, RUNNING, RUNNING",
    "JOB_STATE_UPDATING, RUNNING, UPDATING",
    "JOB_STATE_PAUSED, RUNNING, PAUSED",
    "JOB_STATE_CANCELLING, CANCELLING, CANCELLING",
    "JOB_STATE_SUCCEEDED, SUCCEEDED, SUCCEEDED",
    "JOB_STATE_PARTIALLY_SUCCEEDED, SUCCEEDED, PARTIALLY_SUCCEEDED",
    "JOB_STATE_FAILED, FAILED, FAILED",
    "JOB_STATE_EXPIRED, FAILED, EXPIRED",
    "JOB_STATE_CANCELLED, CANCELLED, CANCELLED"
  })
  void isTakenAsTheTableSays(JobState state, OperationState means, String word) {
    RunStatus status = status(CustomJob.newBuilder().setState(state));

    assertThat(status.state()).isEqualTo(means);
    assertThat(status.word()).isEqualTo(word);
  }

  @Test
  void theTableHasEveryStateOfTheVendorsClient() {
    assertThat(Arrays.stream(JobState.values()).filter(state -> state != JobState.UNRECOGNIZED))
        .hasSize(12);
  }

  @Test
  void aStateThatIsNotKnownHereGoesOn() {
    RunStatus status = status(CustomJob.newBuilder().setStateValue(99));

    assertThat(status.state()).isEqualTo(OperationState.RUNNING);
    assertThat(status.word()).isEqualTo("JobState 99");
  }

  @Test
  void whatExpiredHadNoMachine() {
    RunStatus status =
        status(
            CustomJob.newBuilder()
                .setState(JobState.JOB_STATE_EXPIRED)
                .setError(Status.newBuilder().setMessage("no machine came free")));

    assertThat(status.code()).isEqualTo(ErrorCode.NO_CAPACITY);
  }

  private static RunStatus status(CustomJob.Builder job) {
    return TrainingStatuses.of(
        job.setName("projects/p/customJobs/1").build(), i -> Optional.empty());
  }
}
