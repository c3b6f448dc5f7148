package dev.aloft.layer;

import dev.aloft.error.AloftException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Is told of every call, the outermost of the layers on both levels. Must not throw, block or call
 * Aloft; what it throws is logged and ignored. Adapters for metrics and tracing libraries are
 * modules of their own.
 */
public interface Telemetry {
  /** Tells nobody. */
  Telemetry NONE = new Telemetry() {};

  /** A call starts. */
  default void started(Call call) {}

  /**
   * A call ended.
   *
   * @param call the call
   * @param took how long it took, all tries included
   * @param error how it failed, null when it did not
   */
  default void ended(Call call, Duration took, @Nullable AloftException error) {}
}
