package dev.aloft.local;

import dev.aloft.error.AloftException;
import dev.aloft.error.Blame;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The only place that reads the file system's own errors. Pure, but for the interrupt flag. */
public final class LocalErrors {
  private LocalErrors() {}

  /**
   * The portable error for what went wrong with a file.
   *
   * @param doing what was tried, such as {@code write}
   * @param what the key, run or path that it was tried on
   */
  public static AloftException translate(String doing, String what, Exception cause) {
    if (cause instanceof AloftException known) {
      return known;
    }
    if (cause instanceof ClosedByInterruptException
        || cause instanceof FileLockInterruptionException
        || cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return error(
              ErrorCode.INTERRUPTED, "interrupted while trying to " + doing + " " + what, cause)
          .effect(Effect.UNKNOWN)
          .build();
    }
    ErrorCode code = code(cause);
    AloftException.Builder error =
        error(code, "cannot " + doing + " " + what + ": " + words(cause), cause);
    if (code == ErrorCode.PROVIDER_ERROR || code == ErrorCode.QUOTA_EXCEEDED) {
      error.effect(Effect.UNKNOWN);
    }
    if (code == ErrorCode.QUOTA_EXCEEDED) {
      error.blame(Blame.LIMITS);
    }
    return error.resource(what).build();
  }

  private static AloftException.Builder error(ErrorCode code, String message, Exception cause) {
    return AloftException.of(code, message).cause(cause).rawCode(cause.getClass().getSimpleName());
  }

  private static ErrorCode code(Exception cause) {
    if (cause instanceof NoSuchFileException) {
      return ErrorCode.NOT_FOUND;
    }
    if (cause instanceof FileAlreadyExistsException) {
      return ErrorCode.ALREADY_EXISTS;
    }
    if (cause instanceof AccessDeniedException) {
      return ErrorCode.PERMISSION_DENIED;
    }
    if (cause instanceof InvalidPathException) {
      return ErrorCode.INVALID_REQUEST;
    }
    return cause instanceof IOException ? byReason(reason(cause)) : ErrorCode.INTERNAL;
  }

  private static ErrorCode byReason(String reason) {
    if (reason.contains("no space left") || reason.contains("quota")) {
      return ErrorCode.QUOTA_EXCEEDED;
    }
    if (reason.contains("name too long") || reason.contains("not a directory")) {
      return ErrorCode.INVALID_REQUEST;
    }
    return reason.contains("read-only file system") || reason.contains("not permitted")
        ? ErrorCode.PERMISSION_DENIED
        : ErrorCode.PROVIDER_ERROR;
  }

  private static String reason(Exception cause) {
    String text =
        cause instanceof FileSystemException failed ? failed.getReason() : cause.getMessage();
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }

  private static String words(Exception cause) {
    @Nullable String file = cause instanceof FileSystemException failed ? failed.getFile() : null;
    String kind =
        switch (code(cause)) {
          case NOT_FOUND -> "it does not exist";
          case ALREADY_EXISTS -> "it exists already";
          case PERMISSION_DENIED -> "the system does not allow it";
          case QUOTA_EXCEEDED -> "the disk or the quota is full";
          default -> String.valueOf(cause.getMessage());
        };
    return file == null || kind.contains(file) ? kind : kind + " (" + file + ")";
  }
}
