package dev.aloft.internal;

import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.time.Duration;

/** Waits until a service may tell more, or do more. */
final class ServicePauses {
  static final Duration PACE = Duration.ofSeconds(2);

  private ServicePauses() {}

  /**
   * Blocks the thread.
   *
   * @throws AloftException INTERRUPTED
   */
  static void pause(Timing timing, Duration time) {
    try {
      timing.pause(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AloftException.of(ErrorCode.INTERRUPTED, "interrupted while waiting for the service")
          .effect(Effect.UNKNOWN)
          .cause(e)
          .build();
    }
  }

  /** Goes easy on a service that is asked for long. */
  static Duration longer(Duration pause) {
    return pause.compareTo(PACE.multipliedBy(8)) < 0 ? pause.multipliedBy(2) : pause;
  }

  static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
