package dev.aloft.internal.layers;

import dev.aloft.driver.Rate;
import java.util.concurrent.atomic.AtomicLong;

/** Tells each request of one bucket how long to wait for its turn. Thread-safe, lock-free. */
final class TokenBucket {
  private static final double NANOS_PER_SECOND = 1e9;

  private final long interval;
  private final long head;
  private final AtomicLong free = new AtomicLong(Long.MIN_VALUE);

  TokenBucket(Rate rate) {
    this.interval = (long) Math.ceil(NANOS_PER_SECOND / rate.perSecond());
    this.head = Math.multiplyExact(interval, rate.burst() - 1L);
  }

  /**
   * Takes the next turn.
   *
   * @param now nanoseconds since some start
   * @param limit how long the caller would wait at most
   * @return nanoseconds to wait; -1 when that is longer than the limit, and no turn was taken
   */
  long take(long now, long limit) {
    while (true) {
      long seen = free.get();
      long turn = Math.max(seen, now - head);
      long wait = Math.max(0, turn - now);
      if (wait > limit) {
        return -1;
      }
      if (free.compareAndSet(seen, turn + interval)) {
        return wait;
      }
    }
  }
}
