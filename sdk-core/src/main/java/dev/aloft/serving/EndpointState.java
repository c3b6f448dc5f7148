package dev.aloft.serving;

/** Where an endpoint stands. The set is closed. */
public enum EndpointState {
  /** There is none of that name. */
  ABSENT,
  /** Being made; does not answer yet. */
  CREATING,
  /** The wished revision answers. */
  READY,
  /** The old revision answers while a new one is brought up. */
  UPDATING,
  /** Scaled to zero; the first call wakes it. Not down. */
  IDLE,
  /** Stopped; somebody must start it. */
  STOPPED,
  /** Answers, but not as wished. */
  DEGRADED,
  /** Does not answer. */
  FAILED,
  /** Being removed. */
  DELETING
}
