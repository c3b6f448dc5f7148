package dev.aloft.aws;

import dev.aloft.error.ErrorCode;
import java.util.Locale;

/** What the service's word on why an endpoint failed means. Pure. */
final class EndpointFailures {
  private static final int MOST_TRIES = 3;

  private EndpointFailures() {}

  /** Whose failure it is, as far as the text tells. */
  static ErrorCode code(String reason) {
    String text = reason.toLowerCase(Locale.ROOT);
    if (text.contains("insufficient capacity") || text.contains("ml compute capacity")) {
      return ErrorCode.NO_CAPACITY;
    }
    if (text.contains("resourcelimitexceeded") || text.contains("service limit")) {
      return ErrorCode.QUOTA_EXCEEDED;
    }
    if (text.contains("could not access model data")) {
      return ErrorCode.INVALID_REQUEST;
    }
    if (text.contains("ecr:")
        || text.contains("access denied")
        || text.contains("accessdenied")
        || text.contains("could not assume role")) {
      return ErrorCode.PERMISSION_DENIED;
    }
    return isInternal(reason) || reason.isEmpty()
        ? ErrorCode.PROVIDER_ERROR
        : ErrorCode.MODEL_FAILED;
  }

  /** A failure of the service itself may be tried again, a few times. */
  static boolean mayBeTriedAgain(String reason, int tries) {
    return isInternal(reason) && tries < MOST_TRIES;
  }

  private static boolean isInternal(String reason) {
    return reason.startsWith("Request to service failed")
        || reason.startsWith("InternalServerError");
  }
}
