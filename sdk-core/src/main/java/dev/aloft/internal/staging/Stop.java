package dev.aloft.internal.staging;

import java.io.InterruptedIOException;

/** Tells work on several threads to end early. Thread-safe. */
final class Stop {
  private volatile boolean stopped;

  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped || Thread.currentThread().isInterrupted();
  }

  /** Ends the calling work when it should end. */
  void check() throws InterruptedIOException {
    if (isStopped()) {
      throw new InterruptedIOException("stopped");
    }
  }
}
