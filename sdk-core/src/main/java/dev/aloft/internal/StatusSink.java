package dev.aloft.internal;

import dev.aloft.operation.OperationStatus;

/** Gets every status that an operation shows, in order. Safe for use by many threads. */
interface StatusSink {

  /** Takes a status. Called with a lock held: must only note it. */
  void post(OperationStatus status);

  /** Hands over what was taken. Called without a lock. */
  void deliver();

  /** Takes and hands over nothing more. */
  void close();
}
