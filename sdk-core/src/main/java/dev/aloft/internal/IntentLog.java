package dev.aloft.internal;

/** The numbered documents that hold the wishes, beside the resources. Thread-safe. */
public final class IntentLog {

  /** The log's own id: the owner tag. Made once, create-only, on first use. */
  public String id() {
    return Pending.here();
  }
}
