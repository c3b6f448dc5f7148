package dev.aloft.fake.gcp;

import java.util.concurrent.atomic.AtomicLong;

/** Ids as the service gives them: digits, each once. Thread-safe. */
final class Ids {
  private static final long FIRST = 1_000_000_000_000_000_000L;
  private static final long STRIDE = 7_046_029_254_386_353L;
  private static final long RANGE = 8_000_000_000_000_000_000L;

  private final AtomicLong count = new AtomicLong();

  /** An id of 19 digits. */
  String next() {
    return Long.toString(FIRST + Math.floorMod(count.incrementAndGet() * STRIDE, RANGE));
  }
}
