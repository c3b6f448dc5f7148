package dev.aloft.internal;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Lengths of time for people and machines. */
final class Durations {
  private Durations() {}

  /** Such as {@code 1 h 5 min}, {@code 12 s}, {@code 40 ms}; two units at most. */
  static String words(Duration time) {
    if (time.compareTo(Duration.ofSeconds(1)) < 0) {
      return time.toMillis() + " ms";
    }
    if (time.toDays() > 0) {
      return two(time.toDays(), "d", time.toHoursPart(), "h");
    }
    if (time.toHours() > 0) {
      return two(time.toHours(), "h", time.toMinutesPart(), "min");
    }
    return time.toMinutes() > 0
        ? two(time.toMinutes(), "min", time.toSecondsPart(), "s")
        : time.toSeconds() + " s";
  }

  private static String two(long large, String unit, long small, String smallUnit) {
    return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }

  /** Seconds with their fraction; null for null. */
  static @Nullable BigDecimal seconds(@Nullable Duration time) {
    return time == null
        ? null
        : BigDecimal.valueOf(time.toSeconds()).add(BigDecimal.valueOf(time.toMillisPart(), 3));
  }
}
