package dev.aloft.aws;

import dev.aloft.driver.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/**
 * S3's own time, read off every answer that it gives, refusals among them. What it tells is never
 * ahead of S3 and at most three seconds behind it: one that the header rounds away, and two that an
 * answer may take. That lies within the margin of a lease. Thread-safe.
 */
final class S3Clock implements ExecutionInterceptor {
  /** A slower answer may have got its date long before it arrived. */
  private static final Duration QUICK = Duration.ofSeconds(2);

  /** For how long our own clock is trusted to go on from an answer. */
  private static final Duration TRUSTED = Duration.ofMinutes(1);

  /** More than this between our two clocks means that the machine was asleep. */
  private static final Duration AWAKE = Duration.ofSeconds(1);

  private static final ExecutionAttribute<Long> SENT = new ExecutionAttribute<>("aloft-sent");

  private final Timing timing;
  private volatile @Nullable Reading newest;

  S3Clock(Timing timing) {
    this.timing = timing;
  }

  /** S3's time; empty when it has to be asked. */
  Optional<Instant> now() {
    Reading reading = newest;
    return reading == null ? Optional.empty() : reading.after(timing.nanos(), timing.now());
  }

  /** The date of an answer; empty when it has none. */
  static Optional<Instant> dateOf(SdkHttpResponse answer) {
    return answer.firstMatchingHeader("Date").flatMap(S3Clock::date);
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    attributes.putAttribute(SENT, timing.nanos());
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    long nanos = timing.nanos();
    Long sent = attributes.getAttribute(SENT);
    if (sent != null && nanos - sent <= QUICK.toNanos()) {
      dateOf(context.httpResponse())
          .ifPresent(date -> newest = new Reading(date, nanos, timing.now()));
    }
  }

  /** Whoever asks for the time of a bucket that is missing is to be told so. */
  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    if (context.exception() instanceof NoSuchBucketException) {
      newest = null;
    }
  }

  /** What S3 said, and our own two clocks at that moment: the steady one and the wall's. */
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
