package dev.aloft.aws;

import dev.aloft.error.Blame;
import dev.aloft.error.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * What SageMaker says of a job that failed, taken apart: whose class of error, which exit code, and
 * what the work itself wrote. Immutable.
 *
 * @param code what it means
 * @param blame who can act; null for the usual
 * @param text what is left to read
 * @param exitCode the program's exit code; null when it is not told
 */
record FailureReason(
    ErrorCode code, @Nullable Blame blame, String text, @Nullable Integer exitCode) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final Pattern CLASS =
      Pattern.compile("^\\s*([A-Za-z]+Error)\\s*:\\s*(.*)$", Pattern.DOTALL);
  private static final Pattern EXIT =
      Pattern.compile("exit ?code:?\\s*(-?[0-9]{1,5})", Pattern.CASE_INSENSITIVE);
  private static final Pattern EXIT_END =
      Pattern.compile(",?\\s*exit code:\\s*-?[0-9]{1,5}\\s*$", Pattern.CASE_INSENSITIVE);
  private static final List<String> MEMORY =
      List.of("out of memory", "outofmemory", "out-of-memory", "cannot allocate memory");
  private static final int KILLED = 137;

  /** Of a training job. */
  static FailureReason ofJob(String reason) {
    Matcher known = CLASS.matcher(reason);
    String kind = known.matches() ? known.group(1) : "";
    String rest = known.matches() ? known.group(2) : reason;
    return switch (kind) {
      case "CapacityError" ->
          new FailureReason(ErrorCode.NO_CAPACITY, Blame.CAPACITY, rest.strip(), null);
      case "AlgorithmError" -> ofWork(rest);
      case "ClientError" ->
          new FailureReason(
              ErrorCode.INVALID_REQUEST,
              Blame.REQUEST,
              rest.strip(),
              contains(rest, MEMORY) ? Integer.valueOf(KILLED) : exit(rest));
      case "InternalServerError" ->
          new FailureReason(ErrorCode.PROVIDER_ERROR, Blame.PROVIDER, rest.strip(), null);
      default -> new FailureReason(ErrorCode.PROVIDER_ERROR, null, reason.strip(), exit(reason));
    };
  }

  /** The work's own words: what the bootstrap writes, or what the program wrote or printed. */
  private static FailureReason ofWork(String rest) {
    String own = EXIT_END.matcher(rest).replaceFirst("").strip();
    JsonNode written = json(own);
    if (written == null) {
      return new FailureReason(ErrorCode.USER_CODE_FAILED, null, own, exit(rest));
    }
    boolean told = written.path("exitCode").isInt();
    return new FailureReason(
        ErrorCode.USER_CODE_FAILED,
        null,
        written.path("error").asString(own),
        told ? Integer.valueOf(written.path("exitCode").intValue()) : null);
  }

  private static @Nullable JsonNode json(String text) {
    if (!text.startsWith("{")) {
      return null;
    }
    try {
      JsonNode node = JSON.readTree(text);
      return node.has("error") ? node : null;
    } catch (JacksonException e) {
      return null; // cut off, or something else
    }
  }

  private static @Nullable Integer exit(String text) {
    Matcher found = EXIT.matcher(text);
    return found.find() ? Integer.valueOf(found.group(1)) : null;
  }

  private static boolean contains(String text, List<String> parts) {
    String lower = text.toLowerCase(Locale.ROOT);
    return parts.stream().anyMatch(lower::contains);
  }
}
