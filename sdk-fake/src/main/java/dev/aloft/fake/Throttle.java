package dev.aloft.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Lets an operation through so many times a second by the cloud's clock. Thread-safe. */
public final class Throttle {
  private final FakeClock clock;
  private final Map<String, Rate> rates;
  private final Map<String, Bucket> buckets = new HashMap<>();

  /**
   * How often an operation may be called.
   *
   * @param perSecond how many tokens come back a second
   * @param burst how many there are at most
   */
  public record Rate(double perSecond, double burst) {}

  private record Bucket(double tokens, Instant at) {}

  /** Rates by service and operation, such as {@code sagemaker:ListTrainingJobs}. */
  public Throttle(FakeClock clock, Map<String, Rate> rates) {
    this.clock = clock;
    this.rates = Map.copyOf(rates);
  }

  /** Whether one more request is let through now. */
  public synchronized boolean admits(String service, String operation) {
    String key = service + ":" + operation;
    Rate rate = rates.get(key);
    if (rate == null) {
      return true;
    }
    Instant now = clock.now();
    Bucket bucket = buckets.getOrDefault(key, new Bucket(rate.burst(), now));
    double seconds = Duration.between(bucket.at(), now).toNanos() / 1e9;
    double tokens = Math.min(rate.burst(), bucket.tokens() + seconds * rate.perSecond());
    boolean admitted = tokens >= 1;
    buckets.put(key, new Bucket(admitted ? tokens - 1 : tokens, now));
    return admitted;
  }
}
