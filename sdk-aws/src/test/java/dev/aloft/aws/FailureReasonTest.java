package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.error.ErrorCode;
import org.junit.jupiter.api.Test;

class FailureReasonTest {

  @Test
  void readsWhatTheBootstrapWrites() {
    FailureReason reason =
        FailureReason.ofJob(
            "AlgorithmError: {\"exitCode\": 3, \"error\": \"ValueError: no rows\"}, exit code: 3");
    assertThat(reason.code()).isEqualTo(ErrorCode.USER_CODE_FAILED);
    assertThat(reason.text()).isEqualTo("ValueError: no rows");
    assertThat(reason.exitCode()).isEqualTo(3);
  }

  @Test
  void takesNoExitCodeForTheScriptsThatIsTheBootstraps() {
    FailureReason reason =
        FailureReason.ofJob(
            "AlgorithmError: {\"exitCode\": null, \"error\": \"no model\"}, exit code: 1");
    assertThat(reason.exitCode()).isNull();
    assertThat(reason.text()).isEqualTo("no model");
  }

  @Test
  void readsOtherPrograms() {
    FailureReason toolkit =
        FailureReason.ofJob(
            "AlgorithmError: ExecuteUserScriptError:\nExitCode 137\nErrorMessage \"\"");
    assertThat(toolkit.exitCode()).isEqualTo(137);
    FailureReason cut =
        FailureReason.ofJob("AlgorithmError: {\"exitCode\": 1, \"err, exit code: 1");
    assertThat(cut.code()).isEqualTo(ErrorCode.USER_CODE_FAILED);
    assertThat(cut.exitCode()).isEqualTo(1);
  }

  @Test
  void tellsWhoCanAct() {
    assertThat(FailureReason.ofJob("ClientError: Data download failed").code())
        .isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(
            FailureReason.ofJob("ClientError: Please use a larger type, out-of-memory").exitCode())
        .isEqualTo(137);
    assertThat(FailureReason.ofJob("InternalServerError: We encountered an error").code())
        .isEqualTo(ErrorCode.PROVIDER_ERROR);
    assertThat(
            FailureReason.ofJob(
                    "CapacityError: Unable to provision requested ML compute capacity. Retry.")
                .code())
        .isEqualTo(ErrorCode.NO_CAPACITY);
    assertThat(FailureReason.ofJob("").code()).isEqualTo(ErrorCode.PROVIDER_ERROR);
  }

  @Test
  void capacityIsWhatTheServiceSaysAndNotTheWork() {
    FailureReason work =
        FailureReason.ofJob("AlgorithmError: insufficient capacity of hash table, exit code: 1");
    assertThat(work.code()).isEqualTo(ErrorCode.USER_CODE_FAILED);
    assertThat(work.exitCode()).isEqualTo(1);
    assertThat(FailureReason.ofJob("ClientError: insufficient capacity of the volume").code())
        .isEqualTo(ErrorCode.INVALID_REQUEST);
  }
}
