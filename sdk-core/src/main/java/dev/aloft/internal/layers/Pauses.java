package dev.aloft.internal.layers;

import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import java.time.Duration;

/** Waiting inside layers. */
final class Pauses {
  private Pauses() {}

  /** Waits; an interrupt keeps its flag and becomes INTERRUPTED, since nothing was sent. */
  static void pause(Timing timing, long nanos, Call call) {
    try {
      timing.pause(Duration.ofNanos(nanos));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AloftException.of(
              ErrorCode.INTERRUPTED, "the thread was interrupted before " + call + " was sent")
          .effect(Effect.NONE)
          .cause(e)
          .build();
    }
  }

  /** Nanoseconds of a duration; the longest that fit. */
  static long nanos(Duration time) {
    return time.compareTo(Duration.ofNanos(Long.MAX_VALUE / 4)) > 0
        ? Long.MAX_VALUE / 4
        : time.toNanos();
  }
}
