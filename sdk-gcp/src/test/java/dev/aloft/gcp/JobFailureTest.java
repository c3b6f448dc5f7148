package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Status;
import dev.aloft.error.ErrorCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Errors that jobs were seen to end with. */
class JobFailureTest {
  @Test
  void theProgramsOwnLineIsTold() {
    JobFailure failure =
        of(
            3,
            "The replica workerpool0-0 exited with a non-zero status of 1. Termination reason:"
                + " Error. \nTraceback (most recent call last):\n  [...]\n  File \"task.py\","
                + " line 3, in <module>\n    raise ValueError(\"no column\")\nValueError: no"
                + " column\nTo find out more about why your job exited please check the logs: x");

    assertThat(failure.code()).isEqualTo(ErrorCode.USER_CODE_FAILED);
    assertThat(failure.exitCode()).isEqualTo(1);
    assertThat(failure.text()).isEqualTo("ValueError: no column");
  }

  @Test
  void limitsShortageAndPreemptionAreToldApart() {
    assertThat(of(8, "The following quota metrics exceed quota limits: x").code())
        .isEqualTo(ErrorCode.QUOTA_EXCEEDED);
    assertThat(of(8, "Quota exceeded for custom_model_training_preemptible_nvidia_l4_gpus").code())
        .isEqualTo(ErrorCode.QUOTA_EXCEEDED);
    assertThat(of(8, "Resources are insufficient in region: us-central1").code())
        .isEqualTo(ErrorCode.NO_CAPACITY);
    assertThat(of(14, "The replica workerpool0-0 was preempted").code())
        .isEqualTo(ErrorCode.PREEMPTED);
    assertThat(of(4, "The job ran longer than its timeout of 60 seconds").code())
        .isEqualTo(ErrorCode.TIMED_OUT);
    assertThat(of(13, "Internal error occurred.").code()).isEqualTo(ErrorCode.PROVIDER_ERROR);
    assertThat(of(3, "Failed to pull image \"x\"").code()).isEqualTo(ErrorCode.INVALID_REQUEST);
  }

  @Test
  void theProgramsOwnWordsAreNoWordsOfTheService() {
    JobFailure failure =
        of(
            3,
            "The replica workerpool0-0 exited with a non-zero status of 1. Termination reason:"
                + " Error. \nValueError: unknown option preemptible");

    assertThat(failure.code()).isEqualTo(ErrorCode.USER_CODE_FAILED);
    assertThat(failure.exitCode()).isEqualTo(1);
  }

  @Test
  void outOfMemoryIsToldWithAnExitCodeAndWithout() {
    JobFailure killed =
        of(3, "The replica workerpool0-0 ran out-of-memory and exited with a non-zero status of 9");
    JobFailure plain = of(8, "The replica workerpool0-0 ran out-of-memory.");

    assertThat(killed.text()).startsWith("out of memory");
    assertThat(killed.exitCode()).isEqualTo(9);
    assertThat(plain.code()).isEqualTo(ErrorCode.USER_CODE_FAILED);
    assertThat(plain.text()).startsWith("out of memory");
  }

  @Test
  void whatIsKnownOfAnImageIsToldWhereItCouldNotBeHad() {
    Optional<String> caution = Optional.of("it ended in July");

    assertThat(of(3, "Failed to pull image \"x\"").explainedBy(caution).text())
        .endsWith("(it ended in July)");
    assertThat(of(13, "Internal error occurred.").explainedBy(caution).text())
        .doesNotContain("July");
  }

  private static JobFailure of(int code, String text) {
    return JobFailure.of(Status.newBuilder().setCode(code).setMessage(text).build());
  }
}
