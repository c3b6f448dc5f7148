package dev.aloft.fake.work;

import java.util.concurrent.CompletableFuture;

/** A container at work. Thread-safe. */
public interface Work {

  /** Its exit code, once it and all that it started have ended. */
  CompletableFuture<Integer> exit();

  /** Asks it to stop, as SIGTERM does. */
  void terminate();

  /** Ends it and all that it started. */
  void kill();

  /** Whether it does nothing but wait for its end, so that time may pass meanwhile. */
  default boolean isIdle() {
    return false;
  }
}
