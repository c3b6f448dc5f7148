package dev.aloft.gcp;

import com.google.api.gax.rpc.ApiException;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import dev.aloft.http.HttpAnswer;
import dev.aloft.layer.Call;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * The only place that reads the vendor's codes and texts. What {@link ErrorRules} do not know
 * leaves open whether anything was done. Never asks the vendor's client whether a call may be
 * repeated: it says no to everything. Pure.
 */
final class GcpErrors {
  private final GcpConfig config;

  GcpErrors(GcpConfig config) {
    this.config = config;
  }

  /** The portable error for what failed over HTTP. */
  AloftException of(Call call, HttpAnswer answer) {
    return of(GcpAnswer.of(call, answer));
  }

  /** The portable error for what failed over gRPC. */
  AloftException of(ApiException failure, String operation, String resource) {
    IOException credentials = credentials(failure);
    return credentials == null
        ? of(notSent(failure, GcpAnswer.of(failure, operation, resource)))
        : AloftException.of(
                ErrorCode.UNAUTHENTICATED,
                operation
                    + " was not sent, since there are no credentials for it: "
                    + credentials.getMessage())
            .effect(Effect.NONE)
            .operation(operation)
            .resource(resource)
            .nextStep(NextStep.shell("sign in", "gcloud auth application-default login"))
            .cause(failure)
            .build();
  }

  /** The vendor's client speaks of the service where it did not get that far. */
  private static GcpAnswer notSent(ApiException failure, GcpAnswer answer) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
        return new GcpAnswer(
            answer.operation(),
            answer.resource(),
            answer.code(),
            answer.reason(),
            "connection refused: " + cause.getMessage(),
            answer.retryAfter(),
            failure);
      }
    }
    return answer;
  }

  private static @Nullable IOException credentials(ApiException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException io
          && cause.getClass().getName().startsWith("com.google.auth")) {
        return io;
      }
    }
    return null;
  }

  /** The line that shows what an endpoint's containers printed. */
  NextStep endpointLog(String endpoint) {
    return GcpSteps.endpointLog(endpoint, config);
  }

  /** The portable error for an answer. */
  AloftException of(GcpAnswer answer) {
    @Nullable ErrorRule rule =
        ErrorRules.ALL.stream().filter(one -> one.matches(answer)).findFirst().orElse(null);
    ErrorCode code = rule == null ? ErrorCode.PROVIDER_ERROR : rule.means();
    AloftException.Builder error =
        AloftException.of(code, summary(answer, rule))
            .effect(rule == null ? Effect.UNKNOWN : rule.effect())
            .rawCode(
                answer.reason().isEmpty() ? answer.code() : answer.code() + " " + answer.reason())
            .retryAfter(answer.retryAfter())
            .operation(answer.operation())
            .resource(answer.resource())
            .cause(answer.cause());
    if (rule != null && rule.blame() != null) {
      error.blame(rule.blame());
    }
    GcpSteps.of(answer, code, config).forEach(error::nextStep);
    return error.build();
  }

  private static String summary(GcpAnswer answer, @Nullable ErrorRule rule) {
    String text = answer.text().isBlank() ? answer.code() : answer.text();
    return rule == null || rule.words().isEmpty() ? text : rule.words() + ": " + text;
  }
}
