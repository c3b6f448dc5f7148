package dev.aloft.internal.layers;

import dev.aloft.driver.Rate;
import dev.aloft.driver.Timing;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets requests leave at the rates of their buckets. Thread-safe. */
public final class Pacer {
  private final Supplier<Map<String, Rate>> rates;
  private final Timing timing;
  private final long origin;
  private volatile @Nullable Map<String, TokenBucket> buckets;

  /**
   * A pacer.
   *
   * @param rates the rates by bucket, asked at the first request
   * @param timing waits
   */
  public Pacer(Supplier<Map<String, Rate>> rates, Timing timing) {
    this.rates = rates;
    this.timing = timing;
    this.origin = timing.nanos();
  }

  /**
   * Waits for the call's turn.
   *
   * @param limit how many nanoseconds at most
   * @return how many nanoseconds it waited
   * @throws AloftException THROTTLED at once when its turn comes later than that; INTERRUPTED
   */
  long await(Call call, long limit) {
    TokenBucket bucket = buckets().get(call.bucket());
    if (bucket == null) {
      return 0;
    }
    long wait = bucket.take(timing.nanos() - origin, limit);
    if (wait < 0) {
      throw tooMany(call, limit);
    }
    if (wait > 0) {
      Pauses.pause(timing, wait, call);
    }
    return wait;
  }

  private Map<String, TokenBucket> buckets() {
    Map<String, TokenBucket> made = buckets;
    return made == null ? make() : made;
  }

  private synchronized Map<String, TokenBucket> make() {
    Map<String, TokenBucket> made = buckets;
    if (made == null) {
      Map<String, TokenBucket> fresh = new HashMap<>();
      rates.get().forEach((bucket, rate) -> fresh.put(bucket, new TokenBucket(rate)));
      made = Map.copyOf(fresh);
      buckets = made;
    }
    return made;
  }

  private static AloftException tooMany(Call call, long limit) {
    return AloftException.of(
            ErrorCode.THROTTLED,
            "so many requests wait for the rate of \""
                + call.bucket()
                + "\" that this one would not leave within "
                + Duration.ofNanos(limit))
        .effect(Effect.NONE)
        .givenUp()
        .build();
  }
}
