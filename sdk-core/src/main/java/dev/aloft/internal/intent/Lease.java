package dev.aloft.internal.intent;

import java.time.Duration;
import java.time.Instant;

/**
 * Who may write, and until when by the store's time.
 *
 * @param holder the client
 * @param until the end
 */
public record Lease(String holder, Instant until) {
  /** What stores may round away, and more. */
  public static final Duration MARGIN = Duration.ofSeconds(5);

  /** Whether another client than this one holds it, or may think so. */
  public boolean isHeldByAnother(String client, Instant now) {
    return !holder.equals(client) && now.isBefore(until.plus(MARGIN));
  }

  /** Whether this client holds it for as long as a request takes. */
  public boolean covers(String client, Duration request, Instant now) {
    return holder.equals(client) && now.plus(request).plus(MARGIN).isBefore(until);
  }
}
