package dev.aloft.fake.gcp;

import dev.aloft.fake.FakeClock;
import java.util.HashMap;
import java.util.Map;

/** How many requests a minute of the cloud's clock lets through, for each key. Thread-safe. */
final class MinuteRate {
  private static final int SECONDS = 60;

  private final FakeClock clock;
  private final int limit;
  private final Map<String, Integer> used = new HashMap<>();
  private long minute;

  MinuteRate(FakeClock clock, int limit) {
    this.clock = clock;
    this.limit = limit;
  }

  /** Counts one more. */
  synchronized boolean admits(String key) {
    long now = clock.now().getEpochSecond() / SECONDS;
    if (now != minute) {
      minute = now;
      used.clear();
    }
    return used.merge(key, 1, Integer::sum) <= limit;
  }
}
