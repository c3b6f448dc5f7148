package dev.aloft.internal;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long failed looks are borne before those who wait are told. What usually heals (a network,
 * credentials, a service that is down) is borne for a day and at least 20 looks; what usually does
 * not, for 15 minutes and at least 10. Not thread-safe.
 */
final class Patience {
  private static final Duration LONG = Duration.ofDays(1);
  private static final Duration SHORT = Duration.ofMinutes(15);
  private static final int LONG_LOOKS = 20;
  private static final int SHORT_LOOKS = 10;

  private final Duration longest;
  private @Nullable Instant since;
  private int looks;

  Patience() {
    this(LONG);
  }

  private Patience(Duration longest) {
    this.longest = longest;
  }

  /** One that bears nothing for a day. */
  static Patience brief() {
    return new Patience(SHORT);
  }

  /** A look went well: the series is over. */
  void reset() {
    since = null;
    looks = 0;
  }

  /** Whether this is the first failure of a series. */
  boolean isFresh() {
    return looks == 0;
  }

  /** Notes a failed look; true when it is time to tell, which starts the next series. */
  boolean isOver(AloftException error, Instant now) {
    Instant start = since == null ? now : since;
    since = start;
    looks++;
    boolean heals = heals(error);
    boolean over =
        looks >= (heals ? LONG_LOOKS : SHORT_LOOKS)
            && !now.isBefore(start.plus(heals ? longest : SHORT));
    if (over) {
      reset();
    }
    return over;
  }

  /** Whether a look that failed so may work later without anything being changed in the request. */
  static boolean heals(AloftException error) {
    return isRefusal(error)
        || error.code().isRetryable()
        || error.code() == ErrorCode.PROVIDER_ERROR
        || error.code() == ErrorCode.QUOTA_EXCEEDED
        || error.code() == ErrorCode.TIMED_OUT;
  }

  /** Whether the caller was refused. */
  static boolean isRefusal(AloftException error) {
    return switch (error.code()) {
      case UNAUTHENTICATED, CREDENTIALS_EXPIRED, PERMISSION_DENIED -> true;
      default -> false;
    };
  }
}
