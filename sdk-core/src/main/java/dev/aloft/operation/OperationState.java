package dev.aloft.operation;

/** Where an operation stands. The set is closed. */
public enum OperationState {
  /** Accepted, not started. */
  QUEUED,
  /** Under way. */
  RUNNING,
  /** Asked to stop and not stopped yet. */
  CANCELLING,
  /** Ended well. */
  SUCCEEDED,
  /** Ended with an error. */
  FAILED,
  /** Ended because somebody asked. */
  CANCELLED;

  /** Whether this is an end. */
  public boolean isTerminal() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }
}
