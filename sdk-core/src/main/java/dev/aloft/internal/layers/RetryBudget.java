package dev.aloft.internal.layers;

import java.util.Arrays;

/**
 * How many extra calls are left: a tenth of the calls of the last minute, and a few so that a quiet
 * client can repeat at all. Thread-safe.
 */
final class RetryBudget {
  static final int FLOOR = 10;
  static final int CALLS_PER_RETRY = 10;
  static final int SLOTS = 60;
  static final long SLOT_NANOS = 1_000_000_000L;

  private final long origin;
  private final int[] calls = new int[SLOTS];
  private final int[] retries = new int[SLOTS];
  private int callsInWindow;
  private int retriesInWindow;
  private long newest;

  /** A full budget at a time. */
  RetryBudget(long nanos) {
    this.origin = nanos;
  }

  /** Counts a call. */
  synchronized void called(long nanos) {
    int slot = slot(nanos);
    calls[slot]++;
    callsInWindow++;
  }

  /** Takes one extra call, when one is left. */
  synchronized boolean take(long nanos) {
    int slot = slot(nanos);
    if (retriesInWindow >= FLOOR + callsInWindow / CALLS_PER_RETRY) {
      return false;
    }
    retries[slot]++;
    retriesInWindow++;
    return true;
  }

  /** The slot of a time, after slots that left the window were emptied. */
  private int slot(long nanos) {
    long now = Math.max(newest, (nanos - origin) / SLOT_NANOS);
    if (now - newest >= SLOTS) {
      Arrays.fill(calls, 0);
      Arrays.fill(retries, 0);
      callsInWindow = 0;
      retriesInWindow = 0;
      newest = now;
    }
    while (newest < now) {
      newest++;
      int slot = (int) (newest % SLOTS);
      callsInWindow -= calls[slot];
      retriesInWindow -= retries[slot];
      calls[slot] = 0;
      retries[slot] = 0;
    }
    return (int) (now % SLOTS);
  }
}
