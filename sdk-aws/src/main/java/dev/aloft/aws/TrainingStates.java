package dev.aloft.aws;

import dev.aloft.driver.StateWords;
import dev.aloft.operation.OperationState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * SageMaker's pairs of words for the state of a job. {@code Stopped} is never a success, and {@code
 * Completed} the only one.
 */
final class TrainingStates {
  private static final StateWords WORDS =
      StateWords.of(
          "SageMaker",
          Map.ofEntries(
              Map.entry("Completed", OperationState.SUCCEEDED),
              Map.entry("Failed", OperationState.FAILED),
              Map.entry("Stopping", OperationState.CANCELLING),
              Map.entry("Stopped", OperationState.CANCELLED),
              Map.entry("Deleting", OperationState.FAILED),
              Map.entry("InProgress", OperationState.RUNNING)));

  private TrainingStates() {}

  /** The portable state. */
  static OperationState state(String status, @Nullable String secondary) {
    String second = secondary == null ? "" : secondary;
    if (status.startsWith("Stop") && isTimeLimit(second)) {
      return status.equals("Stopped") ? OperationState.FAILED : OperationState.RUNNING;
    }
    if (status.equals("InProgress") && isWaiting(second)) {
      return OperationState.QUEUED;
    }
    return WORDS.state(status);
  }

  /** Whether a limit of time ended the job, and nobody's wish. */
  static boolean isTimeLimit(String secondary) {
    return secondary.equals("MaxRuntimeExceeded") || secondary.equals("MaxWaitTimeExceeded");
  }

  private static boolean isWaiting(String secondary) {
    return switch (secondary) {
      case "Starting",
          "Pending",
          "LaunchingMLInstances",
          "PreparingTrainingStack",
          "Interrupted",
          "Restarting" ->
          true;
      default -> false;
    };
  }

  /** Both words as they were given. */
  static String word(String status, @Nullable String secondary) {
    return secondary == null || secondary.equals(status) ? status : status + "/" + secondary;
  }

  /** What is going on, for a person. */
  static String phase(String status, @Nullable String secondary) {
    return switch (secondary == null ? status : secondary) {
      case "Starting", "LaunchingMLInstances" -> "getting machines";
      case "Pending" -> "waiting for machines";
      case "PreparingTrainingStack" -> "preparing the machines";
      case "Downloading" -> "downloading the data";
      case "DownloadingTrainingImage" -> "downloading the image";
      case "Training" -> "training";
      case "Interrupted" -> "interrupted: the spot machines were taken away";
      case "Restarting" -> "starting again";
      case "Uploading" -> "uploading the model";
      case "Stopping" -> "stopping";
      case "Stopped" -> "stopped";
      case "Completed" -> "done";
      case "Failed" -> "failed";
      case "MaxRuntimeExceeded" -> "ended by the time limit of the run";
      case "MaxWaitTimeExceeded" -> "ended by the time limit of the wait";
      default -> secondary == null ? status : secondary;
    };
  }
}
