package dev.aloft.local.serving;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When an endpoint is to be removed.
 *
 * @param after what was wished: how long after it became ready
 * @param at the point in time that this makes
 */
record Expiry(Duration after, Instant at) {

  /** For an endpoint that becomes ready now; null where nothing is wished. */
  static @Nullable Expiry from(Instant now, @Nullable Duration after) {
    if (after == null) {
      return null;
    }
    boolean isBeyondTime = after.compareTo(Duration.between(now, Instant.MAX)) > 0;
    return new Expiry(after, isBeyondTime ? Instant.MAX : now.plus(after));
  }
}
