package dev.aloft.cloud;

import dev.aloft.driver.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A service's own time, read off every answer that it gives, refusals among them. What it tells is
 * never ahead of the service and at most three seconds behind it: one that the header rounds away,
 * and two that an answer may take. That lies within the margin of a lease. Thread-safe.
 */
public final class ServerClock {
  /** A slower answer may have got its date long before it arrived. */
  private static final Duration QUICK = Duration.ofSeconds(2);

  /** For how long our own clock is trusted to go on from an answer. */
  private static final Duration TRUSTED = Duration.ofMinutes(1);

  /** More than this between our two clocks means that the machine was asleep. */
  private static final Duration AWAKE = Duration.ofSeconds(1);

  private final Timing timing;
  private volatile @Nullable Reading newest;

  /** Knows nothing yet. */
  public ServerClock(Timing timing) {
    this.timing = timing;
  }

  /** The service's time; empty when it has to be asked: for a minute after an answer it is not. */
  public Optional<Instant> now() {
    Reading reading = newest;
    return reading == null ? Optional.empty() : reading.after(timing.nanos(), timing.now());
  }

  /**
   * Takes the time from an answer that has just come. One that took more than two seconds, or has
   * no date, changes nothing.
   *
   * @param dateHeader the answer's {@code Date}; null when it has none
   * @param sentNanos the timing's {@code nanos()} just before the request was sent
   */
  public void read(@Nullable String dateHeader, long sentNanos) {
    long nanos = timing.nanos();
    if (nanos - sentNanos <= QUICK.toNanos()) {
      dateOf(dateHeader).ifPresent(date -> newest = new Reading(date, nanos, timing.now()));
    }
  }

  /** Forgets what was read, so that the service is asked. */
  public void forget() {
    newest = null;
  }

  /** What a {@code Date} says, in whole seconds; empty when there is none or it is no date. */
  public static Optional<Instant> dateOf(@Nullable String dateHeader) {
    if (dateHeader == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          ZonedDateTime.parse(dateHeader, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** What the service said, and our own two clocks at that moment: the steady one, the wall's. */
  private record Reading(Instant date, long nanos, Instant wall) {

    Optional<Instant> after(long nanosNow, Instant wallNow) {
      Duration elapsed = Duration.ofNanos(nanosNow - nanos);
      Duration asleep = Duration.between(wall, wallNow).minus(elapsed);
      return elapsed.compareTo(TRUSTED) < 0 && asleep.abs().compareTo(AWAKE) < 0
          ? Optional.of(date.plus(elapsed))
          : Optional.empty();
    }
  }
}
