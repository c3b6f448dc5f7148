package dev.aloft.serving;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many replicas an endpoint has.
 *
 * @param min the least; 0 scales to zero
 * @param max the most; equal to {@code min} for a fixed number
 * @param targetPerMinute predictions a minute and replica to aim at; 0 when the number is fixed
 * @param idleAfter how long nobody must call before it scales to zero; null for the provider's own
 */
public record Scaling(int min, int max, double targetPerMinute, @Nullable Duration idleAfter) {
  /** One replica. */
  public static final Scaling ONE = fixed(1);

  /** A fixed number of replicas. */
  public static Scaling fixed(int replicas) {
    return new Scaling(replicas, replicas, 0, null);
  }

  /** Between {@code min} and {@code max}, by load. */
  public static Scaling between(int min, int max, double predictionsPerMinuteAndReplica) {
    return new Scaling(min, max, predictionsPerMinuteAndReplica, null);
  }

  /** Whether the number follows the load. */
  public boolean isAutomatic() {
    return min != max;
  }
}
