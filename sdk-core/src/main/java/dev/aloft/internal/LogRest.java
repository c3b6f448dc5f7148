package dev.aloft.internal;

import dev.aloft.driver.RunStatus;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether the log of a run that has ended is complete, and for how long to wait until it is. For
 * one wait. Not thread-safe.
 */
final class LogRest {
  private static final Duration MOST = Duration.ofMinutes(1);

  private final RunHost host;
  private final long begun;

  /** Begins to wait now. */
  LogRest(RunHost host) {
    this.host = host;
    this.begun = host.operations().timing().nanos();
  }

  /**
   * How long to wait before the log is read again; zero when what is read then is all, after a
   * minute in any case, or where the service cannot say it now.
   *
   * @param ended a detailed status of a run that has ended; null when there is none
   */
  Duration of(@Nullable RunStatus ended) {
    Duration left = MOST.minusNanos(host.operations().timing().nanos() - begun);
    if (ended == null || left.isNegative() || left.isZero()) {
      return Duration.ZERO;
    }
    try {
      Duration rest = host.drive(() -> host.driver().logRest(ended));
      return rest.isNegative() ? Duration.ZERO : ServicePauses.shorter(rest, left);
    } catch (AloftException e) {
      if (e.code() == ErrorCode.INTERRUPTED) {
        throw e;
      }
      return Duration.ZERO;
    }
  }
}
