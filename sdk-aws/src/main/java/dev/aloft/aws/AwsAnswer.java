package dev.aloft.aws;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;

/**
 * What a service answered instead of success.
 *
 * @param operation the vendor's operation
 * @param resource what it was done to
 * @param region the region; null when it is not known
 * @param status the HTTP status
 * @param code the service's code; empty when it gave none
 * @param text the service's text; empty when it gave none
 * @param requestId its id of the request; null when it gave none
 * @param retryAfter how long it asks to wait; null when it does not
 * @param bucketRegion the region of the bucket, where S3 says that it is another; null elsewhere
 * @param cause the vendor's exception
 */
record AwsAnswer(
    String operation,
    String resource,
    @Nullable String region,
    int status,
    String code,
    String text,
    @Nullable String requestId,
    @Nullable Duration retryAfter,
    @Nullable String bucketRegion,
    @Nullable Throwable cause) {
  private static final int MOVED = 301;
  private static final int NOT_FOUND = 404;
  private static final List<String> OWN_ENDINGS = List.of(" (Service:", " (SDK ");

  static AwsAnswer of(
      SdkServiceException failure, String operation, String resource, @Nullable String region) {
    AwsErrorDetails details =
        failure instanceof AwsServiceException known ? known.awsErrorDetails() : null;
    SdkHttpResponse http = details == null ? null : details.sdkHttpResponse();
    return new AwsAnswer(
        operation,
        resource,
        region,
        failure.statusCode(),
        code(failure.statusCode(), details == null ? null : details.errorCode(), operation),
        text(failure, details),
        failure.requestId(),
        header(http, "Retry-After").flatMap(AwsAnswer::seconds).orElse(null),
        header(http, "x-amz-bucket-region").orElse(null),
        failure);
  }

  /** A HEAD is answered without a body, so that the status has to say it. */
  private static String code(int status, @Nullable String told, String operation) {
    if (status == MOVED) {
      return "PermanentRedirect";
    }
    if (status == NOT_FOUND && operation.equals("HeadBucket")) {
      return "NoSuchBucket";
    }
    return told == null ? "" : told;
  }

  private static String text(SdkServiceException failure, @Nullable AwsErrorDetails details) {
    if (failure instanceof ModelErrorException model) {
      return modelText(model);
    }
    String text = details == null ? failure.getMessage() : details.errorMessage();
    if (text == null) {
      return "";
    }
    for (String ending : OWN_ENDINGS) {
      int at = text.indexOf(ending);
      text = at < 0 ? text : text.substring(0, at);
    }
    return LongRefusals.shortened(text.strip());
  }

  /** The container's own status and text, which the outer text repeats in a longer form. */
  private static String modelText(ModelErrorException model) {
    String own = model.originalMessage();
    Integer status = model.originalStatusCode();
    return "HTTP status "
        + (status == null ? "unknown" : status)
        + (own == null || own.isBlank() ? "" : ", " + own.strip());
  }

  private static Optional<String> header(@Nullable SdkHttpResponse http, String name) {
    return http == null ? Optional.empty() : http.firstMatchingHeader(name);
  }

  private static Optional<Duration> seconds(String text) {
    return text.matches("[0-9]{1,6}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
        : Optional.empty();
  }
}
