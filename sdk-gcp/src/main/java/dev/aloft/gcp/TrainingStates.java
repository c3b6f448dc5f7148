package dev.aloft.gcp;

import com.google.cloud.aiplatform.v1.JobState;
import dev.aloft.operation.OperationState;

/**
 * Vertex AI's words for the state of a job. {@code SUCCEEDED} and {@code PARTIALLY_SUCCEEDED} are
 * ends that went well; {@code EXPIRED} is one that did not; {@code PAUSED} is no end. Pure.
 */
final class TrainingStates {
  private static final String PREFIX = "JOB_STATE_";

  private TrainingStates() {}

  static OperationState state(JobState state) {
    return switch (state) {
      case JOB_STATE_UNSPECIFIED, JOB_STATE_QUEUED, JOB_STATE_PENDING -> OperationState.QUEUED;
      case JOB_STATE_RUNNING, JOB_STATE_UPDATING, JOB_STATE_PAUSED, UNRECOGNIZED ->
          OperationState.RUNNING;
      case JOB_STATE_CANCELLING -> OperationState.CANCELLING;
      case JOB_STATE_SUCCEEDED, JOB_STATE_PARTIALLY_SUCCEEDED -> OperationState.SUCCEEDED;
      case JOB_STATE_FAILED, JOB_STATE_EXPIRED -> OperationState.FAILED;
      case JOB_STATE_CANCELLED -> OperationState.CANCELLED;
    };
  }

  /** The vendor's own word. */
  static String word(JobState state, int value) {
    return state == JobState.UNRECOGNIZED
        ? "JobState " + value
        : state.name().substring(PREFIX.length());
  }

  /** What is going on, for a person. */
  static String phase(JobState state) {
    return switch (state) {
      case JOB_STATE_UNSPECIFIED, JOB_STATE_QUEUED -> "waiting";
      case JOB_STATE_PENDING -> "getting machines";
      case JOB_STATE_RUNNING -> "training";
      case JOB_STATE_UPDATING -> "being changed";
      case JOB_STATE_PAUSED -> "paused";
      case JOB_STATE_CANCELLING -> "stopping";
      case JOB_STATE_CANCELLED -> "stopped";
      case JOB_STATE_SUCCEEDED -> "done";
      case JOB_STATE_PARTIALLY_SUCCEEDED -> "done in part";
      case JOB_STATE_FAILED -> "failed";
      case JOB_STATE_EXPIRED -> "given up: no machine came free in time";
      case UNRECOGNIZED -> "in a state that is not known here";
    };
  }
}
