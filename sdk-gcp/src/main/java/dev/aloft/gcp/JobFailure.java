package dev.aloft.gcp;

import com.google.rpc.Code;
import com.google.rpc.Status;
import dev.aloft.error.Blame;
import dev.aloft.error.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a job failed, read off the error that the service left on it. Pure.
 *
 * @param code the portable code
 * @param blame whose fault; null for the code's usual
 * @param text what is told
 * @param exitCode the program's exit code; null when none is told
 */
record JobFailure(ErrorCode code, @Nullable Blame blame, String text, @Nullable Integer exitCode) {
  private static final Pattern EXIT =
      Pattern.compile("exited with a non-zero status of (-?[0-9]+)");
  private static final Pattern EXCEPTION =
      Pattern.compile("[A-Za-z_][\\w.]*(Error|Exception|Exit)\\b.*");
  private static final String REASON = "Termination reason:";
  private static final String END = "To find out more about why your job exited";
  private static final int KILLED = 137;

  static JobFailure of(Status error) {
    String text = error.getMessage().strip();
    String said = text.toLowerCase(Locale.ROOT);
    Matcher exit = EXIT.matcher(text);
    boolean memory = isAny(said, "oomkilled", "out of memory", "out-of-memory");
    if (exit.find()) { // before anything else: what follows it are the program's own words
      int status = Integer.parseInt(exit.group(1));
      String words = words(text);
      return new JobFailure(
          ErrorCode.USER_CODE_FAILED,
          null,
          memory || status == KILLED ? "out of memory, or killed: " + words : words,
          status);
    }
    if (isAny(said, "quota")) { // those of spot machines are called preemptible
      return new JobFailure(ErrorCode.QUOTA_EXCEEDED, null, text, null);
    }
    if (said.contains("preempt")) {
      return new JobFailure(ErrorCode.PREEMPTED, null, text, null);
    }
    if (memory) {
      return new JobFailure(ErrorCode.USER_CODE_FAILED, null, "out of memory: " + text, null);
    }
    if (isAny(said, "stockout", "insufficient", "resources are not available", "out of capacity")) {
      return new JobFailure(ErrorCode.NO_CAPACITY, null, text, null);
    }
    if (isOfImage(said)) {
      return new JobFailure(ErrorCode.INVALID_REQUEST, null, text, null);
    }
    if (isAny(said, "timeout", "deadline") || error.getCode() == Code.DEADLINE_EXCEEDED_VALUE) {
      return new JobFailure(ErrorCode.TIMED_OUT, null, text, null);
    }
    return switch (Code.forNumber(error.getCode()) == null ? Code.UNKNOWN : code(error)) {
      case PERMISSION_DENIED -> new JobFailure(ErrorCode.PERMISSION_DENIED, null, text, null);
      case INVALID_ARGUMENT, FAILED_PRECONDITION, NOT_FOUND ->
          new JobFailure(ErrorCode.INVALID_REQUEST, null, text, null);
      case RESOURCE_EXHAUSTED -> new JobFailure(ErrorCode.NO_CAPACITY, null, text, null);
      default ->
          new JobFailure(
              ErrorCode.PROVIDER_ERROR,
              Blame.PROVIDER,
              text.isEmpty() ? "the service gives no reason" : text,
              null);
    };
  }

  /** The same, with what is known of the image where that could not be had. */
  JobFailure explainedBy(Optional<String> caution) {
    return caution.isPresent() && exitCode == null && isOfImage(text.toLowerCase(Locale.ROOT))
        ? new JobFailure(code, blame, text + " (" + caution.get() + ")", null)
        : this;
  }

  private static boolean isOfImage(String said) {
    return isAny(said, "pull image", "image_uri", "image pull", "no such image");
  }

  private static Code code(Status error) {
    Code code = Code.forNumber(error.getCode());
    return code == null ? Code.UNKNOWN : code;
  }

  private static boolean isAny(String said, String... words) {
    return List.of(words).stream().anyMatch(said::contains);
  }

  /** The line of the exception among the last lines of the program, else its last line. */
  private static String words(String text) {
    int from = text.indexOf(REASON);
    int line = from < 0 ? -1 : text.indexOf('\n', from);
    int end = text.indexOf(END);
    String own = line < 0 ? "" : text.substring(line, end < line ? text.length() : end);
    List<String> lines = own.lines().map(String::strip).filter(one -> !one.isEmpty()).toList();
    if (lines.isEmpty()) {
      return text;
    }
    for (int at = lines.size() - 1; at >= 0; at--) {
      if (EXCEPTION.matcher(lines.get(at)).matches()) {
        return lines.get(at);
      }
    }
    return lines.get(lines.size() - 1);
  }
}
