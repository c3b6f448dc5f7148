package dev.aloft.aws;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * The only place that reads the vendor's codes and texts. A code that is known to mean one thing is
 * taken as that; most conditions of SageMaker share one code and are told apart by their text, the
 * longest known text first. What is not known leaves open whether anything was done, unless a job
 * was refused; it is the request's fault where the code says so, and the service's otherwise. Pure,
 * but for the interrupt flag.
 */
final class AwsErrors {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY = 429;
  private static final int SERVER = 500;

  private AwsErrors() {}

  /**
   * The portable error for what failed.
   *
   * @param operation the vendor's operation
   * @param resource what it was done to
   * @param region the region, for the lines that help; null when it is not known
   */
  static AloftException translate(
      SdkException failure, String operation, String resource, @Nullable String region) {
    AloftException own = ownCause(failure);
    if (own != null) {
      return own;
    }
    if (failure instanceof SdkServiceException answer) {
      return of(AwsAnswer.of(answer, operation, resource, region));
    }
    return ClientFailures.translate(failure, operation, resource);
  }

  /** What Aloft itself threw while the vendor's client asked it for bytes. */
  private static @Nullable AloftException ownCause(Throwable failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof AloftException own) {
        return own;
      }
    }
    return null;
  }

  /** The portable error for an answer. */
  static AloftException of(AwsAnswer answer) {
    ErrorRule rule = ErrorRules.match(answer);
    ErrorCode code = rule == null ? unknown(answer) : rule.means();
    AloftException.Builder error =
        AloftException.of(code, summary(answer, rule))
            .effect(effect(answer, rule, code))
            .rawCode(answer.code().isEmpty() ? String.valueOf(answer.status()) : answer.code())
            .requestId(answer.requestId())
            .retryAfter(answer.retryAfter())
            .operation(answer.operation())
            .resource(answer.resource())
            .cause(answer.cause());
    if (rule != null && rule.blame() != null) {
      error.blame(rule.blame());
    } else if (code == ErrorCode.UNAVAILABLE) {
      error.blame(dev.aloft.error.Blame.PROVIDER); // it answered
    }
    for (NextStep step : AwsSteps.of(answer, rule, code)) {
      error.nextStep(step);
    }
    return error.build();
  }

  private static String summary(AwsAnswer answer, @Nullable ErrorRule rule) {
    String text = answer.text().isBlank() ? "HTTP status " + answer.status() : answer.text();
    return rule == null || rule.words().isEmpty() ? text : rule.words() + ": " + text;
  }

  /** For refusals in new words, answers without a code, as a HEAD gives them, and new codes. */
  private static ErrorCode unknown(AwsAnswer answer) {
    return ErrorRules.isRefusal(answer) ? ErrorCode.INVALID_REQUEST : byStatus(answer);
  }

  private static ErrorCode byStatus(AwsAnswer answer) {
    int status = answer.status();
    if (status >= SERVER) {
      return ErrorCode.UNAVAILABLE;
    }
    return switch (status) {
      case UNAUTHORIZED -> ErrorCode.UNAUTHENTICATED;
      case FORBIDDEN -> ErrorCode.PERMISSION_DENIED;
      case NOT_FOUND -> ErrorCode.NOT_FOUND;
      case TOO_MANY -> ErrorCode.THROTTLED;
      default -> ErrorCode.PROVIDER_ERROR;
    };
  }

  private static Effect effect(AwsAnswer answer, @Nullable ErrorRule rule, ErrorCode code) {
    if (rule != null) {
      return rule.effect();
    }
    boolean open =
        code == ErrorCode.PROVIDER_ERROR
            || (ErrorRules.isRefusal(answer) && !createsJob(answer))
            || answer.status() >= SERVER;
    return open ? Effect.UNKNOWN : Effect.NONE;
  }

  /**
   * Whether a refusal in new words leaves nothing open. A job's taken name has a code of its own;
   * that of a model, a configuration or an endpoint is told by the text alone.
   */
  private static boolean createsJob(AwsAnswer answer) {
    return answer.operation().startsWith("Create") && answer.operation().endsWith("Job");
  }
}
