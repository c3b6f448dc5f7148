package dev.aloft.http;

import dev.aloft.error.AloftException;
import dev.aloft.error.Blame;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/** What failed before a service has answered, or while it did. Pure, but for the interrupt flag. */
final class HttpFailures {
  private HttpFailures() {}

  static AloftException interrupted(Call call, boolean sent, Throwable cause) {
    return error(ErrorCode.INTERRUPTED, "interrupted during " + call, sent, call, cause);
  }

  static AloftException credentials(Call call, Throwable cause) {
    AloftException own = ownCause(cause);
    return own != null
        ? own
        : error(
            ErrorCode.UNAUTHENTICATED,
            call + " was not sent, since there are no credentials for it: " + words(cause),
            false,
            call,
            cause);
  }

  static AloftException noAnswer(Call call, boolean sent, Throwable cause) {
    AloftException own = ownCause(cause);
    if (own != null) {
      return own;
    }
    if (cause instanceof InterruptedIOException && Thread.currentThread().isInterrupted()) {
      return interrupted(call, sent, cause);
    }
    String what = sent ? " was sent and the answer was lost: " : " was not sent: ";
    return error(ErrorCode.UNAVAILABLE, call + what + words(cause), sent, call, cause);
  }

  static AloftException unreadable(Call call, RuntimeException cause) {
    return error(
            ErrorCode.UNAVAILABLE,
            call + " was answered by something that cannot be read",
            true,
            call,
            cause)
        .toBuilder()
        .blame(Blame.PROVIDER)
        .build();
  }

  private static AloftException error(
      ErrorCode code, String summary, boolean sent, Call call, Throwable cause) {
    return AloftException.of(code, summary)
        .effect(sent ? Effect.UNKNOWN : Effect.NONE)
        .operation(call.operation())
        .resource(call.resource())
        .rawCode(cause.getClass().getSimpleName())
        .cause(cause)
        .build();
  }

  /** What Aloft itself threw while the vendor's client asked it for bytes. */
  private static @Nullable AloftException ownCause(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AloftException own) {
        return own;
      }
    }
    return null;
  }

  private static String words(Throwable failure) {
    String message = failure.getMessage();
    String name = failure.getClass().getSimpleName();
    return message == null || message.isBlank() ? name : name + ": " + message.strip();
  }
}
