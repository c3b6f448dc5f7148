package dev.aloft.internal;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Prepared;
import dev.aloft.driver.RunDriver;
import dev.aloft.driver.RunRef;

/**
 * Creates a run once, however often and from however many processes it is asked for. Thread-safe.
 */
@SuppressWarnings("UnusedVariable")
public final class RunClaims {
  private final ObjectStore store;
  private final ReconcilerHost host;

  /** Claims in a store; the host gives time and names the claimant. */
  public RunClaims(ObjectStore store, ReconcilerHost host) {
    this.store = store;
    this.host = host;
  }

  /**
   * Creates the run, or gives the one that exists for the same key and job. Waits only by the
   * host's time, and only after an answer that leaves open what was done.
   *
   * @throws dev.aloft.error.AloftException ALREADY_EXISTS when another job has that key;
   *     CONFLICT_NOT_OURS when the run carries no hash of ours; what the create failed with
   */
  public <J> RunRef createOnce(RunDriver<J> driver, Prepared<J> prepared) {
    return Pending.here();
  }
}
