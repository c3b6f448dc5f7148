package dev.aloft.gcp;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ErrorDetails;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.aloft.http.HttpAnswer;
import dev.aloft.layer.Call;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a service answered instead of success, the same for both of its languages.
 *
 * @param operation the vendor's operation
 * @param resource what it was done to
 * @param code the canonical code, such as {@code NOT_FOUND}
 * @param reason the machine's word for it, such as {@code SERVICE_DISABLED}; empty when none is
 *     given
 * @param text the service's text; empty when it gave none
 * @param retryAfter how long it asks to wait; null when it does not
 * @param cause the vendor's exception; null where there is none
 */
record GcpAnswer(
    String operation,
    String resource,
    String code,
    String reason,
    String text,
    @Nullable Duration retryAfter,
    @Nullable Throwable cause) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final int LONGEST_TEXT = 2_000;

  /** An answer over gRPC. */
  static GcpAnswer of(ApiException failure, String operation, String resource) {
    ErrorDetails details = failure.getErrorDetails();
    ErrorInfo info = details == null ? null : details.getErrorInfo();
    RetryInfo retry = details == null ? null : details.getRetryInfo();
    return new GcpAnswer(
        operation,
        resource,
        failure.getStatusCode().getCode().name(),
        info == null ? "" : info.getReason(),
        cut(AnswerDetails.of(details).after(text(failure))),
        retry == null
            ? null
            : Duration.ofSeconds(
                retry.getRetryDelay().getSeconds(), retry.getRetryDelay().getNanos()),
        failure);
  }

  /** The service's own text, without the code that the vendor's client puts before it. */
  private static String text(ApiException failure) {
    String text = String.valueOf(failure.getMessage());
    String before = "StatusRuntimeException: ";
    int at = text.indexOf(before);
    String own = at < 0 ? text : text.substring(at + before.length());
    String code = failure.getStatusCode().getCode().name() + ": ";
    return (own.startsWith(code) ? own.substring(code.length()) : own).strip();
  }

  /** An answer over HTTP. */
  static GcpAnswer of(Call call, HttpAnswer answer) {
    JsonNode error = error(answer);
    String status = error.path("status").asString("");
    return new GcpAnswer(
        call.operation(),
        call.resource(),
        status.isEmpty() ? code(answer.status()) : status,
        reason(error),
        cut(AnswerDetails.of(error).after(error.path("message").asString(plain(answer)))),
        answer.retryAfter().or(() -> retry(error)).orElse(null),
        null);
  }

  private static JsonNode error(HttpAnswer answer) {
    try {
      return JSON.readTree(answer.body()).path("error");
    } catch (JacksonException e) {
      return JSON.missingNode();
    }
  }

  private static String plain(HttpAnswer answer) {
    boolean text = answer.header("Content-Type").orElse("").startsWith("text/plain");
    return text ? answer.text() : "HTTP status " + answer.status();
  }

  private static String reason(JsonNode error) {
    for (JsonNode detail : error.path("details")) {
      if (detail.path("@type").asString("").endsWith("google.rpc.ErrorInfo")) {
        return detail.path("reason").asString("");
      }
    }
    return error.path("errors").path(0).path("reason").asString("");
  }

  private static Optional<Duration> retry(JsonNode error) {
    for (JsonNode detail : error.path("details")) {
      String delay = detail.path("retryDelay").asString("");
      if (delay.matches("[0-9]{1,6}(\\.[0-9]+)?s")) {
        return Optional.of(Duration.parse("PT" + delay.toUpperCase(Locale.ROOT)));
      }
    }
    return Optional.empty();
  }

  /** The canonical code of a status, where the body does not say it. */
  static String code(int status) {
    return switch (status) {
      case 400 -> "INVALID_ARGUMENT";
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404, 410 -> "NOT_FOUND";
      case 408 -> "DEADLINE_EXCEEDED";
      case 409 -> "ALREADY_EXISTS";
      case 412 -> "FAILED_PRECONDITION";
      case 413 -> "OUT_OF_RANGE";
      case 416 -> "OUT_OF_RANGE";
      case 429 -> "RESOURCE_EXHAUSTED";
      case 499 -> "CANCELLED";
      case 500 -> "INTERNAL";
      case 501 -> "UNIMPLEMENTED";
      case 504 -> "DEADLINE_EXCEEDED";
      default -> status >= 500 ? "UNAVAILABLE" : "UNKNOWN";
    };
  }

  private static String cut(String text) {
    String stripped = text.strip();
    return stripped.length() <= LONGEST_TEXT ? stripped : stripped.substring(0, LONGEST_TEXT);
  }
}
