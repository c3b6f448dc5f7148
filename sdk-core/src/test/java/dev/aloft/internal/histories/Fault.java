package dev.aloft.internal.histories;

/** What happens to a write. */
enum Fault {
  /** It is done and answered. */
  NONE,
  /** The process stops before it is sent. */
  STOP_BEFORE,
  /** It is done, and the process stops before it knows. */
  STOP_AFTER,
  /** It is done, and the answer does not come. */
  ANSWER_LOST,
  /** It is not done, and the answer does not come. */
  REQUEST_LOST,
  /** It is refused for now. */
  REFUSED
}
