package dev.aloft.internal;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Timing;

/** The numbered documents that hold the wishes, beside the resources. Thread-safe. */
@SuppressWarnings("UnusedVariable")
public final class IntentLog {
  private final ObjectStore store;
  private final Timing timing;

  /** A log in a store. Reads nothing yet. */
  public IntentLog(ObjectStore store, Timing timing) {
    this.store = store;
    this.timing = timing;
  }

  /** The log's own id: the owner tag. Made once, create-only, on first use. */
  public String id() {
    return Pending.here();
  }
}
