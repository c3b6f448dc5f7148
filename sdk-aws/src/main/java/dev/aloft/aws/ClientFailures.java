package dev.aloft.aws;

import dev.aloft.error.AloftException;
import dev.aloft.error.Blame;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLHandshakeException;
import javax.xml.stream.XMLStreamException;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.conn.ConnectionPoolTimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** What failed before a service answered. Pure, but for the interrupt flag. */
final class ClientFailures {
  private ClientFailures() {}

  static AloftException translate(SdkException failure, String operation, String resource) {
    AloftException.Builder error = classify(failure, operation);
    return error
        .operation(operation)
        .resource(resource)
        .rawCode(root(failure).getClass().getSimpleName())
        .cause(failure)
        .build();
  }

  private static AloftException.Builder classify(SdkException failure, String operation) {
    if (failure instanceof AbortedException || caused(failure, InterruptedException.class)) {
      Thread.currentThread().interrupt();
      return AloftException.of(ErrorCode.INTERRUPTED, "interrupted during " + operation)
          .effect(Effect.UNKNOWN);
    }
    if (failure instanceof ApiCallTimeoutException
        || failure instanceof ApiCallAttemptTimeoutException) {
      return unavailable(operation + " got no answer in time", Effect.UNKNOWN);
    }
    String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (isAboutCredentials(text)) {
      return credentials(failure, text);
    }
    if (text.contains("checksum")) {
      return AloftException.of(ErrorCode.DATA_CORRUPTED, words(failure)).effect(Effect.UNKNOWN);
    }
    return network(failure, operation);
  }

  private static AloftException.Builder network(SdkException failure, String operation) {
    if (wasNotSent(failure)) {
      return unavailable(operation + " was not sent: " + words(root(failure)), Effect.NONE);
    }
    if (caused(failure, IOException.class)) {
      return unavailable(
          operation + " was sent and the answer was lost: " + words(root(failure)), Effect.UNKNOWN);
    }
    if (cannotBeRead(failure)) {
      return unavailable(
              operation + " was answered by something that cannot be read", Effect.UNKNOWN)
          .blame(Blame.PROVIDER);
    }
    return AloftException.of(ErrorCode.PROVIDER_ERROR, operation + " failed: " + words(failure))
        .effect(Effect.UNKNOWN);
  }

  private static boolean cannotBeRead(SdkException failure) {
    return caused(failure, XMLStreamException.class)
        || String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("unmarshall");
  }

  private static boolean wasNotSent(Throwable failure) {
    return caused(failure, ConnectException.class)
        || caused(failure, UnknownHostException.class)
        || caused(failure, NoRouteToHostException.class)
        || caused(failure, ConnectTimeoutException.class)
        || caused(failure, ConnectionPoolTimeoutException.class)
        || caused(failure, SSLHandshakeException.class);
  }

  private static AloftException.Builder unavailable(String summary, Effect effect) {
    return AloftException.of(ErrorCode.UNAVAILABLE, summary).effect(effect);
  }

  private static boolean isAboutCredentials(String text) {
    return text.contains("unable to load credentials")
        || text.contains("unable to load an identity")
        || text.contains("profile file contained no credentials")
        || text.contains("sso token")
        || text.contains("sso session")
        || text.contains("token is expired")
        || text.contains("token has expired");
  }

  private static AloftException.Builder credentials(SdkException failure, String text) {
    boolean expired = text.contains("expired") || text.contains("sso");
    return AloftException.of(
            expired ? ErrorCode.CREDENTIALS_EXPIRED : ErrorCode.UNAUTHENTICATED,
            expired ? words(failure) : "no credentials were found where the AWS SDK looks for them")
        .effect(Effect.NONE)
        .nextStep(NextStep.shell("sign in", "aws sso login"))
        .nextStep(NextStep.shell("see who AWS takes you for", "aws sts get-caller-identity"));
  }

  private static boolean caused(Throwable failure, Class<? extends Throwable> kind) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String words(Throwable failure) {
    @Nullable String message = failure.getMessage();
    String name = failure.getClass().getSimpleName();
    return message == null || message.isBlank() ? name : message.strip();
  }
}
