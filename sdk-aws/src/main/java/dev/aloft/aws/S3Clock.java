package dev.aloft.aws;

import dev.aloft.cloud.ServerClock;
import dev.aloft.driver.Timing;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** Reads S3's own time off every answer, refusals among them. Thread-safe. */
final class S3Clock implements ExecutionInterceptor {
  private static final ExecutionAttribute<Long> SENT = new ExecutionAttribute<>("aloft-sent");

  private final Timing timing;
  private final ServerClock clock;

  S3Clock(Timing timing) {
    this.timing = timing;
    this.clock = new ServerClock(timing);
  }

  /** S3's time; empty when it has to be asked. */
  Optional<Instant> now() {
    return clock.now();
  }

  /** The date of an answer; empty when it has none. */
  static Optional<Instant> dateOf(SdkHttpResponse answer) {
    return ServerClock.dateOf(header(answer));
  }

  private static @Nullable String header(SdkHttpResponse answer) {
    return answer.firstMatchingHeader("Date").orElse(null);
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    attributes.putAttribute(SENT, timing.nanos());
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    Long sent = attributes.getAttribute(SENT);
    if (sent != null) {
      clock.read(header(context.httpResponse()), sent);
    }
  }

  /** Whoever asks for the time of a bucket that is missing is to be told so. */
  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    if (context.exception() instanceof NoSuchBucketException) {
      clock.forget();
    }
  }
}
