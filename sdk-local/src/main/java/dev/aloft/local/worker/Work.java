package dev.aloft.local.worker;

import dev.aloft.local.training.RunResult;

/** What a worker carries out. */
interface Work {

  /**
   * Works until it is done or was asked to stop.
   *
   * @return how it ended; what it says counts only when nobody asked it to stop
   */
  RunResult carryOut(StopSignal stop) throws Exception;

  /** Ends what {@link #carryOut} started and did not end by itself when it was asked to. */
  void kill();
}
