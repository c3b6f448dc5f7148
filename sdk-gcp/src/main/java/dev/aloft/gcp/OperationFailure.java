package dev.aloft.gcp;

import com.google.rpc.Code;
import dev.aloft.error.ErrorCode;
import java.util.Locale;
import java.util.Set;

/** What the error of a long operation means. Pure. */
final class OperationFailure {
  private static final Set<Code> OF_THE_SERVICE =
      Set.of(Code.INTERNAL, Code.UNKNOWN, Code.UNAVAILABLE, Code.ABORTED);

  private OperationFailure() {}

  static ErrorCode code(int number, String text) {
    Code code = known(number);
    String said = text.toLowerCase(Locale.ROOT);
    if (code == Code.RESOURCE_EXHAUSTED) {
      return said.contains("quota") ? ErrorCode.QUOTA_EXCEEDED : ErrorCode.NO_CAPACITY;
    }
    if (OF_THE_SERVICE.contains(code)) {
      return ErrorCode.PROVIDER_ERROR;
    }
    if (code == Code.PERMISSION_DENIED) {
      return ErrorCode.PERMISSION_DENIED;
    }
    if (said.contains("model server") || said.contains("container") || said.contains("health")) {
      return ErrorCode.MODEL_FAILED;
    }
    return switch (code) {
      case DEADLINE_EXCEEDED -> ErrorCode.MODEL_FAILED;
      case INVALID_ARGUMENT, FAILED_PRECONDITION, NOT_FOUND, OUT_OF_RANGE ->
          ErrorCode.INVALID_REQUEST;
      case CANCELLED -> ErrorCode.CANCELLED;
      default -> ErrorCode.PROVIDER_ERROR;
    };
  }

  /** Whether it was the service's own, so that the same may go well the next time. */
  static boolean mayBeTriedAgain(int number) {
    return OF_THE_SERVICE.contains(known(number));
  }

  private static Code known(int number) {
    Code code = Code.forNumber(number);
    return code == null ? Code.UNKNOWN : code;
  }
}
